import { decline } from '../decline';
import { moneyText, sum, type Decimal } from '../money';
import type { QuickBooksInvoice } from '../records/quickbooks';
import { parseOrigin, readOrigin, sameOrigin, type Origin } from './billing';
import { nextSpan, shareAmount, shareText, type BilledSpan, type Share, type Span } from './share';

/** What to do when the same share of the same deal was invoiced before. */
export type IfInvoiced = 'return' | 'fail' | 'another';

export interface OwnInvoice {
	invoice: QuickBooksInvoice;
	origin: Origin;
}

/** The invoices that this package made for one deal, oldest first. */
export interface DealInvoices {
	/** Neither voided nor deleted. */
	live: OwnInvoice[];
	voided: OwnInvoice[];
}

export type BillingDecision =
	| { kind: 'existing'; invoice: QuickBooksInvoice; warnings: string[] }
	| { kind: 'bill'; span: Span; round: number; warnings: string[] };

/**
 * Finds a deal's invoices among candidates by the origin in their memo, which voiding leaves in place.
 * @param keptOrigins what HubSpot's records say, by invoice id, for a memo that a person cleared
 */
export function invoicesOfDeal(candidates: readonly QuickBooksInvoice[], deal: { portalId: string; dealId: string }, isVoided: (invoice: QuickBooksInvoice, origin: Origin) => boolean, keptOrigins: ReadonlyMap<string, string> = new Map()): DealInvoices {
	const unique = [...new Map(candidates.map((invoice) => [invoice.Id, invoice])).values()];
	const own = unique
		.flatMap((invoice) => {
			const origin = readOrigin(invoice) ?? parseOrigin(keptOrigins.get(invoice.Id));
			return origin?.dealId === deal.dealId && origin.portalId === deal.portalId ? [{ invoice, origin }] : [];
		})
		.sort((a, b) => a.invoice.MetaData.CreateTime.localeCompare(b.invoice.MetaData.CreateTime) || Number(a.invoice.Id) - Number(b.invoice.Id));
	return { live: own.filter(({ invoice, origin }) => !isVoided(invoice, origin)), voided: own.filter(({ invoice, origin }) => isVoided(invoice, origin)) };
}

/**
 * Decides whether a share is still to be billed, and which span of the deal's amount it is.
 * All sources of a deal count together: a quote and the deal's own lines bill the same money.
 *
 * @param total what the source comes to before tax
 * @throws Declined when it was invoiced and `ifInvoiced` is `fail`, or when the share is more than what is left
 */
export function decideBilling(asked: Share, total: Decimal, source: string, invoices: DealInvoices, ifInvoiced: IfInvoiced): BillingDecision {
	const share: Share = asked.kind === 'percent' && asked.value.eq(100) ? { kind: 'whole' } : asked;
	const billed = invoices.live.map(toSpan);
	const same = findSame(share, total, source, invoices);
	if (same && ifInvoiced === 'fail') {
		decline('If Already Invoiced', `${capital(shareText(share))} was invoiced before: ${nameOf(same.invoice)}.`, 'Void that invoice first, or set "If Already Invoiced" to return it or to make another one.');
	}
	if (same && ifInvoiced === 'return') return { kind: 'existing', invoice: same.invoice, warnings: [...differenceWarnings(same, total), ...copyWarnings(same, invoices), ...leftWarnings(share, same, total, billed)] };
	const again = same !== undefined && share.kind === 'whole';
	const span = again ? { from: same.origin.from, to: same.origin.from.plus(total) } : nextSpan(share, total, billed);
	const warnings = again ? [`${capital(shareText(share))} was invoiced before (${nameOf(same.invoice)}) and is billed once more, as asked.`] : [];
	// A higher number tells a deliberate repeat from what two runs did at one moment, also when the deal's amount has changed.
	const round = Math.max(nextRound(span, source, invoices), again ? same.origin.round + 1 : 1);
	return { kind: 'bill', span, round, warnings };
}

/** The latest live invoice of the same source for the same share. */
function findSame(share: Share, total: Decimal, source: string, { live }: DealInvoices): OwnInvoice | undefined {
	const own = live.filter(({ origin }) => origin.source === source);
	const latest = own.findLast(({ origin }) => isSame(share, total, origin));
	// A copy that a person made in QuickBooks has the memo, too, and is the later one.
	return latest && own.find(({ origin }) => sameOrigin(origin, latest.origin));
}

function isSame(share: Share, total: Decimal, origin: Origin): boolean {
	const amount = origin.to.minus(origin.from);
	if (share.kind === 'whole') return amount.eq(origin.total);
	if (share.kind === 'rest') return origin.to.eq(origin.total);
	return amount.eq(shareAmount(share, share.kind === 'percent' ? origin.total : total, total));
}

function toSpan({ invoice, origin }: OwnInvoice): BilledSpan {
	return { invoiceId: invoice.Id, number: invoice.DocNumber, amount: origin.to.minus(origin.from) };
}

function nextRound(span: Span, source: string, { live, voided }: DealInvoices): number {
	const rounds = [...live, ...voided].filter(({ origin }) => origin.source === source && origin.from.eq(span.from) && origin.to.eq(span.to)).map(({ origin }) => origin.round);
	return Math.max(0, ...rounds) + 1;
}

function differenceWarnings({ invoice, origin }: OwnInvoice, total: Decimal): string[] {
	if (origin.total.eq(total)) return [];
	return [`${nameOf(invoice)} was made when the deal came to ${moneyText(origin.total)}; now it comes to ${moneyText(total)}.`];
}

/** The memo is copied with an invoice, and what it says counts. */
function copyWarnings(same: OwnInvoice, { live }: DealInvoices): string[] {
	const copies = live.filter(({ invoice, origin }) => invoice.Id !== same.invoice.Id && sameOrigin(origin, same.origin));
	return copies.map(({ invoice }) => `${capital(nameOf(invoice))} says in its memo that it bills the same as ${nameOf(same.invoice)}, so it counts as billed, too. If somebody copied it, remove the note "[HubSpot …]" from its memo.`);
}

/** The rest was billed, but an earlier part was voided since: nothing is billed silently, and nothing is left silently. */
function leftWarnings(share: Share, { invoice, origin }: OwnInvoice, total: Decimal, billed: readonly BilledSpan[]): string[] {
	const left = total.minus(sum(billed.map(({ amount }) => amount)));
	if (share.kind !== 'rest' || !origin.total.eq(total) || left.lte(0)) return [];
	return [`The rest was billed with ${nameOf(invoice)}, but ${moneyText(left)} of the deal is not invoiced any more. Bill it as an amount.`];
}

function nameOf(invoice: QuickBooksInvoice): string {
	return invoice.DocNumber ? `invoice ${invoice.DocNumber}` : `the invoice with id ${invoice.Id}`;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
