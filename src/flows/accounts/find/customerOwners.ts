import { asSpelledBy, type CandidatesRead } from '../../../core/contact/candidates';
import { fitting, type Owner, type MatchingFacts } from '../../../core/contact/match';
import type { Party } from '../../../core/contact/party';
import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import { linkValue, readLink } from '../../../core/hubspot/link';
import type { QuickBooksCustomer, QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findByLink, linkPropertyOf } from '../links';
import { findByIds } from '../quickBooksRecords';
import { findCustomers } from './customers';

/** Both accounts, and HubSpot's properties once they are known. */
export interface CustomerReading {
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	known: () => Promise<KnownSchemas>;
}

const OWNING = ['contacts', 'companies'] as const;

/**
 * The customers that a contact or a company may be, with what is known about them. HubSpot is asked
 * only where the stored link does not answer the question.
 *
 * @param currency the deal's, where the company has several
 * @param isRefused whether QuickBooks has just said that the name is taken
 */
export async function readCandidates(
	party: Party,
	currency: string | undefined,
	accounts: CustomerReading,
	isRefused = false,
): Promise<CandidatesRead> {
	const customers = await findCustomers(accounts.quickbooks, party, currency);
	const sought = isRefused ? asSpelledBy(customers, party) : party;
	const context = await readMatchContext(sought, customers, currency, accounts);
	return { party, sought, customers, context };
}

/** What HubSpot and the party's invoices say about the candidates. */
async function readMatchContext(
	party: Party,
	candidates: readonly QuickBooksCustomer[],
	currency: string | undefined,
	accounts: CustomerReading,
): Promise<MatchingFacts> {
	const linkedId = readLink(party.link, accounts.quickbooks.realmId);
	const isLost =
		linkedId !== undefined && !candidates.some(({ Id, Active }) => Id === linkedId && Active);
	const others = fitting(
		party,
		candidates.filter(({ Id }) => Id !== linkedId),
	);
	const [owners, heir] = await Promise.all([
		readOwners(
			others.map(({ Id }) => Id),
			accounts,
		),
		isLost ? findHeir(party, linkedId, accounts) : undefined,
	]);
	return { owners, ...(currency !== undefined && { currency }), ...(heir && { heir }) };
}

/** HubSpot records that are linked with the customers. */
async function readOwners(
	customerIds: readonly string[],
	{ hubspot, quickbooks: { realmId }, known }: CustomerReading,
): Promise<Map<string, Owner[]>> {
	const owners = new Map<string, Owner[]>();
	if (customerIds.length === 0) return owners;
	const name = hubspot.names.link(realmId);
	const schemas = await known();
	const values = customerIds.map((id) => linkValue(realmId, id));
	const found = await Promise.all(
		OWNING.map(async (objectType) =>
			(
				await findByLink(hubspot, objectType, linkPropertyOf(schemas, objectType, name), values, [])
			).map((record) => ({ objectType, record })),
		),
	);
	for (const { objectType, record } of found.flat()) {
		const customerId = readLink(record.properties[name], realmId);
		if (customerId !== undefined)
			owners.set(customerId, [...(owners.get(customerId) ?? []), { objectType, id: record.id }]);
	}
	return owners;
}

/**
 * Who took over from a customer that was merged: QuickBooks does not say, but the party's invoices
 * went along. Certain where all of them belong to one customer now, and nobody else in HubSpot is
 * linked with it.
 */
async function findHeir(
	party: Party,
	goneId: string,
	accounts: CustomerReading,
): Promise<MatchingFacts['heir']> {
	const invoices = await findInvoicesOf(party, accounts);
	const [customerId, ...others] = [
		...new Set(invoices.map(({ CustomerRef }) => CustomerRef.value)),
	];
	if (customerId === undefined || others.length > 0 || customerId === goneId) return undefined;
	const [customer] = await accounts.quickbooks.find('Customer', {
		where: [{ field: 'Id', operator: '=', value: customerId }],
	});
	if (!customer?.Active) return undefined;
	return {
		customer,
		certain: ((await readOwners([customer.Id], accounts)).get(customer.Id) ?? []).length === 0,
	};
}

/** The QuickBooks invoices that HubSpot shows on a contact or a company. */
async function findInvoicesOf(
	party: Party,
	{ hubspot, quickbooks, known }: CustomerReading,
): Promise<QuickBooksInvoice[]> {
	const link = linkPropertyOf(await known(), 'invoices', hubspot.names.link(quickbooks.realmId));
	if (!link) return [];
	const linked = await hubspot.readAssociations(party.objectType, 'invoices', [party.id]);
	const recordIds = linked.get(party.id) ?? [];
	if (recordIds.length === 0) return [];
	const records = await hubspot.readObjects('invoices', recordIds, { properties: [link.name] });
	const invoiceIds = records.flatMap(
		({ properties }) => readLink(properties[link.name], quickbooks.realmId) ?? [],
	);
	return await findByIds(quickbooks, 'Invoice', invoiceIds);
}
