import type { QuickBooksItem, QuickBooksNamed } from '../../../records/quickbooks';
import type { InvoiceDetails } from '../../billing/details';
import type { CompanyRules } from '../../billing/settings';
import type { BilledLine } from '../lines';
import { classForAll } from './lineClasses';

/** A line that takes over the class of an item, its own or one of its bundle. */
interface ItemClassUse {
	label: string;
	item: QuickBooksItem;
	classId: string;
}

/** @param components with the items that bundles are made of */
export function itemClassUses(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	components: readonly QuickBooksItem[],
	details: InvoiceDetails,
	rules: CompanyRules,
): ItemClassUse[] {
	if (!rules.classPerLine || classForAll(details, rules) !== undefined) return [];
	return lines.flatMap(({ key, label, classId, kind }) => {
		const sold = itemByLine.get(key);
		if (kind !== 'item' || classId || !sold) return [];
		const parts = new Set(
			(sold.ItemGroupDetail?.ItemGroupLine ?? []).map(({ ItemRef }) => ItemRef.value),
		);
		const items = [sold, ...components.filter(({ Id }) => parts.has(Id))];
		return items.flatMap((item) =>
			item.ClassRef ? [{ label, item, classId: item.ClassRef.value }] : [],
		);
	});
}

/**
 * Nobody chose the class of an item, so the invoice is made without one that QuickBooks would
 * refuse. @param names of classes by id
 */
function lostClassWarnings(
	uses: readonly ItemClassUse[],
	names: ReadonlyMap<string, string>,
): string[] {
	return uses.map(({ label, item, classId }) => {
		const name = names.get(classId);
		const lost =
			name === undefined
				? `the class ${classId} of the QuickBooks item "${item.Name}" no longer exists`
				: `the class "${name}" of the QuickBooks item "${item.Name}" is inactive`;
		return `${label}: ${lost}, so it is left out. Give the item another class in QuickBooks, or choose a class in the node.`;
	});
}

/**
 * What nobody gave a class has the one of its item, as when a person picks the item in QuickBooks.
 */
export function withItemClasses(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	details: InvoiceDetails,
	rules: CompanyRules,
): BilledLine[] {
	if (!rules.classPerLine) return [...lines];
	return lines.map((line) => {
		const classId =
			line.classId ?? classForAll(details, rules) ?? itemByLine.get(line.key)?.ClassRef?.value;
		return line.kind === 'item' && classId ? { ...line, classId } : line;
	});
}

/** What the lines sell. */
interface Sold {
	itemByLine: ReadonlyMap<string, QuickBooksItem>;
	/** With the items that bundles are made of. */
	components: readonly QuickBooksItem[];
}

/**
 * What is sold, without the classes that QuickBooks would refuse, and what is said of them.
 *
 * @param classes of the items, as the company has them now
 */
export function withUsableClasses(
	sold: Sold,
	uses: readonly ItemClassUse[],
	classes: readonly QuickBooksNamed[],
): Sold & { warnings: string[] } {
	const usable = new Set(classes.filter(({ Active }) => Active !== false).map(({ Id }) => Id));
	const lost = uses.filter(({ classId }) => !usable.has(classId));
	const lostIds = new Set(lost.map(({ classId }) => classId));
	const cleared = (item: QuickBooksItem): QuickBooksItem => {
		const { ClassRef, ...rest } = item;
		return ClassRef && lostIds.has(ClassRef.value) ? rest : item;
	};
	return {
		itemByLine: new Map([...sold.itemByLine].map(([key, item]) => [key, cleared(item)])),
		components: sold.components.map(cleared),
		warnings: lostClassWarnings(lost, new Map(classes.map(({ Id, Name }) => [Id, Name ?? Id]))),
	};
}
