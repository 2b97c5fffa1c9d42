import type { CustomerChosen } from '../../contact/choose';
import type { Party } from '../../contact/party';
import { readLink } from '../../hubspot/link';
import type { ItemToCreate } from '../../product/choose';
import type { HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksItem } from '../../records/quickbooks';
import type { BilledLine } from '../lines/lines';
import type { AccountsNamed } from '../request/facts';
import { givenId, newItemId, type IdsGiven } from './newIds';

/** A HubSpot record that is to be tied to its QuickBooks counterpart. */
export interface PlannedLink {
	objectType: 'contacts' | 'companies' | 'products';
	id: string;
	/** Or what stands for it until it is known. */
	quickBooksId: string;
}

/** What the lines of a deal sell: QuickBooks items by line, existing or new. */
export interface ItemsSold {
	lines: readonly BilledLine[];
	/** Ids, or what stands for them, by line key. */
	itemIds: ReadonlyMap<string, string>;
	/** HubSpot products by the ids that lines name. */
	products: ReadonlyMap<string, HubSpotRecord>;
}

/**
 * The link of the billed contact or company with the customer of the invoice, where HubSpot does
 * not have it yet.
 */
export function payerLinks(
	party: Party | undefined,
	customerId: string,
	realmId: string,
): PlannedLink[] {
	return party && readLink(party.link, realmId) !== customerId
		? [{ objectType: party.objectType, id: party.id, quickBooksId: customerId }]
		: [];
}

/**
 * Whether an invoice that was created before is for the customer that would be billed now. It may
 * be for another one, such as the company's: that is no reason to link with it.
 */
export function isForPayer(chosen: CustomerChosen, customerId: string): boolean {
	if (chosen.kind === 'create') return chosen.warnings === undefined;
	if (keepsLink(chosen)) return false;
	return chosen.customer.Id === customerId;
}

/**
 * Whether HubSpot's link stays with another customer, such as the one of the party's own currency.
 */
export function keepsLink(chosen: CustomerChosen): boolean {
	return chosen.kind === 'existing' && chosen.keepsLink === true;
}

/** Links of products whose item is certain. */
export function productLinks(
	{ lines, itemIds, products }: ItemsSold,
	{ names, realmId }: AccountsNamed,
): PlannedLink[] {
	const byProduct = new Map<string, PlannedLink>();
	for (const line of lines) {
		const product = line.productId ? products.get(line.productId) : undefined;
		const itemId = itemIds.get(line.key);
		if (!product || !itemId || line.itemId !== undefined || byProduct.has(product.id)) continue;
		// A link with another item names one that is gone or inactive: an active one would have been
		// sold.
		if (readLink(product.properties[names.link(realmId)], realmId) !== itemId)
			byProduct.set(product.id, { objectType: 'products', id: product.id, quickBooksId: itemId });
	}
	return [...byProduct.values()];
}

/**
 * HubSpot product by QuickBooks item, for the lines of the invoice record; of merged ones the
 * survivor.
 */
export function productIdsOf({ lines, itemIds, products }: ItemsSold): Map<string, string> {
	return new Map(
		lines.flatMap(({ key, productId }) => {
			const itemId = itemIds.get(key);
			return itemId && productId
				? [[itemId, products.get(productId)?.id ?? productId] as const]
				: [];
		}),
	);
}

/** Ids by line, of items that exist. */
export function itemsById(
	items: ReadonlyMap<string, Pick<QuickBooksItem, 'Id'>>,
): Array<[string, string]> {
	return [...items].map(([key, { Id }]) => [key, Id]);
}

/** What stands for the ids of new items, by line. */
export function newItemsById(items: readonly ItemToCreate[]): Array<[string, string]> {
	return items.flatMap(({ payload, lineKeys }) =>
		lineKeys.map((key): [string, string] => [key, newItemId(payload)]),
	);
}

/** Products by the ids of items that were given meanwhile. */
export function productsOfItems(
	productIds: ReadonlyMap<string, string>,
	ids: IdsGiven,
): Map<string, string> {
	return new Map([...productIds].map(([itemId, productId]) => [givenId(itemId, ids), productId]));
}
