import { allocate, moneyText, sum, toJsonNumber, zero, type Decimal } from '../../../money';
import { discountAmount, type InvoiceDetails } from '../../billing/details';
import type { BilledLine } from '../lines';
import type { InvoiceTaxes } from './taxes';
import { withoutTax } from './taxTable';

/** Lines and details of an invoice. */
interface Discounted {
	lines: readonly BilledLine[];
	details: InvoiceDetails;
}

/**
 * Where amounts include tax, nobody says whether a discount line does. The discount is taken off
 * each line in proportion
 * instead, which comes to the same cent whatever it means.
 */
export function withDiscountInPrices({ details, lines }: Discounted): Discounted {
	const nets = lines.map(({ net }) => net);
	const off = allocate(
		discountAmount(details.discount, sum(nets)),
		nets,
		lines.find((line) => line.places !== undefined)?.places,
	);
	const reduced = lines.map((line, index) => {
		const part = off[index] ?? zero;
		if (part.eq(0)) return line;
		const note = `less ${moneyText(part)} of the discount on the whole`;
		return {
			...line,
			net: line.net.minus(part),
			description: [line.description || line.name, note].join('\n'),
		};
	});
	return { lines: reduced, details: { ...details, lineDiscounts: 'price' } };
}

/**
 * What QuickBooks is told of an amount: where it includes tax, what is left without it, and beside
 * that the whole.
 */
export function amountsOf(
	billed: Decimal,
	code: string | undefined,
	{ calculation, table, places }: InvoiceTaxes,
): { amount: Decimal; inclusive?: number } {
	if (calculation !== 'TaxInclusive') return { amount: billed };
	return {
		amount: withoutTax(billed, table?.get(code ?? '')?.percents ?? [], places),
		inclusive: toJsonNumber(billed),
	};
}
