import { decimal, percentOf, sum, toCents, zero, type Decimal } from '../money';
import type { QuickBooksTaxCode, QuickBooksTaxRate } from '../records/quickbooks';

/** What one of a company's sales tax codes comes to. */
export interface TaxCodeFacts {
	name: string;
	/** Per cent of each of its rates; undefined when QuickBooks does not tell one of them. */
	percents: readonly Decimal[] | undefined;
}

/** The company's active tax codes by id; there are such only outside the US. */
export type TaxTable = ReadonlyMap<string, TaxCodeFacts>;

export function readTaxTable(codes: readonly QuickBooksTaxCode[], rates: readonly QuickBooksTaxRate[]): TaxTable {
	const percentOfRate = new Map(rates.flatMap(({ Id, RateValue }) => (RateValue === undefined ? [] : [[Id, decimal(RateValue)] as const])));
	return new Map(
		codes.filter(({ Active }) => Active !== false).map(({ Id, Name, SalesTaxRateList }) => {
			const percents = (SalesTaxRateList?.TaxRateDetail ?? []).map(({ TaxRateRef }) => percentOfRate.get(TaxRateRef.value));
			return [Id, { name: Name, percents: percents.every((percent) => percent !== undefined) ? percents : undefined }];
		}),
	);
}

/** What is left of an amount when the tax in it is taken out, in cents. */
export function withoutTax(gross: Decimal, percents: readonly Decimal[]): Decimal {
	return toCents(gross.times(100).div(sum(percents).plus(100)));
}

/**
 * The tax that QuickBooks will add: each rate on all that it taxes, in cents.
 * @param part how much of the amounts a discount leaves, from 0 to 1
 */
export function addedTax(amounts: ReadonlyArray<{ net: Decimal; percents: readonly Decimal[] }>, part: Decimal): Decimal {
	const taxed = new Map<string, Decimal>();
	for (const { net, percents } of amounts) for (const percent of percents) taxed.set(percent.toString(), (taxed.get(percent.toString()) ?? zero).plus(net));
	return sum([...taxed].map(([percent, net]) => toCents(percentOf(net.times(part), decimal(percent)))));
}
