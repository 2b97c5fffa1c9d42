import { decimal, sum, toCents, type Decimal } from '../../money';
import type { QuickBooksInvoice, QuickBooksLine } from '../../records/quickbooks';
import type { Origin } from '../billing/billing';

/** QuickBooks' own item for shipping; source: accounting API, invoice, SalesItemLineDetail. */
export const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';
/** Nobody has changed the invoice since it was made. */
const FIRST_VERSION = '0';

/**
 * What an invoice comes to in the terms of its deal: before tax, or with it where its amounts
 * include tax.
 */
export function netTotal(
	invoice: QuickBooksInvoice,
	isInclusive = invoice.GlobalTaxCalculation === 'TaxInclusive',
): Decimal {
	const total = decimal(invoice.TotalAmt);
	return toCents(isInclusive ? total : total.minus(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0)));
}

/**
 * What an invoice bills of its deal now: the span in its mark, and what was added to it or taken
 * off it in QuickBooks since.
 * Shipping is no part of the deal. A discount on the whole that the invoice was made with lowers
 * the invoice, not the span, whatever
 * becomes of it; one that somebody added since lowers what is billed.
 */
export function billedOfDeal(invoice: QuickBooksInvoice, origin: Origin): Decimal {
	const span = origin.to.minus(origin.from);
	if (invoice.SyncToken === FIRST_VERSION) return span;
	const goods = netTotal(invoice).minus(shippingOf(invoice));
	if (origin.currency !== undefined)
		return origin.less === undefined
			? goods
			: goods.plus(discountNow(invoice, goods, origin.less, span));
	// The first version's mark does not tell whether a discount was there from the beginning.
	return [goods, goods.plus(discountOf(invoice))].find((amount) => amount.eq(span)) ?? goods;
}

/** The discount on the whole that an invoice was made with, where it is another one now. */
export function changedDiscount(
	invoice: QuickBooksInvoice,
	origin: Origin,
): { before: Decimal; now: Decimal } | undefined {
	if (invoice.SyncToken === FIRST_VERSION || origin.less === undefined) return undefined;
	const goods = netTotal(invoice).minus(shippingOf(invoice));
	const now = discountNow(invoice, goods, origin.less, origin.to.minus(origin.from));
	return now.eq(origin.less) ? undefined : { before: origin.less, now };
}

function shippingOf({ Line, GlobalTaxCalculation }: QuickBooksInvoice): Decimal {
	const shipping = Line.filter(
		({ SalesItemLineDetail }) => SalesItemLineDetail?.ItemRef?.value === SHIPPING_ITEM,
	);
	const amountOf = ({ Amount, SalesItemLineDetail }: QuickBooksLine) =>
		(GlobalTaxCalculation === 'TaxInclusive' ? SalesItemLineDetail?.TaxInclusiveAmt : undefined) ??
		Amount ??
		0;
	return sum(shipping.map((line) => decimal(amountOf(line))));
}

/**
 * The discount that the invoice was made with, as it is now. It is in the prices where amounts
 * include tax; an amount may be in one
 * line with the discounts of the lines, which are no part of the span, so only what brings back the
 * span counts as that discount.
 */
function discountNow(
	invoice: QuickBooksInvoice,
	goods: Decimal,
	less: Decimal,
	span: Decimal,
): Decimal {
	const now = discountOf(invoice);
	const isPercent = invoice.Line.some(
		({ DiscountLineDetail }) => DiscountLineDetail?.PercentBased === true,
	);
	const isKnown =
		invoice.GlobalTaxCalculation !== 'TaxInclusive' && (isPercent || goods.plus(now).eq(span));
	return isKnown ? now : less;
}

function discountOf({ Line }: QuickBooksInvoice): Decimal {
	return sum(
		Line.filter(({ DetailType }) => DetailType === 'DiscountLineDetail').map(({ Amount }) =>
			decimal(Amount ?? 0),
		),
	);
}
