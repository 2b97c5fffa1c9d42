import { dayIn, type Day } from '../../core/calendar';
import { Declined } from '../../core/decline';
import {
	customerChoices,
	incomeAccountChoices,
	itemChoices,
	refusedLines,
	taxCodeChoices,
	termChoices,
	toLinesChoice,
	toQuoteChoice,
	type Choice,
	type CustomerSuggestion,
	type LinesChoice,
	type QuoteChoice,
} from '../../core/invoice/billing/choices';
import {
	companyDay,
	readCompanyRules,
	type CompanyRules,
	type TaxRegime,
} from '../../core/invoice/billing/settings';
import type { BilledLine, LinesRead } from '../../core/invoice/lines/lines';
import type { ItemsFound } from '../../core/invoice/request/facts';
import { matchItem } from '../../core/product/match';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksTaxCode } from '../../core/records/quickbooks';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { findItems } from '../accounts/find/items';
import { readDealParties } from './dealParties';
import { readLines, readQuoteDetails, readQuotesOfDeal, type QuoteFound } from './dealQuotes';
import { readLists } from './quickBooksLists';
import { readSuggestion } from './suggestedCustomer';

/** Everything that a form about one deal's invoice asks or shows. */
export interface BillingChoices {
	deal: { id: string; name: string; amount: string | null; currency: string; url: string };
	account: {
		realmId: string;
		name: string;
		homeCurrency: string;
		taxRegime: TaxRegime;
		customNumbers: boolean;
		environment: QuickBooksPort['environment'];
	};
	/** In the company; one that names no time zone is taken to share that of the HubSpot account. */
	today: Day;
	scratch: LinesChoice;
	quotes: QuoteChoice[];
	customer: CustomerSuggestion;
	customers: Choice[];
	items: Array<Choice & { sku: string | null; price: string | null; taxable: boolean | null }>;
	taxCodes: Choice[];
	terms: Choice[];
	defaultTermId: string | null;
	incomeAccounts: Choice[];
	warnings: string[];
}

type QuickBooksLists = Awaited<ReturnType<typeof readLists>>;

/** Everything that the choices are derived from. */
interface ChoicesRead {
	deal: HubSpotRecord;
	account: HubSpotAccount;
	rules: CompanyRules;
	lists: QuickBooksLists;
	taxCodes: QuickBooksTaxCode[];
	defaultTermId: string | null;
	/** Of the deal. */
	currency: string;
	lines: LinesRead;
	items: ItemsFound;
	quotes: QuoteFound[];
	quoteItems: ItemsFound;
	suggested: Awaited<ReturnType<typeof readSuggestion>>;
	/** In the company, and in the HubSpot account. */
	today: Day;
	quoteDay: Day;
}

/**
 * Reads a deal and both systems' lists, for forms and other programs that ask a person before they
 * create an invoice. What prevents billing is part of the answer; it is not thrown.
 *
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readBillingChoices(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	dealId: string,
	now: Date,
): Promise<BillingChoices> {
	const [account, deal, { preferences, company }, lists] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject('deals', dealId, {
			properties: ['dealname', 'amount', 'deal_currency_code'],
			associations: ['line_items', 'contacts', 'companies', 'quotes'],
		}),
		quickbooks.readSettings(),
		readLists(quickbooks),
	]);
	const rules = readCompanyRules(preferences, company);
	const quoteDay = dayIn(now, account.timeZone);
	const details = await readDetails(hubspot, quickbooks, { deal, account, rules, quoteDay });
	const hasCodes = rules.taxRegime === 'codes' || rules.taxRegime === 'usManual';
	const read: ChoicesRead = {
		deal,
		account,
		rules,
		lists,
		quoteDay,
		...details,
		taxCodes: hasCodes ? await quickbooks.find('TaxCode', {}) : [],
		defaultTermId: preferences.SalesFormsPrefs?.DefaultTerms?.value ?? null,
		today: companyDay(now, rules.timeZone, account.timeZone),
	};
	return toChoices(read, quickbooks, hubspot.names.link(quickbooks.realmId));
}

/** Reads what the deal sells, to whom, and its quotes. */
async function readDetails(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	{ deal, account, rules, quoteDay }: Pick<ChoicesRead, 'deal' | 'account' | 'rules' | 'quoteDay'>,
): Promise<
	Pick<ChoicesRead, 'currency' | 'lines' | 'items' | 'quotes' | 'quoteItems' | 'suggested'>
> {
	const { multiCurrency } = rules;
	const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
	const [lines, ofDeal, parties] = await Promise.all([
		readLines(hubspot, deal.associations.line_items ?? [], currency),
		readQuotesOfDeal(hubspot, deal),
		readDealParties(hubspot, deal, hubspot.names.link(quickbooks.realmId)),
	]);
	const payer = parties.contact ?? parties.company;
	const context = { parties, multiCurrency, currency, today: quoteDay };
	const [suggested, quotes, items] = await Promise.all([
		readSuggestion(payer, multiCurrency ? currency : undefined, hubspot, quickbooks),
		readQuoteDetails(hubspot, quickbooks, ofDeal, context),
		findItems(hubspot, quickbooks, lines.lines),
	]);
	const quoteLines = quotes.flatMap((quote) => quote.lines?.lines ?? []);
	const quoteItems = await findItems(hubspot, quickbooks, quoteLines);
	return { currency, lines, items, quotes, quoteItems, suggested };
}

function toChoices(
	read: ChoicesRead,
	{ realmId, environment }: Pick<QuickBooksPort, 'realmId' | 'environment'>,
	link: string,
): BillingChoices {
	const { deal, account, rules, lists, lines, suggested } = read;
	const { companyName: name, homeCurrency, taxRegime, customNumbers } = rules;
	return {
		deal: {
			id: deal.id,
			name: deal.properties['dealname'] || `Deal ${deal.id}`,
			amount: deal.properties['amount'] || null,
			currency: read.currency,
			url: hubSpotUrl(account.uiDomain, account.portalId, 'deals', deal.id),
		},
		account: { realmId, name, homeCurrency, taxRegime, customNumbers, environment },
		today: read.today,
		scratch: toChoice(
			lines,
			read.items,
			{ realmId, link },
			'Add line items to the deal in HubSpot, or choose a quote.',
		),
		quotes: quoteChoices(read, realmId, link),
		customer: suggested.customer,
		customers: customerChoices(lists.customers),
		items: itemChoices(lists.items),
		taxCodes: taxCodeChoices(taxRegime, read.taxCodes),
		terms: termChoices(lists.terms),
		defaultTermId: read.defaultTermId,
		incomeAccounts: incomeAccountChoices(lists.accounts, lists.items),
		warnings: [...lines.warnings, ...suggested.warnings, ...lists.warnings],
	};
}

function quoteChoices(
	{ quotes, quoteItems, quoteDay }: ChoicesRead,
	realmId: string,
	link: string,
): QuoteChoice[] {
	const remedy = 'Add line items to the quote in HubSpot.';
	return quotes.map(({ quote, lines, customer }) => {
		const choice = lines && toChoice(lines, quoteItems, { realmId, link }, remedy);
		return toQuoteChoice(quote, quoteDay, choice, customer);
	});
}

function toChoice(
	{ lines, problems }: LinesRead,
	{ items, products }: ItemsFound,
	{ realmId, link }: { realmId: string; link: string },
	remedy: string,
): LinesChoice {
	if (problems.length > 0) {
		const { message } = new Declined(problems);
		return refusedLines(message, problems.map((problem) => problem.remedy).join(' '));
	}
	if (!lines.some(({ kind }) => kind === 'item'))
		return refusedLines('There are no line items.', remedy);
	const itemOf = (line: BilledLine) => {
		const match = matchItem(
			line,
			(line.productId && products.get(line.productId)?.properties[link]) || undefined,
			items,
			realmId,
		);
		return match.kind === 'found' ? match.item.Id : undefined;
	};
	return toLinesChoice(lines, itemOf);
}
