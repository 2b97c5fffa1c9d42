import { dayIn, type Day } from '../../core/calendar';
import { companyPartyProperties, contactPartyProperties, partyOfCompany, partyOfContact, type Party } from '../../core/contact/party';
import { Declined } from '../../core/decline';
import { linkPropertyName } from '../../core/hubspot/link';
import { customerChoices, incomeAccountChoices, itemChoices, refusedLines, suggestCustomer, taxCodeChoices, termChoices, toLinesChoice, toQuoteChoice, type Choice, type CustomerSuggestion, type LinesChoice, type QuoteChoice } from '../../core/invoice/choices';
import { lineItemProperties, readLineItems } from '../../core/invoice/lineItems';
import type { BilledLine, LinesRead } from '../../core/invoice/lines';
import { quoteObstacle, quoteProperties } from '../../core/invoice/quote';
import { readCompanyRules, type TaxRegime } from '../../core/invoice/settings';
import { matchItem } from '../../core/product/match';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { findCustomers, findItems, type ItemsFound } from '../createInvoice/ledger';

/** Rows of one list at most: a form with more is no help to anybody. */
const LIST_LIMIT = 1000;

/** Everything that a form about one deal's invoice asks or shows. */
export interface BillingChoices {
	deal: { id: string; name: string; amount: string | null; currency: string; url: string };
	account: { realmId: string; name: string; homeCurrency: string; taxRegime: TaxRegime; customNumbers: boolean; environment: QuickBooksPort['environment'] };
	/** In HubSpot's time zone. */
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

interface Around {
	items: HubSpotRecord[];
	quotes: HubSpotRecord[];
	linesOfQuote: Map<string, string[]>;
	contact: Party | undefined;
	company: Party | undefined;
}

/**
 * Reads a deal and both systems' lists, for forms and other programs that ask a person before they create an invoice.
 * What stands in the way of billing is told as data, not thrown.
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readBillingChoices(hubspot: HubSpotPort, quickbooks: QuickBooksPort, dealId: string, now: Date): Promise<BillingChoices> {
	const [account, deal, settings, lists] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject('deals', dealId, { properties: ['dealname', 'amount', 'deal_currency_code'], associations: ['line_items', 'contacts', 'companies', 'quotes'] }),
		quickbooks.readSettings(),
		readLists(quickbooks),
	]);
	const rules = readCompanyRules(settings.preferences, settings.company);
	const today = dayIn(now, account.timeZone);
	const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
	const around = await readAround(hubspot, deal, linkPropertyName(quickbooks.realmId));
	const read = readLineItems(around.items, currency);
	const party = around.contact ?? around.company;
	const [candidates, quotes, found] = await Promise.all([party ? findCustomers(quickbooks, party) : [], readQuotes(hubspot, around, currency, today), findItems(hubspot, quickbooks, read.lines)]);
	const quoteItems = await findItems(hubspot, quickbooks, quotes.flatMap(({ lines }) => lines?.lines ?? []));
	return {
		deal: { id: deal.id, name: deal.properties['dealname'] || `Deal ${deal.id}`, amount: deal.properties['amount'] || null, currency, url: dealUrl(account, deal.id) },
		account: { realmId: quickbooks.realmId, name: rules.companyName, homeCurrency: rules.homeCurrency, taxRegime: rules.taxRegime, customNumbers: rules.customNumbers, environment: quickbooks.environment },
		today,
		scratch: toChoice(read, found, quickbooks.realmId, 'Add line items to the deal in HubSpot, or choose a quote.'),
		quotes: quotes.map(({ quote, lines }) => toQuoteChoice(quote, today, lines && toChoice(lines, quoteItems, quickbooks.realmId, 'Add line items to the quote in HubSpot.'))),
		customer: suggestCustomer(party, candidates, quickbooks.realmId),
		customers: customerChoices(lists.customers),
		items: itemChoices(lists.items),
		taxCodes: taxCodeChoices(rules.taxRegime, rules.taxRegime === 'codes' ? await quickbooks.find('TaxCode', {}) : []),
		terms: termChoices(lists.terms),
		defaultTermId: settings.preferences.SalesFormsPrefs?.DefaultTerms?.value ?? null,
		incomeAccounts: incomeAccountChoices(lists.accounts, lists.items),
		warnings: [...read.warnings, ...lists.warnings],
	};
}

const dealUrl = ({ uiDomain, portalId }: HubSpotAccount, id: string) => hubSpotUrl(uiDomain, portalId, 'deals', id);

async function readLists(quickbooks: QuickBooksPort) {
	const [customers, items, terms, accounts] = await Promise.all([
		quickbooks.find('Customer', { orderBy: { field: 'DisplayName' }, limit: LIST_LIMIT }),
		quickbooks.find('Item', { orderBy: { field: 'Name' }, limit: LIST_LIMIT }),
		quickbooks.find('Term', {}),
		quickbooks.find('Account', { where: [{ field: 'AccountType', operator: '=', value: 'Income' }] }),
	]);
	const full = [...(customers.length === LIST_LIMIT ? ['customers'] : []), ...(items.length === LIST_LIMIT ? ['items'] : [])];
	return { customers, items, terms, accounts, warnings: full.map((name) => `The list of ${name} holds the first ${LIST_LIMIT} by name only.`) };
}

async function readAround(hubspot: HubSpotPort, { associations }: HubSpotRecord, link: string): Promise<Around> {
	const quoteIds = associations.quotes ?? [];
	const [items, quotes, linesOfQuote, contacts, companies] = await Promise.all([
		hubspot.readObjects('line_items', associations.line_items ?? [], { properties: [...lineItemProperties] }),
		hubspot.readObjects('quotes', quoteIds, { properties: quoteProperties }),
		quoteIds.length > 0 ? hubspot.readAssociations('quotes', 'line_items', quoteIds) : new Map<string, string[]>(),
		hubspot.readObjects('contacts', (associations.contacts ?? []).slice(0, 1), { properties: [...contactPartyProperties, link] }),
		hubspot.readObjects('companies', (associations.companies ?? []).slice(0, 1), { properties: [...companyPartyProperties, link] }),
	]);
	const contact = contacts[0] && partyOfContact(contacts[0], link);
	return { items, quotes, linesOfQuote, contact, company: companies[0] && partyOfCompany(companies[0], link, contact) };
}

/** The lines of those quotes that can be billed; the others need none. */
async function readQuotes(hubspot: HubSpotPort, { quotes, linesOfQuote }: Around, currency: string, today: Day): Promise<Array<{ quote: HubSpotRecord; lines: LinesRead | undefined }>> {
	return await Promise.all(
		quotes.map(async (quote) => {
			if (quoteObstacle(quote, today)) return { quote, lines: undefined };
			const records = await hubspot.readObjects('line_items', linesOfQuote.get(quote.id) ?? [], { properties: [...lineItemProperties] });
			return { quote, lines: readLineItems(records, quote.properties['hs_currency'] || currency) };
		}),
	);
}

function toChoice({ lines, problems }: LinesRead, { items, products }: ItemsFound, realmId: string, remedy: string): LinesChoice {
	if (problems.length > 0) {
		const { message } = new Declined(problems);
		return refusedLines(message, problems.map((problem) => problem.remedy).join(' '));
	}
	if (!lines.some(({ kind }) => kind === 'item')) return refusedLines('There are no line items.', remedy);
	const itemOf = (line: BilledLine) => {
		const match = matchItem(line, (line.productId && products.get(line.productId)?.properties[linkPropertyName(realmId)]) || undefined, items, realmId);
		return match.kind === 'found' ? match.item.Id : undefined;
	};
	return toLinesChoice(lines, itemOf);
}
