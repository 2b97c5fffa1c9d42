import { decimal, invoicePlaces, moneyText, toCents, type Decimal } from '../../core/money';
import type { OpenCredit } from '../../core/invoice/openCredits';
import { summarizeInvoice, type InvoiceSummary } from '../../core/invoice/record/summary';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import { dayIn, type Day } from '../../core/calendar';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { readOpenItems } from '../accounts/openCredits';

/** A deal as a list shows it. */
interface FoundDeal {
	id: string;
	name: string;
	amount: string | null;
	currency: string;
	url: string;
}

const dealProperties = ['dealname', 'amount', 'deal_currency_code'];

/** HubSpot's address of a deal, in both of its forms. */
const DEAL_ADDRESS = /\/(?:record\/0-3|deal)\/(\d+)/;

/**
 * Deals by id, by the address of the deal's page, else by name; without any text the deals changed
 * last. An id that is no
 * deal's is looked for as text, since a name may be a number.
 */
export async function findDeals(
	hubspot: HubSpotPort,
	text: string,
	limit: number,
): Promise<FoundDeal[]> {
	const asked = text.trim();
	const id = DEAL_ADDRESS.exec(asked)?.[1] ?? (/^\d+$/.test(asked) ? asked : undefined);
	const [account, byId] = await Promise.all([
		hubspot.readAccount(),
		id ? hubspot.readObjects('deals', [id], { properties: dealProperties }) : [],
	]);
	const records =
		byId.length > 0 || asked.startsWith('https:') ? byId : await searchDeals(hubspot, asked, limit);
	return records.map((deal) =>
		toFoundDeal(
			deal,
			account.companyCurrency,
			hubSpotUrl(account.uiDomain, account.portalId, 'deals', deal.id),
		),
	);
}

async function searchDeals(
	hubspot: HubSpotPort,
	query: string,
	limit: number,
): Promise<HubSpotRecord[]> {
	const page = await hubspot.searchObjects('deals', {
		filterGroups: [],
		...(query && { query }),
		properties: dealProperties,
		sort: { property: 'hs_lastmodifieddate', direction: 'DESCENDING' },
		limit,
	});
	return page.records;
}

function toFoundDeal(
	{ id, properties }: HubSpotRecord,
	companyCurrency: string,
	url: string,
): FoundDeal {
	const amount = properties['amount'];
	return {
		id,
		name: properties['dealname'] || `Deal ${id}`,
		amount: amount ? moneyText(toCents(decimal(amount))) : null,
		currency: properties['deal_currency_code'] || companyCurrency,
		url,
	};
}

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

/**
 * Every invoice with a balance, the one that is due first at the top, then every open credit, so
 * that all of them come to what
 * customers owe. Days are the company's, else those of `otherTimeZone`, by QuickBooks' clock where
 * it tells the time.
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
	const invoices =
		items?.invoices ??
		(await quickbooks.find('Invoice', {
			where: [{ field: 'Balance', operator: '>', value: '0' }],
			orderBy: { field: 'DueDate' },
		}));
	const today = dayIn(
		new Date(quickbooks.answeredAt?.() ?? now),
		company.DefaultTimeZone ?? otherTimeZone,
	);
	const common = { homeCurrency, company: companyName, today };
	const inHome = (amount: Decimal, rate: Decimal) =>
		moneyText(toCents(amount.times(rate), rate.eq(1) ? undefined : invoicePlaces(homeCurrency)));
	return [
		...invoices.map((invoice): OpenInvoice => {
			const summary = summarizeInvoice(invoice, today, homeCurrency);
			const owed = items?.owed.get(invoice.Id);
			return {
				kind: 'invoice',
				invoice: summary,
				currency: summary.currency,
				balance: summary.balance,
				owed: owed ? moneyText(owed.owed) : null,
				openCredit: owed ? moneyText(owed.openCredit) : null,
				...common,
				homeBalance: inHome(decimal(invoice.Balance), decimal(invoice.ExchangeRate ?? 1)),
				url: quickBooksUrl(quickbooks.environment, 'Invoice', invoice.Id),
			};
		}),
		...(items?.credits ?? []).map(
			({ open, total, exchangeRate, currency, ...credit }): OpenCreditRow => ({
				kind: 'credit',
				credit: { ...credit, total: moneyText(total) },
				currency,
				balance: moneyText(open.times(-1)),
				...common,
				homeBalance: inHome(open.times(-1), exchangeRate),
				url: quickBooksUrl(
					quickbooks.environment,
					credit.type === 'payment' ? 'Payment' : 'CreditMemo',
					credit.id,
				),
			}),
		),
	];
}
