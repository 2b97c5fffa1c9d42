import { paidInvoiceIds, type ChangedRecords } from '../../core/invoice/events/changes';
import type { ChangesReading } from '../../core/invoice/watch/state';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { findByIds } from '../accounts/quickBooksRecords';
import { CAPTURE_MS, readChangedPages } from '../accounts/changes';
import { deletedInvoicesOf, findDeletedInvoices } from './deletions';

/** Pages of one kind of record in one reading; the rest follows with the next. */
const PAGES_AT_ONCE = 10;

/**
 * What changed since a moment, normally in one request. Where one answer does not hold all changes,
 * or change data capture does not reach back so far, ordered queries read them. Queries know no
 * deleted invoices, so deletions are then looked for in as long a span as one answer can hold.
 *
 * Source: developer.intuit.com, accounting API, change data capture and data queries.
 */
export async function readChangedRecords(
	quickbooks: QuickBooksPort,
	since: number,
	now: number,
	withPayments: boolean,
): Promise<ChangesReading> {
	const captureSince = Math.max(since, now - CAPTURE_MS);
	const first = await capture(quickbooks, captureSince, withPayments);
	if (first.complete && captureSince === since)
		return await completed(quickbooks, first, since, withPayments);
	const deletedInvoices = first.complete
		? first.deletedInvoices
		: await findDeletedInvoices(quickbooks, captureSince, first.upTo);
	const from = new Date(since).toISOString();
	const invoices = await readChangedPages(quickbooks, 'Invoice', from, PAGES_AT_ONCE);
	const payments = withPayments
		? await readChangedPages(quickbooks, 'Payment', from, PAGES_AT_ONCE)
		: { rows: [], upTo: Infinity };
	const upTo = Math.min(first.upTo, invoices.upTo, payments.upTo);
	return await completed(
		quickbooks,
		{
			invoices: invoices.rows,
			payments: payments.rows,
			deletedInvoices,
			upTo,
			complete: upTo === first.upTo,
		},
		since,
		withPayments,
	);
}

/** Adds the invoices and payments that the events of those read depend on. */
async function completed(
	quickbooks: QuickBooksPort,
	reading: ChangesReading,
	since: number,
	withPayments: boolean,
): Promise<ChangesReading> {
	const all = { ...reading, invoices: await withPaidInvoices(quickbooks, reading, since) };
	return withPayments ? { ...all, payments: await withLaterPayments(quickbooks, all) } : all;
}

async function capture(
	quickbooks: QuickBooksPort,
	since: number,
	withPayments: boolean,
): Promise<ChangesReading> {
	const { changes, complete, at } = await quickbooks.readChanges(
		withPayments ? ['Invoice', 'Payment'] : ['Invoice'],
		new Date(since).toISOString(),
	);
	const of = (entity: string) => changes.filter((change) => change.entity === entity);
	const upTo = Date.parse(at);
	return {
		invoices: of('Invoice').flatMap(({ records }) => records as QuickBooksInvoice[]),
		payments: of('Payment').flatMap(({ records }) => records as QuickBooksPayment[]),
		deletedInvoices: deletedInvoicesOf(changes, upTo),
		upTo,
		complete,
	};
}

/** A new payment updates its invoices, but an answer may bring the one without the other. */
async function withPaidInvoices(
	quickbooks: QuickBooksPort,
	{ invoices, payments, deletedInvoices }: ChangedRecords,
	since: number,
): Promise<readonly QuickBooksInvoice[]> {
	const known = new Set([...invoices.map(({ Id }) => Id), ...deletedInvoices.map(({ id }) => id)]);
	const fresh = payments.filter(({ MetaData }) => Date.parse(MetaData.CreateTime) >= since);
	const missing = fresh.flatMap(paidInvoiceIds).filter((id) => !known.has(id));
	return missing.length === 0
		? invoices
		: [...invoices, ...(await findByIds(quickbooks, 'Invoice', missing))];
}

/**
 * An invoice's balance is the one after its last payment. That payment may stand in a page that is
 * not read yet. It may also be older than an earlier one that was changed, or than the edit that paid
 * the invoice.
 */
async function withLaterPayments(
	quickbooks: QuickBooksPort,
	{ invoices, payments }: ChangedRecords,
): Promise<readonly QuickBooksPayment[]> {
	const known = new Set(payments.map(({ Id }) => Id));
	const missing = invoices.flatMap((invoice) => laterPaymentIds(invoice, known));
	return [...payments, ...(await findByIds(quickbooks, 'Payment', missing))];
}

/** Payments of an invoice after the oldest known one; of a paid invoice at least its last payment. */
function laterPaymentIds(invoice: QuickBooksInvoice, known: ReadonlySet<string>): string[] {
	const newestFirst = linkedPaymentIds(invoice);
	const isPaid = invoice.Balance === 0 && invoice.TotalAmt > 0;
	const oldestKnown = newestFirst.findLastIndex((id) => known.has(id));
	const later = newestFirst.slice(0, Math.max(oldestKnown, isPaid ? 1 : 0));
	return later.filter((id) => !known.has(id));
}
