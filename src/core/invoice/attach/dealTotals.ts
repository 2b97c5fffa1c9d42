import { changesOf } from '../../hubspot/changes';
import type { Change, Immutable } from '../../plan';
import { byId } from '../../records/byId';
import type { HubSpotProperties } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { buildDealProperties } from '../record/dealProperties';
import type { TargetAndCompany, TargetRecord } from './target';

/** What a deal is to say about all invoices attached to it; nothing for other records. */
export type DealTotals = Immutable<{
	/** QuickBooks ids of the invoices that are summed up. */
	invoiceIds: string[];
	changes: Change[];
	/** The values that differ. */
	properties: HubSpotProperties;
	warnings: string[];
}>;

/**
 * Sums up a deal's invoices as QuickBooks has them now. Those deleted there are left out, and a
 * deal that never had an invoice stays as it is.
 *
 * @param invoiceIds QuickBooks ids of all attached invoices
 * @param invoices those of them that QuickBooks has, and perhaps others
 */
export function planDealTotals(
	names: PropertyNames,
	{ target, company }: TargetAndCompany,
	invoiceIds: readonly string[],
	invoices: readonly QuickBooksInvoice[],
): DealTotals {
	const ids = [...new Set(invoiceIds)];
	if (target.objectType !== 'deals' || (ids.length === 0 && isBlank(target, names)))
		return { invoiceIds: ids, changes: [], properties: {}, warnings: [] };
	const found = byId(invoices);
	const { properties, warnings } = buildDealProperties(
		names,
		ids.flatMap((id) => found.get(id) ?? []),
		target.record.properties['deal_currency_code'] || target.account.companyCurrency,
		company.homeCurrency,
		company.today,
		target.others,
	);
	const changes = changesOf(target.record, properties);
	return {
		invoiceIds: ids,
		changes,
		properties: Object.fromEntries(changes.map(({ field }) => [field, properties[field] ?? ''])),
		warnings,
	};
}

/** Whether the deal never had an invoice; then there is nothing to clear. */
function isBlank({ record }: TargetRecord, names: PropertyNames): boolean {
	return names.deal.every((name) => !record.properties[name]);
}

/** Whether the totals are of these invoices, in whatever order. */
export function areTotalsOf({ invoiceIds }: DealTotals, ids: readonly string[]): boolean {
	const asked = new Set(ids);
	return asked.size === invoiceIds.length && invoiceIds.every((id) => asked.has(id));
}
