import type { Day } from '../../calendar';
import { byId } from '../../records/byId';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { invoiceNameAtStart } from '../name';
import type { AttachedRecord } from '../record/linkedRecords';
import { hasNoCriteria, matchesSearch, type InvoiceSearch } from './search';

/** An attached invoice in HubSpot and, unless it was deleted, in QuickBooks. */
export interface AttachedInvoice extends AttachedRecord {
	invoice: QuickBooksInvoice | undefined;
}

/** Attached invoices with what QuickBooks says now, the latest first. */
export function toAttachedInvoices(
	attached: readonly AttachedRecord[],
	invoices: readonly QuickBooksInvoice[],
): AttachedInvoice[] {
	const found = byId(invoices);
	return attached
		.map((one) => ({ ...one, invoice: found.get(one.invoiceId) }))
		.sort(
			(a, b) =>
				(b.invoice?.TxnDate ?? '').localeCompare(a.invoice?.TxnDate ?? '') ||
				Number(b.invoiceId) - Number(a.invoiceId),
		);
}

/**
 * Those that a search means. One deleted in QuickBooks is found only by a search without criteria.
 */
export function matchAttachedInvoices(
	attached: readonly AttachedInvoice[],
	search: InvoiceSearch,
	today: Day,
): { found: AttachedInvoice[]; warnings: string[] } {
	const isForAll = hasNoCriteria(search);
	const matching = attached.filter(({ invoice }) =>
		invoice ? matchesSearch(invoice, search, today) : isForAll,
	);
	const warnings =
		matching.length > search.limit
			? [
					`More attached invoices match the search than the limit of ${search.limit}. Only the latest were used.`,
				]
			: [];
	return { found: matching.slice(0, search.limit), warnings };
}

/** Id and number of an attached invoice. One deleted in QuickBooks keeps its number in HubSpot. */
export function idAndNumber(
	{ invoiceId, invoice, record }: AttachedInvoice,
	names: PropertyNames,
): Pick<QuickBooksInvoice, 'Id' | 'DocNumber'> {
	const number = invoice ? invoice.DocNumber : record.properties[names.of('invoice_number')];
	return { Id: invoiceId, ...(number && { DocNumber: number }) };
}

/** How a sentence about an attached invoice begins. */
export function attachedName(attached: AttachedInvoice, names: PropertyNames): string {
	return invoiceNameAtStart(idAndNumber(attached, names));
}
