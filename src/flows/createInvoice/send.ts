import { decline } from '../../core/decline';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { GatewayError } from '../../gateways/errors';
import type { CreateInvoiceInput, CreateInvoiceResult, FlowContext } from './types';

export interface Sent {
	invoice: QuickBooksInvoice;
	wasSent: boolean;
}

/**
 * Mails the invoice when asked and not done before.
 * Mailing is never repeated blindly: after an unclear answer the invoice itself tells whether it went out.
 */
export async function sendWhenAsked(invoice: QuickBooksInvoice, input: CreateInvoiceInput, context: FlowContext): Promise<Sent> {
	if (input.send === 'no' || isSent(invoice)) return { invoice, wasSent: false };
	return { invoice: await sendOnce(invoice, input, context), wasSent: true };
}

/** The PDF as QuickBooks prints it. */
export async function printWhenAsked(invoice: QuickBooksInvoice, input: CreateInvoiceInput, { quickbooks }: FlowContext): Promise<Pick<CreateInvoiceResult, 'pdf'>> {
	return input.pdf ? { pdf: { data: await quickbooks.readInvoicePdf(invoice.Id), fileName: `${fileNameOf(invoice)}.pdf` } } : {};
}

/** @throws Declined when the invoice is to be mailed and nobody has an address */
export function checkAddress(input: CreateInvoiceInput, known: string | undefined): void {
	if (input.send === 'now' && !input.details.billEmail && !known) {
		decline('Send', 'The invoice cannot be sent: no e-mail address is known.', 'Enter "Bill Email" in the node, or give the customer an e-mail address.');
	}
}

function isSent(invoice: QuickBooksInvoice): boolean {
	return invoice.EmailStatus === 'EmailSent' || invoice.DeliveryInfo?.DeliveryTime !== undefined;
}

async function sendOnce(invoice: QuickBooksInvoice, { details }: CreateInvoiceInput, { quickbooks }: FlowContext): Promise<QuickBooksInvoice> {
	const address = details.billEmail ?? invoice.BillEmail?.Address;
	try {
		return { ...invoice, ...(await quickbooks.sendInvoice(invoice.Id, address)) };
	} catch (error) {
		if (!(error instanceof GatewayError) || !['timeout', 'network', 'unavailable'].includes(error.kind)) throw error;
		const now = await quickbooks.read('Invoice', invoice.Id);
		if (isSent(now)) return now;
		throw error;
	}
}

function fileNameOf({ DocNumber, Id }: QuickBooksInvoice): string {
	return `invoice-${(DocNumber ?? Id).replace(/[^\w.-]+/g, '_')}`;
}
