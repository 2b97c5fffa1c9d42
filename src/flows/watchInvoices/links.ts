import { linkValue, readLink } from '../../core/hubspot/link';
import type { PropertyNames } from '../../core/records/names';
import { readOrigin } from '../../core/invoice/billing/billing';
import type { HubSpotAccount, HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import { byAskedId } from '../../core/records/merged';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort } from '../../gateways/ports';
import { findLinked } from '../accounts/links';

interface Linked {
	id: string;
	name: string | null;
	url: string;
}

type LinkedDeal = Linked & { amount: string | null; stage: string | null; ownerId: string | null };

/** The HubSpot records that an invoice is linked with; each null when there is none. */
export interface LinkedHubSpotRecords {
	invoice: { id: string; number: string | null; url: string } | null;
	/** The first of its deals. */
	deal: LinkedDeal | null;
	/** All deals that the invoice is attached to. */
	deals: LinkedDeal[];
	contact: (Linked & { email: string | null }) | null;
	company: (Linked & { domain: string | null }) | null;
}

interface InvoiceToLink {
	id: string;
	customerId: string | undefined;
	/** Absent when it was deleted. */
	record: QuickBooksInvoice | undefined;
}

type Side = 'deals' | 'contacts' | 'companies';
const SIDES: readonly Side[] = ['deals', 'contacts', 'companies'];
const shown: Record<Side, string[]> = {
	deals: ['dealname', 'amount', 'dealstage', 'hubspot_owner_id'],
	contacts: ['firstname', 'lastname', 'email'],
	companies: ['name', 'domain'],
};

/**
 * The HubSpot deals, contact and company of each invoice: those that its invoice record is
 * associated with; without a
 * record the deal that the invoice's memo names, and the contact and company linked with its
 * customer. Read in batches;
 * invoices without any link are missing.
 */
export async function readHubSpotSides(
	hubspot: HubSpotPort,
	realmId: string,
	invoices: readonly InvoiceToLink[],
): Promise<Map<string, LinkedHubSpotRecords>> {
	const link = hubspot.names.link(realmId);
	const byLink = async (type: HubSpotObjectType, ids: string[], properties: string[]) =>
		new Map(
			(
				await findLinked(
					hubspot,
					type,
					link,
					ids.map((id) => linkValue(realmId, id)),
					properties,
				)
			).map((record) => [readLink(record.properties[link], realmId), record]),
		);
	const customers = [...new Set(invoices.flatMap(({ customerId }) => customerId ?? []))];
	const [account, records, contacts, companies] = await Promise.all([
		hubspot.readAccount(),
		byLink(
			'invoices',
			invoices.map(({ id }) => id),
			[hubspot.names.of('invoice_number')],
		),
		byLink('contacts', customers, []),
		byLink('companies', customers, []),
	]);
	const linked = await readAssociated(
		hubspot,
		[...records.values()].map(({ id }) => id),
	);
	const ids = invoices.map(({ id, customerId, record }) => {
		const own = records.get(id);
		const of = (side: Side) => (own ? (linked[side].get(own.id) ?? []) : []);
		return {
			id,
			own,
			deals: own ? of('deals') : dealInMemo(record, account),
			contacts: firstOf(of('contacts'), contacts.get(customerId)),
			companies: firstOf(of('companies'), companies.get(customerId)),
		};
	});
	const read = await readSides(hubspot, ids);
	return new Map(
		ids
			.filter(
				({ own, deals, contacts: contact, companies: company }) =>
					own ?? deals[0] ?? contact[0] ?? company[0],
			)
			.map((one) => [one.id, toSide(one, read, account, hubspot.names)]),
	);
}

async function readAssociated(
	hubspot: HubSpotPort,
	recordIds: string[],
): Promise<Record<Side, Map<string, string[]>>> {
	const none = () => new Map<string, string[]>();
	if (recordIds.length === 0) return { deals: none(), contacts: none(), companies: none() };
	const [deals, contacts, companies] = await Promise.all(
		SIDES.map(async (side) => await hubspot.readAssociations('invoices', side, recordIds)),
	);
	return { deals: deals ?? none(), contacts: contacts ?? none(), companies: companies ?? none() };
}

function dealInMemo(invoice: QuickBooksInvoice | undefined, account: HubSpotAccount): string[] {
	const origin = invoice && readOrigin(invoice);
	return origin?.portalId === account.portalId ? [origin.dealId] : [];
}

/** Whom the record is associated with, else whom the customer is linked with. */
function firstOf(associated: readonly string[], linked: HubSpotRecord | undefined): string[] {
	const id = associated[0] ?? linked?.id;
	return id === undefined ? [] : [id];
}

type Ids = Record<Side, string[]>;

async function readSides(
	hubspot: HubSpotPort,
	all: readonly Ids[],
): Promise<Record<Side, Map<string, HubSpotRecord>>> {
	const read = await Promise.all(
		SIDES.map(async (side) => {
			const ids = [...new Set(all.flatMap((one) => one[side]))];
			const records =
				ids.length === 0 ? [] : await hubspot.readObjects(side, ids, { properties: shown[side] });
			return [side, byAskedId(records)] as const;
		}),
	);
	return Object.fromEntries(read) as Record<Side, Map<string, HubSpotRecord>>;
}

function toSide(
	ids: Ids & { own: HubSpotRecord | undefined },
	read: Record<Side, Map<string, HubSpotRecord>>,
	{ uiDomain, portalId }: HubSpotAccount,
	names: PropertyNames,
): LinkedHubSpotRecords {
	const [deals = [], [contact] = [], [company] = []] = SIDES.map((side) =>
		ids[side].flatMap((id) => read[side].get(id) ?? []),
	);
	const base = (
		type: HubSpotObjectType,
		record: HubSpotRecord,
		name: string | null | undefined,
	) => ({
		id: record.id,
		name: name || null,
		url: hubSpotUrl(uiDomain, portalId, type, record.id),
	});
	const value = (record: HubSpotRecord, property: string) => record.properties[property] || null;
	const shownDeals = deals.map((deal) => ({
		...base('deals', deal, deal.properties['dealname']),
		amount: value(deal, 'amount'),
		stage: value(deal, 'dealstage'),
		ownerId: value(deal, 'hubspot_owner_id'),
	}));
	return {
		invoice: ids.own
			? {
					id: ids.own.id,
					number: value(ids.own, names.of('invoice_number')),
					url: hubSpotUrl(uiDomain, portalId, 'invoices', ids.own.id),
				}
			: null,
		deal: shownDeals[0] ?? null,
		deals: shownDeals,
		contact: contact
			? {
					...base(
						'contacts',
						contact,
						[contact.properties['firstname'], contact.properties['lastname']]
							.filter(Boolean)
							.join(' '),
					),
					email: value(contact, 'email'),
				}
			: null,
		company: company
			? {
					...base('companies', company, company.properties['name']),
					domain: value(company, 'domain'),
				}
			: null,
	};
}
