import type { NumberHolder } from '../../../core/invoice/billing/refusals';
import type { NumberHolders } from '../../../core/invoice/request/facts';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';

/**
 * Every invoice of the company since a moment, however many there are: the memo, which says whose
 * an invoice is, is no field of a query, and whoever is billed may have changed since an earlier
 * run, in HubSpot or in the node.
 */
export async function findInvoicesSince(
	quickbooks: QuickBooksPort,
	sinceMs: number,
): Promise<QuickBooksInvoice[]> {
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'MetaData.CreateTime', operator: '>=', value: new Date(sinceMs).toISOString() },
		],
	});
}

/** Who has a number; nothing is asked where none is wanted. */
export async function findNumbered(
	quickbooks: QuickBooksPort,
	number: string | undefined,
): Promise<NumberHolders> {
	if (number === undefined) return { invoices: [], holders: [] };
	const query = { where: [{ field: 'DocNumber', operator: '=' as const, value: number }] };
	const [invoices, credits, receipts] = await Promise.all([
		quickbooks.find('Invoice', query),
		quickbooks.find('CreditMemo', query),
		quickbooks.find('SalesReceipt', query),
	]);
	const named = (noun: NumberHolder['noun'], rows: ReadonlyArray<{ Id: string }>): NumberHolder[] =>
		rows.map(({ Id }) => ({ noun, id: Id }));
	const holders = [
		...named('invoice', invoices),
		...named('credit memo', credits),
		...named('sales receipt', receipts),
	];
	return { invoices, holders };
}
