import { declineIfAny, quoted, type Problem } from '../decline';
import type { BilledLine } from '../invoice/lines/lines';
import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksItem, QuickBooksPayload } from '../records/quickbooks';
import { buildItem } from './build';
import { matchItem, type ItemMatch } from './match';
import { foldedItemName, nameOrSku, nameWithSku, newItemName } from './names';

export type ItemPolicy =
	| { ifNone: 'create'; incomeAccountId?: string }
	| { ifNone: 'default'; itemId: string }
	| { ifNone: 'fail' };

/** A new item, for one line or several that sell the same thing. */
export interface ItemToCreate {
	payload: QuickBooksPayload;
	lineKeys: string[];
}

export interface ItemsChosen {
	/** By line key. */
	existing: Map<string, QuickBooksItem>;
	create: ItemToCreate[];
	/** Lines sold under the default item. */
	defaulted: string[];
}

const NEEDS_INCOME_ACCOUNT = new Set(['Service', 'NonInventory', 'Inventory']);

/**
 * Decides for every line which item it sells.
 * @param linkProperty of HubSpot's products
 * @param isForeign whether the lines are in another currency than the company's
 * @throws Declined naming every line without a usable item
 */
export function chooseItems(
	lines: readonly BilledLine[],
	items: readonly QuickBooksItem[],
	products: ReadonlyMap<string, HubSpotRecord>,
	realmId: string,
	linkProperty: string,
	policy: ItemPolicy,
	isForeign = false,
): ItemsChosen {
	const chosen: ItemsChosen = { existing: new Map(), create: [], defaulted: [] };
	const problems: Problem[] = [];
	const missing: Missing[] = [];
	for (const line of lines.filter(({ kind }) => kind === 'item')) {
		const product = line.productId ? products.get(line.productId) : undefined;
		const match = matchItem(
			line,
			product?.properties[linkProperty] ?? undefined,
			items,
			realmId,
			policy.ifNone !== 'create',
		);
		const problem =
			match.kind === 'found'
				? accountProblem(line, match.item)
				: (chooseMissing(line, match, product, policy, chosen, missing) ??
					categoryProblem(line, missing, items));
		if (problem) problems.push(problem);
		else if (match.kind === 'found') chosen.existing.set(line.key, match.item);
	}
	declineIfAny(problems);
	return { ...chosen, create: newItems(missing, items, isForeign) };
}

/** The items of lines that were billed before, as far as they can be told without a doubt. */
export function knownItems(
	lines: readonly BilledLine[],
	items: readonly QuickBooksItem[],
	products: ReadonlyMap<string, HubSpotRecord>,
	realmId: string,
	linkProperty: string,
): Map<string, QuickBooksItem> {
	return new Map(
		lines
			.filter(({ kind }) => kind === 'item')
			.flatMap((line) => {
				const product = line.productId ? products.get(line.productId) : undefined;
				const match = matchItem(
					line,
					product?.properties[linkProperty] ?? undefined,
					items,
					realmId,
				);
				return match.kind === 'found' ? [[line.key, match.item] as const] : [];
			}),
	);
}

function chooseMissing(
	line: BilledLine,
	match: Exclude<ItemMatch, { kind: 'found' }>,
	product: HubSpotRecord | undefined,
	policy: ItemPolicy,
	chosen: ItemsChosen,
	missing: Missing[],
): Problem | undefined {
	if (match.kind === 'ambiguous') {
		const names = match.candidates.map(({ Name, Id }) => `"${Name}" (id ${Id})`).join(', ');
		return {
			field: line.label,
			message: `${line.label} matches several QuickBooks items by ${match.by === 'sku' ? 'SKU' : match.by}: ${names}.`,
			remedy:
				'Give the items different SKUs, give the line item the name of one of them, or link the HubSpot product to one of them.',
		};
	}
	if (line.itemId !== undefined)
		return {
			field: line.label,
			message: `${line.label} names the QuickBooks item ${quoted(line.itemId)}, which ${match.kind === 'inactive' ? 'is inactive' : 'does not exist'}.`,
			remedy: 'Choose an active item.',
		};
	if (policy.ifNone === 'default') {
		chosen.defaulted.push(line.key);
		return undefined;
	}
	if (match.kind === 'inactive') {
		return {
			field: line.label,
			message: `${line.label} sells the QuickBooks item "${match.item.Name}" (id ${match.item.Id}), which is inactive.`,
			remedy: 'Make the item active in QuickBooks, or set "If No Item" to use a default item.',
		};
	}
	if (!plain(line.name) && !plain(line.sku))
		return {
			field: line.label,
			message: `${line.label} does not say what is sold.`,
			remedy: 'Choose an item for the line, or enter a name or a SKU.',
		};
	if (policy.ifNone === 'fail') {
		return {
			field: line.label,
			message: `${line.label}${line.sku ? ` (SKU ${quoted(line.sku)})` : ''} has no item in QuickBooks.`,
			remedy:
				'Create the item in QuickBooks, or set "If No Item" to create it or to use a default item.',
		};
	}
	if (!policy.incomeAccountId) {
		return {
			field: line.label,
			message: `${line.label} has no item in QuickBooks, and a new item needs an income account.`,
			remedy: 'Choose an income account in "Income Account" of the node.',
		};
	}
	missing.push({
		line,
		incomeAccountId: policy.incomeAccountId,
		productType: product?.properties['hs_product_type'],
	});
	return undefined;
}

/** A line whose item is to be created. */
interface Missing {
	line: BilledLine;
	incomeAccountId: string;
	productType: string | null | undefined;
}

/**
 * One item for all lines that sell the same thing: those of one SKU, and those without a SKU by
 * name. A line without a SKU
 * may sell any item of its name, so the lines that say which one they sell come first.
 */
function newItems(
	missing: readonly Missing[],
	items: readonly QuickBooksItem[],
	isForeign: boolean,
): ItemToCreate[] {
	const made: Made[] = [];
	for (const { line, incomeAccountId, productType } of [
		...missing.filter(({ line }) => plain(line.sku)),
		...missing.filter(({ line }) => !plain(line.sku)),
	]) {
		const same = made.find((one) =>
			plain(line.sku) ? one.sku === plain(line.sku) : one.whole === foldedItemName(line.name),
		);
		const name = freeName(line, items, made);
		if (same) same.item.lineKeys.push(line.key);
		else
			made.push({
				sku: plain(line.sku),
				whole: foldedItemName(line.name),
				name,
				item: {
					payload: buildItem(line, name, incomeAccountId, productType, isForeign),
					lineKeys: [line.key],
				},
			});
	}
	return made.map(({ item }) => item);
}

interface Made {
	/** In small letters, as the line has it. */
	sku: string;
	/** The line's name, folded, however long it is. */
	whole: string;
	name: string;
	item: ItemToCreate;
}

const plain = (text: string | undefined) => text?.trim().toLowerCase() ?? '';

/** Names of active items differ; a variant whose name is taken bears its SKU as well. */
function freeName(
	line: BilledLine,
	items: readonly QuickBooksItem[],
	made: readonly Made[],
): string {
	const { sku } = line;
	const wanted = newItemName(line);
	const taken = [
		...items.filter(({ Active }) => Active).map(({ Name }) => Name),
		...made.map((one) => one.name),
	];
	return sku && plain(sku) && taken.some((one) => foldedItemName(one) === foldedItemName(wanted))
		? nameWithSku(nameOrSku(line), sku)
		: wanted;
}

/**
 * QuickBooks gives a name once only, and a category cannot be sold. A variant bears its SKU, so it
 * needs no name of its own.
 */
function categoryProblem(
	line: BilledLine,
	missing: readonly Missing[],
	items: readonly QuickBooksItem[],
): Problem | undefined {
	if (plain(line.sku) || !missing.some((one) => one.line === line)) return undefined;
	const category = items.find(
		({ Active, Type, FullyQualifiedName, Name }) =>
			Active &&
			Type === 'Category' &&
			foldedItemName(FullyQualifiedName ?? Name) === foldedItemName(newItemName(line)),
	);
	if (!category) return undefined;
	return {
		field: line.label,
		message: `${line.label} has no item in QuickBooks, and the category "${category.Name}" has its name, so a new item cannot use the name.`,
		remedy:
			'Give the line item another name or a SKU in HubSpot, rename the category in QuickBooks, or link the HubSpot product to the item that it sells.',
	};
}

/**
 * The default item does not say what was sold, so the line's description has to, also in shares.
 */
export function withNamesOfDefaulted(
	lines: readonly BilledLine[],
	{ defaulted }: Pick<ItemsChosen, 'defaulted'>,
): BilledLine[] {
	const keys = new Set(defaulted);
	return lines.map((line) => {
		const saysIt = foldedItemName(line.description).startsWith(foldedItemName(line.name));
		return !keys.has(line.key) || saysIt
			? line
			: { ...line, description: [line.name, line.description].filter(Boolean).join('\n') };
	});
}

/** QuickBooks refuses to sell an item that books to no income account. */
function accountProblem(line: BilledLine, item: QuickBooksItem): Problem | undefined {
	if (!NEEDS_INCOME_ACCOUNT.has(item.Type) || item.IncomeAccountRef) return undefined;
	return {
		field: line.label,
		message: `${line.label} sells the QuickBooks item "${item.Name}" (id ${item.Id}), which has no income account.`,
		remedy: 'Open the item in QuickBooks and set its income account.',
	};
}
