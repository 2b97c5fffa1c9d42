import Big from 'big.js';
import type { Properties } from '../../records';
import type { ObjectType } from '../../types';
import type { DerivationContext } from './draft';
import { decimalOf } from './money';

/** How many payments of a line are part of a total. */
export type Payments = (line: Properties) => number;

/**
 * The net amounts of the lines plus the discounts, fees and taxes of the document, in that order,
 * each in whole cents. Undefined without lines.
 */
export function documentTotal(
	type: ObjectType,
	id: string,
	{ records, links }: DerivationContext,
	payments: Payments = () => 1,
): Big | undefined {
	const of = (other: ObjectType): Properties[] =>
		links
			.ids(type, id, other)
			.flatMap((one) => records.find(other, one) ?? [])
			.map(({ properties }) => properties);
	const lines = of('line_items');
	if (lines.length === 0) return undefined;
	const all = (name: string) =>
		lines.reduce(
			(sum, line) => sum.plus((decimalOf(line[name]) ?? new Big(0)).times(payments(line))),
			new Big(0),
		);
	let sum = all('amount');
	const lineTaxes = all('hs_tax_amount');
	const share = (base: Big, { hs_type: kind, hs_value: value }: Properties) =>
		(kind === 'PERCENT'
			? base.times(decimalOf(value) ?? 0).div(100)
			: (decimalOf(value) ?? new Big(0))
		).round(2, Big.roundHalfUp);
	for (const discount of of('discounts')) sum = sum.minus(share(sum, discount));
	for (const fee of of('fees')) sum = sum.plus(share(sum, fee));
	return of('taxes').reduce((all, tax) => all.plus(share(sum, tax)), sum.plus(lineTaxes));
}
