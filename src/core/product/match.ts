import { foldedFullName, isFullName } from '../fullName';
import { readLink } from '../hubspot/link';
import type { BilledLine } from '../invoice/lines/lines';
import type { QuickBooksItem } from '../records/quickbooks';
import { foldedItemName, isTooLong, markedName, nameWithSku, skusDiffer } from './names';
import { cutText } from '../text';

type ItemMatchedBy = 'given' | 'link' | 'sku' | 'name';

export type ItemMatch =
	| { kind: 'found'; item: QuickBooksItem; by: ItemMatchedBy }
	| { kind: 'inactive'; item: QuickBooksItem; by: ItemMatchedBy }
	| { kind: 'ambiguous'; candidates: QuickBooksItem[]; by: ItemMatchedBy }
	| { kind: 'none' };

/**
 * Recognises what a line sells among items: the item given, else by the product's link, by SKU, by
 * name. Where the linked item
 * is inactive, as after a merge or when somebody made it anew, an active one of the same SKU or
 * name is sold.
 * A SKU that fits an item with a different SKU's link is trusted less than the link. A name counts
 * only where no two SKUs
 * contradict it, since variants of one product share their name. Of several items with the SKU the
 * one of the line's name is sold.
 *
 * @param beginning whether an item that is called as a long name begins is the one meant; several
 * products may begin alike
 */
export function matchItem(
	line: BilledLine,
	productLink: string | undefined,
	items: readonly QuickBooksItem[],
	realmId: string,
	beginning = false,
): ItemMatch {
	if (line.itemId !== undefined) return byId(line.itemId, items, 'given');
	const linkedId = readLink(productLink, realmId);
	const linked = linkedId === undefined ? NONE : byId(linkedId, items, 'link');
	if (linked.kind === 'found') return linked;
	const other = bySkuOrName(line, items, beginning);
	return linked.kind === 'none' || other.kind === 'found' ? other : linked;
}

const NONE: ItemMatch = { kind: 'none' };

function bySkuOrName(
	line: BilledLine,
	items: readonly QuickBooksItem[],
	beginning: boolean,
): ItemMatch {
	const sku = line.sku?.trim().toLowerCase();
	if (sku) {
		const found = choose(
			ofTheName(
				line,
				items.filter(({ Sku }) => Sku?.trim().toLowerCase() === sku),
			),
			'sku',
		);
		if (found.kind !== 'none') return found;
	}
	const full = byFullName(line, items);
	if (full.kind !== 'none') return full;
	for (const name of namesOf(line, beginning)) {
		const found = choose(
			items.filter((item) => isCalled(item, name) && !skusDiffer(item.Sku, line.sku)),
			'name',
		);
		if (found.kind !== 'none') return found;
	}
	return NONE;
}

/**
 * What an item that a line sells may be called, the surest name first. @param beginning whether a
 * long name may be cut
 */
export function namesOf(
	{ name, sku }: Pick<BilledLine, 'name' | 'sku'>,
	beginning: boolean,
): string[] {
	const isLong = isTooLong(name);
	return [
		...(sku?.trim() ? [nameWithSku(name, sku)] : []),
		...(isLong ? [markedName(name)] : []),
		...(!isLong || beginning ? [itemName(name)] : []),
	];
}

/** The one among several that has the line's name; all of them where none or more than one has. */
function ofTheName(line: BilledLine, candidates: readonly QuickBooksItem[]): QuickBooksItem[] {
	const active = candidates.filter(({ Active }) => Active);
	const byName = namesOf(line, true)
		.reverse()
		.map((name) => active.filter((item) => isCalled(item, name)));
	return byName.find((items) => items.length === 1) ?? [...candidates];
}

/** QuickBooks' own way to write a name with its category or parent, `Category:Item`. */
function byFullName({ name, sku }: BilledLine, items: readonly QuickBooksItem[]): ItemMatch {
	if (!isFullName(name)) return { kind: 'none' };
	return choose(
		items.filter(
			(item) =>
				item.Type !== 'Category' &&
				foldedFullName(activeItemName(item.FullyQualifiedName, item), itemName) ===
					foldedFullName(name, itemName) &&
				!skusDiffer(item.Sku, sku),
		),
		'name',
	);
}

function isCalled(item: QuickBooksItem, name: string): boolean {
	return (
		item.Type !== 'Category' &&
		foldedItemName(activeItemName(item.Name, item)) === foldedItemName(name)
	);
}

function byId(id: string, items: readonly QuickBooksItem[], by: ItemMatchedBy): ItemMatch {
	return choose(
		items.filter(({ Id }) => Id === id),
		by,
	);
}

function choose(candidates: QuickBooksItem[], by: ItemMatchedBy): ItemMatch {
	const active = candidates.filter(({ Active }) => Active);
	const pool = active.length > 0 ? active : candidates;
	const [item] = pool;
	if (!item) return { kind: 'none' };
	if (pool.length > 1) return { kind: 'ambiguous', candidates: pool, by };
	return item.Active ? { kind: 'found', item, by } : { kind: 'inactive', item, by };
}

/** QuickBooks appends ` (deleted)` to the name of what is made inactive. */
export function activeItemName(name: string | undefined, item: QuickBooksItem): string {
	return item.Active ? (name ?? '') : (name ?? '').replace(/ \(deleted\)$/, '');
}

/** The longest name of an item. */
export const LONGEST_ITEM_NAME = 100;

/** A name as QuickBooks takes it: no colon, no control characters, at most 100 characters. */
export function itemName(name: string): string {
	return cutText(allowedItemName(name), LONGEST_ITEM_NAME).trim();
}

/** The same without a limit. */
export function allowedItemName(name: string): string {
	return name
		.replace(/:/g, ' -')
		.replace(/[\\\p{Cc}\p{Cs}]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}
