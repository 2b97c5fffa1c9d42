import { decimal, sum, type Decimal } from '../../money';
import type {
	QuickBooksInvoice,
	QuickBooksMetaData,
	QuickBooksPayment,
} from '../../records/quickbooks';

/** A payment applied to the invoice, and the balance around it. */
export interface Settlement {
	payment: QuickBooksPayment;
	at: number;
	amount: Decimal;
	before: Decimal;
	after: Decimal;
}

/** Two writes of one action may differ by as much. */
export const SAME_ACTION_MS = 2000;

export function updatedAt({ MetaData }: { MetaData: QuickBooksMetaData }): number {
	return Date.parse(MetaData.LastUpdatedTime);
}

export function createdAt({ MetaData }: { MetaData: QuickBooksMetaData }): number {
	return Date.parse(MetaData.CreateTime);
}

/** Payments that an invoice names, newest first. */
export function linkedPaymentIds(invoice: QuickBooksInvoice): string[] {
	return (invoice.LinkedTxn ?? [])
		.filter(({ TxnType }) => TxnType === 'Payment')
		.map(({ TxnId }) => TxnId);
}

/**
 * Payments of the invoice from first to last, by the invoice's own list of them, with the balance
 * around each. One that was
 * followed by a payment that is not at hand is left out: what it left to pay is not known, and it
 * is older than what was asked for.
 */
export function settle(
	invoice: QuickBooksInvoice,
	payments: readonly QuickBooksPayment[],
): Settlement[] {
	const newestFirst = linkedPaymentIds(invoice);
	const firstMissing = newestFirst.findIndex((id) => !payments.some(({ Id }) => Id === id));
	const applied = payments
		.map((payment) => ({
			payment,
			place: newestFirst.indexOf(payment.Id),
			isLast: isChangedLast(payment, invoice, payments),
			at: appliedAt(payment, invoice, payments),
			amount: amountFor(payment, invoice.Id),
		}))
		.filter(({ amount, place }) => amount.gt(0) && (firstMissing === -1 || place < firstMissing))
		.sort((a, b) => Number(b.isLast) - Number(a.isLast) || a.place - b.place || b.at - a.at);
	let after = leftBeforeLowering(invoice, applied) ?? decimal(invoice.Balance);
	const settlements = applied.map(({ payment, at, amount }) => {
		const settlement = { payment, at, amount, after, before: after.plus(amount) };
		after = settlement.before;
		return settlement;
	});
	return settlements.reverse();
}

/** What a payment brought to one invoice. */
function amountFor(payment: QuickBooksPayment, invoiceId: string): Decimal {
	return sum(linesFor(payment, invoiceId).map(({ Amount }) => decimal(Amount ?? 0)));
}

function linesFor(
	payment: QuickBooksPayment,
	invoiceId: string,
): NonNullable<QuickBooksPayment['Line']> {
	return (payment.Line ?? []).filter((line) =>
		line.LinkedTxn?.some(({ TxnId, TxnType }) => TxnId === invoiceId && TxnType === 'Invoice'),
	);
}

/**
 * What the last payment of a paid invoice left open, when the invoice was changed later: an edit,
 * not a payment, then paid the
 * rest. A payment's line says what was open before it. Should QuickBooks work that out anew
 * whenever it is asked, it says
 * that nothing was left. In which of two currencies it is said is not known, so a foreign one is
 * passed over.
 */
function leftBeforeLowering(
	invoice: QuickBooksInvoice,
	[last]: ReadonlyArray<{ payment: QuickBooksPayment; at: number; amount: Decimal }>,
): Decimal | undefined {
	const isPaid = decimal(invoice.Balance).eq(0) && decimal(invoice.TotalAmt).gt(0);
	const isForeign = !decimal(invoice.ExchangeRate ?? 1).eq(1);
	if (!last || !isPaid || isForeign || updatedAt(invoice) - last.at <= SAME_ACTION_MS)
		return undefined;
	const [stated, ...others] = linesFor(last.payment, invoice.Id)
		.flatMap(({ LineEx }) => LineEx?.any ?? [])
		.flatMap(({ value }) => (value?.Name === 'txnOpenBalance' ? (value.Value ?? []) : []));
	if (stated === undefined || others.length > 0 || !/^\d+(\.\d+)?$/.test(stated)) return undefined;
	const left = decimal(stated).minus(last.amount);
	return left.gt(0) ? left : undefined;
}

/**
 * A payment that was changed together with the invoice was applied anew, wherever it stands in the
 * invoice's list.
 */
function isChangedLast(
	payment: QuickBooksPayment,
	invoice: QuickBooksInvoice,
	payments: readonly QuickBooksPayment[],
): boolean {
	const isChanged =
		updatedAt(payment) - createdAt(payment) > SAME_ACTION_MS && !isDeposited(payment);
	return (
		isChanged && isTogether(payment, invoice) && !isUpdatedByAnother(payment, invoice, payments)
	);
}

function isTogether(payment: QuickBooksPayment, invoice: QuickBooksInvoice): boolean {
	return Math.abs(updatedAt(invoice) - updatedAt(payment)) <= SAME_ACTION_MS;
}

function isDeposited(payment: QuickBooksPayment): boolean {
	return (payment.LinkedTxn ?? []).some(({ TxnType }) => TxnType === 'Deposit');
}

function isUpdatedByAnother(
	payment: QuickBooksPayment,
	invoice: QuickBooksInvoice,
	payments: readonly QuickBooksPayment[],
): boolean {
	return payments.some(
		(other) =>
			other !== payment && Math.abs(updatedAt(invoice) - createdAt(other)) <= SAME_ACTION_MS,
	);
}

/**
 * When a payment was applied. Applying it updates the invoice at the same moment, so it is the
 * payment's last change or, when
 * the payment was changed once more for other reasons, such as another invoice, the invoice's. The
 * deposit of its money is
 * none, after or beside which the invoice may have been updated for other reasons.
 */
function appliedAt(
	payment: QuickBooksPayment,
	invoice: QuickBooksInvoice,
	payments: readonly QuickBooksPayment[],
): number {
	if (!isDeposited(payment))
		return Math.min(updatedAt(payment), Math.max(updatedAt(invoice), createdAt(payment)));
	return isTogether(payment, invoice) && !isUpdatedByAnother(payment, invoice, payments)
		? updatedAt(payment)
		: createdAt(payment);
}

/** What was left to pay at a moment, before the payments of that very second. */
export function balanceAt(
	invoice: QuickBooksInvoice,
	settlements: readonly Settlement[],
	at: number,
): Decimal {
	return (
		settlements.find((settlement) => settlement.at >= at)?.before ??
		settlements.at(-1)?.after ??
		decimal(invoice.Balance)
	);
}
