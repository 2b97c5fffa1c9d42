/** Reckoning for the cases, in whole cents and thousandths, apart from the code under test. */

export interface CaseLine {
	sku?: string;
	name: string;
	/** Thousandths of a unit. */
	quantity: number;
	/** Thousandths of the currency. */
	price: number;
	/** Per cent off, whole. */
	percentOff?: number;
	/** Off each unit, in cents. */
	eachOff?: number;
}

/** Half up, for numbers not below zero. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
	return (2n * numerator + denominator) / (2n * denominator);
}

/** What a line comes to, in cents: quantity × price, less its discount, rounded once. */
export function netOf({ quantity, price, percentOff = 0, eachOff = 0 }: CaseLine): bigint {
	// quantity (1/1000) × price (1/1000) is in millionths; a cent is 10,000 of them.
	const full = BigInt(quantity) * BigInt(price);
	const off =
		eachOff > 0 ? BigInt(quantity) * BigInt(eachOff) * 10n : (full * BigInt(percentOff)) / 100n;
	const exact =
		percentOff > 0 && eachOff === 0 ? full * BigInt(100 - percentOff) : (full - off) * 100n;
	return halfUp(exact, 1_000_000n);
}

export function grossOf({ quantity, price }: CaseLine): bigint {
	return halfUp(BigInt(quantity) * BigInt(price), 10_000n);
}

export function total(lines: readonly CaseLine[]): bigint {
	return lines.reduce((sum, line) => sum + netOf(line), 0n);
}

export function thousandths(value: number): string {
	return (value / 1000).toString();
}

export function toCents(amount: number): bigint {
	return BigInt(Math.round(amount * 100));
}

export function money(cents: bigint): string {
	return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}
