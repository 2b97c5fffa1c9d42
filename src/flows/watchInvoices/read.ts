import { paidInvoiceIds, type ChangedRecords } from '../../core/invoice/events/changes';
import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { findByIds } from '../accounts/quickBooksRecords';

/** Change data capture looks back 30 days; a day is left for clocks and zones. */
const CAPTURE_MS = 29 * 86_400_000;
const PAGE = 1000;
/** Pages of one kind of record in one reading; the rest follows with the next. */
const PAGES_AT_ONCE = 10;
/** How often the span is halved to find deletions among more changes than one answer holds. */
const HALVINGS = 12;

export interface Reading extends ChangedRecords {
	/** QuickBooks' time up to which everything was read, milliseconds. */
	upTo: number;
	/** False when there is more behind `upTo`. */
	complete: boolean;
}

/**
 * What changed since a moment: one request in normal running. More changes than one answer holds,
 * or a moment before what
 * change data capture covers, are read as ordered queries instead; these know no deleted invoices,
 * so deletions are then
 * looked for in as long a span as an answer can hold.
 *
 * Source: developer.intuit.com, accounting API, change data capture and data queries.
 */
export async function readChangedRecords(
	quickbooks: QuickBooksPort,
	since: number,
	now: number,
	withPayments: boolean,
): Promise<Reading> {
	const captureSince = Math.max(since, now - CAPTURE_MS);
	const first = await capture(quickbooks, captureSince, withPayments);
	if (first.complete && captureSince === since)
		return await completed(quickbooks, first, since, withPayments);
	const deletedInvoices = first.complete
		? first.deletedInvoices
		: await findDeletions(quickbooks, captureSince, first.upTo);
	const invoices = await readPages<QuickBooksInvoice>(quickbooks, 'Invoice', since);
	const payments = withPayments
		? await readPages<QuickBooksPayment>(quickbooks, 'Payment', since)
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

/** With the invoices and payments without which those that were read say too little. */
async function completed(
	quickbooks: QuickBooksPort,
	reading: Reading,
	since: number,
	withPayments: boolean,
): Promise<Reading> {
	const all = { ...reading, invoices: await withPaidInvoices(quickbooks, reading, since) };
	return withPayments ? { ...all, payments: await withLaterPayments(quickbooks, all) } : all;
}

async function capture(
	quickbooks: QuickBooksPort,
	since: number,
	withPayments: boolean,
): Promise<Reading> {
	const { changes, complete, at } = await quickbooks.readChanges(
		withPayments ? ['Invoice', 'Payment'] : ['Invoice'],
		new Date(since).toISOString(),
	);
	const of = (entity: string) => changes.filter((change) => change.entity === entity);
	const upTo = Date.parse(at);
	return {
		invoices: of('Invoice').flatMap(({ records }) => records as QuickBooksInvoice[]),
		payments: of('Payment').flatMap(({ records }) => records as QuickBooksPayment[]),
		deletedInvoices: of('Invoice').flatMap(({ deleted }) =>
			deleted.map(({ Id, deletedAt }) => ({
				id: Id,
				at: deletedAt === undefined ? upTo : Date.parse(deletedAt),
			})),
		),
		upTo,
		complete,
	};
}

/**
 * Deletions stand at the end of an answer, so only a complete one has them all: the longest span
 * that fits is sought by halves.
 */
async function findDeletions(
	quickbooks: QuickBooksPort,
	since: number,
	upTo: number,
): Promise<Reading['deletedInvoices']> {
	let [fits, tooLong] = [0, upTo - since];
	let deleted: Reading['deletedInvoices'] = [];
	for (let halving = 0; halving < HALVINGS && tooLong - fits > 1000; halving += 1) {
		const span = (fits + tooLong) / 2;
		const reading = await capture(quickbooks, upTo - span, false);
		if (reading.complete) [fits, deleted] = [span, reading.deletedInvoices];
		else tooLong = span;
	}
	return deleted;
}

/**
 * Rows in the order of their last change. Each page starts at the time where the one before ended,
 * so rows that change meanwhile push none out.
 */
async function readPages<T extends QuickBooksInvoice | QuickBooksPayment>(
	quickbooks: QuickBooksPort,
	entity: 'Invoice' | 'Payment',
	since: number,
): Promise<{ rows: T[]; upTo: number }> {
	const rows = new Map<string, T>();
	let from = new Date(since).toISOString();
	let startPosition = 1;
	for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
		const found = (await quickbooks.find(entity, {
			where: [{ field: 'MetaData.LastUpdatedTime', operator: '>=', value: from }],
			orderBy: { field: 'MetaData.LastUpdatedTime' },
			limit: PAGE,
			startPosition,
		})) as T[];
		for (const row of found) rows.set(row.Id, row);
		const last = found.at(-1);
		if (!last || found.length < PAGE) return { rows: [...rows.values()], upTo: Infinity };
		const reached = new Date(last.MetaData.LastUpdatedTime).toISOString();
		startPosition = reached === from ? startPosition + PAGE : 1;
		from = reached;
	}
	return { rows: [...rows.values()], upTo: Date.parse(from) };
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
 * An invoice's balance is the one after its last payment, which may stand in a page that is not
 * read yet, or be older than an
 * earlier one that was changed, or than the edit that paid the invoice.
 */
async function withLaterPayments(
	quickbooks: QuickBooksPort,
	{ invoices, payments }: ChangedRecords,
): Promise<readonly QuickBooksPayment[]> {
	const known = new Set(payments.map(({ Id }) => Id));
	const missing = invoices.flatMap((invoice) => {
		const newestFirst = linkedPaymentIds(invoice);
		const isPaid = invoice.Balance === 0 && invoice.TotalAmt > 0;
		return newestFirst
			.slice(
				0,
				Math.max(
					newestFirst.findLastIndex((id) => known.has(id)),
					isPaid ? 1 : 0,
				),
			)
			.filter((id) => !known.has(id));
	});
	return [...payments, ...(await findByIds(quickbooks, 'Payment', missing))];
}
