import { present } from '../contact/party';
import { quoted } from '../decline';
import { foreignCurrency } from '../invoice/billing/refusals';
import { PRICE_PLACES, type BilledLine } from '../invoice/lines/lines';
import type { CompanyRules } from '../invoice/billing/settings';
import { toJsonNumber } from '../money';
import type { QuickBooksPayload } from '../records/quickbooks';
import { cutText, cutWarnings, withWholeTexts } from '../text';
import { allowedItemName, LONGEST_ITEM_NAME } from './match';
import { nameWithSku } from './names';

/** HubSpot properties of a product that matter for its item. */
export const productProperties = [
	'name',
	'description',
	'hs_sku',
	'price',
	'hs_product_type',
	'hs_cost_of_goods_sold',
];

/** HubSpot's product types and the item types that can be created without stock accounts. */
const itemTypes: ReadonlyMap<string, 'Service' | 'NonInventory'> = new Map([
	['service', 'Service'],
	['non_inventory', 'NonInventory'],
	['inventory', 'NonInventory'],
]);

/**
 * The type of a new item; a service where HubSpot says nothing, or something that is not known
 * here.
 */
export function itemTypeOf(productType: string | null | undefined): 'Service' | 'NonInventory' {
	return itemTypes.get(productType ?? '') ?? 'Service';
}

/**
 * HubSpot may get further product types, and what they mean for the books is not known. @param
 * start how the sentence begins
 */
export function typeWarnings(start: string, productType: string | null | undefined): string[] {
	if (!productType || itemTypes.has(productType)) return [];
	return [
		`${start} HubSpot product type "${quoted(productType)}" is unknown to the node, so the new item is a service. Change its type in QuickBooks if it is something else.`,
	];
}

/**
 * The item to create for a line. Stock is kept in QuickBooks, so even HubSpot's inventory products
 * become non-inventory items.
 * Source: developer.intuit.com, accounting API, item.
 *
 * @param isForeign whether the line is in another currency than the company's, in which QuickBooks
 * keeps the prices of items
 */
export function buildItem(
	line: BilledLine,
	name: string,
	incomeAccountId: string,
	productType: string | null | undefined,
	isForeign = false,
): QuickBooksPayload {
	return withWholeTexts(
		present({
			Name: name,
			Sku: itemSku(line.sku),
			Description: line.description ? cutText(line.description, LONGEST_DESCRIPTION) : undefined,
			Type: itemTypeOf(productType),
			// A price that stands for one quantity only is none of the item.
			UnitPrice:
				line.amountOnly || isForeign ? undefined : toJsonNumber(line.unitPrice.round(PRICE_PLACES)),
			IncomeAccountRef: { value: incomeAccountId },
		}),
	);
}

const LONGEST_SKU = 100;
const LONGEST_DESCRIPTION = 4000;

/** The SKU as an item holds it; undefined when it is too long. */
function itemSku(sku: string | undefined): string | undefined {
	return sku !== undefined && sku.length <= LONGEST_SKU ? sku : undefined;
}

/**
 * What of a line a new item cannot hold. A part of a SKU may be another product's, so one that is
 * too long is left out.
 */
export function itemWarnings(line: BilledLine): string[] {
	const sku =
		line.sku !== undefined && itemSku(line.sku) === undefined
			? [
					`${line.label}: the SKU "${quoted(line.sku)}" was left out of the new item; QuickBooks stores at most ${LONGEST_SKU} characters.`,
				]
			: [];
	return [
		...cutWarnings(
			`${line.label}: the name of the new item`,
			allowedItemName(line.name),
			LONGEST_ITEM_NAME,
		),
		...sku,
	];
}

/** Why a new item has no price. */
export function foreignPriceWarnings(
	{ label, amountOnly }: BilledLine,
	currency: string,
	rules: CompanyRules,
): string[] {
	if (amountOnly || foreignCurrency(currency, rules) === undefined) return [];
	return [
		`${label}: the new item has no price, because QuickBooks keeps prices of items in ${rules.homeCurrency}, and the line is in ${currency}.`,
	];
}

/**
 * The same item under a name that holds its SKU, where its own name belongs to another one;
 * undefined without a SKU.
 */
export function namedWithSku(payload: QuickBooksPayload): QuickBooksPayload | undefined {
	const { Name: name, Sku: sku } = payload;
	if (
		typeof name !== 'string' ||
		typeof sku !== 'string' ||
		sku.trim() === '' ||
		name.endsWith(nameWithSku('', sku).trim())
	)
		return undefined;
	return { ...payload, Name: nameWithSku(name, sku) };
}

/** The idempotency key of creating an item. */
export function itemKey(realmId: string, payload: QuickBooksPayload): string {
	return `item|${realmId}|${JSON.stringify(payload)}`;
}
