import { lineItemProperties, readLineItems } from '../../core/invoice/lines/lineItems';
import type { LinesRead } from '../../core/invoice/lines/lines';
import { quoteProperties } from '../../core/invoice/lines/quotes/quote';
import { billableQuotes, quoteObstacle } from '../../core/invoice/lines/quotes/quoteStatus';
import { inUnitsOf } from '../../core/invoice/lines/units';
import type { CustomerSuggestion } from '../../core/invoice/billing/choices';
import type { Day } from '../../core/calendar';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import type { DealParties } from './dealParties';
import { readSuggestion } from './suggestedCustomer';

/** A quote, with its lines and its customer where it can be billed. */
export interface QuoteFound {
	quote: HubSpotRecord;
	lines: LinesRead | undefined;
	customer: CustomerSuggestion | null;
}

/** The quotes of a deal, and the ids of their lines. */
interface DealQuotes {
	quotes: HubSpotRecord[];
	lineIds: Map<string, string[]>;
}

/** @throws GatewayError */
export async function readQuotesOfDeal(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
): Promise<DealQuotes> {
	const ids = [...(deal.associations.quotes ?? [])];
	if (ids.length === 0) return { quotes: [], lineIds: new Map() };
	const [quotes, lineIds] = await Promise.all([
		hubspot.readObjects('quotes', ids, { properties: quoteProperties }),
		hubspot.readAssociations('quotes', 'line_items', ids),
	]);
	return { quotes, lineIds };
}

/** The lines with these ids, as they would be billed in their currency. @throws GatewayError */
export async function readLines(
	hubspot: HubSpotPort,
	ids: readonly string[],
	currency: string,
): Promise<LinesRead> {
	const records = await hubspot.readObjects('line_items', [...ids], {
		properties: [...lineItemProperties],
	});
	return inUnitsOf(currency, readLineItems(records, currency));
}

/** What quotes have in common with their deal. */
interface QuoteContext {
	parties: DealParties;
	multiCurrency: boolean;
	/** Of the deal. */
	currency: string;
	/** In the HubSpot account. */
	today: Day;
}

/**
 * Reads lines and customer of those quotes that can be billed, which come first; the others need
 * none.
 *
 * @throws GatewayError
 */
export async function readQuoteDetails(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	{ quotes, lineIds }: DealQuotes,
	{ parties, multiCurrency, currency, today }: QuoteContext,
): Promise<QuoteFound[]> {
	const refused = quotes
		.filter((quote) => quoteObstacle(quote, today))
		.map((quote): QuoteFound => ({ quote, lines: undefined, customer: null }));
	const billable = await Promise.all(
		billableQuotes(quotes, today).map(async (quote): Promise<QuoteFound> => {
			const party = parties.byQuote.get(quote.id);
			const own = quote.properties['hs_currency'] || currency;
			const [lines, suggested] = await Promise.all([
				readLines(hubspot, lineIds.get(quote.id) ?? [], own),
				party && readSuggestion(party, multiCurrency ? own : undefined, hubspot, quickbooks),
			]);
			return { quote, lines, customer: suggested?.customer ?? null };
		}),
	);
	return [...billable, ...refused];
}
