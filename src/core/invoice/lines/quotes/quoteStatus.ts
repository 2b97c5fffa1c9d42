import { dayFromHubSpot, timeFromHubSpot, type Day } from '../../../calendar';
import { decline, quoted } from '../../../decline';
import type { HubSpotRecord } from '../../../records/hubspot';

/** Why a quote cannot be billed, and what to do about it. */
interface QuoteObstacle {
	reason: string;
	remedy: string;
}

const ANOTHER = 'choose another quote';

/**
 * Statuses of a quote that cannot be billed. HubSpot adds statuses from time to time, so these are
 * named instead of the ones
 * that can: a quote with a status that is not known here is billed, with a warning.
 */
const NOT_BILLABLE: Readonly<Record<string, QuoteObstacle>> = {
	'': {
		reason: 'it is not published (its status is empty)',
		remedy: `Publish it in HubSpot, or ${ANOTHER}.`,
	},
	DRAFT: {
		reason: 'it is not published (its status is DRAFT)',
		remedy: `Publish it in HubSpot, or ${ANOTHER}.`,
	},
	PENDING_APPROVAL: {
		reason: 'it waits for approval (its status is PENDING_APPROVAL)',
		remedy: `Have it approved in HubSpot, or ${ANOTHER}.`,
	},
	REJECTED: {
		reason: 'it was rejected (its status is REJECTED)',
		remedy: `Change it and have it approved in HubSpot, or ${ANOTHER}.`,
	},
	VOID: {
		reason: 'it was voided (its status is VOID)',
		remedy: 'Make a new quote in HubSpot, or choose another quote.',
	},
};

/** What the buyer can see and has not answered. */
const PUBLISHED = new Set(['APPROVAL_NOT_NEEDED', 'APPROVED']);

const statusOf = ({ properties }: HubSpotRecord) =>
	(properties['hs_status'] ?? '').trim().toUpperCase();

/**
 * Whether the buyer accepted it. Source: developers.hubspot.com, guide to CPQ quotes: HubSpot sets
 * ACCEPTED.
 */
export function isAccepted(quote: HubSpotRecord): boolean {
	return statusOf(quote) === 'ACCEPTED';
}

/**
 * Why a quote cannot be billed, or undefined when it can. An accepted quote does not expire:
 * HubSpot takes no acceptance
 * of an expired one.
 *
 * @param today in the company's time zone
 */
export function quoteObstacle(quote: HubSpotRecord, today: Day): QuoteObstacle | undefined {
	const obstacle = NOT_BILLABLE[statusOf(quote)];
	if (obstacle || isAccepted(quote)) return obstacle;
	const expires = dayFromHubSpot(quote.properties['hs_expiration_date']);
	if (expires === undefined || expires >= today) return undefined;
	return {
		reason: `it expired on ${expires}`,
		remedy: `Extend its expiration date in HubSpot, or ${ANOTHER}.`,
	};
}

/**
 * Those that can be billed: accepted ones first, then published ones, then those of an unknown
 * status; the latest of each first.
 */
export function billableQuotes(quotes: readonly HubSpotRecord[], today: Day): HubSpotRecord[] {
	const billable = quotes.filter((quote) => quoteObstacle(quote, today) === undefined);
	return billable.sort(
		(a, b) => rank(a) - rank(b) || decidedAt(b) - decidedAt(a) || Number(b.id) - Number(a.id),
	);
}

function rank(quote: HubSpotRecord): number {
	if (isAccepted(quote)) return 0;
	return PUBLISHED.has(statusOf(quote)) ? 1 : 2;
}

/** When it was accepted, else when it was made. */
function decidedAt(quote: HubSpotRecord): number {
	const accepted = isAccepted(quote)
		? timeFromHubSpot(quote.properties['hs_accepted_date'])
		: undefined;
	return Date.parse(accepted ?? quote.createdAt) || 0;
}

/**
 * Chooses the quote to bill: the one asked for, else the one accepted last, else the latest of the
 * published, unexpired ones.
 * @throws Declined naming each quote and what stands in its way
 */
export function chooseQuote(
	quotes: readonly HubSpotRecord[],
	askedId: string | undefined,
	today: Day,
): HubSpotRecord {
	if (askedId !== undefined) {
		const asked = quotes.find(({ id }) => id === askedId);
		if (!asked)
			return decline(
				'Quote',
				`The deal has no quote "${quoted(askedId)}".`,
				'Choose one of the quotes of this deal.',
			);
		const obstacle = quoteObstacle(asked, today);
		if (obstacle)
			decline(
				'Quote',
				`Quote ${quoteName(asked)} cannot be billed: ${obstacle.reason}.`,
				obstacle.remedy,
			);
		return asked;
	}
	const [first] = billableQuotes(quotes, today);
	if (first) return first;
	const reasons = quotes
		.map((quote) => `${quoteName(quote)}: ${quoteObstacle(quote, today)?.reason}`)
		.join('; ');
	return decline(
		'Quote',
		quotes.length === 0
			? 'The deal has no quote.'
			: `None of the deal's quotes can be billed: ${reasons}.`,
		'Publish a quote in HubSpot, or set Source to "From Scratch".',
	);
}

/** What a person should know about the choice. @param quotes all that were looked at */
export function quoteWarnings(chosen: HubSpotRecord, quotes: readonly HubSpotRecord[]): string[] {
	return [...otherAccepted(chosen, quotes), ...unknownStatus(chosen), ...lateAcceptance(chosen)];
}

function otherAccepted(chosen: HubSpotRecord, quotes: readonly HubSpotRecord[]): string[] {
	const others = quotes.filter((quote) => quote.id !== chosen.id && isAccepted(quote));
	if (!isAccepted(chosen) || others.length === 0) return [];
	const named = `${others.length > 1 ? 'other accepted quotes' : 'one other accepted quote'}: ${others.map(quoteName).join(', ')}`;
	return [
		`Quote ${quoteName(chosen)} is billed. The deal has ${named}. To bill another one as well, choose the quote in the node, set "If Already Invoiced" to "Create Another" and enter a Reference.`,
	];
}

function unknownStatus(quote: HubSpotRecord): string[] {
	const status = statusOf(quote);
	if (isAccepted(quote) || PUBLISHED.has(status)) return [];
	return [
		`Quote ${quoteName(quote)} has the status ${quoted(status)}, which this node does not know. It is billed like a published quote. Check in HubSpot that it may be billed.`,
	];
}

const DAY_MS = 86_400_000;

/** The two dates have no zone in common, so a day's difference says nothing. */
function lateAcceptance(quote: HubSpotRecord): string[] {
	const accepted = timeFromHubSpot(quote.properties['hs_accepted_date']);
	const expires = dayFromHubSpot(quote.properties['hs_expiration_date']);
	if (
		!isAccepted(quote) ||
		!accepted ||
		!expires ||
		Date.parse(accepted) < Date.parse(expires) + 2 * DAY_MS
	)
		return [];
	return [
		`Quote ${quoteName(quote)} was accepted on ${accepted.slice(0, 10)}, after it had expired on ${expires}. Check that its prices are still valid.`,
	];
}

/** As messages name a quote: its title and id. */
export function quoteName(quote: HubSpotRecord): string {
	const title = quote.properties['hs_title'];
	return title ? `"${quoted(title)}" (${quote.id})` : quote.id;
}
