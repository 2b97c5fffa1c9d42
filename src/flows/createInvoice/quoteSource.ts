import type { Day } from '../../core/calendar';
import { adjustmentProperties, adjustQuote, type QuoteAdjustments } from '../../core/invoice/adjustments';
import { lineItemProperties, readLineItems } from '../../core/invoice/lineItems';
import type { LinesRead } from '../../core/invoice/lines';
import { checkQuoteAmount, chooseQuote, quoteMessage, quoteProperties, type QuoteCarried } from '../../core/invoice/quote';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';

/** What an invoice bills. */
export interface Billed {
	name: string;
	quoteId?: string;
	read: LinesRead;
	quote?: QuoteCarried;
}

const quoteParts = ['line_items', 'discounts', 'fees', 'taxes'] as const;

interface QuoteRead extends QuoteAdjustments {
	quote: HubSpotRecord;
	items: HubSpotRecord[];
}

/** Read together with the deal, whose quote it must turn out to be. */
export async function readAskedQuote(hubspot: HubSpotPort, id: string): Promise<HubSpotRecord | undefined> {
	try {
		return await hubspot.readObject('quotes', id, { properties: quoteProperties, associations: [...quoteParts] });
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'notFound') return undefined;
		throw error;
	}
}

/** @throws Declined when no quote can be billed */
export async function readQuote(hubspot: HubSpotPort, deal: HubSpotRecord, askedId: string | undefined, asked: HubSpotRecord | undefined, today: Day): Promise<QuoteRead> {
	const ids = deal.associations.quotes ?? [];
	const [quotes, idsOf] = askedId === undefined ? await readQuotes(hubspot, ids) : [asked && ids.includes(asked.id) ? [asked] : [], (_id: string, type: QuotePart) => asked?.associations[type] ?? []];
	const quote = chooseQuote(quotes, askedId, today);
	const [items = [], discounts = [], fees = [], taxes = []] = await Promise.all(
		quoteParts.map(async (type) => await hubspot.readObjects(type, idsOf(quote.id, type), { properties: type === 'line_items' ? [...lineItemProperties] : adjustmentProperties })),
	);
	return { quote, items, discounts, fees, taxes };
}

type QuotePart = (typeof quoteParts)[number];

async function readQuotes(hubspot: HubSpotPort, ids: string[]): Promise<[HubSpotRecord[], (id: string, type: QuotePart) => string[]]> {
	if (ids.length === 0) return [[], () => []];
	const [quotes, ...linked] = await Promise.all([hubspot.readObjects('quotes', ids, { properties: quoteProperties }), ...quoteParts.map(async (type) => await hubspot.readAssociations('quotes', type, ids))]);
	return [quotes, (id, type) => linked[quoteParts.indexOf(type)]?.get(id) ?? []];
}

/** @throws Declined when the quote's own amount is another than that of its parts */
export function toBilled({ quote, items, ...adjustments }: QuoteRead, dealCurrency: string): Billed {
	const currency = quote.properties['hs_currency'] || dealCurrency;
	const read = readLineItems(items, currency);
	const name = `quote ${quote.id}`;
	if (read.problems.length > 0) return { name, quoteId: quote.id, read };
	const { discount, tax, fees, total } = adjustQuote(read.lines, adjustments);
	checkQuoteAmount(quote, total);
	const message = quoteMessage(quote);
	return { name, quoteId: quote.id, read: { ...read, lines: [...read.lines, ...fees] }, quote: { discount, tax, currency, ...(message && { message }) } };
}
