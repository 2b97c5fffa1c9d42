import { cutText } from '../text';
import { itemName, LONGEST_ITEM_NAME } from './match';

/** Whether both have a SKU and the SKUs differ: then they are two things, whatever they are called. */
export function skusDiffer(one: string | undefined, other: string | undefined): boolean {
	const [first, second] = [one, other].map((sku) => sku?.trim().toLowerCase() ?? '');
	return first !== '' && second !== '' && first !== second;
}

/** The name of an item whose own name belongs to another one already: `T-Shirt (TS-M)`. */
export function nameWithSku(name: string, sku: string): string {
	return withSuffix(itemName(name), ` (${itemName(sku)})`);
}

export function withSuffix(name: string, suffix: string): string {
	return cutText(`${cutText(name, Math.max(0, LONGEST_ITEM_NAME - suffix.length))}${suffix}`, LONGEST_ITEM_NAME);
}
