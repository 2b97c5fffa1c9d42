import { asAttached, recordProperties } from '../../../../core/invoice/record/linkedRecords';
import { plannedDealIds } from '../../../../core/invoice/record/plan/invoiceDeals';
import {
	dealPropertiesToRead,
	type DealWithInvoices,
} from '../../../../core/invoice/record/plan/planDeal';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import { byAskedId } from '../../../../core/records/merged';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../../gateways/ports';
import { findByIds } from '../../../accounts/quickBooksRecords';
import { readOtherCompanies } from '../../../invoiceRecord/otherCompanies';
import type { InvoiceOutcome } from '../apply/outcome';

/** The invoices of this part of the run, by deal. */
export type InvoicesByDeal = ReadonlyMap<string, readonly InvoiceOutcome[]>;

/** Where deals and what they sum up are read. */
interface DealSources {
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	byDeal: InvoicesByDeal;
}

/**
 * Reads deals and everything that they sum up.
 *
 * @param isFirst whether what this run has read of invoices still counts
 * @returns by the ids that they were asked by; one that is gone is missing
 * @throws GatewayError
 */
export async function readDeals(
	ids: readonly string[],
	isFirst: boolean,
	sources: DealSources,
): Promise<Map<string, DealWithInvoices>> {
	const { hubspot, quickbooks, byDeal } = sources;
	const properties = dealPropertiesToRead(hubspot.names);
	const deals = byAskedId(await hubspot.readObjects('deals', [...ids], { properties }));
	const recordIds = await readRecordIds([...deals.values()], hubspot);
	const records = await readRecords([...recordIds.values()].flat(), sources);
	const others = await readOtherCompanies(hubspot, quickbooks.realmId, records);
	const attached = asAttached(hubspot.names, records, quickbooks.realmId);
	const own = new Map(attached.map(({ record, invoiceId }) => [record.id, invoiceId]));
	const invoices = await readInvoices([...own.values()], isFirst, sources);
	return new Map(
		ids.flatMap((asked) => {
			const deal = deals.get(asked);
			if (!deal) return [];
			const ofDeal = recordIds.get(deal.id) ?? [];
			const invoiceIds = new Set([
				...ofDeal.flatMap((id) => own.get(id) ?? []),
				...(byDeal.get(asked) ?? []).filter((one) => joinsDeal(one, asked)).map(idOfInvoice),
			]);
			const read: DealWithInvoices = {
				deal,
				invoices: [...invoiceIds].flatMap((id) => invoices.get(id) ?? []),
				others: ofDeal.flatMap((id) => others.get(id) ?? []),
			};
			return [[asked, read] as const];
		}),
	);
}

function idOfInvoice({ decision }: InvoiceOutcome): string {
	return decision.id;
}

/** Whether the record of an invoice is associated with the deal once the plan is applied. */
function joinsDeal({ decision, done }: InvoiceOutcome, dealId: string): boolean {
	return done.action !== 'conflict' && plannedDealIds(decision).includes(dealId);
}

async function readRecordIds(
	deals: readonly HubSpotRecord[],
	hubspot: HubSpotPort,
): Promise<Map<string, string[]>> {
	const ids = [...new Set(deals.map(({ id }) => id))];
	return ids.length > 0 ? await hubspot.readAssociations('deals', 'invoices', ids) : new Map();
}

async function readRecords(
	ids: readonly string[],
	{ hubspot, quickbooks }: DealSources,
): Promise<HubSpotRecord[]> {
	if (ids.length === 0) return [];
	const properties = recordProperties(hubspot.names, quickbooks.realmId);
	const records = await hubspot.readObjects('invoices', [...new Set(ids)], { properties });
	return [...byAskedId(records).values()];
}

/** What this run has read counts at first, and where queries do not show an invoice yet. */
async function readInvoices(
	ids: readonly string[],
	isFirst: boolean,
	{ quickbooks, byDeal }: DealSources,
): Promise<Map<string, QuickBooksInvoice>> {
	const invoices = new Map(
		[...byDeal.values()]
			.flat()
			.flatMap(({ decision: { invoice } }) => (invoice ? [[invoice.Id, invoice] as const] : [])),
	);
	const asked = [...new Set(ids)].filter((id) => !isFirst || !invoices.has(id));
	const found = await findByIds(quickbooks, 'Invoice', asked);
	for (const invoice of found) invoices.set(invoice.Id, invoice);
	return invoices;
}
