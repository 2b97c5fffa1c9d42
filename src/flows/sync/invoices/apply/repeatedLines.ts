import { repeatedLines } from '../../../../core/invoice/record/plan/planLines';
import { COMPARED_LINE_PROPERTIES } from '../../../../core/invoice/record/recordLines';
import type { HubSpotPort } from '../../../../gateways/ports';
import type { InvoiceOutcome } from './outcome';

/** A record whose lines were written. */
interface RecordWithLines {
	recordId: string;
	due: NonNullable<InvoiceOutcome['decision']['plan']['lines']>['due'];
}

/**
 * Another worker may have written the same lines at the same moment. Whoever comes last sees all of
 * them, and archives those that are there twice.
 *
 * @throws GatewayError
 */
export async function archiveRepeatedLines(
	outcomes: readonly InvoiceOutcome[],
	hubspot: HubSpotPort,
): Promise<void> {
	const records = outcomes.flatMap(recordWithLines);
	if (records.length === 0) return;
	const ids = records.map(({ recordId }) => recordId);
	const present = await hubspot.readAssociations('invoices', 'line_items', ids);
	const idsOf = ({ recordId }: RecordWithLines) => present.get(recordId) ?? [];
	const crowded = records.filter((record) => idsOf(record).length > record.due.length);
	if (crowded.length === 0) return;
	const items = await hubspot.readObjects('line_items', crowded.flatMap(idsOf), {
		properties: COMPARED_LINE_PROPERTIES,
	});
	const byAge = items.sort((a, b) => Number(a.id) - Number(b.id));
	const repeated = crowded.flatMap((record) => {
		const own = new Set(idsOf(record));
		return repeatedLines(
			byAge.filter(({ id }) => own.has(id)),
			record.due,
		);
	});
	if (repeated.length > 0)
		await hubspot.archiveObjects(
			'line_items',
			repeated.map(({ id }) => id),
		);
}

function recordWithLines({ decision, done, recordId, error }: InvoiceOutcome): RecordWithLines[] {
	const { lines } = decision.plan;
	const isDone = error === undefined && done.action !== 'conflict';
	return isDone && lines && recordId !== undefined ? [{ recordId, due: lines.due }] : [];
}
