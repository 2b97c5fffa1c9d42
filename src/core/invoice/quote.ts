import { dayFromHubSpot, type Day } from '../calendar';
import { decline } from '../decline';
import { decimalOrNone, moneyText, sum, toCents } from '../money';
import type { HubSpotRecord } from '../records/hubspot';
import type { BilledLine } from './lines';

export const quoteProperties = ['hs_title', 'hs_status', 'hs_expiration_date', 'hs_quote_amount', 'hs_currency', 'hs_quote_number', 'hs_lastmodifieddate', 'hs_createdate'];

/** HubSpot's statuses of a quote that a customer can see. */
const PUBLISHED = new Set(['APPROVAL_NOT_NEEDED', 'APPROVED']);

/** Why a quote cannot be billed, or undefined when it can. @param today in the company's time zone */
export function quoteObstacle(quote: HubSpotRecord, today: Day): string | undefined {
	const status = quote.properties['hs_status'] ?? '';
	if (!PUBLISHED.has(status)) return `it is not published (its status is ${status || 'empty'})`;
	const expires = dayFromHubSpot(quote.properties['hs_expiration_date']);
	return expires !== undefined && expires < today ? `it expired on ${expires}` : undefined;
}

/**
 * Chooses the quote to bill: the one asked for, else the latest of the published, unexpired ones.
 * @throws Declined naming each quote and what stands in its way
 */
export function chooseQuote(quotes: readonly HubSpotRecord[], askedId: string | undefined, today: Day): HubSpotRecord {
	if (askedId !== undefined) {
		const asked = quotes.find(({ id }) => id === askedId);
		if (!asked) return decline('Quote', `The deal has no quote ${askedId}.`, 'Choose one of the quotes of this deal.');
		const obstacle = quoteObstacle(asked, today);
		if (obstacle) decline('Quote', `Quote ${nameOf(asked)} cannot be billed: ${obstacle}.`, 'Publish it or extend its expiration date in HubSpot, or choose another quote.');
		return asked;
	}
	const open = quotes.filter((quote) => quoteObstacle(quote, today) === undefined).sort((a, b) => createdAt(b) - createdAt(a) || Number(b.id) - Number(a.id));
	const [latest] = open;
	if (latest) return latest;
	const reasons = quotes.map((quote) => `${nameOf(quote)}: ${quoteObstacle(quote, today)}`).join('; ');
	return decline('Quote', quotes.length === 0 ? 'The deal has no quote.' : `None of the deal's quotes can be billed: ${reasons}.`, 'Publish a quote in HubSpot, or set Source to "From Scratch".');
}

/** @throws Declined when the lines do not come to the quote's own amount */
export function checkQuoteAmount(quote: HubSpotRecord, lines: readonly BilledLine[]): void {
	const amount = decimalOrNone(quote.properties['hs_quote_amount']);
	if (amount === undefined) return;
	const total = sum(lines.map(({ net }) => net));
	const difference = toCents(amount).minus(total);
	if (difference.eq(0)) return;
	decline('Quote', `Quote ${nameOf(quote)} comes to ${moneyText(toCents(amount))}, but its lines come to ${moneyText(total)}: a difference of ${moneyText(difference)}.`, 'Put discounts, fees and taxes of the whole quote onto its lines, or bill the lines of the deal and set them in the node.');
}

function createdAt(quote: HubSpotRecord): number {
	return Date.parse(quote.createdAt) || 0;
}

function nameOf(quote: HubSpotRecord): string {
	const title = quote.properties['hs_title'];
	return title ? `"${title}" (${quote.id})` : quote.id;
}
