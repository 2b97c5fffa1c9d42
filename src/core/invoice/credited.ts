import { decimal, sum, type Decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksPayment } from '../records/quickbooks';
import { invoiceName } from './name';
import { linkedPaymentIds } from './events/payments';
import { capital } from '../text';

/** Payments that may have settled an invoice in full; none where something is still to be paid. */
export function settlingPayments(invoice: QuickBooksInvoice): string[] {
	return invoice.Balance === 0 && invoice.TotalAmt > 0 ? linkedPaymentIds(invoice) : [];
}

/** QuickBooks applies a credit memo to an invoice by a payment of 0. */
function creditOf({ TotalAmt, Line = [] }: QuickBooksPayment, invoiceId: string): Decimal[] {
	const linksTo = (type: string, id?: string) =>
		Line.filter(({ LinkedTxn }) =>
			LinkedTxn?.some(
				({ TxnType, TxnId }) => TxnType === type && (id === undefined || TxnId === id),
			),
		);
	return TotalAmt === 0 && linksTo('CreditMemo').length > 0
		? linksTo('Invoice', invoiceId).map(({ Amount }) => decimal(Amount ?? 0))
		: [];
}

/**
 * The invoice of the deal was settled by credits, not by money: who corrects a deal this way wants
 * to bill it again.
 */
export function creditedWarnings(
	invoice: QuickBooksInvoice,
	payments: readonly QuickBooksPayment[],
): string[] {
	if (
		sum(payments.flatMap((payment) => creditOf(payment, invoice.Id))).lt(decimal(invoice.TotalAmt))
	)
		return [];
	return [
		`${capital(invoiceName(invoice))} was settled by a credit memo, not by money, and counts as billed. To bill the deal again, set "If Already Invoiced" to Create Another with a Reference, or void the invoice in QuickBooks.`,
	];
}
