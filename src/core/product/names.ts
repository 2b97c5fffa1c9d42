import { cutText } from '../text';
import { markOf } from '../mark';
import { allowedItemName, itemName, LONGEST_ITEM_NAME } from './match';

/**
 * A name of any length in the form in which two are compared: without regard to spaces and capital
 * letters.
 */
export function foldedItemName(name: string): string {
	return allowedItemName(name).normalize('NFC').toLowerCase();
}

export function isTooLong(name: string): boolean {
	return allowedItemName(name).length > LONGEST_ITEM_NAME;
}

/**
 * A name that is cut bears a mark of the whole, so that names with the same beginning stay two and
 * are found again.
 */
export function markedName(name: string): string {
	const [mark = ''] = markOf(foldedItemName(name)).split('-');
	return withSuffix(itemName(name), ` (${mark})`);
}

/**
 * What a new item is called: by its name, and by its SKU as well, or else by a mark, where the name
 * is too long. Without a name the SKU is the name.
 */
export function newItemName({ name, sku }: { name: string; sku?: string }): string {
	const own = nameOrSku({ name, ...(sku !== undefined && { sku }) });
	if (!isTooLong(own)) return itemName(own);
	return sku?.trim() ? nameWithSku(own, sku) : markedName(own);
}

/** Of a line that has perhaps no name. */
export function nameOrSku({ name, sku }: { name: string; sku?: string }): string {
	return allowedItemName(name) || (sku ?? '');
}

/**
 * Whether both have a SKU and the SKUs differ: then they are two things, whatever they are called.
 */
export function skusDiffer(one: string | undefined, other: string | undefined): boolean {
	const [first, second] = [one, other].map((sku) => sku?.trim().toLowerCase() ?? '');
	return first !== '' && second !== '' && first !== second;
}

/** The name of an item whose own name belongs to another one already: `T-Shirt (TS-M)`. */
export function nameWithSku(name: string, sku: string): string {
	return withSuffix(itemName(name), ` (${itemName(sku)})`);
}

export function withSuffix(name: string, suffix: string): string {
	return cutText(
		`${cutText(name, Math.max(0, LONGEST_ITEM_NAME - suffix.length))}${suffix}`,
		LONGEST_ITEM_NAME,
	);
}
