import { dayIn, type Day } from '../../calendar';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../records/quickbooks';
import { deriveEvents, eventIdOf, type EventContext, type InvoiceEvent } from './derive';
import { knownBefore, type Settled } from './settled';
import { latestMilestone } from './overdue';

/** Records as a reading of changes brought them. */
export interface ChangedRecords {
	invoices: readonly QuickBooksInvoice[];
	payments: readonly QuickBooksPayment[];
	deletedInvoices: ReadonlyArray<{ id: string; at: number }>;
}

export interface Found {
	event: InvoiceEvent;
	/** Absent when the invoice was deleted. */
	invoice?: QuickBooksInvoice;
}

/** Ids of the invoices that a payment is applied to. */
export function paidInvoiceIds(payment: QuickBooksPayment): string[] {
	const links = (payment.Line ?? []).flatMap((line) => line.LinkedTxn ?? []);
	return [
		...new Set(links.filter(({ TxnType }) => TxnType === 'Invoice').map(({ TxnId }) => TxnId)),
	];
}

/**
 * Everything that changed records bear witness to, in order of time. An invoice that was past due
 * when it was made is
 * overdue at once, by the last milestone it has reached; later milestones come as days pass.
 *
 * @param since milliseconds; an invoice made before is overdue only as days pass
 * @param settled what was paid before; without it nothing is told as reopened
 */
export function eventsOfChanges(
	records: ChangedRecords,
	milestones: readonly number[],
	since: number,
	nowMs: number,
	context: EventContext,
	settled?: Settled,
): Found[] {
	const today: Day = dayIn(new Date(nowMs), context.timeZone);
	const byInvoice = new Map<string, QuickBooksPayment[]>();
	for (const payment of records.payments)
		for (const id of paidInvoiceIds(payment))
			byInvoice.set(id, [...(byInvoice.get(id) ?? []), payment]);
	const found = records.invoices.flatMap((invoice): Found[] => {
		const isNew =
			Date.parse(invoice.MetaData.CreateTime) >= since &&
			!settled?.ids.has(invoice.Id) &&
			!settled?.turned.has(invoice.Id);
		const events = [
			...deriveEvents(
				{ invoice, payments: byInvoice.get(invoice.Id) ?? [] },
				context,
				settled && knownBefore(settled, invoice.Id, since),
			),
			...(isNew ? latestMilestone(invoice, milestones, today, context, nowMs) : []),
		];
		return events.map((event) => ({ event, invoice }));
	});
	const deleted = records.deletedInvoices.map(({ id, at }): Found => ({
		event: deletedEvent(id, at, settled?.ids.has(id) === true, context),
	}));
	return inOrder([...found, ...deleted]);
}

/** By time; at one moment invoice by invoice, and milestones from the first to the last. */
export function inOrder(found: readonly Found[]): Found[] {
	const milestone = ({ event }: Found) => (event.event === 'overdue' ? event.daysOverdue : 0);
	return [...found].sort(
		(a, b) =>
			a.event.at - b.event.at ||
			Number(a.event.invoiceId) - Number(b.event.invoiceId) ||
			milestone(a) - milestone(b),
	);
}

/** QuickBooks keeps nothing of a deleted invoice but its id and the moment. */
function deletedEvent(
	id: string,
	at: number,
	wasSettled: boolean,
	{ realmId }: EventContext,
): InvoiceEvent {
	return {
		event: 'deleted',
		eventId: eventIdOf(realmId, id, 'deleted'),
		at,
		dating: 'record',
		invoiceId: id,
		oldStatus: wasSettled ? 'paid_in_full' : null,
		newStatus: 'deleted',
		payment: null,
		daysOverdue: 0,
	};
}
