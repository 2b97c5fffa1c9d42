import { sum } from '../../money';
import { isWhole } from '../billing/billing';
import { shareText } from '../billing/share';
import { capital } from '../../text';
import { invoiceName } from '../name';
import type { DealInvoices, OwnInvoice } from './ownInvoices';
import { billedSpans, findSame } from './sameShare';
import type { BillingWish } from './wish';

/**
 * Why the whole may be billed once more: because it was billed before, or because the other quote
 * of the deal was.
 */
export function findRepeated(
	wish: BillingWish,
	invoices: DealInvoices,
): { warning: string } | undefined {
	const same = findBilledWhole(wish, invoices);
	if (same)
		return {
			warning: `${capital(shareText(wish.share))} was invoiced before (${invoiceName(same.invoice)}) and is billed again, as requested.`,
		};
	const other = findOtherQuote(wish, invoices);
	return (
		other && {
			warning: `Another quote of the deal was invoiced before (${invoiceName(other.invoice)}), and this quote is billed as well, as requested.`,
		}
	);
}

/** Nobody but a person knows whether a second quote replaces the first or is sold beside it. */
export function besideQuoteAdvice(wish: BillingWish, invoices: DealInvoices): string | undefined {
	if (wish.share.kind !== 'whole' || !findOtherQuote(wish, invoices)) return undefined;
	return 'Another quote of the deal was invoiced: if this one is sold as well, set "If Already Invoiced" to "Create Another" and enter a Reference.';
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
