import { decline } from '../decline';
import { isFullName, lastPart } from '../fullName';
import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksItem } from '../records/quickbooks';
import type { FieldMapping, KeyKind, QuickBooksField, SyncKind } from '../sync/types';
import { itemTypeOf, typeWarnings } from './build';
import { activeItemName, itemName } from './match';
import { markedName, withSuffix } from './names';

/**
 * Fields of a QuickBooks item that can be mapped.
 * Source: developer.intuit.com, accounting API, item.
 */
const itemFields: QuickBooksField[] = [
	{
		path: 'Name',
		label: 'Name',
		type: 'text',
		longest: 100,
		form: 'name',
		required: true,
		fullPath: 'FullyQualifiedName',
	},
	{ path: 'Sku', label: 'SKU', type: 'text', longest: 100, form: 'line' },
	{ path: 'Description', label: 'Description', type: 'text', longest: 4000 },
	{ path: 'UnitPrice', label: 'Sales price', type: 'number', whenEmpty: '0' },
	{ path: 'PurchaseCost', label: 'Cost', type: 'number', whenEmpty: '0' },
	{ path: 'PurchaseDesc', label: 'Purchase description', type: 'text', longest: 1000 },
	{ path: 'Taxable', label: 'Taxable', type: 'boolean' },
	{ path: 'Id', label: 'Item ID', type: 'text', readOnly: true },
	{ path: 'FullyQualifiedName', label: 'Full name with categories', type: 'text', readOnly: true },
	{ path: 'Type', label: 'Type', type: 'text', readOnly: true },
	{ path: 'QtyOnHand', label: 'Quantity on hand', type: 'number', readOnly: true },
	{ path: 'IncomeAccountRef.name', label: 'Income account', type: 'text', readOnly: true },
	{ path: 'Active', label: 'Active', type: 'boolean', readOnly: true },
	{ path: 'MetaData.CreateTime', label: 'Created', type: 'time', readOnly: true },
];

/** What is synced when nobody chooses otherwise. */
const defaultPairs: ReadonlyArray<readonly [property: string, field: string]> = [
	['name', 'Name'],
	['hs_sku', 'Sku'],
	['description', 'Description'],
	['price', 'UnitPrice'],
	['hs_cost_of_goods_sold', 'PurchaseCost'],
];

export const productMapping: FieldMapping[] = defaultPairs.map(([property, field]) => ({
	property,
	field,
	direction: 'both',
	ifEmpty: 'keep',
}));

const SKU: KeyKind = { name: 'sku', property: 'hs_sku', isIdProperty: false, queryField: 'Sku' };
/**
 * `Category:Item`. Whether QuickBooks' queries know full names of items is not documented, so the
 * item's own part is asked for.
 */
const FULL_NAME: KeyKind = {
	name: 'full name',
	property: 'name',
	isIdProperty: false,
	queryField: 'Name',
	queried: lastPart,
};
const NAME: KeyKind = { name: 'name', property: 'name', isIdProperty: false, queryField: 'Name' };

const LEFT_OUT: Record<string, string> = {
	Category: 'It is a category, not something that is sold.',
	Group: 'It is a bundle, which has no price of its own.',
};

/** HubSpot products and QuickBooks items. */
export const productKind: SyncKind = {
	hubSpotType: 'products',
	entity: 'Item',
	words: { hubSpot: 'product', quickBooks: 'item' },
	modifiedProperty: 'hs_lastmodifieddate',
	fields: itemFields,
	defaults: productMapping,
	properties: ['name', 'hs_sku', 'price', 'hs_product_type', 'hs_lastmodifieddate'],
	keys: [SKU, FULL_NAME, NAME],
	hubSpotKeys: ({ properties }, { name }) =>
		keysOfProduct(properties['name'] ?? '', properties['hs_sku'] ?? '', name),
	quickBooksKeys: (record, { name }) =>
		keysOfItem(record as QuickBooksItem, name).map((key) => key.toLowerCase()),
	leftOut: (record) => LEFT_OUT[(record as QuickBooksItem).Type],
	completeHubSpot: (properties, record) => ({
		...(properties['name'] ? {} : { name: (record as QuickBooksItem).Name }),
		...properties,
	}),
	completeQuickBooks: (payload, product, { incomeAccountId }) => {
		const Name = payload['Name'] ?? itemName(product.properties['name'] ?? '');
		if (!Name)
			decline(
				'Name',
				`The HubSpot product ${product.id} has no name, and a QuickBooks item needs one.`,
				'Give the product a name.',
			);
		if (!incomeAccountId)
			decline(
				'Income Account',
				'A new QuickBooks item needs an income account.',
				'Choose an income account in "Income Account" of the node.',
			);
		return {
			...payload,
			Name,
			Type: itemTypeOf(product.properties['hs_product_type']),
			IncomeAccountRef: { value: incomeAccountId },
		};
	},
	withOwnName: (payload, product) => ({
		...payload,
		Name: withSuffix(String(payload['Name']), ownSuffix(product)),
	}),
	withoutOwnName: (record, product) => withoutOwnName(record as QuickBooksItem, product),
	valueWarnings: (record, changed) => includedTax(record as QuickBooksItem, changed),
	textWarnings: ({ properties }) => typeWarnings('The', properties['hs_product_type']),
	deletedMark: () => undefined,
};

/**
 * HubSpot has no word for it, and which tax is in the price depends on the sale, so the price is
 * not converted.
 */
function includedTax(
	{ Name, SalesTaxIncluded, PurchaseTaxIncluded }: QuickBooksItem,
	changed: readonly string[],
): string[] {
	const prices = [
		...(SalesTaxIncluded && changed.includes('UnitPrice') ? ['sales price'] : []),
		...(PurchaseTaxIncluded && changed.includes('PurchaseCost') ? ['cost'] : []),
	];
	return prices.map(
		(price) =>
			`The ${price} of the QuickBooks item "${Name}" includes tax, and so does the same number in HubSpot. If Create QuickBooks Invoice bills it, set "Amounts Are" to "Including Tax", or keep prices without tax in QuickBooks.`,
	);
}

function keysOfProduct(name: string, sku: string, kind: KeyKind['name']): string[] {
	if (kind === 'sku') return present([sku.trim()]);
	if (kind === 'full name')
		return isFullName(name) ? [name.split(':').map(itemName).join(':')] : [];
	return present([itemName(name)]);
}

/** A name that QuickBooks has with a backslash is looked for as it is, too. */
function keysOfItem(item: QuickBooksItem, kind: KeyKind['name']): string[] {
	if (kind === 'sku') return present([(item.Sku ?? '').trim()]);
	const fullName = activeItemName(item.FullyQualifiedName, item);
	if (kind === 'full name')
		return isFullName(fullName) ? [fullName.split(':').map(itemName).join(':')] : [];
	const name = activeItemName(item.Name, item);
	return present([...new Set([itemName(name), name.trim()])]);
}

function present(keys: readonly string[]): string[] {
	return keys.filter((key) => key !== '');
}

/**
 * A variant is told apart by its SKU, as in Create QuickBooks Invoice; what has none by the
 * product's id.
 */
function ownSuffix({ id, properties }: HubSpotRecord): string {
	const sku = itemName(properties['hs_sku'] ?? '');
	return ` (${sku || `HubSpot ${id}`})`;
}

/** What was put behind the name because the name was taken is no change of the name. */
function withoutOwnName(item: QuickBooksItem, product: HubSpotRecord): QuickBooksItem {
	const name = itemName(product.properties['name'] ?? '');
	const suffixes = [ownSuffix(product), ` (HubSpot ${product.id})`];
	if (
		item.Name === markedName(product.properties['name'] ?? '') ||
		suffixes.some((suffix) => item.Name === withSuffix(name, suffix))
	)
		return { ...item, Name: name };
	const suffix = suffixes.find(
		(one) => item.Name.endsWith(one) && item.Name.length > one.length && !name.endsWith(one),
	);
	return suffix ? { ...item, Name: item.Name.slice(0, -suffix.length) } : item;
}
