import {
	eventsOfChanges,
	paidInvoiceIds,
	type ChangedRecords,
} from '../../core/invoice/events/changes';
import type { Found } from '../../core/invoice/events/event';
import { emptyMemory, unknownFound } from '../../core/invoice/events/memory';
import type { Notification } from '../../core/invoice/events/notifications';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import { readSettled } from '../../core/invoice/events/settled';
import type { WatchState } from '../../core/invoice/watch/state';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { OVERLAP_MS } from '../accounts/changes';
import { findByIds } from '../accounts/quickBooksRecords';
import { needsPayments, type WatchSettings } from './settings';

/** Payments of one invoice that are looked at; older ones are no news. */
const PAYMENTS_OF_ONE = 20;

/** What a webhook's notifications are read with. */
interface NotifiedContext {
	now: Date;
	/** The company's. */
	timeZone: string;
	/**
	 * The state of the last poll. Without it, the next poll reports a balance that came back, not the
	 * webhook.
	 */
	polled?: WatchState | undefined;
}

/**
 * What happened to invoices that a webhook names, from the records as they are now. A notification
 * says nothing but an id, and may be late, repeated or out of order. Events from before the notified
 * change are left out.
 *
 * @param notifications of this company
 * @throws GatewayError
 */
export async function readNotifiedEvents(
	quickbooks: QuickBooksPort,
	notifications: readonly Notification[],
	settings: WatchSettings,
	{ now, timeZone, polled }: NotifiedContext,
): Promise<Found[]> {
	const notified = notifications.filter(
		({ entity }) => entity === 'invoice' || entity === 'payment',
	);
	if (notified.length === 0) return [];
	const since = Math.min(...notified.map(({ at }) => at ?? now.getTime())) - OVERLAP_MS;
	const latest = Math.max(...notified.map(({ at }) => at ?? 0)) || now.getTime();
	const found = eventsOfChanges(
		await readNotifiedRecords(quickbooks, notified, now, needsPayments(settings)),
		{ since, at: latest, milestones: settings.milestones },
		{ realmId: quickbooks.realmId, timeZone },
		polled?.settled ? readSettled(polled.settled, Date.parse(polled.cursor)) : undefined,
	).filter(({ event }) => settings.events.includes(event.event));
	return unknownFound(found, since, emptyMemory);
}

/** The invoices and payments that are named, with what their events depend on. */
async function readNotifiedRecords(
	quickbooks: QuickBooksPort,
	notified: readonly Notification[],
	now: Date,
	withPayments: boolean,
): Promise<ChangedRecords> {
	const idsOf = (entity: string) =>
		notified.filter((one) => one.entity === entity).map(({ id }) => id);
	const notifiedPayments = withPayments
		? await findByIds(quickbooks, 'Payment', idsOf('payment'))
		: [];
	const invoices = await findByIds(quickbooks, 'Invoice', [
		...idsOf('invoice'),
		...notifiedPayments.flatMap(paidInvoiceIds),
	]);
	const payments = withPayments
		? await withOtherPayments(quickbooks, invoices, notifiedPayments)
		: [];
	return { invoices, payments, deletedInvoices: deletedOf(notified, invoices, now) };
}

/**
 * An invoice's balance is the one after its last payment, so that one is needed even when another
 * was notified.
 */
async function withOtherPayments(
	quickbooks: QuickBooksPort,
	invoices: readonly QuickBooksInvoice[],
	notified: readonly QuickBooksPayment[],
): Promise<QuickBooksPayment[]> {
	const known = new Set(notified.map(({ Id }) => Id));
	const others = invoices
		.flatMap((invoice) => linkedPaymentIds(invoice).slice(0, PAYMENTS_OF_ONE))
		.filter((id) => !known.has(id));
	return [...notified, ...(await findByIds(quickbooks, 'Payment', others))];
}

/** An invoice is deleted when the notification says so and QuickBooks no longer has it. */
function deletedOf(
	notified: readonly Notification[],
	invoices: readonly QuickBooksInvoice[],
	now: Date,
): Array<{ id: string; at: number }> {
	const present = new Set(invoices.map(({ Id }) => Id));
	const deletions = notified.filter(
		({ entity, operation, id }) =>
			entity === 'invoice' && operation.startsWith('delete') && !present.has(id),
	);
	return [
		...new Map(deletions.map(({ id, at }) => [id, { id, at: at ?? now.getTime() }])).values(),
	];
}
