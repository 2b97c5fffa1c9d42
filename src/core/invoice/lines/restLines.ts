import { allocate, decimal, plainText, sum, zero, type Decimal } from '../../money';
import type { QuickBooksInvoice, QuickBooksItem, QuickBooksLine } from '../../records/quickbooks';
import type { OwnInvoice } from '../alreadyBilled/ownInvoices';
import { SHIPPING_ITEM } from '../alreadyBilled/billed';
import { invoiceName } from '../name';
import type { BilledLine } from './lines';
import { partOf, partOfSpan, type Span } from '../billing/share';

/** The lines of a rest; no lines where the usual parts of all lines are billed. */
interface RestLines {
	lines?: BilledLine[];
	warnings: string[];
}

/**
 * The rest of a deal that has changed since a part of it was billed, as when a line was added or
 * left for later: what each line
 * still has to be billed for. A part of every line would sell some of it twice, under taxes and
 * items that are not due.
 *
 * What was billed is told by the items of the earlier invoices, and within an item by whole
 * amounts.
 *
 * @param itemByLine of lines whose item is in QuickBooks
 * @param live the deal's earlier invoices
 * @param total what the deal comes to
 */
export function linesOfRest(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	live: readonly OwnInvoice[],
	{ from, to }: Span,
	total: Decimal,
): RestLines {
	const changed = live.find(({ origin }) => !origin.total.eq(total));
	if (from.eq(0) || !to.eq(total) || !changed) return { warnings: [] };
	const sold = lines.filter(({ kind }) => kind === 'item');
	const billed = billedByItem(live.map(({ invoice }) => invoice));
	const groups = groupBy(sold, ({ key }) => itemByLine.get(key)?.Id ?? `new ${key}`);
	const left = new Map(
		[...groups].flatMap(([itemId, some]) => leftOf(some, billed.get(itemId) ?? [])),
	);
	const open = [...left].flatMap(([line, amount]) => (amount === BILLED ? [] : [{ line, amount }]));
	const isPart = open.every(
		({ line: { net }, amount }) => amount.times(net).gte(0) && amount.abs().lte(net.abs()),
	);
	if (!isPart || !sum(open.map(({ amount }) => amount)).eq(to.minus(from)))
		return { warnings: [untold(changed)] };
	return { lines: lines.flatMap((line) => restOf(line, left.get(line))), warnings: [] };
}

function untold({ invoice }: OwnInvoice): string {
	return `The deal has changed since ${invoiceName(invoice)} was made. Which lines are already billed is unknown, so each line bills a part of the rest. Check the items and the tax of this invoice.`;
}

/** Amounts that were billed under each item, in the terms of the deal. */
function billedByItem(invoices: readonly QuickBooksInvoice[]): Map<string, Decimal[]> {
	const amounts = invoices.flatMap((invoice) =>
		invoice.Line.map((line) => [itemOf(line), amountOf(line)] as const),
	);
	const known = amounts.filter(([itemId]) => itemId !== undefined && itemId !== SHIPPING_ITEM);
	return new Map(
		[...groupBy(known, ([itemId = '']) => itemId)].map(([itemId, some]) => [
			itemId,
			some.map(([, amount]) => amount),
		]),
	);
}

function itemOf({ GroupLineDetail, SalesItemLineDetail }: QuickBooksLine): string | undefined {
	return GroupLineDetail
		? GroupLineDetail.GroupItemRef?.value
		: SalesItemLineDetail?.ItemRef?.value;
}

function amountOf({ GroupLineDetail, SalesItemLineDetail, Amount }: QuickBooksLine): Decimal {
	if (GroupLineDetail) return sum((GroupLineDetail.Line ?? []).map(amountOf));
	return decimal(SalesItemLineDetail?.TaxInclusiveAmt ?? Amount ?? 0);
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values)
		groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
	return groups;
}

/** A line that costs nothing can be billed and still have all of its amount left. */
const BILLED = 'billed';
type Left = Decimal | typeof BILLED;

/**
 * What is left of the lines of one item: of those that were billed whole nothing, of the others
 * what the amounts leave.
 */
function leftOf(
	lines: readonly BilledLine[],
	billed: readonly Decimal[],
): Array<[BilledLine, Left]> {
	const open = [...lines];
	const parts: Decimal[] = [];
	const whole: BilledLine[] = [];
	for (const amount of billed) {
		const index = open.findIndex(({ net }) => net.eq(amount));
		if (index < 0) parts.push(amount);
		else whole.push(...open.splice(index, 1));
	}
	const nets = open.map(({ net }) => net);
	const left =
		parts.length === 0
			? nets
			: allocate(
					sum(nets).minus(sum(parts)),
					nets,
					open.find(({ places }) => places !== undefined)?.places,
				);
	return [
		...whole.map((line): [BilledLine, Left] => [line, BILLED]),
		...open.map((line, index): [BilledLine, Left] => [line, left[index] ?? zero]),
	];
}

/** Text and subtotals stay. */
function restOf(line: BilledLine, left: Left | undefined): BilledLine[] {
	if (left === BILLED) return [];
	if (left === undefined || left.eq(line.net)) return [line];
	if (left.eq(0)) return [];
	const span = { from: line.net.minus(left), to: line.net };
	const percent = plainText(left.times(100).div(line.net).round(2));
	return [
		partOf(
			line.hubSpotTax
				? { ...line, hubSpotTax: partOfSpan(line.hubSpotTax, span, line.net, line.places) }
				: line,
			left,
			percent,
			span,
			line.net,
		),
	];
}
