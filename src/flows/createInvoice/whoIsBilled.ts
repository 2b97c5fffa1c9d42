import { suffixedName } from '../../core/contact/build';
import {
	chooseCustomer,
	type CustomerChosen,
	type CustomerPolicy,
} from '../../core/contact/choose';
import { fitting, fold, type Owner, type Surroundings } from '../../core/contact/match';
import type { Party } from '../../core/contact/party';
import { linkValue, readLink } from '../../core/hubspot/link';
import type { QuickBooksCustomer } from '../../core/records/quickbooks';
import { withoutAccents } from '../../core/text';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { findByLink, linkPropertyOf } from '../accounts/links';
import { findCustomers } from './read/ledger';
import { findByIds } from '../accounts/quickBooksRecords';

/** Both systems, and HubSpot's properties once they are known. */
export interface Sides {
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	known: () => Promise<KnownSchemas>;
}

const OWNING = ['contacts', 'companies'] as const;

/**
 * Looks for the customer that a contact or company is, and decides. HubSpot is asked about
 * candidates only where the stored
 * link does not answer the question.
 *
 * @param currency the deal's, where the company has several
 * @param isRefused whether QuickBooks has just said that the name is taken
 * @throws Declined
 */
export async function decideCustomer(
	party: Party,
	policy: CustomerPolicy,
	currency: string | undefined,
	sides: Sides,
	isRefused = false,
): Promise<CustomerChosen> {
	const { realmId } = sides.quickbooks;
	const candidates = await findCustomers(sides.quickbooks, party, currency);
	const sought = isRefused ? asSpelledBy(candidates, party) : party;
	const chosen = chooseCustomer(
		sought,
		candidates,
		realmId,
		policy,
		await readSurroundings(sought, candidates, currency, sides),
	);
	return chosen.kind === 'create' && sought !== party
		? { ...chosen, displayName: suffixedName(party) }
		: chosen;
}

/**
 * The party under the name of the one customer whose name differs by accents alone: QuickBooks
 * takes it for the same.
 */
function asSpelledBy(candidates: readonly QuickBooksCustomer[], party: Party): Party {
	const plain = (name: string) => fold(withoutAccents(name));
	const [holder, ...others] = candidates.filter(
		({ Active, DisplayName }) => Active && plain(DisplayName) === plain(party.displayName),
	);
	return holder && others.length === 0 ? { ...party, displayName: holder.DisplayName } : party;
}

/** What HubSpot and the party's invoices say about candidates. */
export async function readSurroundings(
	party: Party,
	candidates: readonly QuickBooksCustomer[],
	currency: string | undefined,
	sides: Sides,
): Promise<Surroundings> {
	const linkedId = readLink(party.link, sides.quickbooks.realmId);
	const isLost =
		linkedId !== undefined && !candidates.some(({ Id, Active }) => Id === linkedId && Active);
	const others = fitting(
		party,
		candidates.filter(({ Id }) => Id !== linkedId),
	);
	const [owners, heir] = await Promise.all([
		readOwners(
			others.map(({ Id }) => Id),
			sides,
		),
		isLost ? findHeir(party, linkedId, sides) : undefined,
	]);
	return { owners, ...(currency !== undefined && { currency }), ...(heir && { heir }) };
}

/** HubSpot records that are linked with the customers. */
async function readOwners(
	customerIds: readonly string[],
	{ hubspot, quickbooks: { realmId }, known }: Sides,
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
 * Who took over from a customer that was merged: QuickBooks does not tell, but the party's invoices
 * went along. Certain where
 * all of them belong to one customer now, and nobody else in HubSpot is linked with it.
 */
async function findHeir(party: Party, goneId: string, sides: Sides): Promise<Surroundings['heir']> {
	const { hubspot, quickbooks, known } = sides;
	const link = linkPropertyOf(await known(), 'invoices', hubspot.names.link(quickbooks.realmId));
	const recordIds = link
		? ((await hubspot.readAssociations(party.objectType, 'invoices', [party.id])).get(party.id) ??
			[])
		: [];
	if (!link || recordIds.length === 0) return undefined;
	const records = await hubspot.readObjects('invoices', recordIds, { properties: [link.name] });
	const invoiceIds = records.flatMap(
		({ properties }) => readLink(properties[link.name], quickbooks.realmId) ?? [],
	);
	const invoices = await findByIds(quickbooks, 'Invoice', invoiceIds);
	const [customerId, ...others] = [
		...new Set(invoices.map(({ CustomerRef }) => CustomerRef.value)),
	];
	if (customerId === undefined || others.length > 0 || customerId === goneId) return undefined;
	const [customer] = await quickbooks.find('Customer', {
		where: [{ field: 'Id', operator: '=', value: customerId }],
	});
	if (!customer?.Active) return undefined;
	return {
		customer,
		certain: ((await readOwners([customer.Id], sides)).get(customer.Id) ?? []).length === 0,
	};
}
