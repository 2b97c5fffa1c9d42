import { daysBetween, type Day } from '../calendar';
import { decimal, type Decimal } from '../money';
import type { QuickBooksInvoice } from '../records/quickbooks';
import { isVoided } from './voided';

/**
 * What an invoice is to the people who wait for its money, in order of precedence: the first that
 * holds wins.
 */
export const invoiceStatuses = [
	'deleted',
	'voided',
	'paid_in_full',
	'overdue',
	'partial_payment',
	'sent_to_customer',
	'waiting_to_be_sent',
] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** Labels as the legacy integration showed them. */
export const statusLabels: Record<InvoiceStatus, string> = {
	waiting_to_be_sent: 'Waiting to be sent',
	sent_to_customer: 'Sent to customer',
	partial_payment: 'Partial payment',
	paid_in_full: 'Paid in full',
	overdue: 'Overdue',
	voided: 'Voided',
	deleted: 'Deleted',
};

/** The facts from which a status follows. */
interface InvoiceFacts {
	deleted: boolean;
	voided: boolean;
	paid: boolean;
	partiallyPaid: boolean;
	overdue: boolean;
	daysOverdue: number;
	sent: boolean;
	viewed: boolean;
	bounced: boolean;
	total: Decimal;
	balance: Decimal;
}

const holds: Record<InvoiceStatus, (facts: InvoiceFacts) => boolean> = {
	deleted: (facts) => facts.deleted,
	voided: (facts) => facts.voided,
	paid_in_full: (facts) => facts.paid,
	overdue: (facts) => facts.overdue,
	partial_payment: (facts) => facts.partiallyPaid,
	sent_to_customer: (facts) => facts.sent,
	waiting_to_be_sent: () => true,
};

/**
 * Reads an invoice's state from its own fields; QuickBooks has no status field to rely on.
 *
 * Source: developer.intuit.com, accounting API, invoice: Balance, TotalAmt, PrivateNote,
 * EmailStatus, DeliveryInfo.
 * @param today in the company's time zone
 */
export function readInvoiceFacts(invoice: QuickBooksInvoice, today: Day): InvoiceFacts {
	const total = decimal(invoice.TotalAmt);
	const balance = decimal(invoice.Balance);
	const voided = isVoided(invoice);
	const daysOverdue =
		invoice.DueDate && balance.gt(0) ? Math.max(0, daysBetween(invoice.DueDate, today)) : 0;
	return {
		deleted: (invoice as { status?: string }).status === 'Deleted',
		voided,
		paid: !voided && balance.eq(0),
		partiallyPaid: balance.gt(0) && balance.lt(total),
		overdue: daysOverdue > 0,
		daysOverdue,
		sent: invoice.EmailStatus === 'EmailSent' || invoice.DeliveryInfo?.DeliveryTime !== undefined,
		viewed: invoice.EInvoiceStatus === 'Viewed',
		bounced: invoice.DeliveryInfo?.DeliveryErrorType !== undefined,
		total,
		balance,
	};
}

/** The one status that a person sees. */
export function deriveStatus(facts: InvoiceFacts): InvoiceStatus {
	return invoiceStatuses.find((status) => holds[status](facts)) ?? 'waiting_to_be_sent';
}

export function invoiceStatusOn(invoice: QuickBooksInvoice, today: Day): InvoiceStatus {
	return deriveStatus(readInvoiceFacts(invoice, today));
}
