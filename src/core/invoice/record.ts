import type { Day } from '../calendar';
import { linkPropertyName, linkValue } from '../hubspot/link';
import { association } from '../hubspot/associations';
import { decimal, moneyText } from '../money';
import type { HubSpotAssociation, HubSpotProperties } from '../records/hubspot';
import type { QuickBooksInvoice } from '../records/quickbooks';
import type { BilledLine } from './lines';
import { deriveStatus, readInvoiceFacts, type InvoiceStatus } from './status';

/** HubSpot's own status for each of ours; HubSpot has no deleted one. */
const hubSpotStatus: Record<InvoiceStatus, 'draft' | 'open' | 'paid' | 'voided'> = {
	waiting_to_be_sent: 'draft',
	sent_to_customer: 'open',
	partial_payment: 'open',
	overdue: 'open',
	paid_in_full: 'paid',
	voided: 'voided',
	deleted: 'voided',
};

export interface RecordContext {
	realmId: string;
	homeCurrency: string;
	/** In the company's time zone. */
	today: Day;
	/** Where a person opens the invoice in QuickBooks. */
	url: string;
}

/**
 * The HubSpot invoice record that mirrors a QuickBooks invoice. It is not billable: HubSpot makes no document of its own and
 * asks nobody to pay it twice. HubSpot's own amounts are computed from its lines, so ours stand in properties of our own.
 *
 * Source: developers.hubspot.com, CRM API, invoices.
 */
export function buildInvoiceRecord(invoice: QuickBooksInvoice, { realmId, homeCurrency, today, url }: RecordContext): HubSpotProperties {
	const status = deriveStatus(readInvoiceFacts(invoice, today));
	const currency = invoice.CurrencyRef?.value ?? homeCurrency;
	return {
		[linkPropertyName(realmId)]: linkValue(realmId, invoice.Id),
		hs_currency: currency,
		hs_invoice_billable: 'false',
		hs_invoice_status: hubSpotStatus[status],
		hs_title: invoice.DocNumber ? `QuickBooks invoice ${invoice.DocNumber}` : 'QuickBooks invoice',
		hs_number: invoice.DocNumber ?? '',
		...(invoice.TxnDate && { hs_invoice_date: invoice.TxnDate }),
		...(invoice.DueDate && { hs_due_date: invoice.DueDate }),
		quickbooks_invoice_number: invoice.DocNumber ?? '',
		quickbooks_invoice_status: status,
		quickbooks_invoice_total: moneyText(decimal(invoice.TotalAmt)),
		quickbooks_invoice_balance: moneyText(decimal(invoice.Balance)),
		quickbooks_invoice_currency: currency,
		quickbooks_invoice_due_date: invoice.DueDate ?? '',
		quickbooks_invoice_recipient: invoice.CustomerRef.name ?? '',
		quickbooks_invoice_url: url,
		quickbooks_invoice_updated_at: new Date(invoice.MetaData.LastUpdatedTime).toISOString(),
	};
}

export interface RecordParties {
	dealIds?: readonly string[];
	contactIds?: readonly string[];
	companyIds?: readonly string[];
	quoteIds?: readonly string[];
}

export function recordAssociations({ dealIds = [], contactIds = [], companyIds = [], quoteIds = [] }: RecordParties): HubSpotAssociation[] {
	return [
		...dealIds.map((id) => association('invoices', 'deals', id)),
		...contactIds.map((id) => association('invoices', 'contacts', id)),
		...companyIds.map((id) => association('invoices', 'companies', id)),
		...quoteIds.map((id) => association('invoices', 'quotes', id)),
	];
}

/** A HubSpot line item belongs to one parent only, so the invoice record gets copies. The amount billed is quantity × price. */
export function buildRecordLines(lines: readonly BilledLine[], currency: string): HubSpotProperties[] {
	return lines
		.filter(({ kind }) => kind === 'item')
		.map((line) => {
			const whole = line.discount.eq(0) && !line.quantity.eq(0) && line.gross.eq(line.net);
			return {
				name: line.name,
				quantity: whole ? line.quantity.toFixed() : '1',
				price: whole ? line.unitPrice.toFixed() : moneyText(line.net),
				hs_line_item_currency_code: currency,
				...(line.description && { description: line.description }),
				...(line.sku && { hs_sku: line.sku }),
				...(line.productId && { hs_product_id: line.productId }),
			};
		});
}
