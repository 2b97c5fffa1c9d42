import { readLink } from '../hubspot/link';
import type { BilledLine } from '../invoice/lines/lines';
import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksItem } from '../records/quickbooks';
import type { ItemsChosen } from './choose';

/**
 * A product may be linked with an item that was merged, made inactive or has gone. What is sold
 * instead is told, since from
 * then on the product is linked with it.
 *
 * @param linkProperty of HubSpot's products
 * @param items all that were found, inactive ones included
 */
export function lostLinkWarnings(
	lines: readonly BilledLine[],
	items: readonly QuickBooksItem[],
	products: ReadonlyMap<string, HubSpotRecord>,
	chosen: ItemsChosen,
	realmId: string,
	linkProperty: string,
): string[] {
	const told = new Set<string>();
	return lines.flatMap((line) => {
		const product = line.itemId === undefined ? products.get(line.productId ?? '') : undefined;
		const linkedId = readLink(product?.properties[linkProperty], realmId);
		const sold = chosen.existing.get(line.key);
		if (!product || linkedId === undefined || sold?.Id === linkedId || told.has(product.id))
			return [];
		told.add(product.id);
		return [
			`${line.label}: its HubSpot product was linked with ${lost(linkedId, items)}. ${instead(line, sold, chosen)} instead.`,
		];
	});
}

function lost(id: string, items: readonly QuickBooksItem[]): string {
	const item = items.find(({ Id }) => Id === id);
	return item
		? `the QuickBooks item "${item.Name}" (id ${id}), which is inactive`
		: `the QuickBooks item ${id}, which no longer exists`;
}

function instead(
	{ key }: BilledLine,
	sold: QuickBooksItem | undefined,
	{ defaulted }: ItemsChosen,
): string {
	if (sold) return `"${sold.Name}" (id ${sold.Id}) is sold and linked`;
	return defaulted.includes(key) ? 'The default item is sold' : 'A new item is created and linked';
}
