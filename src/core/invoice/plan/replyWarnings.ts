import { zero } from '../../money';
import type { Immutable } from '../../plan';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { compareWithReply } from '../billing/agreement';
import { readOrigin } from '../billing/billing';
import { overdueWarnings } from '../billing/details';
import { carriedTax, compareTaxWithQuote } from '../lines/quotes/quote';
import type { BillingSource } from '../request/source';
import type { CreateInvoicePlan, NewInvoice } from './plan';

/**
 * Warnings about an invoice that QuickBooks computed in another way; a repeat says again how the
 * invoice taxes a quote.
 */
export function replyWarnings(plan: CreateInvoicePlan, invoice: QuickBooksInvoice): string[] {
	const { source, input } = plan;
	if (plan.invoice.kind === 'found') return foundQuoteWarnings(source, invoice);
	const { expected } = plan.invoice;
	// The due date that follows from terms is known from the answer only.
	const overdue =
		input.details.dueOn === undefined && invoice.Balance > 0
			? overdueWarnings(invoice.DueDate, source.today)
			: [];
	return [
		...compareWithReply(invoice, expected),
		...overdue,
		...newQuoteWarnings(plan.invoice, invoice),
	];
}

function newQuoteWarnings(
	{ quoteTax }: Immutable<NewInvoice>,
	invoice: QuickBooksInvoice,
): string[] {
	return quoteTax ? compareTaxWithQuote(invoice, quoteTax, invoice.GlobalTaxCalculation) : [];
}

/** A quote of the deal counts only where it is what the invoice bills. */
function foundQuoteWarnings(
	{ quote, name }: Immutable<BillingSource>,
	invoice: QuickBooksInvoice,
): string[] {
	const origin = readOrigin(invoice);
	if (!quote || origin?.source !== name) return [];
	const span = { from: origin.from, to: origin.to };
	const tax = carriedTax(quote, span, origin.total) ?? zero;
	return compareTaxWithQuote(invoice, tax, invoice.GlobalTaxCalculation);
}
