import { decimal, moneyText, toCents, type Decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksPayload } from '../records/quickbooks';
import { cutText } from '../text';
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
	/** 1, or more when the same part is billed on purpose once again or after a void. */
	round: number;
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
}

const MARK = /\[HubSpot (\d+) deal (\d+), (deal|lines|quote \d+), (\d+\.\d{2})-(\d+\.\d{2}) of (\d+\.\d{2}), no\. (\d+)\]/g;
/** What QuickBooks allows in PrivateNote. */
const LONGEST_MEMO = 4000;

/** The text that names an invoice's origin to people and to the next run. */
export function originMark(billing: Billing): string {
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
export function originText({ PrivateNote }: Pick<QuickBooksInvoice, 'PrivateNote'>): string | undefined {
	return [...(PrivateNote ?? '').matchAll(MARK)].at(-1)?.[0];
}

/** The origin in a text: a memo, or the property that HubSpot's record keeps. */
export function parseOrigin(note: string | null | undefined): Origin | undefined {
	// Ours stands last; a person may quote another one before it.
	const match = [...(note ?? '').matchAll(MARK)].at(-1);
	if (!match) return undefined;
	const [, portalId, dealId, source, from, to, total, round] = match as unknown as [string, string, string, string, string, string, string, string];
	return { portalId, dealId, source, from: decimal(from), to: decimal(to), total: decimal(total), round: Number(round) };
}

/** Whether two invoices say that they bill the very same thing. */
export function sameOrigin(a: Origin, b: Origin): boolean {
	return a.source === b.source && a.round === b.round && a.from.eq(b.from) && a.to.eq(b.to) && a.total.eq(b.total);
}

/**
 * The idempotency key of an invoice: which part of which deal is billed, with which lines.
 * Two runs that bill the same thing at the same moment send the same key, so QuickBooks keeps one invoice.
 */
export function invoiceKey(billing: Billing, payload: QuickBooksPayload): string {
	return `invoice|${billing.realmId}|${originMark(billing)}|${JSON.stringify(payload['Line'])}`;
}

/** What of an invoice counts as billed: its total before tax. */
export function billedAmount(invoice: QuickBooksInvoice): Decimal {
	return toCents(decimal(invoice.TotalAmt).minus(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0)));
}
