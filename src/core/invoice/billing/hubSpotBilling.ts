import type { HubSpotRecord } from '../../records/hubspot';
import { quoteName } from '../lines/quotes/quoteStatus';

/** What tells an invoice that HubSpot bills itself. */
export const ownInvoiceProperties = [
	'hs_invoice_billable',
	'hs_invoice_status',
	'hs_invoice_source',
	'hs_number',
];

/** What tells whether a quote is being paid through HubSpot. */
export const quotePaymentProperties = ['hs_title', 'hs_payment_status'];

/**
 * Invoices of a deal that HubSpot bills itself: the customer would be asked for the money twice. A
 * record that mirrors an
 * invoice of another system is not billable, or comes from a data sync.
 *
 * Source: developers.hubspot.com, guide to invoices.
 * @param records the deal's invoices in HubSpot
 */
export function hubSpotInvoiceWarnings(records: readonly HubSpotRecord[]): string[] {
	return records.flatMap(({ id, properties }) => {
		const status = properties['hs_invoice_status'] ?? 'draft';
		const isMirror =
			properties['hs_invoice_billable'] === 'false' ||
			properties['hs_invoice_source'] === 'data_sync';
		if (isMirror || status === 'voided') return [];
		const isPaid = status === 'paid';
		return [
			`HubSpot has an invoice of its own for this deal, ${properties['hs_number'] ?? `id ${id}`} (${status})${isPaid ? ', which the customer has paid' : ', and may also collect the money'}. If it bills the same, void ${isPaid ? 'the invoice in QuickBooks' : 'one of the two'}.`,
		];
	});
}

/** Quotes whose buyer pays, or has paid, through HubSpot. */
export function quotePaymentWarnings(quotes: readonly HubSpotRecord[]): string[] {
	return quotes.flatMap((quote) => {
		const status = quote.properties['hs_payment_status']?.toUpperCase();
		if (status !== 'PAID' && status !== 'PROCESSING') return [];
		const what = status === 'PAID' ? 'was paid through HubSpot' : 'is being paid through HubSpot';
		return [
			`Quote ${quoteName(quote)} ${what} (its payment status is ${status}). Do not ask for the same money again. Enter the payment in QuickBooks, or void the invoice there.`,
		];
	});
}
