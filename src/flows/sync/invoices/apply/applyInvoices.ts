import { isKeptByHubSpot } from '../../../../core/invoice/record/foreign';
import { planUnclear, type InvoiceDecision } from '../../../../core/invoice/record/plan/decision';
import type { RecordToWrite } from '../../../../core/invoice/record/write/recordToWrite';
import type { HubSpotPort, Outcome } from '../../../../gateways/ports';
import type { LinkProperty } from '../../../accounts/links';
import { askTogether, missingOutcome, toGatewayError } from '../../../accounts/outcomes';
import { writeInvoiceRecords } from '../../../invoiceRecord/invoiceRecord';
import type { RecordWritten } from '../../../invoiceRecord/types';
import type { InvoiceSetup } from '../setup';
import { outcomeOfInvoice, withLater, type InvoiceOutcome } from './outcome';
import { archiveRepeatedLines } from './repeatedLines';

/**
 * Writes and archives HubSpot's records of invoices.
 *
 * @returns one outcome for each decision, in the same order
 * @throws GatewayError when the whole run has to stop
 */
export async function applyInvoices(
	decisions: readonly InvoiceDecision[],
	{ link }: Pick<InvoiceSetup, 'link'>,
	hubspot: HubSpotPort,
): Promise<InvoiceOutcome[]> {
	const outcomes = decisions.map(outcomeOfInvoice);
	const open = outcomes.filter(({ error }) => error === undefined);
	const written = await writeRecords(open.filter(isToBeWritten), link, hubspot);
	const archived = await archiveRecords(
		open.filter(({ decision }) => decision.plan.archive),
		hubspot,
	);
	return withLater(outcomes, [...written, ...archived]);
}

function isToBeWritten({ decision: { plan } }: InvoiceOutcome): boolean {
	return (
		plan.lines !== undefined ||
		plan.associations.length > 0 ||
		Object.keys(plan.properties).length > 0
	);
}

/**
 * Lines that are not those of the invoice any more go first and the new ones come last, so that a
 * record whose writing broke off lacks lines, by which the next run knows it.
 */
async function writeRecords(
	outcomes: readonly InvoiceOutcome[],
	link: LinkProperty | undefined,
	hubspot: HubSpotPort,
): Promise<InvoiceOutcome[]> {
	if (outcomes.length === 0) return [];
	if (!link) throw new RangeError('the link property exists once schemas are ensured');
	const decisions = outcomes.map(({ decision }) => decision);
	const answer = await askTogether(async () => {
		const outdated = decisions.flatMap(({ plan }) => plan.lines?.outdatedIds ?? []);
		if (outdated.length > 0) await hubspot.archiveObjects('line_items', outdated);
		return await writeInvoiceRecords(hubspot, link, decisions.map(toRecord));
	});
	if (!answer.ok) return outcomes.map((outcome) => ({ ...outcome, error: answer.error }));
	const written = outcomes.map((outcome, index) => withWrite(outcome, answer.value[index]));
	const checked = await askTogether(async () => {
		await archiveRepeatedLines(written, hubspot);
	});
	return checked.ok ? written : written.map((outcome) => ({ ...outcome, error: checked.error }));
}

function toRecord({ record, plan }: InvoiceDecision): RecordToWrite {
	const { properties, associations, lines } = plan;
	return {
		...(record && { id: record.id }),
		properties,
		associations,
		lines: lines?.missing ?? [],
		...hasLinesOf(lines),
	};
}

/** Where it is not certain, HubSpot is asked which lines the record has. */
function hasLinesOf(lines: InvoiceDecision['plan']['lines']): Pick<RecordToWrite, 'hasLines'> {
	if (!lines) return { hasLines: true };
	return lines.isCertain ? { hasLines: false } : {};
}

function withWrite(
	outcome: InvoiceOutcome,
	answer: Outcome<RecordWritten> | undefined,
): InvoiceOutcome {
	if (answer?.ok) {
		const { id, warnings } = answer.value;
		return { ...outcome, recordId: id, warnings: [...outcome.warnings, ...warnings] };
	}
	const { record } = outcome.decision;
	if (answer?.error.kind === 'invalid' && record && isKeptByHubSpot(record.properties))
		return {
			...outcome,
			done: planUnclear(
				`HubSpot keeps its own record ${record.id} of the invoice as it is, ` +
					`so it cannot be linked: ${answer.error.message}`,
			),
		};
	const error = toGatewayError('HubSpot', answer?.error ?? missingOutcome('HubSpot'));
	return { ...outcome, error };
}

async function archiveRecords(
	outcomes: readonly InvoiceOutcome[],
	hubspot: HubSpotPort,
): Promise<InvoiceOutcome[]> {
	if (outcomes.length === 0) return [];
	const ids = outcomes.flatMap(({ recordId }) => recordId ?? []);
	const answer = await askTogether(async () => {
		await hubspot.archiveObjects('invoices', ids);
	});
	return answer.ok ? [] : outcomes.map((outcome) => ({ ...outcome, error: answer.error }));
}
