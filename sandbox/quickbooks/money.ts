import Big from 'big.js';

Big.RM = Big.roundHalfUp;

/** An exact decimal for amounts, quantities and rates. Replies turn it into a JSON number. */
export function decimal(value: unknown): Big {
	return new Big(typeof value === 'number' || typeof value === 'string' ? value : 0);
}

/** Rounded half up to cents. */
export function cents(value: Big): number {
	return Number(value.round(2, Big.roundHalfUp));
}

export function sum(values: Iterable<unknown>): Big {
	let total = new Big(0);
	for (const value of values) total = total.plus(decimal(value));
	return total;
}

/** Fields that replies write with two decimals (`100.00`) unless they are zero. */
const amountFields = new Set([
	'Amount',
	'TotalAmt',
	'Balance',
	'BalanceWithJobs',
	'TotalTax',
	'NetAmountTaxable',
	'UnappliedAmt',
	'HomeTotalAmt',
	'HomeBalance',
	'RemainingCredit',
	'Deposit',
	'CurrentBalance',
	'CurrentBalanceWithSubAccounts',
	'DiscountAmt',
	'TaxInclusiveAmt',
]);
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** JSON with two decimals in amounts, as in the recordings. */
export function toJson(value: unknown): string {
	return JSON.stringify(value, (key, field: unknown) =>
		typeof field === 'number' && field !== 0 && amountFields.has(key)
			? rawJSON(field.toFixed(2))
			: field,
	);
}
