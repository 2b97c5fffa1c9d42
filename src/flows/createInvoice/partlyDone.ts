import type { QuickBooksInvoice } from '../../core/records/quickbooks';

/**
 * The invoice is in QuickBooks, but a later step failed. Running the same job again finds the
 * invoice and completes the rest.
 */
export class PartlyDone extends Error {
	constructor(
		readonly invoice: QuickBooksInvoice,
		override readonly cause: unknown,
	) {
		super(
			`Invoice ${invoice.DocNumber ?? `with id ${invoice.Id}`} is in QuickBooks, but a later step failed.`,
		);
		this.name = 'PartlyDone';
	}
}
