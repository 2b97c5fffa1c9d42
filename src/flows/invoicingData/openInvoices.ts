import { dayIn, type Day } from '../../core/calendar';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import type { OpenCredit } from '../../core/invoice/openCredits';
import { summarizeInvoice, type InvoiceSummary } from '../../core/invoice/record/summary';
import { decimal, invoicePlaces, moneyText, toCents, type Decimal } from '../../core/money';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import type { QuickBooksPort } from '../../gateways/ports';
import { readOpenItems, type OpenItems } from '../accounts/openCredits';

interface OpenRow {
	/** Of the invoice or credit; amounts in it are text with two decimals. */
	currency: string;
	/** What is open; negative for a credit, so that rows add up to what is owed. */
	balance: string;
	homeCurrency: string;
	/** The balance in the company's home currency, by the record's own rate. */
	homeBalance: string;
	company: string;
	today: Day;
	url: string;
}

/** An invoice that is not paid yet, with what it is worth at home. */
export interface OpenInvoice extends OpenRow {
	kind: 'invoice';
	invoice: InvoiceSummary;
	/**
	 * What remains to be paid of it once the customer's open credits are used up, the invoice that is
	 * due first coming first; null when credits are not read.
	 */
	owed: string | null;
	/** What the customer has open as credit in this currency; null when credits are not read. */
	openCredit: string | null;
}

/** A payment that is not applied, or a credit memo, as far as no invoice has used it up. */
interface OpenCreditRow extends OpenRow {
	kind: 'credit';
	credit: {
		type: OpenCredit['type'];
		id: string;
		number: string | null;
		date: Day | null;
		total: string;
		customer: { id: string; name: string };
	};
}

/** What all rows have in common. */
type Common = Pick<OpenRow, 'homeCurrency' | 'company' | 'today'>;
type Environment = QuickBooksPort['environment'];

/**
 * Every invoice with a balance, the one that is due first at the top, then every open credit, so
 * that all of them add up to what customers owe. Days are those of the company, or of
 * `otherTimeZone` if the company names none. QuickBooks' clock is used where it is known.
 *
 * @throws GatewayError
 */
export async function readOpenInvoices(
	quickbooks: QuickBooksPort,
	now: Date,
	otherTimeZone: string,
	withCredits = true,
): Promise<Array<OpenInvoice | OpenCreditRow>> {
	const { preferences, company } = await quickbooks.readSettings();
	const { homeCurrency, companyName } = readCompanyRules(preferences, company);
	const items = withCredits ? await readOpenItems(quickbooks, homeCurrency) : undefined;
	const invoices = items?.invoices ?? (await findOpenInvoices(quickbooks));
	const today = dayIn(
		new Date(quickbooks.answeredAt?.() ?? now),
		company.DefaultTimeZone ?? otherTimeZone,
	);
	const common: Common = { homeCurrency, company: companyName, today };
	const { environment } = quickbooks;
	return [
		...invoices.map((invoice) => invoiceRow(invoice, items, common, environment)),
		...(items?.credits ?? []).map((credit) => creditRow(credit, common, environment)),
	];
}

async function findOpenInvoices(quickbooks: QuickBooksPort): Promise<QuickBooksInvoice[]> {
	return await quickbooks.find('Invoice', {
		where: [{ field: 'Balance', operator: '>', value: '0' }],
		orderBy: { field: 'DueDate' },
	});
}

function invoiceRow(
	invoice: QuickBooksInvoice,
	items: OpenItems | undefined,
	common: Common,
	environment: Environment,
): OpenInvoice {
	const summary = summarizeInvoice(invoice, common.today, common.homeCurrency);
	const owed = items?.owed.get(invoice.Id);
	const rate = decimal(invoice.ExchangeRate ?? 1);
	return {
		kind: 'invoice',
		invoice: summary,
		currency: summary.currency,
		balance: summary.balance,
		owed: owed ? moneyText(owed.owed) : null,
		openCredit: owed ? moneyText(owed.openCredit) : null,
		...common,
		homeBalance: inHomeCurrency(decimal(invoice.Balance), rate, common.homeCurrency),
		url: quickBooksUrl(environment, 'Invoice', invoice.Id),
	};
}

function creditRow(
	{ open, total, exchangeRate, currency, ...credit }: OpenCredit,
	common: Common,
	environment: Environment,
): OpenCreditRow {
	const balance = open.times(-1);
	const entity = credit.type === 'payment' ? 'Payment' : 'CreditMemo';
	return {
		kind: 'credit',
		credit: { ...credit, total: moneyText(total) },
		currency,
		balance: moneyText(balance),
		...common,
		homeBalance: inHomeCurrency(balance, exchangeRate, common.homeCurrency),
		url: quickBooksUrl(environment, entity, credit.id),
	};
}

function inHomeCurrency(amount: Decimal, rate: Decimal, homeCurrency: string): string {
	const places = rate.eq(1) ? undefined : invoicePlaces(homeCurrency);
	return moneyText(toCents(amount.times(rate), places));
}
