import { dayOf, timeFromHubSpot, type Day } from '../../../core/calendar';
import {
	adjustmentProperties,
	adjustQuote,
	type QuoteAdjustments,
} from '../../../core/invoice/lines/amounts/adjustments';
import { treatLaterLines, type Dates } from '../../../core/invoice/lines/laterLines';
import { readLineItems } from '../../../core/invoice/lines/lineItems';
import { lineTaxOf, type BilledLine, type LinesRead } from '../../../core/invoice/lines/lines';
import { withChosenLines } from '../../../core/invoice/lines/quotes/optionalLines';
import {
	checkQuoteAmount,
	quoteMessage,
	quoteProperties,
	type QuoteCarried,
} from '../../../core/invoice/lines/quotes/quote';
import { quotePaymentProperties } from '../../../core/invoice/billing/hubSpotBilling';
import { chooseQuote, quoteWarnings } from '../../../core/invoice/lines/quotes/quoteStatus';
import { decimalOrNone, sum, toCents, type Decimal } from '../../../core/money';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { absorbedIds, MERGED_IDS } from '../../../core/records/merged';
import { GatewayError } from '../../../gateways/errors';
import type { HubSpotPort } from '../../../gateways/ports';
import type { LinesAsked } from '../../../core/invoice/request/request';

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

const quoteParts = ['line_items', 'discounts', 'fees', 'taxes'] as const;
const quoteLinks = [...quoteParts, 'contacts', 'companies'] as const;

/** The quote to bill, and what it is linked with. */
export interface QuoteChosen {
	quote: HubSpotRecord;
	idsOf: (type: QuoteLink) => string[];
	warnings: string[];
}

interface QuoteRead extends QuoteAdjustments {
	quote: HubSpotRecord;
	items: HubSpotRecord[];
}

/** Read together with the deal, whose quote it must turn out to be. */
export async function readAskedQuote(
	hubspot: HubSpotPort,
	id: string,
): Promise<HubSpotRecord | undefined> {
	try {
		return await hubspot.readObject('quotes', id, {
			properties: [...quoteProperties, MERGED_IDS],
			associations: [...quoteLinks],
		});
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'notFound') return undefined;
		throw error;
	}
}

/**
 * Whether the deal's quotes are paid through HubSpot; where quotes may not be read, nothing is
 * known of it.
 */
export async function readQuotePayments(
	hubspot: HubSpotPort,
	ids: string[],
): Promise<HubSpotRecord[]> {
	if (ids.length === 0) return [];
	try {
		return await hubspot.readObjects('quotes', ids, { properties: quotePaymentProperties });
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'forbidden') return [];
		throw error;
	}
}

/** @throws Declined when no quote can be billed */
export async function findQuote(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	askedId: string | undefined,
	asked: HubSpotRecord | undefined,
	today: Day,
): Promise<QuoteChosen> {
	const ids = [...(deal.associations.quotes ?? [])];
	if (askedId !== undefined) {
		// A quote that was merged is read under the survivor's id.
		const quote = chooseQuote(
			asked && ids.includes(asked.id) ? [asked] : [],
			asked?.id ?? askedId,
			today,
		);
		return {
			quote,
			idsOf: (type) => [...(quote.associations[type] ?? [])],
			warnings: quoteWarnings(quote, []),
		};
	}
	const [quotes, idsOf] = await readQuotes(hubspot, ids);
	const quote = chooseQuote(quotes, undefined, today);
	return { quote, idsOf: (type) => idsOf(quote.id, type), warnings: quoteWarnings(quote, quotes) };
}

/**
 * Whom quotes bill, where HubSpot labels somebody for that; one may be signed by another. @param
 * linked contacts or companies by quote
 */
export async function billedByQuotes(
	hubspot: HubSpotPort,
	type: 'contacts' | 'companies',
	linked: ReadonlyMap<string, string[]>,
): Promise<Map<string, string[]>> {
	const unclear = [...linked].filter(([, ids]) => ids.length > 1).map(([id]) => id);
	const labelled =
		unclear.length > 0
			? await hubspot.readBillingParties(type, unclear)
			: new Map<string, string[]>();
	return new Map([...linked].map(([id, ids]) => [id, labelled.get(id) ?? ids]));
}

/** The lines of the quote, and what is added to or taken off the whole. */
export async function readQuoteParts(
	hubspot: HubSpotPort,
	{ quote, idsOf }: QuoteChosen,
	lineProperties: string[],
): Promise<QuoteRead> {
	const [items = [], discounts = [], fees = [], taxes = []] = await Promise.all(
		quoteParts.map(
			async (type) =>
				await hubspot.readObjects(type, idsOf(type), {
					properties: type === 'line_items' ? lineProperties : adjustmentProperties,
				}),
		),
	);
	return { quote, items, discounts, fees, taxes };
}

type QuoteLink = (typeof quoteLinks)[number];

async function readQuotes(
	hubspot: HubSpotPort,
	ids: string[],
): Promise<[HubSpotRecord[], (id: string, type: QuoteLink) => string[]]> {
	if (ids.length === 0) return [[], () => []];
	const [quotes, ...linked] = await Promise.all([
		hubspot.readObjects('quotes', ids, { properties: quoteProperties }),
		...quoteLinks.map(async (type) => await hubspot.readAssociations('quotes', type, ids)),
	]);
	return [quotes, (id, type) => linked[quoteLinks.indexOf(type)]?.get(id) ?? []];
}

/** @throws Declined when the quote's own amount is another than that of its parts */
export function toBilled(
	{ quote, items, ...adjustments }: QuoteRead,
	dealCurrency: string,
	{ classProperty, laterLines = 'bill' }: LinesAsked,
	dates: Dates,
): Billed {
	const currency = quote.properties['hs_currency'] || dealCurrency;
	const amount = decimalOrNone(quote.properties['hs_quote_amount']);
	const readSome = (some: readonly HubSpotRecord[]) => readLineItems(some, currency, classProperty);
	const name = `quote ${quote.id}`;
	const all = readSome(items);
	if (all.problems.length > 0) return { name, quoteId: quote.id, read: all };
	const chosen = withChosenLines(
		quote,
		items,
		(some) => adjustQuote(readSome(some).lines, adjustments, amount).total,
	);
	const read = readSome(chosen.items);
	const { discount, tax, fees, total } = adjustQuote(read.lines, adjustments, amount);
	const warnings = [
		...chosen.warnings,
		...read.warnings,
		...checkQuoteAmount(quote, total, chosen.items),
	];
	const message = quoteMessage(quote);
	const accepted = timeFromHubSpot(quote.properties['hs_accepted_date']);
	const soldOn = accepted === undefined ? dates.soldOn : dayOf(accepted, dates.timeZone);
	const due = treatLaterLines({ ...read, warnings }, { ...dates, soldOn }, laterLines);
	const lines = [...due.lines, ...fees];
	const part = partOf(lines, [...read.lines, ...fees]);
	// The tax of single lines goes with them.
	const [taxOfAll, taxOfDue] = [read.lines, due.lines].map(lineTaxOf);
	const dueTax = toCents(part(tax.minus(taxOfAll ?? 0)).plus(taxOfDue ?? 0));
	const isTaxedByLine = !adjustments.taxes.some(({ properties }) =>
		decimalOrNone(properties['hs_value'])?.gt(0),
	);
	const formerNames = absorbedIds(quote).map((id) => `quote ${id}`);
	return {
		name,
		formerNames,
		quoteId: quote.id,
		read: { ...due, lines },
		quote: {
			discount: part(discount),
			tax: dueTax,
			isTaxedByLine,
			currency,
			...(message && { message }),
		},
	};
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
