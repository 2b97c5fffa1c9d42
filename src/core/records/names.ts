import type { HubSpotProperties } from './hubspot';

/**
 * What properties that this package keeps in HubSpot begin with, unless the credential says
 * otherwise.
 */
export const DEFAULT_PREFIX = 'quickbooks_';

/** What a deal says about its invoices: of the one that was updated last, then over all of them. */
const dealProperties = [
	'invoice_amount_billed',
	'invoice_recipient',
	'invoice_number',
	'invoice_status',
	'invoice_due_date',
	'invoice_count',
	'total_billed',
	'total_paid',
	'total_outstanding',
] as const;
export type DealProperty = (typeof dealProperties)[number];

/** What HubSpot's record of an invoice says beside HubSpot's own properties. */
const invoiceProperties = [
	'invoice_number',
	'invoice_status',
	'invoice_total',
	'invoice_balance',
	'invoice_currency',
	'invoice_due_date',
	'invoice_recipient',
	'invoice_url',
	'invoice_origin',
	'invoice_updated_at',
] as const;
export type InvoiceProperty = (typeof invoiceProperties)[number];

/** `record_state` says what became of the QuickBooks record; it exists where deletes are marked. */
type OwnProperty = DealProperty | InvoiceProperty | 'record_state';

/**
 * The names that this package's properties have in one HubSpot account. Made once for each
 * connection, and handed on.
 */
export interface PropertyNames {
	readonly prefix: string;
	/** The nine of a deal. */
	readonly deal: readonly string[];
	/** The ten of an invoice record, without its link. */
	readonly invoice: readonly string[];
	of(property: OwnProperty): string;
	/** Values under the names that they have in HubSpot. */
	named(values: Partial<Record<OwnProperty, string>>): HubSpotProperties;
	/**
	 * The property that ties a HubSpot record to its QuickBooks counterpart. Its name and its values
	 * hold the company's id
	 * (realm), so that records of two companies are never mistaken for one another.
	 */
	link(realmId: string): string;
	/** Whether a property is such a link, of whichever company. */
	isLink(name: string): boolean;
	/** What both sides agreed on at the last sync with one company. */
	base(realmId: string): string;
	/** Whether this package keeps the property, so that nobody maps anything to it. */
	isOwn(name: string): boolean;
}

/** @param prefix one that HubSpot takes */
export function propertyNames(prefix: string = DEFAULT_PREFIX): PropertyNames {
	const of = (property: OwnProperty) => `${prefix}${property}`;
	const fixed = new Set<string>(
		[...dealProperties, ...invoiceProperties, 'record_state' as const].map(of),
	);
	const rest = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : '');
	return {
		prefix,
		deal: dealProperties.map(of),
		invoice: invoiceProperties.map(of),
		of,
		named: (values) =>
			Object.fromEntries(
				Object.entries(values).map(([property, value]) => [`${prefix}${property}`, value]),
			),
		link: (realmId) => `${prefix}id_${realmId}`,
		isLink: (name) => /^id_\d+$/.test(rest(name)),
		base: (realmId) => `${prefix}sync_${realmId}`,
		isOwn: (name) => fixed.has(name) || /^(id|sync)_\d+$/.test(rest(name)),
	};
}
