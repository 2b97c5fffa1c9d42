import { decimal, sum, type Decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksMetaData, QuickBooksPayment } from '../records/quickbooks';

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
	return (invoice.LinkedTxn ?? []).filter(({ TxnType }) => TxnType === 'Payment').map(({ TxnId }) => TxnId);
}

/**
 * Payments of the invoice from first to last, by the invoice's own list of them, with the balance around each. One that was
 * followed by a payment that is not at hand is left out: what it left to pay is not known, and it is older than what was asked for.
 */
export function settle(invoice: QuickBooksInvoice, payments: readonly QuickBooksPayment[]): Settlement[] {
	const newestFirst = linkedPaymentIds(invoice);
	const firstMissing = newestFirst.findIndex((id) => !payments.some(({ Id }) => Id === id));
	const applied = payments
		.map((payment) => ({ payment, place: newestFirst.indexOf(payment.Id), at: appliedAt(payment, invoice, payments), amount: amountFor(payment, invoice.Id) }))
		.filter(({ amount, place }) => amount.gt(0) && (firstMissing === -1 || place < firstMissing))
		.sort((a, b) => a.place - b.place || b.at - a.at);
	let after = decimal(invoice.Balance);
	const settlements = applied.map(({ payment, at, amount }) => {
		const settlement = { payment, at, amount, after, before: after.plus(amount) };
		after = settlement.before;
		return settlement;
	});
	return settlements.reverse();
}

/** What a payment brought to one invoice. */
function amountFor(payment: QuickBooksPayment, invoiceId: string): Decimal {
	const lines = (payment.Line ?? []).filter((line) => line.LinkedTxn?.some(({ TxnId, TxnType }) => TxnId === invoiceId && TxnType === 'Invoice'));
	return sum(lines.map(({ Amount }) => decimal(Amount ?? 0)));
}

/**
 * When a payment was applied. Applying it updates the invoice at the same moment; an update of the payment that left the
 * invoice alone is none, nor is the deposit of its money, after or beside which the invoice may have been updated for other reasons.
 */
function appliedAt(payment: QuickBooksPayment, invoice: QuickBooksInvoice, payments: readonly QuickBooksPayment[]): number {
	const later = updatedAt(invoice) - updatedAt(payment);
	const byAnother = payments.some((other) => other !== payment && Math.abs(updatedAt(invoice) - createdAt(other)) <= SAME_ACTION_MS);
	const deposited = (payment.LinkedTxn ?? []).some(({ TxnType }) => TxnType === 'Deposit');
	const together = deposited ? Math.abs(later) <= SAME_ACTION_MS && !byAnother : later >= -SAME_ACTION_MS;
	return together ? updatedAt(payment) : createdAt(payment);
}

/** What was left to pay at a moment. */
export function balanceAt(invoice: QuickBooksInvoice, settlements: readonly Settlement[], at: number): Decimal {
	return settlements.find((settlement) => settlement.at > at)?.before ?? settlements.findLast((settlement) => settlement.at <= at)?.after ?? decimal(invoice.Balance);
}
