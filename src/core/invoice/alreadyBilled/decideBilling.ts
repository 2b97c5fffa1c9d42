import { decline } from '../../decline';
import { sum, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { attachedSpans, checkCurrencies, type CountAttached } from './besides';
import { belongingOf, originOf, type DealIdentity } from './belonging';
import { billedOfDeal } from './billed';
import { isWhole, sameOrigin, type Origin } from '../billing/billing';
import {
	changeWarnings,
	copyWarnings,
	detachedWarnings,
	differenceWarnings,
	leftWarnings,
	nameOf,
	payerWarnings,
	referenceWarnings,
} from './billedWarnings';
import {
	capital,
	nextSpan,
	shareAmount,
	shareText,
	type BilledSpan,
	type Share,
	type Span,
} from '../billing/share';

/** What to do when the same share of the same deal was invoiced before. */
export type IfInvoiced = 'return' | 'fail' | 'another';

export interface OwnInvoice {
	invoice: QuickBooksInvoice;
	origin: Origin;
	/** What it bills of the deal now. */
	billed: Decimal;
	/** It was made from another deal, which was merged into this one or gave it away. */
	isAdopted: boolean;
}

/** The invoices of one deal, oldest first. */
export interface DealInvoices {
	/** Neither voided nor deleted. */
	live: OwnInvoice[];
	voided: OwnInvoice[];
	/** Made from the deal, and taken off it in HubSpot. */
	detached: OwnInvoice[];
	/** Put on the deal by hand, and not voided. */
	attached: QuickBooksInvoice[];
}

/** What somebody wants to bill. */
export interface BillingWish {
	share: Share;
	/** What the source comes to, before tax. */
	total: Decimal;
	/** ISO 4217. */
	currency: string;
	/** Of invoices that name none. */
	homeCurrency: string;
	/** `deal`, `lines` or `quote <id>`. */
	source: string;
	ifInvoiced: IfInvoiced;
	/** Names a deliberate repeat: the same reference is the same invoice. */
	reference?: string | undefined;
	countAttached: CountAttached;
	/** Whether the deal's amounts include tax. */
	isInclusive: boolean;
	/** Who gets the invoice; without an id when the customer is new. */
	payer?: { id?: string; name: string } | undefined;
}

export type BillingDecision =
	| { kind: 'existing'; invoice: QuickBooksInvoice; warnings: string[] }
	| { kind: 'bill'; span: Span; round: number; warnings: string[] };

/**
 * Finds a deal's invoices among candidates by the origin in their memo and by where HubSpot shows
 * them.
 */
export function invoicesOfDeal(
	candidates: readonly QuickBooksInvoice[],
	deal: DealIdentity,
	isVoided: (invoice: QuickBooksInvoice, origin: Origin | undefined) => boolean,
): DealInvoices {
	const unique = [...new Map(candidates.map((invoice) => [invoice.Id, invoice])).values()];
	const placed = unique.sort(byAge).map((invoice) => {
		const origin = originOf(invoice, deal);
		return { invoice, origin, belonging: belongingOf(invoice, origin, deal) };
	});
	const own = (belonging: 'own' | 'detached') =>
		placed.flatMap(({ invoice, origin, belonging: is }) =>
			origin && is === belonging
				? [
						{
							invoice,
							origin,
							billed: billedOfDeal(invoice, origin),
							isAdopted: origin.dealId !== deal.dealId,
						},
					]
				: [],
		);
	return {
		live: own('own').filter(({ invoice, origin }) => !isVoided(invoice, origin)),
		voided: own('own').filter(({ invoice, origin }) => isVoided(invoice, origin)),
		detached: own('detached'),
		attached: placed
			.filter(
				({ belonging, invoice, origin }) => belonging === 'attached' && !isVoided(invoice, origin),
			)
			.map(({ invoice }) => invoice),
	};
}

function byAge(a: QuickBooksInvoice, b: QuickBooksInvoice): number {
	return a.MetaData.CreateTime.localeCompare(b.MetaData.CreateTime) || Number(a.Id) - Number(b.Id);
}

/**
 * Decides whether a share is still to be billed, and which span of the deal's amount it is.
 * All sources of a deal count together: a quote and the deal's own lines bill the same money.
 *
 * @throws Declined when it was invoiced and `ifInvoiced` is `fail`, when the share is more than
 * what is left, or when what counts cannot be told
 */
export function decideBilling(asked: BillingWish, invoices: DealInvoices): BillingDecision {
	const wish: BillingWish =
		asked.share.kind === 'percent' && asked.share.value.eq(100)
			? { ...asked, share: { kind: 'whole' } }
			: asked;
	const same =
		wish.ifInvoiced === 'another' ? findByReference(wish, invoices) : findSame(wish, invoices);
	if (!same) return bill(wish, invoices);
	if (wish.ifInvoiced === 'fail') {
		decline(
			'If Already Invoiced',
			`${capital(shareText(wish.share))} was invoiced before: ${nameOf(same.invoice)}.`,
			'Void that invoice first, or set "If Already Invoiced" to return it or to make another one.',
		);
	}
	return {
		kind: 'existing',
		invoice: same.invoice,
		warnings: existingWarnings(wish, same, invoices),
	};
}

function existingWarnings(wish: BillingWish, same: OwnInvoice, invoices: DealInvoices): string[] {
	const left = wish.total.minus(sum(billedSpans(wish, invoices).map(({ amount }) => amount)));
	return [
		...(wish.ifInvoiced === 'another'
			? referenceWarnings(wish, same, isSame(wish, same.origin, left))
			: [...differenceWarnings(wish, same, left), ...leftWarnings(wish, same, left)]),
		...copyWarnings(same, invoices),
		...changeWarnings(invoices),
		...detachedWarnings(invoices),
	];
}

function bill(wish: BillingWish, invoices: DealInvoices): BillingDecision {
	const { share, total, reference } = wish;
	const { spans: beside, warnings: besideWarnings } = attachedSpans(wish, invoices.attached);
	const repeated =
		wish.ifInvoiced === 'another' && share.kind === 'whole'
			? findRepeated(wish, invoices)
			: undefined;
	if (!repeated) checkCurrencies(wish, invoices);
	const span = repeated
		? { from: total.minus(total), to: total }
		: nextSpan(
				share,
				total,
				[...ownSpans(wish, invoices), ...beside],
				besideQuoteAdvice(wish, invoices),
			);
	const warnings = repeated ? [repeated.warning] : payerWarnings(wish, invoices);
	const round =
		reference === undefined
			? nextRound(span, wish.source, invoices)
			: nextOfReference(reference, invoices);
	return {
		kind: 'bill',
		span,
		round,
		warnings: [
			...warnings,
			...besideWarnings,
			...changeWarnings(invoices),
			...detachedWarnings(invoices),
		],
	};
}

function findByReference(
	{ reference }: BillingWish,
	{ live }: DealInvoices,
): OwnInvoice | undefined {
	return live.find(({ origin }) => origin.reference === reference);
}

/**
 * The latest live invoice of the same source for the same share. What came from another deal has a
 * source of that deal.
 */
function findSame(wish: BillingWish, invoices: DealInvoices): OwnInvoice | undefined {
	const own = invoices.live.filter(
		({ origin, isAdopted }) => origin.source === wish.source || isAdopted,
	);
	const left = wish.total.minus(sum(billedSpans(wish, invoices).map(({ amount }) => amount)));
	const latest = own.findLast(({ origin }) => isSame(wish, origin, left));
	// A copy that a person made in QuickBooks has the memo, too, and is the later one.
	return latest && own.find(({ origin }) => sameOrigin(origin, latest.origin));
}

/** The rest of a deal that grew after its rest was billed is another one. */
function isSame({ share, total }: BillingWish, origin: Origin, left: Decimal): boolean {
	if (share.kind === 'whole') return isWhole(origin);
	if (share.kind === 'rest')
		return origin.to.eq(origin.total) && !(total.gt(origin.total) && left.gt(0));
	return origin.to
		.minus(origin.from)
		.eq(shareAmount(share, share.kind === 'percent' ? origin.total : total, total));
}

/**
 * Why the whole may be billed once more: because it was billed before, or because the other quote
 * of the deal was.
 */
function findRepeated(wish: BillingWish, invoices: DealInvoices): { warning: string } | undefined {
	const same = findBilledWhole(wish, invoices);
	if (same)
		return {
			warning: `${capital(shareText(wish.share))} was invoiced before (${nameOf(same.invoice)}) and is billed once more, as asked.`,
		};
	const other = findOtherQuote(wish, invoices);
	return (
		other && {
			warning: `Another quote of the deal was invoiced before (${nameOf(other.invoice)}), and this quote is billed beside it, as asked.`,
		}
	);
}

/** The invoice that bills the whole deal, or the last of those that do together. */
function findBilledWhole(wish: BillingWish, invoices: DealInvoices): OwnInvoice | undefined {
	const isBilled = sum(billedSpans(wish, invoices).map(({ amount }) => amount)).gte(wish.total);
	return findSame(wish, invoices) ?? (isBilled ? invoices.live.at(-1) : undefined);
}

/** An invoice of the whole of another quote, where nothing of this quote was billed. */
function findOtherQuote({ source }: BillingWish, { live }: DealInvoices): OwnInvoice | undefined {
	if (!isQuote(source) || live.some(({ origin }) => origin.source === source)) return undefined;
	return live.findLast(({ origin }) => isQuote(origin.source) && isWhole(origin));
}

function isQuote(source: string): boolean {
	return source.startsWith('quote ');
}

/** Nobody but a person knows whether a second quote replaces the first or is sold beside it. */
function besideQuoteAdvice(wish: BillingWish, invoices: DealInvoices): string | undefined {
	if (wish.share.kind !== 'whole' || !findOtherQuote(wish, invoices)) return undefined;
	return 'Another quote of the deal was invoiced: if this one is sold beside it, set "If Already Invoiced" to "Create Another" and give a Reference.';
}

/** What counts as billed, in the deal's currency. */
function billedSpans(wish: BillingWish, invoices: DealInvoices): BilledSpan[] {
	const counted =
		wish.countAttached === 'count' ? attachedSpans(wish, invoices.attached).spans : [];
	return [...ownSpans(wish, invoices), ...counted];
}

function ownSpans({ currency, homeCurrency }: BillingWish, { live }: DealInvoices): BilledSpan[] {
	return live
		.filter(({ invoice }) => (invoice.CurrencyRef?.value ?? homeCurrency) === currency)
		.map(({ invoice, billed }) => ({
			invoiceId: invoice.Id,
			number: invoice.DocNumber,
			amount: billed,
		}));
}

/** What was detached has used up its key, too. */
function nextRound(span: Span, source: string, { live, voided, detached }: DealInvoices): number {
	const rounds = [...live, ...voided, ...detached]
		.filter(
			({ origin }) =>
				origin.source === source && origin.from.eq(span.from) && origin.to.eq(span.to),
		)
		.map(({ origin }) => origin.round);
	return Math.max(0, ...rounds) + 1;
}

function nextOfReference(reference: string, { voided, detached }: DealInvoices): number {
	const rounds = [...voided, ...detached]
		.filter(({ origin }) => origin.reference === reference)
		.map(({ origin }) => origin.round);
	return Math.max(0, ...rounds) + 1;
}
