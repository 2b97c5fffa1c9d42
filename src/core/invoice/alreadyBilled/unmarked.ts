import { decline } from '../../decline';
import { daysBetween, isDay, type Day } from '../../calendar';
import { decimal, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { originMark, readOrigin, type Billing } from '../billing/billing';

/**
 * What an invoice of a run that broke off would look like if somebody had written over its memo.
 */
interface Likeness {
	/** HubSpot's deal that is billed. */
	dealId: string;
	customerId: string;
	/** Before tax. */
	amount: Decimal;
	day: Day;
}

/** What a person writes into the memo of an invoice that has nothing to do with a deal. */
const notOf = (dealId: string) => `[not deal ${dealId}]`;

/**
 * Invoices that may be the one that is to be made, of which nothing tells any more whose they are:
 * the memo has no mark, and they
 * were changed since they were made, as ours must have been. Two deals of one amount are told apart
 * by their marks.
 */
export function unmarkedLike(
	candidates: readonly QuickBooksInvoice[],
	{ dealId, customerId, amount, day }: Likeness,
): QuickBooksInvoice[] {
	return candidates.filter((invoice) => {
		const { CustomerRef, TxnDate, TotalAmt, TxnTaxDetail, SyncToken, PrivateNote } = invoice;
		const total = decimal(TotalAmt);
		const isAmount = [total, total.minus(decimal(TxnTaxDetail?.TotalTax ?? 0))].some((one) =>
			one.eq(amount),
		);
		const isUnmarked = !readOrigin(invoice) && !PrivateNote?.includes(notOf(dealId));
		return (
			isUnmarked &&
			SyncToken !== '0' &&
			CustomerRef.value === customerId &&
			isNear(TxnDate, day) &&
			isAmount
		);
	});
}

/** The first try may have been before midnight, or in another time zone. */
function isNear(date: string | undefined, day: Day): boolean {
	if (date === undefined || !isDay(date) || !isDay(day)) return date === day;
	return Math.abs(daysBetween(date, day)) <= 1;
}

/**
 * @throws Declined naming the invoices; QuickBooks may hold the deal's invoice already, so none is
 * made unasked
 */
export function declineUnmarked(invoices: readonly QuickBooksInvoice[], billing: Billing): void {
	if (invoices.length === 0) return;
	const names = invoices.map(({ DocNumber, Id }) =>
		DocNumber ? `invoice ${DocNumber}` : `the invoice with id ${Id}`,
	);
	const listed = names.join(', ');
	const which = `${listed.charAt(0).toUpperCase()}${listed.slice(1)}`;
	const facts =
		names.length > 1
			? 'have the same customer and amount, and dates at most one day away. They were changed after they were made and no longer say in their memos which deal they bill: one of them'
			: 'has the same customer and amount, and its date is at most one day away. It was changed after it was made and no longer says in its memo which deal it bills: it';
	decline(
		'If Already Invoiced',
		`${which} ${facts} may belong to this deal, from a run that stopped early.`,
		`If it bills this deal, write "${originMark(billing)}" at the end of its memo in QuickBooks and run the item again. If it bills something else, write "${notOf(billing.dealId)}" into its memo instead.`,
	);
}
