import type { HubSpotAccount, HubSpotObjectType, HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import { hubSpotUrl } from '../../urls';

/** One linked record. */
interface Linked {
	id: string;
	name: string | null;
	url: string;
}

type LinkedContact = Linked & { email: string | null };
type LinkedCompany = Linked & { domain: string | null };
type LinkedDeal = Linked & { amount: string | null; stage: string | null; ownerId: string | null };

/** The HubSpot records that an invoice is linked with; each null when there is none. */
export interface LinkedHubSpotRecords {
	invoice: { id: string; number: string | null; url: string } | null;
	/** The first of its deals. */
	deal: LinkedDeal | null;
	/** All deals that the invoice is attached to. */
	deals: LinkedDeal[];
	contact: LinkedContact | null;
	company: LinkedCompany | null;
}

/** The records of an invoice, as HubSpot has them. */
interface RecordsOfInvoice {
	invoice: HubSpotRecord | undefined;
	deals: readonly HubSpotRecord[];
	contact: HubSpotRecord | undefined;
	company: HubSpotRecord | undefined;
}

/** The HubSpot records of an invoice, as a workflow gets them. */
export function toLinkedRecords(
	{ invoice, deals, contact, company }: RecordsOfInvoice,
	account: HubSpotAccount,
	names: PropertyNames,
): LinkedHubSpotRecords {
	const shownDeals = deals.map((deal) => toLinkedDeal(deal, account));
	return {
		invoice: invoice
			? {
					id: invoice.id,
					number: valueOf(invoice, names.of('invoice_number')),
					url: urlOf(account, 'invoices', invoice),
				}
			: null,
		deal: shownDeals[0] ?? null,
		deals: shownDeals,
		contact: contact ? toLinkedContact(contact, account) : null,
		company: company ? toLinkedCompany(company, account) : null,
	};
}

function toLinkedDeal(deal: HubSpotRecord, account: HubSpotAccount): LinkedDeal {
	return {
		id: deal.id,
		name: valueOf(deal, 'dealname'),
		url: urlOf(account, 'deals', deal),
		amount: valueOf(deal, 'amount'),
		stage: valueOf(deal, 'dealstage'),
		ownerId: valueOf(deal, 'hubspot_owner_id'),
	};
}

function toLinkedContact(contact: HubSpotRecord, account: HubSpotAccount): LinkedContact {
	const { firstname, lastname } = contact.properties;
	return {
		id: contact.id,
		name: [firstname, lastname].filter(Boolean).join(' ') || null,
		url: urlOf(account, 'contacts', contact),
		email: valueOf(contact, 'email'),
	};
}

function toLinkedCompany(company: HubSpotRecord, account: HubSpotAccount): LinkedCompany {
	return {
		id: company.id,
		name: valueOf(company, 'name'),
		url: urlOf(account, 'companies', company),
		domain: valueOf(company, 'domain'),
	};
}

function valueOf({ properties }: HubSpotRecord, name: string): string | null {
	return properties[name] || null;
}

function urlOf(
	{ uiDomain, portalId }: HubSpotAccount,
	type: HubSpotObjectType,
	{ id }: HubSpotRecord,
): string {
	return hubSpotUrl(uiDomain, portalId, type, id);
}
