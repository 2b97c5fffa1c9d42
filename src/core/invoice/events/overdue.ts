import { addDays, dayIn, daysBetween, type Day } from '../../calendar';
import { decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { eventIdOf, type EventContext, type InvoiceEvent } from './event';
import { deriveStatus, readInvoiceFacts } from '../status';

/**
 * Due dates, first and last, of the invoices that reach a milestone after one day and up to
 * another; undefined when no day passed.
 */
export function dueDatesReaching(
	milestone: number,
	after: Day,
	upTo: Day,
): { from: Day; to: Day } | undefined {
	return after < upTo
		? { from: addDays(after, 1 - milestone), to: addDays(upTo, -milestone) }
		: undefined;
}

/** Days that passed between two looks at due dates. */
interface PassedDays {
	after: Day;
	upTo: Day;
	/** Milliseconds, of the later look. */
	at: number;
}

/**
 * The milestones that an open invoice reached after one day and up to another, once each. A
 * milestone from before the invoice was created was never reached.
 */
export function crossedMilestones(
	invoice: QuickBooksInvoice,
	milestones: readonly number[],
	{ after, upTo, at }: PassedDays,
	context: EventContext,
): InvoiceEvent[] {
	const { DueDate: dueOn } = invoice;
	if (dueOn === undefined || !decimal(invoice.Balance).gt(0)) return [];
	const madeOn = dayIn(new Date(invoice.MetaData.CreateTime), context.timeZone);
	const reached = milestones.filter((days) => {
		const on = addDays(dueOn, days);
		return on > after && on <= upTo && on >= madeOn;
	});
	return reached.map((days) => overdueEvent(invoice, dueOn, days, context, at));
}

/**
 * The last milestone that an open invoice has reached by a day, for invoices that were past due
 * when they were created or first seen.
 */
export function latestMilestone(
	invoice: QuickBooksInvoice,
	milestones: readonly number[],
	today: Day,
	context: EventContext,
	at: number,
): InvoiceEvent[] {
	const { DueDate: dueOn } = invoice;
	if (dueOn === undefined || !decimal(invoice.Balance).gt(0)) return [];
	const late = daysBetween(dueOn, today);
	const reached = milestones.filter((days) => days <= late);
	return reached.length === 0
		? []
		: [overdueEvent(invoice, dueOn, Math.max(...reached), context, at)];
}

function overdueEvent(
	invoice: QuickBooksInvoice,
	dueOn: Day,
	days: number,
	{ realmId }: EventContext,
	at: number,
): InvoiceEvent {
	const statusOn = (day: Day) => deriveStatus(readInvoiceFacts(invoice, day));
	return {
		event: 'overdue',
		eventId: eventIdOf(realmId, invoice.Id, 'overdue', `${dueOn}:${days}`),
		at,
		dating: 'record',
		invoiceId: invoice.Id,
		oldStatus: statusOn(addDays(dueOn, days - 1)),
		newStatus: statusOn(addDays(dueOn, days)),
		payment: null,
		daysOverdue: days,
	};
}
