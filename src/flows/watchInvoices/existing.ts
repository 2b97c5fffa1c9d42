import { dayIn } from '../../core/calendar';
import { eventsOfChanges } from '../../core/invoice/events/changes';
import type { Found } from '../../core/invoice/events/event';
import { latestMilestone } from '../../core/invoice/events/overdue';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import type { ExistingPage, WatchState } from '../../core/invoice/watch/state';
import { findByIds } from '../accounts/quickBooksRecords';
import { needsPayments, type WatchSettings } from './settings';

/** Invoices of one reading; the next reading goes on. */
const PAGE = 1000;

/**
 * A page of what happened to invoices before the watch began: all that their records show, and the
 * last milestone of those that are overdue.
 *
 * @returns `next` null when this was the last page
 */
export async function readExisting(
	quickbooks: QuickBooksPort,
	page: ExistingPage | null,
	state: WatchState,
	settings: WatchSettings,
): Promise<{ events: Found[]; next: ExistingPage | null }> {
	if (!page) return { events: [], next: null };
	const { from, position, told } = page;
	const rows = await quickbooks.find('Invoice', {
		where: [{ field: 'MetaData.CreateTime', operator: '>=', value: from }],
		orderBy: { field: 'MetaData.CreateTime' },
		startPosition: position,
		limit: PAGE,
	});
	const invoices = rows.filter(({ Id }) => !told.includes(Id));
	const payments = needsPayments(settings) ? await readPayments(quickbooks, invoices) : [];
	return {
		events: existingEvents(invoices, payments, settings, state),
		next: rows.length < PAGE ? null : nextPage(page, rows),
	};
}

/**
 * The next page begins at the time of this page's last row. Only where all rows have one time does
 * it begin at a position.
 */
function nextPage(
	{ from, position, told }: ExistingPage,
	rows: readonly QuickBooksInvoice[],
): ExistingPage {
	const madeAt = ({ MetaData }: QuickBooksInvoice) => new Date(MetaData.CreateTime).toISOString();
	const reached = madeAt(rows.at(-1) as QuickBooksInvoice);
	const atThatMoment = rows.filter((row) => madeAt(row) === reached).map(({ Id }) => Id);
	return reached === from
		? { from, position: position + PAGE, told: [...told, ...atThatMoment] }
		: { from: reached, position: 1, told: atThatMoment };
}

async function readPayments(
	quickbooks: QuickBooksPort,
	invoices: readonly QuickBooksInvoice[],
): Promise<QuickBooksPayment[]> {
	return await findByIds(quickbooks, 'Payment', invoices.flatMap(linkedPaymentIds));
}

function existingEvents(
	invoices: readonly QuickBooksInvoice[],
	payments: readonly QuickBooksPayment[],
	settings: WatchSettings,
	{ realmId, timeZone, startedAt }: WatchState,
): Found[] {
	const context = { realmId, timeZone };
	const dated = eventsOfChanges(
		{ invoices, payments, deletedInvoices: [] },
		{ since: Infinity, at: startedAt, milestones: [] },
		context,
	).filter(({ event }) => event.at < startedAt);
	const today = dayIn(new Date(startedAt), timeZone);
	const made = invoices.filter(({ MetaData }) => Date.parse(MetaData.CreateTime) < startedAt);
	const overdue = made.flatMap((invoice) =>
		latestMilestone(invoice, settings.milestones, today, context, startedAt).map((event) => ({
			event,
			invoice,
		})),
	);
	return [...dated, ...overdue].filter(({ event }) => settings.events.includes(event.event));
}
