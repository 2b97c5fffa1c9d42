import { moneyText, type Decimal } from '../../money';
import { invoiceName } from '../name';
import type { DealInvoices, OwnInvoice } from './ownInvoices';
import type { BillingWish } from './wish';
import { changedDiscount } from './billed';
import { sameOrigin } from '../billing/billing';
import { shareText } from '../billing/share';
import { capital } from '../../text';
import { isVoided } from '../voided';

/** The deal has changed since it was billed. @param left what is not billed of it */
export function differenceWarnings(
	{ share, total, currency, homeCurrency }: BillingWish,
	{ invoice, origin }: OwnInvoice,
	left: Decimal,
): string[] {
	const billedIn = invoice.CurrencyRef?.value ?? homeCurrency;
	if (billedIn !== currency)
		return [
			`${capital(invoiceName(invoice))} is in ${billedIn}, but the deal is in ${currency} now.`,
		];
	if (origin.total.eq(total)) return [];
	const rest =
		share.kind === 'whole' && left.gt(0)
			? ` ${moneyText(left)} of it is not invoiced; bill it with "Share" set to Rest.`
			: '';
	return [
		`${capital(invoiceName(invoice))} was made when the deal came to ${moneyText(origin.total)}; now it comes to ${moneyText(total)}.${rest}`,
	];
}

/**
 * A part that was billed is returned while more of the deal is open: nothing is billed silently,
 * and nothing is left silently.
 */
export function leftWarnings(
	{ share, currency, homeCurrency }: BillingWish,
	{ invoice }: OwnInvoice,
	left: Decimal,
): string[] {
	if (
		share.kind === 'whole' ||
		left.lte(0) ||
		(invoice.CurrencyRef?.value ?? homeCurrency) !== currency
	)
		return [];
	if (share.kind === 'rest')
		return [
			`The rest was billed with ${invoiceName(invoice)}, but ${moneyText(left)} of the deal is not invoiced any more. Bill it as an amount.`,
		];
	const message = `${capital(shareText(share))} was invoiced before (${invoiceName(invoice)}), so that invoice is returned and nothing new is billed. An amount and a percentage that come to the same are one share. ${moneyText(left)} of the deal is not invoiced.`;
	return [
		`${message} To bill the next instalment, set "If Already Invoiced" to Create Another and give each instalment its own Reference. To bill all that is left, set "Share" to Rest.`,
	];
}

/** A reference that comes again with another share is the same invoice all the same. */
export function referenceWarnings(
	{ share, reference }: BillingWish,
	{ invoice, origin }: OwnInvoice,
	isSameShare: boolean,
): string[] {
	if (isSameShare) return [];
	return [
		`The reference "${reference ?? ''}" belongs to ${invoiceName(invoice)}, which bills ${moneyText(origin.to.minus(origin.from))} of the deal, not ${shareText(share)}. Use another reference to bill more.`,
	];
}

/** The memo is copied with an invoice, and what it says counts. */
export function copyWarnings(same: OwnInvoice, { live }: DealInvoices): string[] {
	const copies = live.filter(
		({ invoice, origin }) =>
			invoice.Id !== same.invoice.Id &&
			sameOrigin(origin, same.origin) &&
			origin.dealId === same.origin.dealId,
	);
	return copies.map(
		({ invoice }) =>
			`${capital(invoiceName(invoice))} says in its memo that it bills the same as ${invoiceName(same.invoice)}, so it also counts as billed. If somebody copied it, remove the note "[HubSpot …]" from its memo.`,
	);
}

/** Invoices that were edited in QuickBooks. */
export function changeWarnings({ live }: DealInvoices): string[] {
	return live.flatMap((one) => changeWarning(one) ?? []);
}

function changeWarning({ invoice, origin, billed }: OwnInvoice): string | undefined {
	const span = origin.to.minus(origin.from);
	const made = `${capital(invoiceName(invoice))} was made for ${moneyText(span)} of the deal`;
	if (!billed.eq(span))
		return `${made} and has been changed in QuickBooks since. It counts as ${moneyText(billed)}.`;
	const discount = changedDiscount(invoice, origin);
	return (
		discount &&
		`${made} with a discount of ${moneyText(discount.before)} on the whole, which is ${moneyText(discount.now)} in QuickBooks now; it still counts as ${moneyText(billed)}.`
	);
}

/** Invoices that were made from the deal and stand elsewhere now. */
export function detachedWarnings({ detached }: DealInvoices): string[] {
	const live = detached.filter(({ invoice, origin }) => !isVoided(invoice, origin));
	return live.map(
		({ invoice }) =>
			`${capital(invoiceName(invoice))} was made from this deal and detached from it in HubSpot, so it does not count as billed. Attach it to the deal again if it should.`,
	);
}

/**
 * An earlier part that another customer pays, as when somebody changed the customer in QuickBooks.
 */
export function payerWarnings({ payer }: BillingWish, { live }: DealInvoices): string[] {
	if (!payer) return [];
	const others = live.filter(({ invoice }) => invoice.CustomerRef.value !== payer.id);
	return others.map(
		({ invoice }) =>
			`${capital(invoiceName(invoice))}, which bills an earlier part of the deal, is for the customer "${invoice.CustomerRef.name ?? invoice.CustomerRef.value}"; this one is for "${payer.name}".`,
	);
}
