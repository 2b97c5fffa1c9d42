import { noonOf, type Day } from '../calendar';
import { linkPropertyName, linkValue } from '../hubspot/link';
import { association } from '../hubspot/associations';
import { decimal, moneyText, plainText } from '../money';
import type { HubSpotAssociation, HubSpotProperties } from '../records/hubspot';
import type { QuickBooksInvoice } from '../records/quickbooks';
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
	/** The HubSpot account's, IANA. */
	accountTimeZone: string;
	/** Where a person opens the invoice in QuickBooks. */
	url: string;
	/** Which part of which deal it bills, where that is known. */
	origin?: string;
}

/**
 * The HubSpot invoice record that mirrors a QuickBooks invoice. It is not billable: HubSpot makes no document of its own and
 * asks nobody to pay it twice. HubSpot's own amounts are computed from its lines, so ours stand in properties of our own.
 *
 * HubSpot keeps the dates of an invoice as moments and shows them in a time zone, so each is noon of its day.
 *
 * Source: developers.hubspot.com, CRM API, invoices.
 */
export function buildInvoiceRecord(invoice: QuickBooksInvoice, { realmId, homeCurrency, today, accountTimeZone, url, origin }: RecordContext): HubSpotProperties {
	const status = deriveStatus(readInvoiceFacts(invoice, today));
	const currency = invoice.CurrencyRef?.value ?? homeCurrency;
	return {
		[linkPropertyName(realmId)]: linkValue(realmId, invoice.Id),
		hs_currency: currency,
		hs_invoice_billable: 'false',
		hs_invoice_status: hubSpotStatus[status],
		hs_title: invoice.DocNumber ? `QuickBooks invoice ${invoice.DocNumber}` : 'QuickBooks invoice',
		hs_number: invoice.DocNumber ?? '',
		...(invoice.TxnDate && { hs_invoice_date: noonOf(invoice.TxnDate, accountTimeZone) }),
		...(invoice.DueDate && { hs_due_date: noonOf(invoice.DueDate, accountTimeZone) }),
		quickbooks_invoice_number: invoice.DocNumber ?? '',
		quickbooks_invoice_status: status,
		quickbooks_invoice_total: moneyText(decimal(invoice.TotalAmt)),
		quickbooks_invoice_balance: moneyText(decimal(invoice.Balance)),
		quickbooks_invoice_currency: currency,
		quickbooks_invoice_due_date: invoice.DueDate ?? '',
		quickbooks_invoice_recipient: invoice.CustomerRef.name ?? '',
		quickbooks_invoice_url: url,
		...(origin && { quickbooks_invoice_origin: origin }),
		quickbooks_invoice_updated_at: new Date(invoice.MetaData.LastUpdatedTime).toISOString(),
	};
}

/** HubSpot's own properties of an invoice that hold a day as a moment. */
export const recordDays: readonly string[] = ['hs_invoice_date', 'hs_due_date'];

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

/**
 * The record's line items. A HubSpot line item belongs to one parent only, so these are copies, as QuickBooks has them.
 * Discounts and other lines of a negative price are left out, since HubSpot takes none; the invoice's total stands in a property
 * of its own.
 *
 * @param productIds HubSpot product by QuickBooks item id
 */
export function buildRecordLines(invoice: Pick<QuickBooksInvoice, 'Line'>, currency: string, productIds: ReadonlyMap<string, string>): HubSpotProperties[] {
	const sold = invoice.Line.flatMap((line) => (line.DetailType === 'GroupLineDetail' ? (line.GroupLineDetail?.Line ?? []) : [line]));
	return sold.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').flatMap((line) => {
		const { ItemRef, Qty, UnitPrice } = line.SalesItemLineDetail ?? {};
		const amount = moneyText(decimal(line.Amount ?? 0));
		const exact = Qty !== undefined && UnitPrice !== undefined && Qty !== 0;
		const productId = ItemRef && productIds.get(ItemRef.value);
		const price = exact ? plainText(decimal(UnitPrice)) : amount;
		if (decimal(price).lt(0)) return [];
		return [{
			name: ItemRef?.name || line.Description?.split('\n')[0] || 'Line',
			quantity: exact ? plainText(decimal(Qty)) : '1',
			price,
			hs_line_item_currency_code: currency,
			...(line.Description && { description: line.Description }),
			...(productId && { hs_product_id: productId }),
		}];
	});
}
