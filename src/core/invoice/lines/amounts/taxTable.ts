import type { Day } from '../../../calendar';
import { decimal, percentOf, sum, toCents, type Decimal } from '../../../money';
import type { QuickBooksTaxCode, QuickBooksTaxRate } from '../../../records/quickbooks';

/** What one of a company's sales tax codes comes to. */
interface TaxCodeFacts {
	name: string;
	/** Per cent of each of its rates; undefined when QuickBooks does not tell one of them. */
	percents: readonly Decimal[] | undefined;
}

/** The company's active tax codes by id; there are such only outside the US. */
export type TaxTable = ReadonlyMap<string, TaxCodeFacts>;

/** @param on the day of the invoice: a rate that was changed has its values by date */
export function readTaxTable(
	codes: readonly QuickBooksTaxCode[],
	rates: readonly QuickBooksTaxRate[],
	on: Day,
): TaxTable {
	const percentOfRate = new Map(
		rates.flatMap((rate) => {
			const percent = percentOn(rate, on);
			return percent === undefined ? [] : [[rate.Id, decimal(percent)] as const];
		}),
	);
	return new Map(
		codes
			.filter(({ Active }) => Active !== false)
			.map(({ Id, Name, SalesTaxRateList }) => {
				const percents = (SalesTaxRateList?.TaxRateDetail ?? []).map(({ TaxRateRef }) =>
					percentOfRate.get(TaxRateRef.value),
				);
				return [
					Id,
					{
						name: Name,
						percents: percents.every((percent) => percent !== undefined) ? percents : undefined,
					},
				];
			}),
	);
}

/**
 * The value of the day, else the one that stands for all days. Times of day and zones are no part
 * of these dates.
 */
function percentOn(
	{ RateValue, EffectiveTaxRate = [] }: QuickBooksTaxRate,
	on: Day,
): number | undefined {
	const valid = EffectiveTaxRate.filter(
		({ EffectiveDate, EndDate }) =>
			dayOfText(EffectiveDate) <= on && (!EndDate || on <= dayOfText(EndDate)),
	);
	const latest = valid
		.sort((a, b) => dayOfText(a.EffectiveDate).localeCompare(dayOfText(b.EffectiveDate)))
		.at(-1);
	return latest?.RateValue ?? RateValue;
}

const dayOfText = (date = '') => date.slice(0, 10);

/** What is left of an amount when the tax in it is taken out, in cents. */
export function withoutTax(gross: Decimal, percents: readonly Decimal[], places?: number): Decimal {
	return toCents(gross.times(100).div(sum(percents).plus(100)), places);
}

/** What is taxed: an amount before tax, and the rates on it in per cent. */
interface Taxed {
	net: Decimal;
	percents: readonly Decimal[];
}

/** The tax that QuickBooks will add, as far as it can be known. */
export interface AddedTax {
	/** Rounded for each line and rate, as QuickBooks is said to do outside the US. */
	tax: Decimal;
	/**
	 * By how much QuickBooks may come to another amount: a cent, or the smallest unit, for each line
	 * and rate.
	 */
	tolerance: Decimal;
}

/**
 * Outside the US QuickBooks computes tax for each line and rate and adds it up. No document of
 * Intuit's says so, and it may as
 * well round once for each rate, so the result is certain to a cent for each line and rate only.
 *
 * Source: quickbooks.intuit.com/learn-support/en-ca, 306952: 31 lines at 1.59 and 12 % come to
 * 9.71.
 * @param part how much of the amounts a discount leaves, from 0 to 1
 */
export function addedTax(amounts: readonly Taxed[], part: Decimal, places = 2): AddedTax {
	const taxes = amounts.flatMap(({ net, percents }) =>
		percents
			.filter((percent) => !percent.eq(0))
			.map((percent) => toCents(percentOf(net.times(part), percent), places)),
	);
	return { tax: sum(taxes), tolerance: decimal(`1e-${places}`).times(taxes.length) };
}
