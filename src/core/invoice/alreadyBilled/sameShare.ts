import { sum } from '../../money';
import { isWhole, sameOrigin, type Origin } from '../billing/billing';
import { shareAmount, type BilledSpan } from '../billing/share';
import type { Decimal } from '../../money';
import { attachedSpans } from './besides';
import type { DealInvoices, OwnInvoice } from './ownInvoices';
import type { BillingWish } from './wish';

export function findByReference(
	{ reference }: BillingWish,
	{ live }: DealInvoices,
): OwnInvoice | undefined {
	return live.find(({ origin }) => origin.reference === reference);
}

/**
 * The latest live invoice of the same source for the same share. What came from another deal has a
 * source of that deal.
 */
export function findSame(wish: BillingWish, invoices: DealInvoices): OwnInvoice | undefined {
	const own = invoices.live.filter(
		({ origin, isAdopted }) => origin.source === wish.source || isAdopted,
	);
	const left = wish.total.minus(sum(billedSpans(wish, invoices).map(({ amount }) => amount)));
	const latest = own.findLast(({ origin }) => isSame(wish, origin, left));
	// A copy that a person made in QuickBooks has the memo, too, and is the later one.
	return latest && own.find(({ origin }) => sameOrigin(origin, latest.origin));
}

/** The rest of a deal that grew after its rest was billed is another one. */
export function isSame({ share, total }: BillingWish, origin: Origin, left: Decimal): boolean {
	if (share.kind === 'whole') return isWhole(origin);
	if (share.kind === 'rest')
		return origin.to.eq(origin.total) && !(total.gt(origin.total) && left.gt(0));
	return origin.to
		.minus(origin.from)
		.eq(shareAmount(share, share.kind === 'percent' ? origin.total : total, total));
}

/** What counts as billed, in the deal's currency. */
export function billedSpans(wish: BillingWish, invoices: DealInvoices): BilledSpan[] {
	const counted =
		wish.countAttached === 'count' ? attachedSpans(wish, invoices.attached).spans : [];
	return [...ownSpans(wish, invoices), ...counted];
}

export function ownSpans(
	{ currency, homeCurrency }: BillingWish,
	{ live }: DealInvoices,
): BilledSpan[] {
	return live
		.filter(({ invoice }) => (invoice.CurrencyRef?.value ?? homeCurrency) === currency)
		.map(({ invoice, billed }) => ({
			invoiceId: invoice.Id,
			number: invoice.DocNumber,
			amount: billed,
		}));
}
