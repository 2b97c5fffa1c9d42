import { decimal, sum, toCents, zero, type Decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksLine } from '../records/quickbooks';
import type { Origin } from './billing';

/** QuickBooks' own item for shipping; source: accounting API, invoice, SalesItemLineDetail. */
const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';
/** Nobody has changed the invoice since it was made. */
const FIRST_VERSION = '0';

/** What an invoice comes to in the terms of its deal: before tax, or with it where its amounts include tax. */
export function netTotal(invoice: QuickBooksInvoice, isInclusive = invoice.GlobalTaxCalculation === 'TaxInclusive'): Decimal {
	const total = decimal(invoice.TotalAmt);
	return toCents(isInclusive ? total : total.minus(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0)));
}

/**
 * What an invoice bills of its deal now: the span in its mark, and what was added to it or taken off it in QuickBooks since.
 * Shipping is no part of the deal, and a discount on the whole lowers the invoice, not the span.
 */
export function billedOfDeal(invoice: QuickBooksInvoice, origin: Origin): Decimal {
	const span = origin.to.minus(origin.from);
	if (invoice.SyncToken === FIRST_VERSION) return span;
	const goods = netTotal(invoice).minus(shippingOf(invoice));
	if (origin.currency !== undefined) return goods.plus(origin.less ?? zero);
	// The first version's mark does not tell whether a discount was there from the beginning.
	return [goods, goods.plus(discountOf(invoice))].find((amount) => amount.eq(span)) ?? goods;
}

function shippingOf({ Line, GlobalTaxCalculation }: QuickBooksInvoice): Decimal {
	const shipping = Line.filter(({ SalesItemLineDetail }) => SalesItemLineDetail?.ItemRef?.value === SHIPPING_ITEM);
	const amountOf = ({ Amount, SalesItemLineDetail }: QuickBooksLine) => (GlobalTaxCalculation === 'TaxInclusive' ? SalesItemLineDetail?.TaxInclusiveAmt : undefined) ?? Amount ?? 0;
	return sum(shipping.map((line) => decimal(amountOf(line))));
}

function discountOf({ Line }: QuickBooksInvoice): Decimal {
	return sum(Line.filter(({ DetailType }) => DetailType === 'DiscountLineDetail').map(({ Amount }) => decimal(Amount ?? 0)));
}
