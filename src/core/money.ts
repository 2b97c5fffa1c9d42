import Big from 'big.js';

/** An exact decimal amount or quantity. */
export type Decimal = Big;

export const zero = new Big(0);

/** Cents: QuickBooks keeps two places for every currency. */
const PLACES = 2;

/** Places of currencies that have other than two. Source: ISO 4217, list one. */
const EXCEPTIONS: ReadonlyArray<[places: number, currencies: string]> = [
	[0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
	[3, 'BHD IQD JOD KWD LYD OMR TND'],
	[4, 'CLF UYW'],
];
const placesByCurrency = new Map(
	EXCEPTIONS.flatMap(([places, currencies]) =>
		currencies.split(' ').map((currency) => [currency, places] as const),
	),
);

/** How many decimals amounts of a currency have. @param currency ISO 4217 */
export function placesOf(currency: string): number {
	return placesByCurrency.get(currency.toUpperCase()) ?? PLACES;
}

/** How many of them an invoice in QuickBooks can have. */
export function invoicePlaces(currency: string): number {
	return Math.min(placesOf(currency), PLACES);
}

/**
 * Reads a number as HubSpot (text) or QuickBooks (JSON number) gives it, without binary rounding.
 * @throws RangeError when it is no number
 */
export function decimal(value: string | number): Decimal {
	const text = String(value).trim();
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text))
		throw new RangeError(`"${text}" is not a number`);
	return new Big(text.replace(/^\+/, ''));
}

/**
 * The number in a property, or undefined when the property is empty. @throws RangeError when it is
 * no number
 */
export function decimalOrNone(value: string | number | null | undefined): Decimal | undefined {
	if (value === null || value === undefined || String(value).trim() === '') return undefined;
	return decimal(value);
}

/**
 * Rounded half-up to cents, as QuickBooks rounds quantity × price.
 * @param places of the currency, where it may have fewer
 */
export function toCents(value: Decimal, places = PLACES): Decimal {
	return value.round(places, Big.roundHalfUp);
}

export function sum(values: readonly Decimal[]): Decimal {
	return values.reduce((total, value) => total.plus(value), zero);
}

/** `value` per cent of `base`, exact. */
export function percentOf(base: Decimal, percent: Decimal): Decimal {
	return base.times(percent).div(100);
}

/** Two decimals, as text: `1037.50`. */
export function moneyText(value: Decimal): string {
	return value.toFixed(PLACES);
}

/** As few digits as say it all: `2.5`, `17.991`. */
export function plainText(value: Decimal): string {
	return value.toFixed();
}

/** The JSON number for QuickBooks; the shortest text of a double with up to 15 digits is exact. */
export function toJsonNumber(value: Decimal): number {
	return Number(value.toFixed());
}

/**
 * Splits an amount over parts in proportion to their weights, to the cent or the smallest unit,
 * with nothing lost: what rounding leaves over
 * goes to the parts with the largest remainders.
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], places = PLACES): Decimal[] {
	const total = sum(weights);
	if (total.eq(0)) return weights.map(() => zero);
	const exact = weights.map((weight) => amount.times(weight).div(total));
	const parts = exact.map((part) => part.round(places, Big.roundDown));
	const unit = new Big(10).pow(-places);
	let left = Number(toCents(amount, places).minus(sum(parts)).div(unit).toFixed(0));
	const step = left < 0 ? unit.times(-1) : unit;
	const order = exact
		.map((part, index) => ({ index, remainder: part.minus(parts[index] ?? zero).abs() }))
		.sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index);
	for (const { index } of order) {
		if (left === 0) break;
		parts[index] = (parts[index] ?? zero).plus(step);
		left -= Math.sign(left);
	}
	return parts;
}
