import Big from 'big.js';

/** An amount, quantity or percentage of a property; undefined where it is empty. */
export function decimalOf(text: string | undefined): Big | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	try {
		return new Big(text);
	} catch {
		return undefined;
	}
}

/** As text without exponent, rounded half up where `decimals` says so; trailing zeros stay away. */
export function amountText(value: Big, decimals: number | null): string {
	return (decimals === null ? value : value.round(decimals, Big.roundHalfUp)).toFixed();
}

export function total(texts: Array<string | undefined>): Big {
	return texts.reduce((sum, text) => sum.plus(decimalOf(text) ?? 0), new Big(0));
}
