import { decimal } from '../money';
import type { QuickBooksInvoice } from '../records/quickbooks';
import { addressesOf } from '../sync/fields/addresses';
import { invoiceName } from './name';
import { capital } from '../text';

/** Whether the invoice has gone out by mail, or somebody marked it as sent. */
export function isSent({ EmailStatus, DeliveryInfo }: QuickBooksInvoice): boolean {
	return EmailStatus === 'EmailSent' || DeliveryInfo?.DeliveryTime !== undefined;
}

/**
 * Whether there is nothing to mail any more. A mail that came back reached nobody, so another
 * address is a reason to mail again.
 */
export function isMailed(invoice: QuickBooksInvoice, to: string | undefined): boolean {
	return (
		isSent(invoice) &&
		!(cameBack(invoice) && to !== undefined && !isSameAddress(to, invoice.BillEmail?.Address))
	);
}

export function cameBack({ DeliveryInfo }: QuickBooksInvoice): boolean {
	return DeliveryInfo?.DeliveryErrorType !== undefined;
}

/**
 * Paid by money that came after the invoice was made: a mail would ask for it once more. A deposit
 * on the invoice itself is no such money.
 */
export function isPaidSince({ TotalAmt, Balance, Deposit }: QuickBooksInvoice): boolean {
	const total = decimal(TotalAmt);
	return total.gt(0) && decimal(Balance).eq(0) && decimal(Deposit ?? 0).lt(total);
}

/**
 * Why a found invoice was not mailed although that was asked for. @param to the address that the
 * person entered
 */
export function unsentWarnings(invoice: QuickBooksInvoice, to: string | undefined): string[] {
	const name = capital(invoiceName(invoice));
	if (!isMailed(invoice, to) && isPaidSince(invoice))
		return [
			`${name} is paid in full, so it was not sent. Send it from QuickBooks if the customer should still get it.`,
		];
	if (!isMailed(invoice, to) || !cameBack(invoice)) return [];
	return [
		`The mail of ${invoiceName(invoice)} to ${invoice.BillEmail?.Address ?? 'the customer'} came back (${invoice.DeliveryInfo?.DeliveryErrorType ?? ''}). Enter another address as "Bill Email" in the node to send it again.`,
	];
}

function isSameAddress(one: string, other: string | undefined): boolean {
	return (
		addressesOf(one).sort().join() ===
		addressesOf(other ?? '')
			.sort()
			.join()
	);
}
