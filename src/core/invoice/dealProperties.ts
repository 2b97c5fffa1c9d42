import type { Day } from '../calendar';
import { decimal, invoicePlaces, moneyText, sum, toCents, zero, type Decimal } from '../money';
import type { HubSpotProperties } from '../records/hubspot';
import type { QuickBooksInvoice } from '../records/quickbooks';
import { hasTakenBackNote } from './atOnce';
import { deriveStatus, readInvoiceFacts } from './status';

export interface DealPropertiesBuilt {
	properties: HubSpotProperties;
	warnings: string[];
}

const CLEARED: HubSpotProperties = {
	quickbooks_invoice_amount_billed: '',
	quickbooks_invoice_recipient: '',
	quickbooks_invoice_number: '',
	quickbooks_invoice_status: '',
	quickbooks_invoice_due_date: '',
	quickbooks_invoice_count: '0',
	quickbooks_total_billed: '0.00',
	quickbooks_total_paid: '0.00',
	quickbooks_total_outstanding: '0.00',
};

/**
 * What a deal says about its invoices: five properties of the one updated last, and sums over all that are not voided. One that
 * a run took back at once, since another had billed the deal at that moment, is none that people know.
 * Sums are in the deal's currency; an invoice in another one is converted with its own rate, or left out with a warning.
 *
 * @param invoices all QuickBooks invoices of the deal
 * @param today in the company's time zone
 */
export function buildDealProperties(invoices: readonly QuickBooksInvoice[], dealCurrency: string, homeCurrency: string, today: Day): DealPropertiesBuilt {
	const isVoided = (invoice: QuickBooksInvoice) => readInvoiceFacts(invoice, today).voided;
	const latest = latestOf(invoices.filter((invoice) => !(hasTakenBackNote(invoice) && isVoided(invoice))));
	if (!latest) return { properties: CLEARED, warnings: [] };
	const warnings: string[] = [];
	const inDeal = (amount: number, rate: Decimal) => toCents(decimal(amount).times(rate), rate.eq(1) ? undefined : invoicePlaces(dealCurrency));
	const live = invoices.filter((invoice) => !isVoided(invoice));
	const amounts = live.flatMap((invoice) => {
		const rate = rateTo(invoice, dealCurrency, homeCurrency);
		if (!rate) warnings.push(`Invoice ${invoice.DocNumber ?? invoice.Id} is in ${currencyOf(invoice, homeCurrency)} and has no rate to ${dealCurrency}; it is left out of the deal's totals.`);
		return rate ? [{ total: inDeal(invoice.TotalAmt, rate), balance: inDeal(invoice.Balance, rate) }] : [];
	});
	const billed = sum(amounts.map(({ total }) => total));
	const outstanding = sum(amounts.map(({ balance }) => balance));
	const latestRate = rateTo(latest, dealCurrency, homeCurrency);
	return {
		properties: {
			quickbooks_invoice_amount_billed: latestRate ? moneyText(inDeal(latest.TotalAmt, latestRate)) : '',
			quickbooks_invoice_recipient: latest.CustomerRef.name ?? '',
			quickbooks_invoice_number: latest.DocNumber ?? '',
			quickbooks_invoice_status: deriveStatus(readInvoiceFacts(latest, today)),
			quickbooks_invoice_due_date: latest.DueDate ?? '',
			quickbooks_invoice_count: String(live.length),
			quickbooks_total_billed: moneyText(billed),
			quickbooks_total_paid: moneyText(billed.minus(outstanding)),
			quickbooks_total_outstanding: moneyText(outstanding),
		},
		warnings,
	};
}

function latestOf(invoices: readonly QuickBooksInvoice[]): QuickBooksInvoice | undefined {
	const updated = (invoice: QuickBooksInvoice) => Date.parse(invoice.MetaData.LastUpdatedTime);
	return [...invoices].sort((a, b) => updated(b) - updated(a) || Number(b.Id) - Number(a.Id))[0];
}

function currencyOf(invoice: QuickBooksInvoice, homeCurrency: string): string {
	return invoice.CurrencyRef?.value ?? homeCurrency;
}

/** Units of the deal's currency for one of the invoice's; an invoice knows its rate to the home currency only. */
function rateTo(invoice: QuickBooksInvoice, dealCurrency: string, homeCurrency: string): Decimal | undefined {
	const currency = currencyOf(invoice, homeCurrency);
	if (currency === dealCurrency) return decimal(1);
	if (dealCurrency !== homeCurrency || invoice.ExchangeRate === undefined) return undefined;
	const rate = decimal(invoice.ExchangeRate);
	return rate.gt(zero) ? rate : undefined;
}
