import { decimal, moneyText, type Decimal } from '../../money';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../records/quickbooks';
import { cutText } from '../../text';
import { readReference, writeReference } from '../alreadyBilled/reference';
import type { Span } from './share';

/** What is being billed. The same values always mean the same invoice. */
export interface Billing {
	realmId: string;
	portalId: string;
	dealId: string;
	/** `deal` for the deal's own lines, `lines` for lines given in the node, or `quote <id>`. */
	source: string;
	span: Span;
	/** What the whole source comes to, before tax. */
	total: Decimal;
	/** 1, or more when the same part, or the same reference, is billed again after a void. */
	round: number;
	/** Of the span, ISO 4217. */
	currency?: string;
	/** The discount on the whole that is taken off the span on this invoice. */
	less?: Decimal;
	/** Names a deliberate repeat. */
	reference?: string;
}

/** What an invoice's memo says about its origin. */
export interface Origin {
	portalId: string;
	dealId: string;
	source: string;
	from: Decimal;
	to: Decimal;
	total: Decimal;
	round: number;
	/**
	 * Of the span, ISO 4217; absent in marks of the first version, which say nothing about discounts
	 * either.
	 */
	currency?: string;
	less?: Decimal;
	reference?: string;
}

/**
 * The first brackets are as in the first version of this package, which still has to know its
 * invoices after a step back.
 */
const MARK =
	/\[HubSpot (\d+) deal (\d+), (deal|lines|quote \d+), (\d+(?:\.\d+)?)-(\d+(?:\.\d+)?) of (\d+(?:\.\d+)?), no\. (\d+)\](?: \[in ([A-Z]{3})(?:, less (\d+(?:\.\d+)?))?(?:, for "([^"\]\s]+)")?\])?/g;
/** What QuickBooks allows in PrivateNote. */
const LONGEST_MEMO = 4000;

/** The text that names an invoice's origin to people and to the next run. */
export function originMark(billing: Billing): string {
	const { currency, less, reference } = billing;
	if (currency === undefined && reference === undefined) return spanMark(billing);
	const more = [
		`in ${currency ?? 'XXX'}`,
		less?.gt(0) && `less ${moneyText(less)}`,
		reference && `for "${writeReference(reference)}"`,
	];
	return `${spanMark(billing)} [${more.filter(Boolean).join(', ')}]`;
}

function spanMark(billing: Billing): string {
	return `[HubSpot ${billing.portalId} deal ${billing.dealId}, ${billing.source}, ${moneyText(billing.span.from)}-${moneyText(billing.span.to)} of ${moneyText(billing.total)}, no. ${billing.round}]`;
}

/** The memo: what the user wrote, then the origin. */
export function memoWithOrigin(memo: string | undefined, billing: Billing): string {
	const mark = originMark(billing);
	if (!memo) return mark;
	return `${cutText(memo, LONGEST_MEMO - mark.length - 1)}\n${mark}`;
}

/** Where an invoice came from, if its memo says so. Voiding an invoice leaves the memo in place. */
export function readOrigin(invoice: Pick<QuickBooksInvoice, 'PrivateNote'>): Origin | undefined {
	return parseOrigin(invoice.PrivateNote);
}

/** The mark itself, as it stands in the memo. */
export function originText({
	PrivateNote,
}: Pick<QuickBooksInvoice, 'PrivateNote'>): string | undefined {
	return [...(PrivateNote ?? '').matchAll(MARK)].at(-1)?.[0];
}

/** The origin in a text: a memo, or the property that HubSpot's record keeps. */
export function parseOrigin(note: string | null | undefined): Origin | undefined {
	// Ours stands last; a person may quote another one before it.
	const match = [...(note ?? '').matchAll(MARK)].at(-1);
	if (!match) return undefined;
	const [, portalId, dealId, source, from, to, total, round] = match as unknown as [
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
	];
	const [currency, less, reference] = match.slice(8) as Array<string | undefined>;
	return {
		portalId,
		dealId,
		source,
		from: decimal(from),
		to: decimal(to),
		total: decimal(total),
		round: Number(round),
		...(currency && { currency }),
		...(less && { less: decimal(less) }),
		...(reference && { reference: readReference(reference) }),
	};
}

/** Whether an invoice bills all that its source came to. */
export function isWhole({ from, to, total }: Pick<Origin, 'from' | 'to' | 'total'>): boolean {
	return to.minus(from).eq(total);
}

/** Whether two invoices say that they bill the very same thing. */
export function sameOrigin(a: Origin, b: Origin): boolean {
	return (
		a.source === b.source &&
		a.round === b.round &&
		a.reference === b.reference &&
		a.from.eq(b.from) &&
		a.to.eq(b.to) &&
		a.total.eq(b.total)
	);
}

/**
 * Whether an invoice is the one that is to be made. A reference says that by itself, whatever the
 * deal came to at that moment.
 */
export function isMadeFor(origin: Origin | undefined, billing: Billing): boolean {
	if (!origin) return false;
	const isSameDeal =
		origin.portalId === billing.portalId &&
		origin.dealId === billing.dealId &&
		origin.reference === billing.reference;
	if (!isSameDeal || origin.round !== billing.round) return false;
	return (
		billing.reference !== undefined ||
		sameOrigin(origin, { ...billing, from: billing.span.from, to: billing.span.to })
	);
}

/**
 * The idempotency key of an invoice: which part of which deal is billed, with which lines; of a
 * deliberate repeat its reference.
 * Two runs that bill the same thing at the same moment send the same key, so QuickBooks keeps one
 * invoice.
 */
export function invoiceKey(billing: Billing, payload: QuickBooksPayload): string {
	const { realmId, portalId, dealId, reference, round } = billing;
	if (reference !== undefined)
		return `invoice|${realmId}|HubSpot ${portalId} deal ${dealId}|for ${JSON.stringify(reference)}|no. ${round}`;
	return `invoice|${realmId}|${spanMark(billing)}|${JSON.stringify(payload['Line'])}`;
}
