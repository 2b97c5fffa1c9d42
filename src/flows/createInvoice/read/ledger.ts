import { bareName } from '../../../core/contact/employer';
import { fitting } from '../../../core/contact/match';
import type { Party } from '../../../core/contact/party';
import { isFullName, lastPart } from '../../../core/fullName';
import { readLink } from '../../../core/hubspot/link';
import type { NumberHolder } from '../../../core/invoice/billing/refusals';
import type { BilledLine } from '../../../core/invoice/lines/lines';
import { componentIds } from '../../../core/invoice/lines/bundle';
import { itemName, matchItem, namesOf } from '../../../core/product/match';
import { productProperties } from '../../../core/product/build';
import { byAskedId } from '../../../core/records/merged';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type {
	QuickBooksCompanyCurrency,
	QuickBooksCustomer,
	QuickBooksEntities,
	QuickBooksInvoice,
	QuickBooksItem,
} from '../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findInAnyCase, type Sought } from '../../accounts/anyCase';
import { ANY_STATE } from '../../accounts/quickBooksRecords';
import { uniqueById } from '../../../core/records/byId';

/** QuickBooks renames what is made inactive. */
const INACTIVE_SUFFIX = ' (deleted)';

type Named = 'Customer' | 'Item';

async function findIn<E extends Named>(
	quickbooks: QuickBooksPort,
	entity: E,
	field: string,
	values: readonly string[],
): Promise<Array<QuickBooksEntities[E]>> {
	const asked = [...new Set(values.filter((value) => value !== ''))];
	return asked.length === 0
		? []
		: await quickbooks.find(entity, {
				where: [{ field, operator: 'IN', value: asked }, ANY_STATE],
			});
}

/** Short beginnings fit too much. */
const SHORTEST_BEGINNING = 4;
/** Rows of one answer. */
const MOST_ROWS = 1000;

/**
 * Customers with a value, in whatever case it is written: names are unique without regard to case,
 * and nobody says whether
 * `=` is. What is found is compared again before it counts.
 */
async function findLike(
	quickbooks: QuickBooksPort,
	field: string,
	pattern: string,
): Promise<QuickBooksCustomer[]> {
	return await quickbooks.find('Customer', {
		where: [{ field, operator: 'LIKE', value: pattern }, ANY_STATE],
		limit: MOST_ROWS,
	});
}

/** QuickBooks' field may hold several addresses. */
async function findByAddress(
	quickbooks: QuickBooksPort,
	email: string,
): Promise<QuickBooksCustomer[]> {
	return await findLike(quickbooks, 'PrimaryEmailAddr', `%${patternOf(email)}%`);
}

/**
 * Also what QuickBooks renamed when it was made inactive, and what this package called `name
 * (HubSpot 101)`.
 */
async function findByName(
	quickbooks: QuickBooksPort,
	name: string,
	beginning = name,
): Promise<QuickBooksCustomer[]> {
	if (name.length < SHORTEST_BEGINNING)
		return (
			await Promise.all(
				[name, `${name}${INACTIVE_SUFFIX}`].map(
					async (one) => await findLike(quickbooks, 'DisplayName', patternOf(one)),
				),
			)
		).flat();
	const found = await findLike(quickbooks, 'DisplayName', `${patternOf(beginning)}%`);
	// So many begin alike that the one with the very name may not be among them.
	return found.length < MOST_ROWS
		? found
		: uniqueById([...found, ...(await findLike(quickbooks, 'DisplayName', patternOf(name)))]);
}

/** Spaces, and what a name loses on its way to QuickBooks, may be anything there. */
function patternOf(text: string): string {
	return text.trim().replace(/[%:\\\s\p{Cc}\p{Cs}]+/gu, '%');
}

/**
 * Customers that a party may be: the linked one, else those with its e-mail addresses or its name.
 * Inactive ones are among them, since they explain why a name is taken.
 *
 * @param currency the deal's, where the company has several: a linked customer in another one may
 * have a double in this one
 */
export async function findCustomers(
	quickbooks: QuickBooksPort,
	party: Party,
	currency?: string,
): Promise<QuickBooksCustomer[]> {
	const linkedId = readLink(party.link, quickbooks.realmId);
	const linked =
		linkedId === undefined ? [] : await findIn(quickbooks, 'Customer', 'Id', [linkedId]);
	if (
		linked.some(
			({ Active, CurrencyRef }) =>
				Active &&
				(currency === undefined || CurrencyRef === undefined || CurrencyRef.value === currency),
		)
	)
		return linked;
	const found = await Promise.all([
		...party.emails.map(async (email) => await findByAddress(quickbooks, email)),
		findByName(quickbooks, party.displayName, beginningOf(party)),
		party.fullName ? findByName(quickbooks, lastPart(party.fullName)) : [],
		party.objectType === 'companies' && party.companyName
			? findLike(quickbooks, 'CompanyName', patternOf(party.companyName))
			: [],
	]);
	const customers = uniqueById([...linked, ...found.flat()]);
	return linkedId !== undefined || fitting(party, customers).length > 0
		? customers
		: uniqueById([...customers, ...(await findInOtherLetters(quickbooks, party))]);
}

/** With a domain to tell companies apart, one may be called otherwise by its legal form. */
function beginningOf({ displayName, domain }: Party): string {
	const bare = bareName(displayName);
	const isBeginning =
		domain !== undefined &&
		bare.length >= SHORTEST_BEGINNING &&
		displayName.toLowerCase().startsWith(bare);
	return isBeginning ? displayName.slice(0, bare.length) : displayName;
}

/**
 * A customer is about to be created, and QuickBooks' patterns may tell capital letters from small
 * ones.
 */
async function findInOtherLetters(
	quickbooks: QuickBooksPort,
	party: Party,
): Promise<QuickBooksCustomer[]> {
	const { emails, fullName, objectType, companyName } = party;
	const names = [...new Set([beginningOf(party), ...(fullName ? [lastPart(fullName)] : [])])];
	const sought: Sought[] = [
		...emails.map((value) => ({ field: 'PrimaryEmailAddr', value, place: 'within' as const })),
		...names.map((value) => ({ field: 'DisplayName', value, place: 'beginning' as const })),
		...(objectType === 'companies' && companyName
			? [{ field: 'CompanyName', value: companyName, place: 'beginning' as const }]
			: []),
	];
	return await findInAnyCase(quickbooks, 'Customer', sought, [ANY_STATE]);
}

export interface ItemsFound {
	items: QuickBooksItem[];
	/** With the items that bundles among them are made of. */
	components: QuickBooksItem[];
	/**
	 * HubSpot products by the ids that lines name; a merged one is there under the ids of all that it
	 * was made of.
	 */
	products: Map<string, HubSpotRecord>;
}

/**
 * Nobody says whether a list tells letters apart; SKUs are the same in any case, and mostly written
 * in one.
 */
const inAnyCase = (sku: string) => [sku, sku.toUpperCase(), sku.toLowerCase()];

/**
 * Items that the lines may sell, by id, SKU and name, with the HubSpot products that may link to
 * them.
 */
export async function findItems(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	lines: readonly BilledLine[],
	defaultItemId?: string,
): Promise<ItemsFound> {
	const sold = lines.filter(({ kind }) => kind === 'item');
	const link = hubspot.names.link(quickbooks.realmId);
	const productIds = [...new Set(sold.flatMap(({ productId }) => productId ?? []))];
	const byName = sold.filter(({ itemId }) => itemId === undefined);
	const [products, ...found] = await Promise.all([
		hubspot.readObjects('products', productIds, { properties: [...productProperties, link] }),
		findIn(quickbooks, 'Item', 'Id', [
			...sold.flatMap(({ itemId }) => itemId ?? []),
			...(defaultItemId ? [defaultItemId] : []),
		]),
		findIn(
			quickbooks,
			'Item',
			'Sku',
			byName.flatMap(({ sku }) => (sku ? inAnyCase(sku.trim()) : [])),
		),
		findIn(
			quickbooks,
			'Item',
			'Name',
			byName
				.flatMap((line) => [...namesOf(line, true), ...otherSpellings(line.name)])
				.flatMap((name) => [name, `${name}${INACTIVE_SUFFIX}`]),
		),
	]);
	const items = uniqueById(found.flat());
	const known = new Set(items.map(({ Id }) => Id));
	const linkedIds = products
		.flatMap((product) => readLink(product.properties[link], quickbooks.realmId) ?? [])
		.filter((id) => !known.has(id));
	const linked = await findIn(quickbooks, 'Item', 'Id', linkedIds);
	const byAsked = byAskedId(products);
	const linkOf = ({ productId = '' }: BilledLine) =>
		byAsked.get(productId)?.properties[link] ?? undefined;
	const unknown = byName.filter(
		(line) =>
			matchItem(line, linkOf(line), [...items, ...linked], quickbooks.realmId, true).kind ===
			'none',
	);
	const all = uniqueById([
		...items,
		...linked,
		...(await findSpelledOtherwise(quickbooks, unknown)),
	]);
	const parts = await findIn(
		quickbooks,
		'Item',
		'Id',
		componentIds(all).filter((id) => !all.some(({ Id }) => Id === id)),
	);
	return { items: all, components: [...all, ...parts], products: byAsked };
}

/**
 * An item below a category bears the last part of `Category:Item`; a backslash stays in QuickBooks'
 * names, but not in ours.
 */
function otherSpellings(name: string): string[] {
	return [
		...(isFullName(name) ? [itemName(lastPart(name))] : []),
		...(name.includes('\\') ? [name.trim()] : []),
	];
}

/** Lists may tell capital letters and spaces apart, by which neither names nor SKUs differ. */
async function findSpelledOtherwise(
	quickbooks: QuickBooksPort,
	lines: readonly BilledLine[],
): Promise<QuickBooksItem[]> {
	const names = lines.flatMap((line) => [...namesOf(line, true), ...otherSpellings(line.name)]);
	const skus = lines.flatMap(({ sku }) => (sku?.trim() ? [sku] : []));
	const sought =
		(field: string) =>
		(value: string): Sought => ({ field, value, place: 'beginning' });
	return await findInAnyCase(
		quickbooks,
		'Item',
		[...names.map(sought('Name')), ...skus.map(sought('Sku'))],
		[ANY_STATE],
	);
}

/**
 * Items of a name, whatever its capital letters, also inactive ones and categories. It may find
 * others, too.
 */
export async function findItemsNamed(
	quickbooks: QuickBooksPort,
	name: string,
): Promise<QuickBooksItem[]> {
	return await findInAnyCase(
		quickbooks,
		'Item',
		[{ field: 'Name', value: name, place: 'beginning' }],
		[ANY_STATE],
	);
}

/**
 * Every invoice of the company since a moment, however many there are: the memo, which tells whose
 * an invoice is, is no field of a
 * query, and whoever is billed may have changed since an earlier run, in HubSpot or in the node.
 */
export async function findInvoicesSince(
	quickbooks: QuickBooksPort,
	sinceMs: number,
): Promise<QuickBooksInvoice[]> {
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'MetaData.CreateTime', operator: '>=', value: new Date(sinceMs).toISOString() },
		],
	});
}

/** Invoices, and other sales, that have a number. */
export interface NumberHolders {
	invoices: QuickBooksInvoice[];
	holders: NumberHolder[];
}

/** Who has a number; nothing is asked where none is wanted. */
export async function findNumbered(
	quickbooks: QuickBooksPort,
	number: string | undefined,
): Promise<NumberHolders> {
	if (number === undefined) return { invoices: [], holders: [] };
	const query = { where: [{ field: 'DocNumber', operator: '=' as const, value: number }] };
	const [invoices, credits, receipts] = await Promise.all([
		quickbooks.find('Invoice', query),
		quickbooks.find('CreditMemo', query),
		quickbooks.find('SalesReceipt', query),
	]);
	const named = (noun: NumberHolder['noun'], rows: ReadonlyArray<{ Id: string }>): NumberHolder[] =>
		rows.map(({ Id }) => ({ noun, id: Id }));
	const holders = [
		...named('invoice', invoices),
		...named('credit memo', credits),
		...named('sales receipt', receipts),
	];
	return { invoices, holders };
}

/** The rows of the company's list of currencies with a code. */
export async function findCurrency(
	quickbooks: QuickBooksPort,
	code: string | undefined,
): Promise<QuickBooksCompanyCurrency[]> {
	return code === undefined
		? []
		: await quickbooks.find('CompanyCurrency', {
				where: [{ field: 'Code', operator: '=', value: code }, ANY_STATE],
			});
}
