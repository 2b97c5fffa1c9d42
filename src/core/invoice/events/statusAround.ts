import type { Day } from '../../calendar';
import { decimal, zero, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { deriveStatus, type InvoiceStatus } from '../status';
import { mailedAt } from './delivery';
import type { InvoiceEventName } from './event';
import type { Settlement } from './payments';

/** An invoice with its payments, and what is known of its balance besides. */
export interface BalanceHistory {
	invoice: QuickBooksInvoice;
	settlements: readonly Settlement[];
	voided: boolean;
	/** Whether nothing was left to pay at the reading before. */
	wasSettled: boolean;
	/** Milliseconds: until then something was open, although no payment says so. */
	openUntil: number;
}

/** The moment just before or just after an event. */
interface EventMoment {
	event: InvoiceEventName;
	/** Milliseconds. */
	at: number;
	/** The company's day at that time. */
	day: Day;
	when: 'before' | 'after';
	/** What is left to pay, as far as payments say it. */
	balance: Decimal;
}

/**
 * The status of an invoice just before or just after an event. Voiding erases the amounts, so before
 * it the invoice counts as open unless it was known to be paid.
 */
export function statusAround(history: BalanceHistory, moment: EventMoment): InvoiceStatus {
	const { event, when, balance, day } = moment;
	const { invoice, voided, wasSettled } = history;
	const takesBackPaid = event === 'reopened' || event === 'voided';
	if (when === 'before' && wasSettled && takesBackPaid) return 'paid_in_full';
	const isVoid = voided && event === 'voided' && when === 'after';
	const open = voided ? !isVoid : balance.gt(0) || isPaidByLaterEdit(history, moment);
	return deriveStatus({
		deleted: false,
		voided: isVoid,
		paid: !open && !isVoid,
		partiallyPaid: !voided && isPartlyPaid(history, moment),
		overdue: open && invoice.DueDate !== undefined && invoice.DueDate < day,
		daysOverdue: 0,
		sent: isSent(invoice, moment),
		viewed: false,
		bounced: false,
		total: decimal(invoice.TotalAmt),
		balance: voided ? zero : balance,
	});
}

/** Whether the edit that paid the rest is still to come, so that something is open. */
function isPaidByLaterEdit(
	{ openUntil }: BalanceHistory,
	{ event, at, when }: EventMoment,
): boolean {
	return at < openUntil || (at === openUntil && event === 'paid' && when === 'before');
}

function isPartlyPaid(history: BalanceHistory, moment: EventMoment): boolean {
	const { invoice, settlements } = history;
	const { balance, at } = moment;
	return balance.gt(0)
		? balance.lt(decimal(invoice.TotalAmt))
		: isPaidByLaterEdit(history, moment) && settlements.some((one) => one.at <= at);
}

/** Whether the invoice was mailed or marked as sent by then. */
function isSent(invoice: QuickBooksInvoice, { event, at, when }: EventMoment): boolean {
	const mailed = mailedAt(invoice);
	const isCreation = event === 'created' || event === 'waitingToBeSent';
	if (isCreation || (event === 'sent' && when === 'before')) return false;
	return mailed === undefined ? invoice.EmailStatus === 'EmailSent' : mailed <= at;
}
