import { noonOf, type Day } from '../../calendar';
import { linkValue } from '../../hubspot/link';
import type { PropertyNames } from '../../records/names';
import { association } from '../../hubspot/associations';
import {
	allocate,
	decimal,
	invoicePlaces,
	moneyText,
	percentOf,
	plainText,
	sum,
	toCents,
	zero,
	type Decimal,
} from '../../money';
import type { HubSpotAssociation, HubSpotProperties } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { deriveStatus, readInvoiceFacts, type InvoiceStatus } from '../status';

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
	names: PropertyNames;
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
 * The HubSpot invoice record that mirrors a QuickBooks invoice. It is not billable: HubSpot makes
 * no document of its own and
 * asks nobody to pay it twice. HubSpot computes its own amounts from the lines where an account
 * does not take them, so they
 * stand in properties of our own, too.
 *
 * HubSpot keeps the dates of an invoice as moments and shows them in a time zone, so each is noon
 * of its day.
 *
 * Source: developers.hubspot.com, CRM API, invoices.
 */
export function buildInvoiceRecord(
	invoice: QuickBooksInvoice,
	{ names, realmId, homeCurrency, today, accountTimeZone, url, origin }: RecordContext,
): HubSpotProperties {
	const status = deriveStatus(readInvoiceFacts(invoice, today));
	const currency = invoice.CurrencyRef?.value ?? homeCurrency;
	return {
		[names.link(realmId)]: linkValue(realmId, invoice.Id),
		hs_currency: currency,
		hs_invoice_billable: 'false',
		hs_invoice_status: hubSpotStatus[status],
		hs_title: invoice.DocNumber ? `QuickBooks invoice ${invoice.DocNumber}` : 'QuickBooks invoice',
		hs_number: invoice.DocNumber ?? '',
		hs_amount_billed: moneyText(decimal(invoice.TotalAmt)),
		hs_balance_due: moneyText(decimal(invoice.Balance)),
		...(invoice.TxnDate && { hs_invoice_date: noonOf(invoice.TxnDate, accountTimeZone) }),
		...(invoice.DueDate && { hs_due_date: noonOf(invoice.DueDate, accountTimeZone) }),
		...names.named({
			invoice_number: invoice.DocNumber ?? '',
			invoice_status: status,
			invoice_total: moneyText(decimal(invoice.TotalAmt)),
			invoice_balance: moneyText(decimal(invoice.Balance)),
			invoice_currency: currency,
			invoice_due_date: invoice.DueDate ?? '',
			invoice_recipient: invoice.CustomerRef.name ?? '',
			invoice_url: url,
			...(origin && { invoice_origin: origin }),
			invoice_updated_at: new Date(invoice.MetaData.LastUpdatedTime).toISOString(),
		}),
	};
}

/** HubSpot's own amounts of an invoice, which not every account lets others write. */
export const recordFigures: readonly string[] = ['hs_amount_billed', 'hs_balance_due'];

/** HubSpot's own properties of an invoice that hold a day as a moment. */
export const recordDays: readonly string[] = ['hs_invoice_date', 'hs_due_date'];

export interface RecordParties {
	dealIds?: readonly string[];
	contactIds?: readonly string[];
	companyIds?: readonly string[];
	quoteIds?: readonly string[];
}

export function recordAssociations({
	dealIds = [],
	contactIds = [],
	companyIds = [],
	quoteIds = [],
}: RecordParties): HubSpotAssociation[] {
	return [
		...dealIds.map((id) => association('invoices', 'deals', id)),
		...contactIds.map((id) => association('invoices', 'contacts', id)),
		...companyIds.map((id) => association('invoices', 'companies', id)),
		...quoteIds.map((id) => association('invoices', 'quotes', id)),
	];
}

/**
 * The record's line items. A HubSpot line item belongs to one parent only, so these are copies, as
 * QuickBooks has them.
 * HubSpot takes no negative prices, so discounts and negative lines lower the other lines by
 * percentages: together they come to
 * the invoice's subtotal.
 *
 * @param productIds HubSpot product by QuickBooks item id
 */
export function buildRecordLines(
	invoice: Pick<QuickBooksInvoice, 'Line'>,
	currency: string,
	productIds: ReadonlyMap<string, string>,
): HubSpotProperties[] {
	const lines = invoice.Line.flatMap((line) =>
		line.DetailType === 'GroupLineDetail' ? (line.GroupLineDetail?.Line ?? []) : [line],
	);
	const sold = lines.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail');
	const amounts = sold.map(({ Amount }) => decimal(Amount ?? 0));
	const discounts = lines
		.filter(({ DetailType }) => DetailType === 'DiscountLineDetail')
		.map(({ Amount }) => decimal(Amount ?? 0));
	const reduction = sum([
		...discounts,
		...amounts.filter((amount) => amount.lt(0)).map((amount) => amount.neg()),
	]);
	const shown = sold.filter((_line, index) => amounts[index]?.gte(0));
	const percents = reductionPercents(
		shown.map(({ Amount }) => decimal(Amount ?? 0)),
		reduction,
		invoicePlaces(currency),
	);
	return shown.map((line, index) => toRecordLine(line, currency, productIds, percents[index]));
}

function toRecordLine(
	line: QuickBooksInvoice['Line'][number],
	currency: string,
	productIds: ReadonlyMap<string, string>,
	percent: Decimal | undefined,
): HubSpotProperties {
	const { ItemRef, Qty, UnitPrice } = line.SalesItemLineDetail ?? {};
	const amount = decimal(line.Amount ?? 0);
	const isExact =
		Qty !== undefined &&
		UnitPrice !== undefined &&
		Qty > 0 &&
		toCents(decimal(Qty).times(UnitPrice)).eq(toCents(amount));
	const productId = ItemRef && productIds.get(ItemRef.value);
	return {
		name: ItemRef?.name || line.Description?.split('\n')[0] || 'Line',
		quantity: isExact ? plainText(decimal(Qty)) : '1',
		price: isExact ? plainText(decimal(UnitPrice)) : moneyText(amount),
		...(percent && { hs_discount_percentage: plainText(percent) }),
		hs_line_item_currency_code: currency,
		...(line.Description && { description: line.Description }),
		...(productId && { hs_product_id: productId }),
	};
}

/** Decimals of a percentage that people read, and of one that only has to come to the cent. */
const READABLE = 4;
const PRECISE = 10;

/**
 * By how many percent each line is lowered, so that all of them together are lowered by an amount.
 * @returns undefined for lines that keep their amount
 */
function reductionPercents(
	amounts: readonly Decimal[],
	reduction: Decimal,
	places: number,
): Array<Decimal | undefined> {
	const total = sum(amounts);
	if (reduction.lte(0) || total.lte(0)) return amounts.map(() => undefined);
	const lowered = reduction.gt(total) ? total : reduction;
	const common = toCents(lowered.times(100).div(total), READABLE);
	return allocate(lowered, amounts, places).map((share, index) => {
		const amount = amounts[index] ?? zero;
		if (share.eq(0)) return undefined;
		const isCommon =
			toCents(percentOf(amount, common), places).eq(share) &&
			toCents(amount.minus(percentOf(amount, common)), places).eq(amount.minus(share));
		return isCommon ? common : toCents(share.times(100).div(amount), PRECISE);
	});
}
