import { dayIn, type Day } from '../../calendar';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../records/quickbooks';
import { deriveEvents } from './derive';
import { eventIdOf, type EventContext, type Found, type InvoiceEvent } from './event';
import { latestMilestone } from './overdue';
import { knownBefore, type Settled } from './settled';

/** Records as a reading of changes brought them. */
export interface ChangedRecords {
	invoices: readonly QuickBooksInvoice[];
	payments: readonly QuickBooksPayment[];
	deletedInvoices: ReadonlyArray<{ id: string; at: number }>;
}

/** Ids of the invoices that a payment is applied to. */
export function paidInvoiceIds(payment: QuickBooksPayment): string[] {
	const links = (payment.Line ?? []).flatMap((line) => line.LinkedTxn ?? []);
	return [
		...new Set(links.filter(({ TxnType }) => TxnType === 'Invoice').map(({ TxnId }) => TxnId)),
	];
}

/** What a reading of changes covers. */
interface ChangesRead {
	/** Milliseconds; an invoice created before is overdue only as days pass. */
	since: number;
	/** Milliseconds, of the reading. */
	at: number;
	/** Days past due at which an invoice is reported as overdue. */
	milestones: readonly number[];
}

/**
 * Everything that changed records show to have happened, in order of time. An invoice that was past
 * due when it was created is overdue at once, by the last milestone it has reached. Later milestones
 * come as days pass.
 *
 * @param settled what was paid before; without it nothing is reported as reopened
 */
export function eventsOfChanges(
	{ invoices, payments, deletedInvoices }: ChangedRecords,
	{ since, at, milestones }: ChangesRead,
	context: EventContext,
	settled?: Settled,
): Found[] {
	const today: Day = dayIn(new Date(at), context.timeZone);
	const paymentsOf = byPaidInvoice(payments);
	const found = invoices.flatMap((invoice): Found[] => {
		const before = settled && knownBefore(settled, invoice.Id, since);
		const events = deriveEvents(
			{ invoice, payments: paymentsOf.get(invoice.Id) ?? [] },
			context,
			before,
		);
		const overdue = isCreatedSince(invoice, since, settled)
			? latestMilestone(invoice, milestones, today, context, at)
			: [];
		return [...events, ...overdue].map((event) => ({ event, invoice }));
	});
	const deleted = deletedInvoices.map(({ id, at: deletedAt }): Found => ({
		event: deletedEvent(id, deletedAt, settled?.ids.has(id) === true, context),
	}));
	return inOrder([...found, ...deleted]);
}

function byPaidInvoice(
	payments: readonly QuickBooksPayment[],
): Map<string, readonly QuickBooksPayment[]> {
	const found = new Map<string, QuickBooksPayment[]>();
	for (const payment of payments)
		for (const id of paidInvoiceIds(payment)) found.set(id, [...(found.get(id) ?? []), payment]);
	return found;
}

/** An invoice that was known to be paid before is not a new one, whatever its record says. */
function isCreatedSince(
	{ Id, MetaData }: QuickBooksInvoice,
	since: number,
	settled: Settled | undefined,
): boolean {
	const isKnown = settled !== undefined && (settled.ids.has(Id) || settled.turned.has(Id));
	return Date.parse(MetaData.CreateTime) >= since && !isKnown;
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

/** QuickBooks keeps only the id of a deleted invoice and when it was deleted. */
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
