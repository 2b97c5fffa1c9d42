import { decline } from '../../decline';
import { moneyText, sum, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { DealInvoices } from './ownInvoices';
import type { BillingWish } from './wish';
import { netTotal } from './billed';
import { invoiceName } from '../name';
import type { BilledSpan } from '../billing/share';
import { capital } from '../../text';

/** What is billed of the deal by invoices that were not made from it. @throws Declined */
export function attachedSpans(
	wish: BillingWish,
	attached: readonly QuickBooksInvoice[],
): { spans: BilledSpan[]; warnings: string[] } {
	if (attached.length === 0) return { spans: [], warnings: [] };
	if (wish.countAttached === 'count')
		return {
			spans: inDealCurrency(wish, attached).map((invoice) => toSpan(invoice, wish)),
			warnings: [],
		};
	const several = attached.length > 1;
	const message = `${capital(attached.map(invoiceName).join(', '))} (${sumText(attached, wish)} before tax) ${several ? 'are' : 'is'} attached to the deal, but ${several ? 'were' : 'was'} not made from it`;
	const remedy =
		'set "Count Attached Invoices" to Count if they bill a part of the deal, or detach them with Attach Invoice';
	if (wish.countAttached === 'fail')
		decline('Count Attached Invoices', `${message}.`, `${capital(remedy)}.`);
	return {
		spans: [],
		warnings: [`${message}, so ${several ? 'they do' : 'it does'} not count as billed: ${remedy}.`],
	};
}

/** Amounts of the attached invoices that count as billed, in the deal's currency. */
export function countedBeside(
	wish: BillingWish,
	attached: readonly QuickBooksInvoice[],
): Decimal[] {
	return wish.countAttached === 'count'
		? inDealCurrency(wish, attached).map((invoice) => netTotal(invoice, wish.isInclusive))
		: [];
}

function inDealCurrency(
	wish: BillingWish,
	invoices: readonly QuickBooksInvoice[],
): QuickBooksInvoice[] {
	return invoices.filter((invoice) => currencyOf(invoice, wish) === wish.currency);
}

/** Amounts in two currencies are never subtracted from one another. @throws Declined naming both */
export function checkCurrencies(wish: BillingWish, { live, attached }: DealInvoices): void {
	const counted = [
		...live.map(({ invoice, billed }) => ({ invoice, amount: billed })),
		...(wish.countAttached === 'count'
			? attached.map((invoice) => ({ invoice, amount: netTotal(invoice, wish.isInclusive) }))
			: []),
	];
	const foreign = counted.filter(({ invoice }) => currencyOf(invoice, wish) !== wish.currency);
	const [first] = foreign;
	if (!first) return;
	const other = currencyOf(first.invoice, wish);
	const names = foreign.map(({ invoice }) => invoiceName(invoice)).join(', ');
	const billed = sum(
		foreign
			.filter(({ invoice }) => currencyOf(invoice, wish) === other)
			.map(({ amount }) => amount),
	);
	decline(
		'Currency',
		`${moneyText(billed)} ${other} of the deal ${foreign.length > 1 ? 'were' : 'was'} billed (${names}), but the deal comes to ${moneyText(wish.total)} ${wish.currency} now, so what is left to bill is unknown.`,
		`Give the deal the currency ${other} again, or void ${names} in QuickBooks and bill the deal again.`,
	);
}

function toSpan(invoice: QuickBooksInvoice, { isInclusive }: BillingWish): BilledSpan {
	return {
		invoiceId: invoice.Id,
		number: invoice.DocNumber,
		amount: netTotal(invoice, isInclusive),
	};
}

function currencyOf(
	{ CurrencyRef }: QuickBooksInvoice,
	{ homeCurrency }: Pick<BillingWish, 'homeCurrency'>,
): string {
	return CurrencyRef?.value ?? homeCurrency;
}

/** One sum for each currency. */
function sumText(invoices: readonly QuickBooksInvoice[], wish: BillingWish): string {
	const sums = new Map<string, Decimal>();
	for (const invoice of invoices) {
		const amount = netTotal(invoice, wish.isInclusive);
		sums.set(
			currencyOf(invoice, wish),
			sums.get(currencyOf(invoice, wish))?.plus(amount) ?? amount,
		);
	}
	return [...sums].map(([currency, amount]) => `${moneyText(amount)} ${currency}`).join(' and ');
}
