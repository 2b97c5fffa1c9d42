import { linkValue, readLink } from '../../core/hubspot/link';
import { readOrigin } from '../../core/invoice/billing/billing';
import { toLinkedRecords, type LinkedHubSpotRecords } from '../../core/invoice/watch/linked';
import type { HubSpotAccount, HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import { byAskedId } from '../../core/records/merged';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { HubSpotPort } from '../../gateways/ports';
import { findLinked } from '../accounts/links';

interface InvoiceToLink {
	id: string;
	customerId: string | undefined;
	/** Absent when it was deleted. */
	record: QuickBooksInvoice | undefined;
}

type LinkedType = 'deals' | 'contacts' | 'companies';
const LINKED_TYPES: readonly LinkedType[] = ['deals', 'contacts', 'companies'];
const shown: Record<LinkedType, string[]> = {
	deals: ['dealname', 'amount', 'dealstage', 'hubspot_owner_id'],
	contacts: ['firstname', 'lastname', 'email'],
	companies: ['name', 'domain'],
};

/** Ids of the records that an invoice is linked with. */
type LinkedIds = Record<LinkedType, string[]>;

/** What HubSpot links with invoices and their customers. */
interface LinksRead {
	account: HubSpotAccount;
	/** HubSpot's invoice records by the id of the QuickBooks invoice. */
	records: ReadonlyMap<string | undefined, HubSpotRecord>;
	/** What those records are associated with, by the record's id. */
	associated: Record<LinkedType, ReadonlyMap<string, string[]>>;
	/** By the id of the QuickBooks customer. */
	contacts: ReadonlyMap<string | undefined, HubSpotRecord>;
	companies: ReadonlyMap<string | undefined, HubSpotRecord>;
}

/**
 * The HubSpot deals, contact and company of each invoice: those that its invoice record is
 * associated with. Without a record, they are the deal that the invoice's memo names, and the contact
 * and company linked with its customer. Invoices without any link are missing.
 *
 * @throws GatewayError
 */
export async function readHubSpotSides(
	hubspot: HubSpotPort,
	realmId: string,
	invoices: readonly InvoiceToLink[],
): Promise<Map<string, LinkedHubSpotRecords>> {
	const links = await readLinks(hubspot, realmId, invoices);
	const linked = invoices.map((invoice) => linkedIds(invoice, links));
	const read = await readLinkedRecords(hubspot, linked);
	return new Map(
		invoices.flatMap(({ id }, index) => {
			const ids = linked[index] as LinkedIds;
			const invoice = links.records.get(id);
			if (!invoice && LINKED_TYPES.every((type) => ids[type].length === 0)) return [];
			const [deals = [], [contact] = [], [company] = []] = LINKED_TYPES.map((type) =>
				ids[type].flatMap((one) => read[type].get(one) ?? []),
			);
			const records = { invoice, deals, contact, company };
			return [[id, toLinkedRecords(records, links.account, hubspot.names)] as const];
		}),
	);
}

async function readLinks(
	hubspot: HubSpotPort,
	realmId: string,
	invoices: readonly InvoiceToLink[],
): Promise<LinksRead> {
	const invoiceIds = invoices.map(({ id }) => id);
	const customerIds = [...new Set(invoices.flatMap(({ customerId }) => customerId ?? []))];
	const number = hubspot.names.of('invoice_number');
	const [account, records, contacts, companies] = await Promise.all([
		hubspot.readAccount(),
		readByLink(hubspot, 'invoices', realmId, invoiceIds, [number]),
		readByLink(hubspot, 'contacts', realmId, customerIds),
		readByLink(hubspot, 'companies', realmId, customerIds),
	]);
	const recordIds = [...records.values()].map(({ id }) => id);
	return {
		account,
		records,
		contacts,
		companies,
		associated: await readAssociated(hubspot, recordIds),
	};
}

async function readByLink(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	realmId: string,
	ids: readonly string[],
	properties: string[] = [],
): Promise<Map<string | undefined, HubSpotRecord>> {
	const link = hubspot.names.link(realmId);
	const values = ids.map((id) => linkValue(realmId, id));
	const found = await findLinked(hubspot, type, link, values, properties);
	return new Map(found.map((record) => [readLink(record.properties[link], realmId), record]));
}

async function readAssociated(
	hubspot: HubSpotPort,
	recordIds: string[],
): Promise<Record<LinkedType, Map<string, string[]>>> {
	const none = () => new Map<string, string[]>();
	if (recordIds.length === 0) return { deals: none(), contacts: none(), companies: none() };
	const [deals, contacts, companies] = await Promise.all(
		LINKED_TYPES.map(async (type) => await hubspot.readAssociations('invoices', type, recordIds)),
	);
	return { deals: deals ?? none(), contacts: contacts ?? none(), companies: companies ?? none() };
}

function linkedIds({ id, customerId, record }: InvoiceToLink, links: LinksRead): LinkedIds {
	const own = links.records.get(id);
	const associated = (type: LinkedType) => (own ? (links.associated[type].get(own.id) ?? []) : []);
	return {
		deals: own ? associated('deals') : dealInMemo(record, links.account),
		contacts: firstOf(associated('contacts'), links.contacts.get(customerId)),
		companies: firstOf(associated('companies'), links.companies.get(customerId)),
	};
}

function dealInMemo(invoice: QuickBooksInvoice | undefined, account: HubSpotAccount): string[] {
	const origin = invoice && readOrigin(invoice);
	return origin?.portalId === account.portalId ? [origin.dealId] : [];
}

/** The record that the invoice is associated with, else the one that its customer is linked with. */
function firstOf(associated: readonly string[], linked: HubSpotRecord | undefined): string[] {
	const id = associated[0] ?? linked?.id;
	return id === undefined ? [] : [id];
}

async function readLinkedRecords(
	hubspot: HubSpotPort,
	all: readonly LinkedIds[],
): Promise<Record<LinkedType, Map<string, HubSpotRecord>>> {
	const read = await Promise.all(
		LINKED_TYPES.map(async (type) => {
			const ids = [...new Set(all.flatMap((one) => one[type]))];
			const records =
				ids.length === 0 ? [] : await hubspot.readObjects(type, ids, { properties: shown[type] });
			return [type, byAskedId(records)] as const;
		}),
	);
	return Object.fromEntries(read) as Record<LinkedType, Map<string, HubSpotRecord>>;
}
