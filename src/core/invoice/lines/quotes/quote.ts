import { decline } from '../../../decline';
import type { InvoiceDetails } from '../../billing/details';
import { lineTaxOf, type BilledLine } from '../lines';
import { quoteName } from './quoteStatus';
import { partOfSpan, type Span } from '../../billing/share';
import { taxOfLines, type InvoiceTaxes, type TaxCalculation } from '../amounts/taxes';
import {
	decimal,
	decimalOrNone,
	invoicePlaces,
	moneyText,
	toCents,
	type Decimal,
} from '../../../money';
import { textOfHtml } from '../../../html';
import { cutText, cutWarnings } from '../../../text';
import type { HubSpotRecord } from '../../../records/hubspot';
import type { QuickBooksInvoice } from '../../../records/quickbooks';

export const quoteProperties = [
	'hs_title',
	'hs_status',
	'hs_accepted_date',
	'hs_expiration_date',
	'hs_quote_amount',
	'hs_currency',
	'hs_quote_number',
	'hs_lastmodifieddate',
	'hs_createdate',
	'hs_terms',
	'hs_comments',
	'hs_payment_status',
];

/** What a quote carries over beside its lines. */
export interface QuoteCarried {
	/** Off the whole, in cents. */
	discount: Decimal;
	/** Tax by HubSpot's reckoning, in cents. */
	tax: Decimal;
	/** Whether all of the tax is that of single lines, so that the other lines are not taxed. */
	isTaxedByLine?: boolean;
	/** ISO 4217. */
	currency: string;
	/** For the customer to read, as long as HubSpot has it. */
	message?: string;
}

/** What decides whether a line is paid at once; the amount of a quote may leave out what is not. */
const delayProperties = [
	'recurringbillingfrequency',
	'hs_recurring_billing_start_date',
	'hs_billing_start_delay_type',
];

/**
 * Whether HubSpot's own amount of the quote may stand for something else than one payment of every
 * line.
 */
function hasLaterPayments(items: readonly HubSpotRecord[]): boolean {
	return items.some(({ properties }) => delayProperties.some((name) => properties[name]?.trim()));
}

/**
 * Compares what is billed with the quote's own amount. That follows a setting of the account
 * (`hs_quote_total_preference`): by
 * default it is the first payment, without lines that start later. So where lines recur or start
 * later a difference is only told.
 *
 * Source: developers.hubspot.com, guide to CPQ quotes.
 * @param items the quote's lines as HubSpot has them
 * @returns warnings
 * @throws Declined when lines, discounts, fees and taxes do not come to the quote's own amount
 */
export function checkQuoteAmount(
	quote: HubSpotRecord,
	total: Decimal,
	items: readonly HubSpotRecord[],
): string[] {
	const amount = decimalOrNone(quote.properties['hs_quote_amount']);
	if (amount === undefined) return [];
	const difference = toCents(amount).minus(total);
	if (difference.eq(0)) return [];
	if (hasLaterPayments(items)) {
		return [
			`HubSpot shows ${moneyText(toCents(amount))} as the amount of quote ${quoteName(quote)}, and its lines, discounts, fees and taxes come to ${moneyText(total)}: some lines recur or start later, and a HubSpot setting decides how the amount counts them.`,
		];
	}
	return decline(
		'Quote',
		`Quote ${quoteName(quote)} comes to ${moneyText(toCents(amount))}, but its lines, discounts, fees and taxes come to ${moneyText(total)}: a difference of ${moneyText(difference)}.`,
		'Open the quote in HubSpot and correct it, or bill the lines of the deal.',
	);
}

const LONGEST_MESSAGE = 1000;

/** Says where the customer's message comes from the quote and is longer than QuickBooks holds. */
export function messageWarnings(
	entered: InvoiceDetails,
	quote: QuoteCarried | undefined,
): string[] {
	return entered.customerMessage
		? []
		: cutWarnings(
				'The message to the customer, taken from the terms or comments of the quote,',
				quote?.message,
				LONGEST_MESSAGE,
			);
}

/** The quote's terms, else its comments, for the customer to read; HubSpot keeps them as HTML. */
export function quoteMessage({ properties }: HubSpotRecord): string | undefined {
	return textOfHtml(properties['hs_terms'] || properties['hs_comments'] || '') || undefined;
}

/**
 * The details of an invoice with what its quote carries over: discount and terms. What a person
 * entered in the node wins,
 * except that two discounts are not mixed.
 *
 * @throws Declined when both the quote and the node have a discount on the whole
 */
export function carryOver(
	details: InvoiceDetails,
	quote: QuoteCarried | undefined,
	span: Span,
	total: Decimal,
): InvoiceDetails {
	if (!quote) return details;
	const off = partOfSpan(quote.discount, span, total, invoicePlaces(quote.currency));
	if (off.gt(0) && details.discount)
		decline(
			'Discount',
			`The quote already has a discount of ${moneyText(quote.discount)}.`,
			'Leave the discount in the node empty, or change the quote in HubSpot.',
		);
	return {
		...details,
		...(off.gt(0) && { discount: { kind: 'amount' as const, value: off } }),
		...(!details.customerMessage &&
			quote.message && { customerMessage: cutText(quote.message, LONGEST_MESSAGE) }),
	};
}

/**
 * HubSpot's tax on a quote, for the span billed; undefined when it taxes nothing.
 * @param lines of the span, where they are known: a quote that taxes single lines may have none of
 * them in it
 */
export function carriedTax(
	quote: QuoteCarried | undefined,
	span: Span,
	total: Decimal,
	lines?: readonly BilledLine[],
): Decimal | undefined {
	if (!quote?.tax.gt(0)) return undefined;
	const places = invoicePlaces(quote.currency);
	return lines && quote.isTaxedByLine
		? toCents(lineTaxOf(lines), places)
		: partOfSpan(quote.tax, span, total, places);
}

/**
 * A quote's tax cannot be sent where lines have tax codes, so the codes have to come to it. How
 * QuickBooks rounds is not certain,
 * so a cent for each line and rate is no reason to refuse; what it came to is compared after the
 * write.
 *
 * @param quoteTax of what is billed
 * @returns warnings for a dry run
 * @throws Declined when QuickBooks would come to another tax than the customer was offered
 */
export function checkQuoteTax(
	quoteTax: Decimal | undefined,
	lines: readonly BilledLine[],
	taxes: InvoiceTaxes,
	details: InvoiceDetails,
): string[] {
	if (quoteTax === undefined || taxes.totalTax !== undefined) return [];
	const { tax, tolerance } = taxOfLines(lines, taxes, details);
	const difference = quoteTax.minus(tax);
	if (difference.eq(0)) return [];
	if (difference.abs().lte(tolerance))
		return [
			`The quote shows ${moneyText(quoteTax)} of tax for what is billed, and QuickBooks will probably add ${moneyText(tax)}, because it rounds tax differently.`,
		];
	return decline(
		'Quote',
		`The quote shows ${moneyText(quoteTax)} of tax for what is billed, but QuickBooks would add ${moneyText(tax)}: a difference of ${moneyText(difference)}.`,
		'Choose tax codes that give the tax of the quote, with amounts before tax. Or correct the taxes of the quote in HubSpot.',
	);
}

/**
 * Warns when QuickBooks taxed what was billed otherwise than the quote: only its answer tells in a
 * company that leaves
 * tax to QuickBooks, and a quote may be meant before tax.
 */
export function compareTaxWithQuote(
	invoice: QuickBooksInvoice,
	quoteTax: Decimal,
	calculation: TaxCalculation | undefined,
): string[] {
	const tax = toCents(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0));
	const difference = tax.minus(quoteTax);
	if (calculation === 'TaxInclusive' || difference.eq(0)) return [];
	return [
		`Invoice ${invoice.DocNumber ?? invoice.Id} has ${moneyText(tax)} of tax, but the quote shows ${moneyText(quoteTax)} for what is billed: the customer is asked for ${moneyText(difference.abs())} ${difference.gt(0) ? 'more' : 'less'} than the quote offered.`,
	];
}
