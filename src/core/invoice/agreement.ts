import { decline } from '../decline';
import { decimalOrNone, decimal, moneyText, sum, toCents, type Decimal } from '../money';
import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksCustomer, QuickBooksInvoice } from '../records/quickbooks';
import type { BilledLine } from './lines';
import type { CompanyRules } from './settings';
import type { TaxCalculation } from './taxes';

/**
 * Compares the deal's lines with the deal's own amount.
 * Where lines recur, the deal's amount may stand for several periods, so a difference is only a warning then.
 *
 * @returns warnings
 * @throws Declined when they differ and `ifDiffer` is `fail`
 */
export function compareWithDeal(deal: HubSpotRecord, lines: readonly BilledLine[], currency: string, ifDiffer: 'fail' | 'warn'): string[] {
	const amount = decimalOrNone(deal.properties['amount']);
	const total = sum(lines.map(({ net }) => net));
	if (amount === undefined || toCents(amount).eq(total)) return [];
	const message = `The lines come to ${moneyText(total)} ${currency}, but the deal's amount is ${moneyText(toCents(amount))}: a difference of ${moneyText(total.minus(toCents(amount)).abs())}.`;
	if (ifDiffer === 'warn' || lines.some(({ recurring }) => recurring)) return [message];
	return decline('Deal', message, 'Correct the amount or the line items of the deal in HubSpot, or set "If Totals Differ" to bill the lines anyway.');
}

/**
 * A QuickBooks customer has one currency for good, and an invoice must be in it.
 * @param customer undefined when it is still to be created
 * @throws Declined
 */
export function checkCurrency(currency: string, customer: QuickBooksCustomer | undefined, rules: CompanyRules): void {
	if (!rules.multiCurrency && currency !== rules.homeCurrency) {
		decline('Currency', `The deal is in ${currency}, but ${rules.companyName} keeps its books in ${rules.homeCurrency} only.`, `Switch on multiple currencies in QuickBooks, or give the deal the currency ${rules.homeCurrency}.`);
	}
	const customers = customer?.CurrencyRef?.value;
	if (customer && customers !== undefined && customers !== currency) {
		decline('Currency', `The deal is in ${currency}, but the QuickBooks customer "${customer.DisplayName}" is in ${customers}.`, `Choose or create a customer in ${currency}, or give the deal the currency ${customers}.`);
	}
}

/** Warns when QuickBooks came to another amount before tax than was sent. */
export function compareWithReply(invoice: QuickBooksInvoice, expected: Decimal, calculation: TaxCalculation | undefined): string[] {
	const total = decimal(invoice.TotalAmt);
	const billed = calculation === 'TaxInclusive' ? total : total.minus(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0));
	const difference = toCents(billed.minus(expected));
	if (difference.eq(0)) return [];
	return [`QuickBooks came to ${moneyText(billed)} instead of ${moneyText(expected)}: a difference of ${moneyText(difference)}. Check invoice ${invoice.DocNumber ?? invoice.Id}.`];
}
