import { decimal } from '../../money';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { isFullName, lastPart } from '../../fullName';
import { foldText } from '../../text';
import { isVoided } from '../voided';

/** What tells whether a HubSpot record is of an invoice, beside the links. */
export const foreignProperties = [
	'hs_number',
	'hs_amount_billed',
	'hs_currency',
	'hs_invoice_status',
	'hs_invoice_billable',
	'hs_invoice_source',
];

/** A HubSpot invoice that bears the number of a QuickBooks invoice, and no link. */
export interface ForeignRecord {
	record: HubSpotRecord;
	/** Contacts and companies that it is associated with, with their links, names and addresses. */
	people: readonly HubSpotRecord[];
}

/** What is to become of an invoice that has no record of ours, and one of the same number. */
export type Adoption =
	{ kind: 'adopt'; record: HubSpotRecord } | { kind: 'conflict'; reason: string };

/** What is known of whom an invoice is for. */
export interface PayingRecords {
	/** The link of the customer. */
	link: string;
	linkName: string;
	/** HubSpot contacts and companies that are known to be the customer's. */
	ids?: readonly string[];
}

/**
 * HubSpot keeps this record itself: it bills it, or its own QuickBooks app writes it. What HubSpot
 * says in it is left alone.
 * Source: developers.hubspot.com, guide to invoices; knowledge.hubspot.com, two-way invoice sync.
 */
export function isKeptByHubSpot(properties: HubSpotProperties): boolean {
	return (
		properties['hs_invoice_billable'] === 'true' || properties['hs_invoice_source'] === 'data_sync'
	);
}

/** Values of properties that are not HubSpot's own. */
export function withoutHubSpots(properties: HubSpotProperties): HubSpotProperties {
	return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith('hs_')));
}

/**
 * Whether a record without a link says that it was another invoice's: that one was deleted or
 * unlinked, and numbers are used again.
 */
export function wasOfAnother(
	names: PropertyNames,
	{ properties }: HubSpotRecord,
	{ Id }: QuickBooksInvoice,
): boolean {
	const url = properties[names.of('invoice_url')];
	return Boolean(url) && !url?.endsWith(`txnId=${Id}`);
}

/**
 * Values that may go into a record: of one that HubSpot keeps itself, only those of our own
 * properties.
 */
export function writableTo(
	record: HubSpotRecord | undefined,
	properties: HubSpotProperties,
): HubSpotProperties {
	return record && isKeptByHubSpot(record.properties) ? withoutHubSpots(properties) : properties;
}

/** Whether a record is tied to an invoice of any QuickBooks company. */
export function isLinked(names: PropertyNames, { properties }: HubSpotRecord): boolean {
	return Object.entries(properties).some(([name, value]) => names.isLink(name) && Boolean(value));
}

/**
 * Judges HubSpot's records of the number of an invoice. The only one with its customer, total and
 * currency is the invoice's own,
 * made by HubSpot's QuickBooks app or by another integration. Otherwise a person has to say; only
 * an invoice that HubSpot bills
 * itself may bear the number by chance, since HubSpot counts its own invoices.
 *
 * @returns undefined where the number says nothing
 */
export function judgeForeign(
	invoice: QuickBooksInvoice,
	homeCurrency: string,
	candidates: readonly ForeignRecord[],
	payer: PayingRecords,
): Adoption | undefined {
	const doubts = candidates.map((candidate) => ({
		...candidate,
		doubt: doubtOf(invoice, homeCurrency, candidate, payer),
	}));
	const [fitting, ...others] = doubts.filter(({ doubt }) => doubt === undefined);
	if (fitting && others.length === 0) return { kind: 'adopt', record: fitting.record };
	const number = invoice.DocNumber ?? '';
	const remedy = `Delete the surplus record, or write "${payer.link}" into the property "${payer.linkName}" of the right one.`;
	if (fitting)
		return {
			kind: 'conflict',
			reason: `HubSpot has several records of invoice ${number}: ${[fitting, ...others].map(({ record }) => record.id).join(', ')}. ${remedy}`,
		};
	const unclear = doubts.find(({ record }) => !isHubSpotsBill(record));
	if (!unclear) return undefined;
	return {
		kind: 'conflict',
		reason: `HubSpot's invoice record ${unclear.record.id} has the number ${number} too, but ${unclear.doubt}. Correct the record, delete it, or write "${payer.link}" into its property "${payer.linkName}" if it belongs to this invoice.`,
	};
}

/**
 * Records beside the one that an invoice has: by number, total, currency and customer they are of
 * it, too, and would have been
 * taken if it had none.
 */
export function recordsBeside(
	invoice: QuickBooksInvoice,
	homeCurrency: string,
	candidates: readonly ForeignRecord[],
	payer: PayingRecords,
): HubSpotRecord[] {
	return candidates
		.filter((candidate) => doubtOf(invoice, homeCurrency, candidate, payer) === undefined)
		.map(({ record }) => record);
}

/**
 * What to do about records beside the one that an invoice has. @param ownId the record that it has
 */
export function besideWarning(
	{ DocNumber = '' }: QuickBooksInvoice,
	ownId: string,
	others: readonly HubSpotRecord[],
): string {
	const ids = inWords(others);
	const what =
		others.length === 1
			? `another record of invoice ${DocNumber}: ${ids} has`
			: `other records of invoice ${DocNumber}: ${ids} have`;
	const bills = others.filter(isHubSpotsBill);
	const care =
		bills.length > 0
			? ` HubSpot may collect the payment of ${inWords(bills)} itself, so check it before you delete it.`
			: '';
	return `HubSpot has ${what} the same number, total and customer as ${ownId}, which this sync keeps current. Delete ${ids} in HubSpot.${care} If another integration made it, such as HubSpot's own app for QuickBooks, switch off the sync of invoices in one of the two, so that no more are made.`;
}

const inWords = (records: readonly HubSpotRecord[]) => records.map(({ id }) => id).join(' and ');

/** An invoice that people made in HubSpot, which counts its invoices itself. */
function isHubSpotsBill({ properties }: HubSpotRecord): boolean {
	return (
		properties['hs_invoice_billable'] === 'true' && properties['hs_invoice_source'] !== 'data_sync'
	);
}

/** Why the record may not be of the invoice. */
function doubtOf(
	invoice: QuickBooksInvoice,
	homeCurrency: string,
	{ record, people }: ForeignRecord,
	payer: PayingRecords,
): string | undefined {
	const { hs_amount_billed: billed, hs_currency: currency } = record.properties;
	const due = invoice.CurrencyRef?.value ?? homeCurrency;
	if (currency && currency !== due) return `is in ${currency} instead of ${due}`;
	// QuickBooks sets the amounts of a voided invoice to zero; HubSpot may still have those of
	// before.
	if (!isVoided(invoice) && (!billed || !decimal(billed).eq(decimal(invoice.TotalAmt))))
		return `comes to ${billed || 'nothing'} instead of ${decimal(invoice.TotalAmt).toFixed(2)}`;
	if (people.length > 0 && !people.some((person) => isPayer(person, invoice, payer)))
		return `belongs to somebody else, not to the customer "${invoice.CustomerRef.name ?? invoice.CustomerRef.value}"`;
	return undefined;
}

/** By link, else by e-mail address or name. */
function isPayer(
	{ id, properties }: HubSpotRecord,
	{ CustomerRef, BillEmail }: QuickBooksInvoice,
	{ ids = [], linkName }: PayingRecords,
): boolean {
	const linked = properties[linkName];
	if (linked) return linked.split(':')[1] === CustomerRef.value;
	if (ids.includes(id)) return true;
	const addresses = (text: string | null | undefined) =>
		(text ?? '')
			.toLowerCase()
			.split(/[;,\s]+/)
			.filter(Boolean);
	const billed = addresses(BillEmail?.Address);
	if (
		[...addresses(properties['email']), ...addresses(properties['hs_additional_emails'])].some(
			(address) => billed.includes(address),
		)
	)
		return true;
	const name = CustomerRef.name ?? '';
	const names = [name, ...(isFullName(name) ? [lastPart(name)] : [])].map(foldText).filter(Boolean);
	const own = [
		properties['name'],
		[properties['firstname'], properties['lastname']].filter(Boolean).join(' '),
	];
	return own.some((one) => one && names.includes(foldText(one)));
}
