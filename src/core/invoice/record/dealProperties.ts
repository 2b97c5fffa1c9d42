import type { Day } from '../../calendar';
import { decimal, invoicePlaces, moneyText, sum, toCents, zero, type Decimal } from '../../money';
import type { DealProperty, PropertyNames } from '../../records/names';
import type { HubSpotProperties } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { fromQuickBooks, type DealInvoice } from '../alreadyBilled/dealInvoice';

export interface DealPropertiesBuilt {
	properties: HubSpotProperties;
	warnings: string[];
}

const CLEARED: Record<DealProperty, string> = {
	invoice_amount_billed: '',
	invoice_recipient: '',
	invoice_number: '',
	invoice_status: '',
	invoice_due_date: '',
	invoice_count: '0',
	total_billed: '0.00',
	total_paid: '0.00',
	total_outstanding: '0.00',
};

/**
 * What a deal says about its invoices: five properties of the one updated last, and sums over all
 * that are not voided. One that
 * a run took back at once, since another had billed the deal at that moment, is none that people
 * know.
 * Sums are in the deal's currency; an invoice in another one is converted with its own rate, or
 * left out with a warning.
 *
 * @param invoices all invoices of the deal in the company that is connected
 * @param today in the company's time zone
 * @param others the deal's invoices in other companies
 */
export function buildDealProperties(
	names: PropertyNames,
	invoices: readonly QuickBooksInvoice[],
	dealCurrency: string,
	homeCurrency: string,
	today: Day,
	others: readonly DealInvoice[] = [],
): DealPropertiesBuilt {
	const all = [
		...invoices.map((invoice) => fromQuickBooks(invoice, homeCurrency, today)),
		...others,
	];
	const latest = latestOf(all.filter(({ isTakenBack }) => !isTakenBack));
	if (!latest) return { properties: names.named(CLEARED), warnings: [] };
	const warnings: string[] = [];
	const inDeal = (amount: Decimal, rate: Decimal) =>
		toCents(amount.times(rate), rate.eq(1) ? undefined : invoicePlaces(dealCurrency));
	const live = all.filter(({ isVoided }) => !isVoided);
	const amounts = live.flatMap((invoice) => {
		const rate = rateTo(invoice, dealCurrency, homeCurrency);
		if (!rate)
			warnings.push(
				`Invoice ${invoice.name} is in ${invoice.currency} and has no exchange rate to ${dealCurrency}. It is left out of the deal's totals.`,
			);
		return rate
			? [{ total: inDeal(invoice.total, rate), balance: inDeal(invoice.balance, rate) }]
			: [];
	});
	const billed = sum(amounts.map(({ total }) => total));
	const outstanding = sum(amounts.map(({ balance }) => balance));
	const latestRate = rateTo(latest, dealCurrency, homeCurrency);
	return {
		properties: names.named({
			invoice_amount_billed: latestRate ? moneyText(inDeal(latest.total, latestRate)) : '',
			invoice_recipient: latest.recipient,
			invoice_number: latest.number,
			invoice_status: latest.status,
			invoice_due_date: latest.dueDate,
			invoice_count: String(live.length),
			total_billed: moneyText(billed),
			total_paid: moneyText(billed.minus(outstanding)),
			total_outstanding: moneyText(outstanding),
		}),
		warnings,
	};
}

function latestOf(invoices: readonly DealInvoice[]): DealInvoice | undefined {
	return [...invoices].sort((a, b) => b.updatedAt - a.updatedAt || b.order - a.order)[0];
}

/**
 * Units of the deal's currency for one of the invoice's; an invoice knows its rate to the home
 * currency only.
 */
function rateTo(
	{ currency, rate }: DealInvoice,
	dealCurrency: string,
	homeCurrency: string,
): Decimal | undefined {
	if (currency === dealCurrency) return decimal(1);
	return dealCurrency === homeCurrency && rate?.gt(zero) ? rate : undefined;
}
