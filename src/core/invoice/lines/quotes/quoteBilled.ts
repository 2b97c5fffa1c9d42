import { dayOf, timeFromHubSpot } from '../../../calendar';
import { decimalOrNone, sum, toCents, type Decimal } from '../../../money';
import type { HubSpotRecord } from '../../../records/hubspot';
import { absorbedIds } from '../../../records/merged';
import { adjustQuote, type QuoteAdjustments } from '../amounts/adjustments';
import { treatLaterLines, type Dates, type LaterLines } from '../laterLines';
import { readLineItems } from '../lineItems';
import { lineTaxOf, type BilledLine, type LinesRead } from '../lines';
import { withChosenLines } from './optionalLines';
import { checkQuoteAmount, quoteMessage, type QuoteCarried } from './quote';

/** A quote with its lines, and what is added to or taken off the whole. */
export interface QuoteParts extends QuoteAdjustments {
	quote: HubSpotRecord;
	items: HubSpotRecord[];
}

/** What an invoice bills. */
export interface Billed {
	name: string;
	/** Of quotes that were merged into the one billed. */
	formerNames?: string[];
	quoteId?: string;
	read: LinesRead;
	quote?: QuoteCarried;
	/** The deal's own lines, with those that are left for later. */
	dealLines?: BilledLine[];
}

/** How the lines of a quote are read. */
interface QuoteReading {
	/** ISO 4217, of a quote that names none. */
	dealCurrency: string;
	classProperty?: string | undefined;
	laterLines?: LaterLines | undefined;
	dates: Dates;
}

/**
 * The lines of a quote that are billed, and what the quote adds to or takes off the whole.
 *
 * @throws Declined when the quote's own amount is another than that of its parts
 */
export function toBilledQuote(parts: QuoteParts, reading: QuoteReading): Billed {
	const { quote, items, ...adjustments } = parts;
	const { dealCurrency, classProperty, laterLines = 'bill' } = reading;
	const currency = quote.properties['hs_currency'] || dealCurrency;
	const readSome = (some: readonly HubSpotRecord[]) => readLineItems(some, currency, classProperty);
	const name = `quote ${quote.id}`;
	const all = readSome(items);
	if (all.problems.length > 0) return { name, quoteId: quote.id, read: all };
	const amount = decimalOrNone(quote.properties['hs_quote_amount']);
	const chosen = withChosenLines(
		quote,
		items,
		(some) => adjustQuote(readSome(some).lines, adjustments, amount).total,
	);
	const read = readSome(chosen.items);
	const adjusted = adjustQuote(read.lines, adjustments, amount);
	const warnings = [
		...chosen.warnings,
		...read.warnings,
		...checkQuoteAmount(quote, adjusted.total, chosen.items),
	];
	const due = treatLaterLines({ ...read, warnings }, saleOf(quote, reading.dates), laterLines);
	const lines = [...due.lines, ...adjusted.fees];
	const part = partOf(lines, [...read.lines, ...adjusted.fees]);
	return {
		name,
		formerNames: absorbedIds(quote).map((id) => `quote ${id}`),
		quoteId: quote.id,
		read: { ...due, lines },
		quote: {
			...carriedBy(quote, adjustments, currency),
			discount: part(adjusted.discount),
			tax: taxOfDue(adjusted.tax, read.lines, due.lines, part),
		},
	};
}

/** Delays of billing count from the day on which the buyer accepted the quote. */
function saleOf(quote: HubSpotRecord, dates: Dates): Dates {
	const accepted = timeFromHubSpot(quote.properties['hs_accepted_date']);
	return accepted === undefined ? dates : { ...dates, soldOn: dayOf(accepted, dates.timeZone) };
}

/** The tax of the lines that are billed now: that of single lines goes with them. */
function taxOfDue(
	tax: Decimal,
	all: readonly BilledLine[],
	due: readonly BilledLine[],
	part: (amount: Decimal) => Decimal,
): Decimal {
	return toCents(part(tax.minus(lineTaxOf(all))).plus(lineTaxOf(due)));
}

function carriedBy(
	quote: HubSpotRecord,
	{ taxes }: QuoteAdjustments,
	currency: string,
): Pick<QuoteCarried, 'isTaxedByLine' | 'currency' | 'message'> {
	const message = quoteMessage(quote);
	const isTaxedByLine = !taxes.some(({ properties }) =>
		decimalOrNone(properties['hs_value'])?.gt(0),
	);
	return { isTaxedByLine, currency, ...(message && { message }) };
}

/** What of an amount on the whole falls on some of the lines, in cents. */
function partOf(
	lines: readonly BilledLine[],
	all: readonly BilledLine[],
): (amount: Decimal) => Decimal {
	const [some, whole] = [lines, all].map((ones) => sum(ones.map(({ net }) => net)));
	return (amount) =>
		some && whole && !some.eq(whole) ? toCents(amount.times(some).div(whole)) : amount;
}
