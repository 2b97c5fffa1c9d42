import { dayIn, addDays } from '../../core/calendar';
import { eventsOfChanges } from '../../core/invoice/events/changes';
import { latestMilestone } from '../../core/invoice/events/overdue';
import type { Found, InvoiceEventName } from '../../core/invoice/events/event';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { findByIds } from '../accounts/quickBooksRecords';
import { needsPayments, type WatchSettings } from './settings';

const LOOKED_AT = 50;

/**
 * The latest event of each chosen kind among the invoices that changed last, to build a workflow
 * with.
 */
export async function sampleEvents(
	quickbooks: QuickBooksPort,
	now: Date,
	settings: WatchSettings,
	timeZone: string,
): Promise<Found[]> {
	const context = { realmId: quickbooks.realmId, timeZone };
	const today = dayIn(now, timeZone);
	const invoices = await quickbooks.find('Invoice', {
		orderBy: { field: 'MetaData.LastUpdatedTime', descending: true },
		limit: LOOKED_AT,
	});
	const payments = needsPayments(settings)
		? await findByIds(quickbooks, 'Payment', invoices.flatMap(linkedPaymentIds))
		: [];
	const late = settings.events.includes('overdue')
		? await findOverdue(quickbooks, addDays(today, -Math.min(...settings.milestones)))
		: [];
	const overdue = late.flatMap((invoice) =>
		latestMilestone(invoice, settings.milestones, today, context, now.getTime()).map((event) => ({
			event,
			invoice,
		})),
	);
	const latest = new Map<InvoiceEventName, Found>();
	const found = [
		...eventsOfChanges(
			{ invoices, payments, deletedInvoices: [] },
			{ since: Infinity, at: now.getTime(), milestones: [] },
			context,
		),
		...overdue,
	];
	for (const one of found)
		if (settings.events.includes(one.event.event)) latest.set(one.event.event, one);
	return [...latest.values()];
}

async function findOverdue(
	quickbooks: QuickBooksPort,
	dueUpTo: string,
): Promise<QuickBooksInvoice[]> {
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'DueDate', operator: '<=', value: dueUpTo },
			{ field: 'Balance', operator: '>', value: '0' },
		],
		orderBy: { field: 'DueDate' },
		limit: LOOKED_AT,
	});
}
