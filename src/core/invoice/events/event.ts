import type { Day } from '../../calendar';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { InvoiceStatus } from '../status';
import type { Settlement } from './payments';

/** What can happen to an invoice, in the order in which events of one moment are reported. */
export const invoiceEventNames = [
	'created',
	'waitingToBeSent',
	'sent',
	'viewed',
	'bounced',
	'reopened',
	'paymentReceived',
	'partiallyPaid',
	'paid',
	'overdue',
	'voided',
	'deleted',
] as const;
export type InvoiceEventName = (typeof invoiceEventNames)[number];

/** Events for which payments are read. */
export const paymentEventNames: ReadonlySet<InvoiceEventName> = new Set([
	'paymentReceived',
	'partiallyPaid',
	'paid',
]);

/**
 * What a payment brought to one invoice. Amounts are text with two decimals in the payment's
 * currency.
 */
export interface PaymentApplied {
	id: string;
	amount: string;
	date: Day | null;
	reference: string | null;
}

/**
 * One thing that happened to one invoice. Its `eventId` is the same whenever and wherever it is
 * derived again.
 */
export interface InvoiceEvent {
	event: InvoiceEventName;
	eventId: string;
	/** Milliseconds. */
	at: number;
	/**
	 * `record`: the record says when it happened. `update`: it does not. The moment is then that of
	 * the record's last update, which a later edit moves.
	 */
	dating: 'record' | 'update';
	invoiceId: string;
	oldStatus: InvoiceStatus | null;
	newStatus: InvoiceStatus;
	payment: PaymentApplied | null;
	/** For `overdue` the milestone that was reached. */
	daysOverdue: number;
}

/** An event with the invoice as it was read. */
export interface Found {
	event: InvoiceEvent;
	/** Absent when the invoice was deleted. */
	invoice?: QuickBooksInvoice;
}

export interface EventContext {
	realmId: string;
	/** The company's, an IANA name. */
	timeZone: string;
}

/** Something that happened to an invoice; its status before and after is not derived yet. */
export interface Happening {
	event: InvoiceEventName;
	/** Distinguishes two happenings of the same kind. */
	key?: string;
	at: number;
	dating: InvoiceEvent['dating'];
	payment?: Settlement;
	/** What was open before and after, where the payments do not say. */
	around?: Pick<Settlement, 'before' | 'after'>;
}

/** The id of an event. It repeats for the same happening, so that repeats can be dropped. */
export function eventIdOf(
	realmId: string,
	invoiceId: string,
	event: InvoiceEventName,
	key?: string,
): string {
	return [realmId, 'invoice', invoiceId, event, ...(key === undefined ? [] : [key])].join(':');
}
