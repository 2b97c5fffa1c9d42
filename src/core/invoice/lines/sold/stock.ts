import { decline } from '../../../decline';
import { moneyText, plainText, toCents, type Decimal } from '../../../money';
import type { QuickBooksItem } from '../../../records/quickbooks';
import { PRICE_PLACES, type BilledLine } from '../lines';
import type { Span } from '../../billing/share';

/** Whether QuickBooks counts what is there of the item; it sells such an item by quantity only. */
export function isStocked({ Type }: QuickBooksItem): boolean {
	return Type === 'Inventory';
}

/**
 * Marks the lines that take something from stock, by themselves or as parts of a bundle.
 * @param components with the items that bundles are made of
 */
export function withStock(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	components: readonly QuickBooksItem[],
): BilledLine[] {
	const stockedIds = new Set(components.filter(isStocked).map(({ Id }) => Id));
	const takesStock = (item: QuickBooksItem) =>
		isStocked(item) ||
		(item.ItemGroupDetail?.ItemGroupLine ?? []).some(({ ItemRef }) =>
			stockedIds.has(ItemRef.value),
		);
	return lines.map((line) => {
		const item = itemByLine.get(line.key);
		return item && takesStock(item) ? { ...line, isStocked: true as const } : line;
	});
}

/**
 * The part of a quantity that a span stands for. The parts of all spans come to the whole, so the
 * stock leaves once.
 */
export function quantityOfSpan(quantity: Decimal, { from, to }: Span, total: Decimal): Decimal {
	const upTo = (amount: Decimal) => quantity.times(amount).div(total).round(PRICE_PLACES);
	return upTo(to).minus(upTo(from));
}

/**
 * A price of one unit with which QuickBooks comes to the amount; undefined when no price that it
 * keeps gives it.
 */
export function stockPrice(
	quantity: Decimal,
	amount: Decimal,
	wanted?: Decimal,
): Decimal | undefined {
	const exact = quantity.eq(0) ? [] : [amount.div(quantity)];
	const prices = [...(wanted ? [wanted] : []), ...exact].map((price) => price.round(PRICE_PLACES));
	return prices.find((price) => toCents(price.times(quantity)).eq(amount));
}

/** @throws Declined always: without quantity and price QuickBooks would refuse the invoice */
export function declineStock(label: string, quantity: Decimal, amount: Decimal): never {
	return decline(
		label,
		`${label} sells an item that QuickBooks keeps in stock, and no price of one unit makes its quantity of ${plainText(quantity)} come to ${moneyText(amount)}.`,
		quantity.eq(0)
			? 'Give the line item a quantity in HubSpot, or sell an item that is not kept in stock.'
			: 'Split the line item in HubSpot into lines of smaller quantities, or sell an item that is not kept in stock.',
	);
}
