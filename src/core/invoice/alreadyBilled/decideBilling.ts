import { decline } from '../../decline';
import { sum } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { nextSpan, shareText, type Span } from '../billing/share';
import { capital } from '../../text';
import { attachedSpans, checkCurrencies } from './besides';
import {
	changeWarnings,
	copyWarnings,
	detachedWarnings,
	differenceWarnings,
	leftWarnings,
	payerWarnings,
	referenceWarnings,
} from './billedWarnings';
import { invoiceName } from '../name';
import type { DealInvoices, OwnInvoice } from './ownInvoices';
import { besideQuoteAdvice, findRepeated } from './repeated';
import { billedSpans, findByReference, findSame, isSame, ownSpans } from './sameShare';
import type { BillingWish } from './wish';

export type BillingDecision =
	| { kind: 'existing'; invoice: QuickBooksInvoice; warnings: string[] }
	| { kind: 'bill'; span: Span; round: number; warnings: string[] };

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
			`${capital(shareText(wish.share))} was invoiced before: ${invoiceName(same.invoice)}.`,
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
