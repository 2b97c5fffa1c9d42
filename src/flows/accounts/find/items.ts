import { isFullName, lastPart } from '../../../core/fullName';
import { readLink } from '../../../core/hubspot/link';
import { componentIds } from '../../../core/invoice/lines/sold/bundle';
import type { BilledLine } from '../../../core/invoice/lines/lines';
import { productProperties } from '../../../core/product/build';
import type { ItemsFound } from '../../../core/invoice/request/facts';
import { itemName, matchItem, namesOf } from '../../../core/product/match';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { uniqueById } from '../../../core/records/byId';
import { byAskedId } from '../../../core/records/merged';
import type { QuickBooksItem } from '../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findInAnyCase, type Sought } from '../anyCase';
import { ANY_STATE } from '../quickBooksRecords';
import { findByField, INACTIVE_SUFFIX } from './named';

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
	const [records, named] = await Promise.all([
		hubspot.readObjects('products', productIds, { properties: [...productProperties, link] }),
		findAsNamed(quickbooks, sold, defaultItemId),
	]);
	const linked = await findByField(
		quickbooks,
		'Item',
		'Id',
		records
			.flatMap((product) => readLink(product.properties[link], quickbooks.realmId) ?? [])
			.filter((id) => !named.some(({ Id }) => Id === id)),
	);
	const products = byAskedId(records);
	const known = [...named, ...linked];
	const unknown = sold.filter(
		(line) =>
			line.itemId === undefined &&
			matchItem(line, linkOf(line, products, link), known, quickbooks.realmId, true).kind ===
				'none',
	);
	const items = uniqueById([...known, ...(await findSpelledOtherwise(quickbooks, unknown))]);
	return { items, components: await withParts(quickbooks, items), products };
}

function linkOf(
	{ productId = '' }: BilledLine,
	products: ReadonlyMap<string, HubSpotRecord>,
	link: string,
): string | undefined {
	return products.get(productId)?.properties[link] ?? undefined;
}

/** By what the lines say: an id, else SKU and name. */
async function findAsNamed(
	quickbooks: QuickBooksPort,
	sold: readonly BilledLine[],
	defaultItemId: string | undefined,
): Promise<QuickBooksItem[]> {
	const byName = sold.filter(({ itemId }) => itemId === undefined);
	const ids = [...sold.flatMap(({ itemId }) => itemId ?? []), defaultItemId ?? ''];
	const skus = byName.flatMap(({ sku }) => (sku ? inAnyCase(sku.trim()) : []));
	const names = byName.flatMap((line) => [...namesOf(line, true), ...otherSpellings(line.name)]);
	const found = await Promise.all([
		findByField(quickbooks, 'Item', 'Id', ids),
		findByField(quickbooks, 'Item', 'Sku', skus),
		findByField(
			quickbooks,
			'Item',
			'Name',
			names.flatMap((name) => [name, `${name}${INACTIVE_SUFFIX}`]),
		),
	]);
	return uniqueById(found.flat());
}

/** The items, with those that bundles among them are made of. */
async function withParts(
	quickbooks: QuickBooksPort,
	items: readonly QuickBooksItem[],
): Promise<QuickBooksItem[]> {
	const missing = componentIds(items).filter((id) => !items.some(({ Id }) => Id === id));
	return [...items, ...(await findByField(quickbooks, 'Item', 'Id', missing))];
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
