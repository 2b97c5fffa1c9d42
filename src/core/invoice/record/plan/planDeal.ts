import type { Day } from '../../../calendar';
import { changesOf } from '../../../hubspot/changes';
import type { Change, Immutable, PlannedRequest } from '../../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import type { PropertyNames } from '../../../records/names';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import type { DealInvoice } from '../../alreadyBilled/dealInvoice';
import { buildDealProperties } from '../dealProperties';

/** A deal, and everything that it is to sum up. */
export interface DealWithInvoices {
	deal: HubSpotRecord;
	/** Its invoices in the company that is connected. */
	invoices: readonly QuickBooksInvoice[];
	/** Its invoices in other companies. */
	others: readonly DealInvoice[];
}

/** What the plan of every deal depends on. */
interface DealContext {
	names: PropertyNames;
	/** The HubSpot account's. */
	companyCurrency: string;
	/** The QuickBooks company's. */
	homeCurrency: string;
	/** In the QuickBooks company's time zone. */
	today: Day;
}

/** What a deal has to say about its invoices. Applying it leaves it as it is. */
export type DealPlan = Immutable<{
	id: string;
	changes: Change[];
	/** Properties to write; none when the deal is right. */
	properties: HubSpotProperties;
	warnings: string[];
}>;

/** HubSpot properties that tell what a deal says about its invoices. */
export function dealPropertiesToRead(names: PropertyNames): string[] {
	return ['deal_currency_code', ...names.deal];
}

/** What a deal has to say about its invoices, and does not say yet. */
export function planDeal(
	{ deal, invoices, others }: DealWithInvoices,
	{ names, companyCurrency, homeCurrency, today }: DealContext,
): DealPlan {
	const { properties, warnings } = buildDealProperties(
		names,
		invoices,
		deal.properties['deal_currency_code'] || companyCurrency,
		homeCurrency,
		today,
		others,
	);
	// A deal that never had an invoice has nothing to clear.
	const isBlank =
		invoices.length + others.length === 0 && names.deal.every((name) => !deal.properties[name]);
	const changes = isBlank ? [] : changesOf(deal, properties);
	return {
		id: deal.id,
		changes,
		properties: Object.fromEntries(changes.map(({ field }) => [field, properties[field] ?? ''])),
		warnings,
	};
}

/** What changes in a deal, as it is shown with one of its invoices. */
export function dealChanges({ id, changes }: DealPlan): Change[] {
	return changes.map((change) => ({ ...change, field: `deals/${id} ${change.field}` }));
}

/** The request that a plan consists of. */
export function dealRequest({ id, properties }: DealPlan): PlannedRequest {
	return { system: 'HubSpot', operation: 'update', target: `deals/${id}`, payload: { properties } };
}
