import Big from 'big.js';
import type { Properties } from '../../records';
import { decimalOf } from './money';

interface Tier {
	start: Big;
	price: Big;
}

/** The result of tiered prices, before discounts. */
interface TierAmount {
	amount: Big;
	/** The price per unit, or the fee, of the tier that the quantity reaches. */
	price: Big;
}

/**
 * The amount of a line with tiered prices; undefined for a line with one price. Each tier ends at the
 * last unit before the next tier.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/products/guide
 */
export function tierAmount(
	properties: Properties,
	currency: string | undefined,
): TierAmount | undefined {
	const model = properties['hs_pricing_model'];
	const quantity = decimalOf(properties['quantity']);
	const tiers = tiersOf(properties, currency);
	const reached = tiers.filter(({ start }) => quantity?.gte(start)).at(-1);
	if (!model || model === 'flat' || !quantity || !reached) return undefined;
	if (model === 'stairstep') return { amount: reached.price, price: reached.price };
	if (model === 'graduated') return { amount: graduated(tiers, quantity), price: reached.price };
	return { amount: quantity.times(reached.price), price: reached.price };
}

/** Each unit has the price of its own tier. */
function graduated(tiers: readonly Tier[], quantity: Big): Big {
	return tiers.reduce((sum, { start, price }, index) => {
		const before = index === 0 ? new Big(0) : start.minus(1);
		const next = tiers[index + 1];
		const upTo = next && quantity.gte(next.start) ? next.start.minus(1) : quantity;
		return upTo.gt(before) ? sum.plus(upTo.minus(before).times(price)) : sum;
	}, new Big(0));
}

function tiersOf(properties: Properties, currency: string | undefined): Tier[] {
	const ranges = read<{ start: number }>(properties['hs_tier_ranges']);
	const prices = read<{ index: number; price: number; currency?: string }>(
		properties['hs_tier_prices'],
	);
	return ranges.flatMap(({ start }, index) => {
		const own = prices.filter((one) => one.index === index);
		const price =
			own.find((one) => one.currency === currency) ?? own.find((one) => one.currency === undefined);
		return price ? [{ start: new Big(start), price: new Big(price.price) }] : [];
	});
}

function read<T>(text: string | undefined): T[] {
	try {
		return JSON.parse(text ?? '[]') as T[];
	} catch {
		return [];
	}
}
