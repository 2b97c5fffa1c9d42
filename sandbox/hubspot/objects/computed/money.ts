import Big from 'big.js';

/** The number in a property's text; undefined if it is empty or not a number. */
export function decimalOf(text: string | undefined): Big | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	try {
		return new Big(text);
	} catch {
		return undefined;
	}
}

/** Text without exponent and trailing zeros, rounded half up unless `decimals` is null. */
export function amountText(value: Big, decimals: number | null): string {
	return (decimals === null ? value : value.round(decimals, Big.roundHalfUp)).toFixed();
}

export function total(texts: Array<string | undefined>): Big {
	return texts.reduce((sum, text) => sum.plus(decimalOf(text) ?? 0), new Big(0));
}
