import { isKeptByHubSpot } from '../../../core/invoice/record/foreign';
import { planUnclear } from '../../../core/invoice/record/syncPlan';
import type { RecordToWrite } from '../../../core/invoice/record/write/recordToWrite';
import { writeInvoiceRecords } from '../../invoiceRecord/invoiceRecord';
import type { InvoicePrepared } from './prepare';
import { dropRepeated } from './lines';
import type { InvoiceWork } from './work';
import type { SyncContext } from '../engine/types';
import { askForAll, missingOutcome, toGatewayError } from '../../accounts/outcomes';

/**
 * Writes HubSpot's records of invoices. Lines that are not those of the invoice any more go first
 * and the new ones come last, so
 * that a record whose writing broke off lacks lines, by which the next run knows it.
 */
export async function writeInvoices(
	works: readonly InvoiceWork[],
	{ link }: InvoicePrepared,
	{ hubspot }: SyncContext,
): Promise<void> {
	const writing = works.filter(
		({ plan, error, outdated }) =>
			error === undefined &&
			plan &&
			(outdated ||
				Object.keys(plan.properties).length > 0 ||
				plan.associations.length > 0 ||
				plan.lacksLines),
	);
	if (writing.length > 0)
		await askForAll(writing, async () => {
			const gone = writing.flatMap(({ outdated, lineIds = [] }) => (outdated ? lineIds : []));
			if (gone.length > 0) await hubspot.archiveObjects('line_items', gone);
			if (!link) throw new RangeError('the link property exists once schemas are ensured');
			const outcomes = await writeInvoiceRecords(hubspot, link, writing.map(toRecord));
			writing.forEach((work, index) => {
				const outcome = outcomes[index];
				if (outcome?.ok)
					Object.assign(work, {
						recordId: outcome.value.id,
						warnings: [...work.warnings, ...outcome.value.warnings],
					});
				else if (
					outcome &&
					work.record &&
					isKeptByHubSpot(work.record.properties) &&
					outcome.error.kind === 'invalid'
				)
					work.plan = planUnclear(
						`HubSpot keeps its own record ${work.record.id} of the invoice as it is, so it cannot be linked: ${outcome.error.message}`,
					);
				else work.error = toGatewayError('HubSpot', outcome?.error ?? missingOutcome('HubSpot'));
			});
			await dropRepeated(
				hubspot,
				writing.filter(
					({ record, plan, outdated, error }) =>
						error === undefined && (!record || outdated || plan?.lacksLines),
				),
			);
		});
	const archiving = works.filter(({ plan }) => plan?.archive);
	if (archiving.length > 0)
		await askForAll(
			archiving,
			async () =>
				await hubspot.archiveObjects(
					'invoices',
					archiving.flatMap(({ record }) => record?.id ?? []),
				),
		);
}

function toRecord({ record, plan, outdated, lines = [], missing }: InvoiceWork): RecordToWrite {
	const written = { properties: plan?.properties ?? {}, associations: plan?.associations ?? [] };
	if (!record) return { ...written, lines };
	if (outdated) return { ...written, id: record.id, hasLines: false, lines };
	if (!plan?.lacksLines) return { ...written, id: record.id, hasLines: true, lines: [] };
	return {
		...written,
		id: record.id,
		...(missing ? { hasLines: false, lines: missing } : { lines }),
	};
}
