import { eventsOfChanges, paidInvoiceIds, type Found } from '../../core/invoice/events/changes';
import { readSettled } from '../../core/invoice/events/settled';
import { emptyMemory, unknownEvents } from '../../core/invoice/events/memory';
import type { Notification } from '../../core/invoice/events/notifications';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { needsPayments, type WatchSettings, type WatchState } from './state';
import { OVERLAP_MS } from '../accounts/changes';
import { findByIds } from '../accounts/quickBooksRecords';

/** Payments of one invoice that are looked at; an older one is no news. */
const PAYMENTS_OF_ONE = 20;

/**
 * What happened to invoices that a webhook names, from the records as they are now: a notification
 * may be late, doubled or
 * out of order, and says nothing but an id. Events from before the notified change are left out.
 *
 * @param notifications of this company
 * @param polled where the polls stand; without it a balance that came back is left to the next of
 * them
 * @throws GatewayError
 */
export async function readNotifiedEvents(
	quickbooks: QuickBooksPort,
	notifications: readonly Notification[],
	now: Date,
	settings: WatchSettings,
	timeZone: string,
	polled?: WatchState,
): Promise<Found[]> {
	const told = notifications.filter(({ entity }) => entity === 'invoice' || entity === 'payment');
	if (told.length === 0) return [];
	const idsOf = (entity: string) => told.filter((one) => one.entity === entity).map(({ id }) => id);
	const since = Math.min(...told.map(({ at }) => at ?? now.getTime())) - OVERLAP_MS;
	const notifiedPayments = needsPayments(settings)
		? await findByIds(quickbooks, 'Payment', idsOf('payment'))
		: [];
	const invoices = await findByIds(quickbooks, 'Invoice', [
		...idsOf('invoice'),
		...notifiedPayments.flatMap(paidInvoiceIds),
	]);
	const payments = needsPayments(settings)
		? await withOtherPayments(quickbooks, invoices, notifiedPayments)
		: [];
	const records = { invoices, payments, deletedInvoices: deletedOf(told, invoices, now) };
	const latest = Math.max(...told.map(({ at }) => at ?? 0)) || now.getTime();
	const found = eventsOfChanges(
		records,
		settings.milestones,
		since,
		latest,
		{ realmId: quickbooks.realmId, timeZone },
		polled?.settled ? readSettled(polled.settled, Date.parse(polled.cursor)) : undefined,
	).filter(({ event }) => settings.events.includes(event.event));
	const fresh = new Set(
		unknownEvents(
			found.map(({ event }) => event),
			since,
			emptyMemory,
		),
	);
	return found.filter(({ event }) => fresh.has(event));
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

/** An invoice is deleted when the notification says so and QuickBooks has it no more. */
function deletedOf(
	told: readonly Notification[],
	invoices: readonly QuickBooksInvoice[],
	now: Date,
): Array<{ id: string; at: number }> {
	const present = new Set(invoices.map(({ Id }) => Id));
	const deletions = told.filter(
		({ entity, operation, id }) =>
			entity === 'invoice' && operation.startsWith('delete') && !present.has(id),
	);
	return [
		...new Map(deletions.map(({ id, at }) => [id, { id, at: at ?? now.getTime() }])).values(),
	];
}
