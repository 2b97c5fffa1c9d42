import type { QuickBooksInvoice } from '../records/quickbooks';
import { capital } from '../text';

type Named = Pick<QuickBooksInvoice, 'DocNumber' | 'Id'>;

/** How messages name an invoice within a sentence. */
export function invoiceName({ DocNumber, Id }: Named): string {
	return DocNumber ? `invoice ${DocNumber}` : `the invoice with id ${Id}`;
}

/** How messages name an invoice at the start of a sentence. */
export function invoiceNameAtStart(invoice: Named): string {
	return capital(invoiceName(invoice));
}
