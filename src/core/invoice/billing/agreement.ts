import { decline } from '../../decline';
import {
	decimalOrNone,
	decimal,
	moneyText,
	plainText,
	sum,
	toCents,
	type Decimal,
} from '../../money';
import type { HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksCustomer, QuickBooksInvoice } from '../../records/quickbooks';
import type { BilledLine } from '../lines/lines';
import type { CompanyRules } from './settings';
import type { TaxCalculation } from '../lines/amounts/taxes';
import type { AddedTax } from '../lines/amounts/taxTable';

/**
 * Compares the deal's lines with the deal's own amount.
 * Where lines recur, the deal's amount may stand for several periods, so a difference is only a
 * warning then.
 *
 * @returns warnings
 * @throws Declined when they differ and `ifDiffer` is `fail`
 */
export function compareWithDeal(
	deal: HubSpotRecord,
	lines: readonly BilledLine[],
	currency: string,
	ifDiffer: 'fail' | 'warn',
): string[] {
	const amount = decimalOrNone(deal.properties['amount']);
	const total = sum(lines.map(({ net }) => net));
	if (amount === undefined || toCents(amount).eq(total)) return [];
	const message = `The lines come to ${moneyText(total)} ${currency}, but the deal's amount is ${moneyText(toCents(amount))}: a difference of ${moneyText(total.minus(toCents(amount)).abs())}.`;
	if (ifDiffer === 'warn' || lines.some(({ recurring }) => recurring)) return [message];
	return decline(
		'Deal',
		message,
		'Correct the amount or the line items of the deal in HubSpot, or set "If Totals Differ" to bill the lines anyway.',
	);
}

/**
 * A QuickBooks customer has one currency for good, and an invoice must be in it.
 * @param customer undefined when it is still to be created
 * @throws Declined
 */
export function checkCurrency(
	currency: string,
	customer: QuickBooksCustomer | undefined,
	rules: CompanyRules,
): void {
	if (!rules.multiCurrency && currency !== rules.homeCurrency) {
		decline(
			'Currency',
			`The deal is in ${currency}, but ${rules.companyName} keeps its books in ${rules.homeCurrency} only.`,
			`Give the deal the currency ${rules.homeCurrency} in HubSpot. QuickBooks needs a setting for more currencies, and nobody can switch that setting off again.`,
		);
	}
	const customers = customer?.CurrencyRef?.value;
	if (customer && customers !== undefined && customers !== currency) {
		decline(
			'Currency',
			`The deal is in ${currency}, but the QuickBooks customer "${customer.DisplayName}" is in ${customers}.`,
			`Choose a customer in ${currency} in the node, create one in QuickBooks with the same e-mail address, or give the deal the currency ${customers}.`,
		);
	}
}

/** What an invoice is expected to come to. */
export interface Expected {
	/** Before tax; with tax where amounts include it. */
	billed: Decimal;
	calculation: TaxCalculation | undefined;
	/** Undefined where QuickBooks alone decides. */
	tax: AddedTax | undefined;
	/** As it was sent. */
	exchangeRate: number | undefined;
}

/** Warns when QuickBooks came to another amount, tax or exchange rate than was sent or expected. */
export function compareWithReply(invoice: QuickBooksInvoice, expected: Expected): string[] {
	return [
		...amountDiffers(invoice, expected),
		...taxDiffers(invoice, expected),
		...rateDiffers(invoice, expected),
	];
}

const nameOf = ({ DocNumber, Id }: QuickBooksInvoice) => `invoice ${DocNumber ?? Id}`;

function amountDiffers(
	invoice: QuickBooksInvoice,
	{ billed: expected, calculation }: Expected,
): string[] {
	const total = decimal(invoice.TotalAmt);
	const billed =
		calculation === 'TaxInclusive'
			? total
			: total.minus(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0));
	const difference = toCents(billed.minus(expected));
	if (difference.eq(0)) return [];
	return [
		`QuickBooks came to ${moneyText(billed)} instead of ${moneyText(expected)}: a difference of ${moneyText(difference)}. Check ${nameOf(invoice)}.`,
	];
}

function taxDiffers(invoice: QuickBooksInvoice, { tax: expected }: Expected): string[] {
	const tax = toCents(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0));
	if (!expected || tax.minus(expected.tax).abs().lte(expected.tolerance)) return [];
	return [
		`QuickBooks has ${moneyText(tax)} of tax on ${nameOf(invoice)}, where ${moneyText(expected.tax)} was expected. Check the tax of the invoice and the customer's address in QuickBooks: automated sales tax depends on the address.`,
	];
}

/** QuickBooks keeps a rate to some digits only. */
const RATE_PRECISION = decimal('0.00001');

function rateDiffers(invoice: QuickBooksInvoice, { exchangeRate }: Expected): string[] {
	if (exchangeRate === undefined) return [];
	const rate = decimal(invoice.ExchangeRate ?? 1);
	if (rate.minus(exchangeRate).abs().lte(RATE_PRECISION.times(exchangeRate))) return [];
	return [
		`QuickBooks booked ${nameOf(invoice)} at the exchange rate ${plainText(rate)} instead of ${exchangeRate}. Correct the rate of the invoice in QuickBooks.`,
	];
}
