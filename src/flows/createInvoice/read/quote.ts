import type { Day } from '../../../core/calendar';
import { quotePaymentProperties } from '../../../core/invoice/billing/hubSpotBilling';
import { adjustmentProperties } from '../../../core/invoice/lines/amounts/adjustments';
import { quoteProperties } from '../../../core/invoice/lines/quotes/quote';
import type { QuoteParts } from '../../../core/invoice/lines/quotes/quoteBilled';
import { chooseQuote, quoteWarnings } from '../../../core/invoice/lines/quotes/quoteStatus';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { MERGED_IDS } from '../../../core/records/merged';
import { GatewayError } from '../../../gateways/errors';
import type { HubSpotPort } from '../../../gateways/ports';

const quoteParts = ['line_items', 'discounts', 'fees', 'taxes'] as const;
const quoteLinks = [...quoteParts, 'contacts', 'companies'] as const;
type QuoteLink = (typeof quoteLinks)[number];

/** The quote to bill, and what it is linked with. */
export interface QuoteChosen {
	quote: HubSpotRecord;
	idsOf: (type: QuoteLink) => string[];
	warnings: string[];
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
	ids: readonly string[],
): Promise<HubSpotRecord[]> {
	if (ids.length === 0) return [];
	try {
		return await hubspot.readObjects('quotes', [...ids], { properties: quotePaymentProperties });
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'forbidden') return [];
		throw error;
	}
}

/**
 * The quote that a person named.
 *
 * @throws Declined when it is no quote of the deal, or cannot be billed
 */
export function namedQuote(
	deal: HubSpotRecord,
	askedId: string,
	asked: HubSpotRecord | undefined,
	today: Day,
): QuoteChosen {
	const ids = deal.associations.quotes ?? [];
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

/**
 * The latest of the deal's quotes that can be billed.
 *
 * @throws Declined when there is none
 */
export async function readLatestQuote(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	today: Day,
): Promise<QuoteChosen> {
	const ids = [...(deal.associations.quotes ?? [])];
	const [quotes, ...linked] =
		ids.length === 0
			? [[]]
			: await Promise.all([
					hubspot.readObjects('quotes', ids, { properties: quoteProperties }),
					...quoteLinks.map(async (type) => await hubspot.readAssociations('quotes', type, ids)),
				]);
	const quote = chooseQuote(quotes, undefined, today);
	return {
		quote,
		idsOf: (type) => linked[quoteLinks.indexOf(type)]?.get(quote.id) ?? [],
		warnings: quoteWarnings(quote, quotes),
	};
}

/** The lines of the quote, and what is added to or taken off the whole. */
export async function readQuoteParts(
	hubspot: HubSpotPort,
	{ quote, idsOf }: QuoteChosen,
	lineProperties: string[],
): Promise<QuoteParts> {
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
