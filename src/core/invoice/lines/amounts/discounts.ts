import type { Problem } from '../../../decline';
import { moneyText, percentOf, plainText, toCents, zero, type Decimal } from '../../../money';

/** The numbers of a line item as HubSpot has them. */
export interface LineNumbers {
	quantity: Decimal;
	price: Decimal;
	amount: Decimal | undefined;
	discount: Decimal | undefined;
	percent: Decimal | undefined;
	total: Decimal | undefined;
	tax: Decimal | undefined;
}

/** One reading of HubSpot's discount fields, and how it is put to people. */
interface DiscountReading {
	net: Decimal;
	label?: string;
}

/** Every way to read quantity, price and discount, the likeliest first. */
export function readings({
	quantity,
	price,
	discount,
	percent,
	total,
}: LineNumbers): DiscountReading[] {
	const full = quantity.times(price);
	const list: DiscountReading[] = [];
	if (percent && !percent.eq(0))
		list.push({ net: full.minus(percentOf(full, percent)), label: `${plainText(percent)} %` });
	if (discount && !discount.eq(0)) {
		list.push({ net: full.minus(discount.times(quantity)), label: `${moneyText(discount)} each` });
		list.push({ net: full.minus(percentOf(full, discount)), label: `${plainText(discount)} %` });
		list.push({ net: full.minus(discount), label: moneyText(discount) });
	}
	if (total && !total.eq(0))
		list.push({ net: full.minus(total), label: moneyText(toCents(total)) });
	if (list.length === 0) list.push({ net: full });
	return list;
}

/**
 * The reading that gives HubSpot's amount; without an amount, the one that HubSpot's total discount
 * or the first field gives.
 */
export function chooseReading(
	list: DiscountReading[],
	amount: Decimal | undefined,
): DiscountReading | undefined {
	if (amount === undefined)
		return list.every(({ net }) => toCents(net).eq(toCents(list[0]?.net ?? zero)))
			? list[0]
			: undefined;
	return list.find(({ net }) => toCents(net).eq(toCents(amount)));
}

export function amountProblem(label: string, numbers: LineNumbers, gross: Decimal): Problem {
	const { quantity, price, amount } = numbers;
	const product = `${plainText(quantity)} × ${plainText(price)} = ${moneyText(gross)}`;
	if (amount === undefined) {
		return {
			field: label,
			message: `${label} (${product}) has a discount that can be read in more than one way, and no amount that shows which one is right.`,
			remedy: 'Use the discount percentage, or set the amount of the line item, in HubSpot.',
		};
	}
	const nearest = readings(numbers)[0]?.net ?? gross;
	const difference = toCents(amount).minus(toCents(nearest));
	return {
		field: label,
		message: `${label} has the amount ${moneyText(amount)}, but ${product}${gross.eq(toCents(nearest)) ? '' : `, less its discount ${moneyText(toCents(nearest))}`}: a difference of ${moneyText(difference)}.`,
		remedy: 'Correct quantity, price, discount or amount of the line item in HubSpot.',
	};
}
