import { quoted, type Problem } from '../../decline';
import type { QuickBooksItem, QuickBooksNamed } from '../../records/quickbooks';
import type { InvoiceDetails } from '../billing/details';
import type { BilledLine } from './lines';
import type { CompanyRules } from '../billing/settings';

interface LinesWithClasses {
	lines: BilledLine[];
	/** They matter when an invoice is made. */
	problems: Problem[];
	warnings: string[];
}

/**
 * Gives lines the class that a property of their line items names, by ID or by name. A class that
 * was given to the line wins.
 * @param property undefined when no property was chosen
 */
export function withClasses(
	lines: readonly BilledLine[],
	classes: readonly QuickBooksNamed[],
	property: string | undefined,
	{ classPerLine }: CompanyRules,
): LinesWithClasses {
	if (!classPerLine) {
		const problems = property
			? [
					{
						field: 'Class Property',
						message:
							'Class Property: this QuickBooks company does not track a class for each line.',
						remedy: 'Leave "Class Property" empty.',
					},
				]
			: [];
		const warnings = lines
			.filter(({ classId }) => classId)
			.map(
				({ label }) =>
					`The class of ${label} is left out, because this QuickBooks company does not track a class for each line.`,
			);
		return { lines: [...lines], problems, warnings };
	}
	const problems: Problem[] = [];
	const classed = lines.map((line) => {
		if (line.classId || line.className === undefined) return line;
		const found = classOf(line.className, classes);
		if (found.length === 1 && found[0]) return { ...line, classId: found[0].Id };
		problems.push(classProblem(line, property ?? '', found));
		return line;
	});
	return { lines: classed, problems, warnings: [] };
}

/**
 * By ID, else by the full name, else by the name alone, which classes below different ones may
 * share.
 */
function classOf(value: string, classes: readonly QuickBooksNamed[]): QuickBooksNamed[] {
	const same = (name: string | undefined) => name?.trim().toLowerCase() === value.toLowerCase();
	const ways = [
		({ Id }: QuickBooksNamed) => Id === value,
		({ FullyQualifiedName }: QuickBooksNamed) => same(FullyQualifiedName),
		({ Name }: QuickBooksNamed) => same(Name),
	];
	return ways.map((fits) => classes.filter(fits)).find((found) => found.length > 0) ?? [];
}

function classProblem(
	{ label, className = '' }: BilledLine,
	property: string,
	found: readonly QuickBooksNamed[],
): Problem {
	const says = `${label} has "${quoted(className)}" in the property "${property}"`;
	const names = found
		.map(({ FullyQualifiedName, Name, Id }) => `"${FullyQualifiedName ?? Name ?? ''}" (ID ${Id})`)
		.join(', ');
	return found.length === 0
		? {
				field: label,
				message: `${says}, and QuickBooks has no class of that name or ID.`,
				remedy: 'Set the property of the line item to the name or ID of a class in QuickBooks.',
			}
		: {
				field: label,
				message: `${says}, which matches several classes: ${names}.`,
				remedy: 'Set the property of the line item to the ID, or to the full name with a colon.',
			};
}

/** One class for all lines, where the company tracks classes by line and not by invoice. */
function classForAll(
	{ classId }: InvoiceDetails,
	{ classPerLine, classPerInvoice }: CompanyRules,
): string | undefined {
	return classPerLine && !classPerInvoice ? classId : undefined;
}

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
export function lostClassWarnings(
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
