import type { InvoiceDecision } from '../../../core/invoice/record/plan/decision';
import {
	createsRecord,
	hasRecord,
	planDeletedInvoices,
	planInvoices,
	type InvoicesContext,
	type InvoicesRead,
} from '../../../core/invoice/record/plan/planInvoices';
import { COMPARED_LINE_PROPERTIES } from '../../../core/invoice/record/recordLines';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { byAskedId } from '../../../core/records/merged';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { HubSpotPort } from '../../../gateways/ports';
import { askTogether } from '../../accounts/outcomes';
import type { Deletions } from '../engine/deletions';
import { withDealIds } from './deals/dealIds';
import type { ForeignRecords } from './foreignRecords';
import type { InvoiceRecords } from './invoiceRecords';
import type { RelatedRecords } from './relatedRecords';

/** Where everything comes from that a decision depends on. */
export interface InvoiceSources {
	hubspot: HubSpotPort;
	records: InvoiceRecords;
	related: RelatedRecords;
	foreign: ForeignRecords;
	deletions: Deletions;
	context: InvoicesContext;
}

/**
 * Reads what HubSpot has of invoices, and plans.
 *
 * @param deletedIds invoices that are not in QuickBooks any more
 * @throws GatewayError
 */
export async function readAndPlanInvoices(
	invoices: readonly QuickBooksInvoice[],
	deletedIds: readonly string[],
	sources: InvoiceSources,
): Promise<InvoiceDecision[]> {
	const { records, hubspot, context } = sources;
	const found = await records.findLinked([...invoices.map(({ Id }) => Id), ...deletedIds]);
	const planned = invoices.length > 0 ? await planPresent(invoices, found, sources) : [];
	const decisions = [...planned, ...planDeletedInvoices(deletedIds, found, context)];
	return await withDealIds(decisions, hubspot);
}

/** Plans once to see what else has to be read, and once with all of it. */
async function planPresent(
	invoices: readonly QuickBooksInvoice[],
	found: ReadonlyMap<string, HubSpotRecord>,
	sources: InvoiceSources,
): Promise<InvoiceDecision[]> {
	const first = await readRecords(invoices, found, sources);
	const read = await readAround(first, sources);
	const decisions = planInvoices(read, sources.context);
	return await withComparedLines(decisions, read, sources);
}

async function readRecords(
	invoices: readonly QuickBooksInvoice[],
	found: ReadonlyMap<string, HubSpotRecord>,
	{ records, related }: InvoiceSources,
): Promise<InvoicesRead> {
	const ids = invoices.map(({ Id }) => Id);
	const partiesRead = related.findParties(invoices);
	const linked = await records.withRecent(found, ids, partiesRead);
	const [parties, products] = await Promise.all([partiesRead, related.findProducts(invoices)]);
	const present = await records.readAssociations(ids.flatMap((id) => linked.get(id) ?? []));
	return {
		invoices,
		records: linked,
		parties,
		products,
		present,
		adoptions: new Map(),
		beside: new Map(),
		deleted: new Map(),
		lines: new Map(),
	};
}

/**
 * Reads what stands in the way of new records: those that others made, and those that were deleted.
 */
async function readAround(
	read: InvoicesRead,
	{ records, foreign, deletions, context }: InvoiceSources,
): Promise<InvoicesRead> {
	const planned = planInvoices(read, context);
	const creating = planned.filter(createsRecord);
	const { adoptions, beside } = await foreign.find(
		creating.flatMap(({ invoice }) => invoice ?? []),
		planned
			.filter(hasRecord)
			.flatMap(({ invoice, record }) =>
				invoice && record ? [{ invoice, recordId: record.id }] : [],
			),
		read.parties,
	);
	const adopted = [...adoptions.values()].flatMap((one) =>
		one.kind === 'adopt' ? [one.record] : [],
	);
	const present = new Map([...read.present, ...(await records.readAssociations(adopted))]);
	const unrecorded = creating.filter(({ id }) => adoptions.get(id)?.kind !== 'adopt');
	const deleted =
		unrecorded.length > 0
			? await deletions.findDeleted(unrecorded.map(({ id }) => id))
			: read.deleted;
	return { ...read, adoptions, beside, present, deleted };
}

/** Reads the lines of records that may have others than their invoice, and plans with them. */
async function withComparedLines(
	decisions: readonly InvoiceDecision[],
	read: InvoicesRead,
	{ hubspot, context }: InvoiceSources,
): Promise<InvoiceDecision[]> {
	const compared = decisions.filter(({ plan }) => plan.uncomparedLineIds);
	if (compared.length === 0) return [...decisions];
	const idsOf = ({ plan }: InvoiceDecision) => plan.uncomparedLineIds ?? [];
	const answer = await askTogether(
		async () =>
			await hubspot.readObjects('line_items', compared.flatMap(idsOf), {
				properties: COMPARED_LINE_PROPERTIES,
			}),
	);
	if (!answer.ok)
		return decisions.map((decision) =>
			compared.includes(decision) ? { ...decision, error: answer.error } : decision,
		);
	const items = byAskedId(answer.value);
	const lines = new Map(
		compared.map((decision) => [
			decision.id,
			idsOf(decision).map((id) => ({ id, properties: items.get(id)?.properties ?? {} })),
		]),
	);
	return planInvoices({ ...read, lines }, context);
}
