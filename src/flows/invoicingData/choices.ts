import { dayIn, type Day } from '../../core/calendar';
import {
	companyPartyProperties,
	contactPartyProperties,
	partyOfCompany,
	partyOfContact,
	type Party,
} from '../../core/contact/party';
import { Declined } from '../../core/decline';
import {
	customerChoices,
	incomeAccountChoices,
	itemChoices,
	refusedLines,
	suggestCustomer,
	taxCodeChoices,
	termChoices,
	toLinesChoice,
	toQuoteChoice,
	type Choice,
	type CustomerSuggestion,
	type LinesChoice,
	type QuoteChoice,
} from '../../core/invoice/billing/choices';
import { lineItemProperties, readLineItems } from '../../core/invoice/lines/lineItems';
import type { BilledLine, LinesRead } from '../../core/invoice/lines/lines';
import { inUnitsOf } from '../../core/invoice/lines/units';
import { quoteProperties } from '../../core/invoice/lines/quotes/quote';
import { billableQuotes, quoteObstacle } from '../../core/invoice/lines/quotes/quoteStatus';
import {
	companyDay,
	readCompanyRules,
	type CompanyRules,
	type TaxRegime,
} from '../../core/invoice/billing/settings';
import { matchItem } from '../../core/product/match';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import type { ItemsFound } from '../../core/invoice/request/facts';
import { readCandidates } from '../accounts/find/customerOwners';
import { findItems } from '../accounts/find/items';
import { readBilledByQuotes, readPrimaryFirst } from '../accounts/find/parties';
import { readSchemas } from '../accounts/schemas';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';

/** Rows of one list at most: a form with more is no help to anybody. */
const LIST_LIMIT = 1000;

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

interface Around {
	items: HubSpotRecord[];
	quotes: HubSpotRecord[];
	linesOfQuote: Map<string, string[]>;
	contact: Party | undefined;
	company: Party | undefined;
	/** Whom a quote names itself, by quote. */
	partyOfQuote: Map<string, Party>;
}

/**
 * Reads a deal and both systems' lists, for forms and other programs that ask a person before they
 * create an invoice.
 * What stands in the way of billing is told as data, not thrown.
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readBillingChoices(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	dealId: string,
	now: Date,
): Promise<BillingChoices> {
	const [account, deal, settings, lists] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject('deals', dealId, {
			properties: ['dealname', 'amount', 'deal_currency_code'],
			associations: ['line_items', 'contacts', 'companies', 'quotes'],
		}),
		quickbooks.readSettings(),
		readLists(quickbooks),
	]);
	const rules = readCompanyRules(settings.preferences, settings.company);
	const today = companyDay(now, rules.timeZone, account.timeZone);
	const quoteDay = dayIn(now, account.timeZone);
	const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
	const link = hubspot.names.link(quickbooks.realmId);
	const around = await readAround(hubspot, deal, link);
	const read = readIn(currency, around.items);
	const party = around.contact ?? around.company;
	const [suggested, quotes, found] = await Promise.all([
		suggestion(party, rules.multiCurrency ? currency : undefined, hubspot, quickbooks),
		readQuotes(hubspot, quickbooks, around, rules, currency, quoteDay),
		findItems(hubspot, quickbooks, read.lines),
	]);
	const quoteItems = await findItems(
		hubspot,
		quickbooks,
		quotes.flatMap(({ lines }) => lines?.lines ?? []),
	);
	return {
		deal: {
			id: deal.id,
			name: deal.properties['dealname'] || `Deal ${deal.id}`,
			amount: deal.properties['amount'] || null,
			currency,
			url: dealUrl(account, deal.id),
		},
		account: {
			realmId: quickbooks.realmId,
			name: rules.companyName,
			homeCurrency: rules.homeCurrency,
			taxRegime: rules.taxRegime,
			customNumbers: rules.customNumbers,
			environment: quickbooks.environment,
		},
		today,
		scratch: toChoice(
			read,
			found,
			{ realmId: quickbooks.realmId, link },
			'Add line items to the deal in HubSpot, or choose a quote.',
		),
		quotes: quotes.map(({ quote, lines, customer }) =>
			toQuoteChoice(
				quote,
				quoteDay,
				lines &&
					toChoice(
						lines,
						quoteItems,
						{ realmId: quickbooks.realmId, link },
						'Add line items to the quote in HubSpot.',
					),
				customer,
			),
		),
		customer: suggested.customer,
		customers: customerChoices(lists.customers),
		items: itemChoices(lists.items),
		taxCodes: taxCodeChoices(
			rules.taxRegime,
			rules.taxRegime === 'codes' || rules.taxRegime === 'usManual'
				? await quickbooks.find('TaxCode', {})
				: [],
		),
		terms: termChoices(lists.terms),
		defaultTermId: settings.preferences.SalesFormsPrefs?.DefaultTerms?.value ?? null,
		incomeAccounts: incomeAccountChoices(lists.accounts, lists.items),
		warnings: [...read.warnings, ...suggested.warnings, ...lists.warnings],
	};
}

/**
 * Which customer would be billed; what HubSpot has of properties is read only where there are
 * candidates to ask about.
 */
async function suggestion(
	party: Party | undefined,
	currency: string | undefined,
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
): Promise<{ customer: CustomerSuggestion; warnings: string[] }> {
	if (!party) return suggestCustomer(undefined, [], quickbooks.realmId);
	const { customers, context } = await readCandidates(party, currency, {
		hubspot,
		quickbooks,
		known: async () => await readLinkSchemas(hubspot),
	});
	return suggestCustomer(party, customers, quickbooks.realmId, context);
}

async function readLinkSchemas(hubspot: HubSpotPort): Promise<KnownSchemas> {
	return await readSchemas(
		hubspot,
		(['contacts', 'companies', 'invoices'] as const).map((objectType) => ({
			objectType,
			group: { name: '', label: '' },
			properties: [],
		})),
	);
}

const dealUrl = ({ uiDomain, portalId }: HubSpotAccount, id: string) =>
	hubSpotUrl(uiDomain, portalId, 'deals', id);

async function readLists(quickbooks: QuickBooksPort) {
	const [customers, items, terms, accounts] = await Promise.all([
		quickbooks.find('Customer', { orderBy: { field: 'DisplayName' }, limit: LIST_LIMIT }),
		quickbooks.find('Item', { orderBy: { field: 'Name' }, limit: LIST_LIMIT }),
		quickbooks.find('Term', {}),
		quickbooks.find('Account', {
			where: [{ field: 'AccountType', operator: '=', value: 'Income' }],
		}),
	]);
	const full = [
		...(customers.length === LIST_LIMIT ? ['customers'] : []),
		...(items.length === LIST_LIMIT ? ['items'] : []),
	];
	return {
		customers,
		items,
		terms,
		accounts,
		warnings: full.map((name) => `The list of ${name} holds the first ${LIST_LIMIT} by name only.`),
	};
}

async function readAround(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	link: string,
): Promise<Around> {
	const { associations } = deal;
	const quoteIds = [...(associations.quotes ?? [])];
	const companyIds = await readPrimaryFirst(hubspot, deal);
	const linkedWith = async (type: 'line_items' | 'contacts' | 'companies') =>
		quoteIds.length > 0
			? await hubspot.readAssociations('quotes', type, quoteIds)
			: new Map<string, string[]>();
	const [items, quotes, linesOfQuote, contactsOf, companiesOf] = await Promise.all([
		hubspot.readObjects('line_items', [...(associations.line_items ?? [])], {
			properties: [...lineItemProperties],
		}),
		hubspot.readObjects('quotes', quoteIds, { properties: quoteProperties }),
		linkedWith('line_items'),
		linkedWith('contacts').then(
			async (linked) => await readBilledByQuotes(hubspot, 'contacts', linked),
		),
		linkedWith('companies').then(
			async (linked) => await readBilledByQuotes(hubspot, 'companies', linked),
		),
	]);
	const firstOf = (linked: Map<string, string[]>) =>
		quoteIds.flatMap((id) => linked.get(id)?.slice(0, 1) ?? []);
	const [contacts, companies] = await Promise.all([
		hubspot.readObjects(
			'contacts',
			[...new Set([...(associations.contacts ?? []).slice(0, 1), ...firstOf(contactsOf)])],
			{ properties: [...contactPartyProperties, link] },
		),
		hubspot.readObjects(
			'companies',
			[...new Set([...companyIds.slice(0, 1), ...firstOf(companiesOf)])],
			{ properties: [...companyPartyProperties, link] },
		),
	]);
	const contactOf = (id: string | undefined) =>
		contacts.filter((one) => one.id === id).map((one) => partyOfContact(one, link))[0];
	const companyOf = (id: string | undefined, contact: Party | undefined) =>
		companies.filter((one) => one.id === id).map((one) => partyOfCompany(one, link, contact))[0];
	const contact = contactOf(associations.contacts?.[0]);
	const partyOfQuote = new Map<string, Party>();
	for (const id of quoteIds) {
		const party =
			contactOf(contactsOf.get(id)?.[0]) ??
			(contact ? undefined : companyOf(companiesOf.get(id)?.[0], undefined));
		if (party && party.id !== contact?.id) partyOfQuote.set(id, party);
	}
	return {
		items,
		quotes,
		linesOfQuote,
		contact,
		company: companyOf(companyIds[0], contact),
		partyOfQuote,
	};
}

/** Lines as they would be billed in their currency. */
function readIn(currency: string, items: readonly HubSpotRecord[]): LinesRead {
	return inUnitsOf(currency, readLineItems(items, currency));
}

interface QuoteFound {
	quote: HubSpotRecord;
	lines: LinesRead | undefined;
	customer: CustomerSuggestion | null;
}

/**
 * Lines and customer of those quotes that can be billed, which come first; the others need none.
 */
async function readQuotes(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	{ quotes, linesOfQuote, partyOfQuote }: Around,
	{ multiCurrency }: CompanyRules,
	currency: string,
	today: Day,
): Promise<QuoteFound[]> {
	const refused = quotes
		.filter((quote) => quoteObstacle(quote, today))
		.map((quote): QuoteFound => ({ quote, lines: undefined, customer: null }));
	const billable = await Promise.all(
		billableQuotes(quotes, today).map(async (quote): Promise<QuoteFound> => {
			const party = partyOfQuote.get(quote.id);
			const own = quote.properties['hs_currency'] || currency;
			const [records, suggested] = await Promise.all([
				hubspot.readObjects('line_items', linesOfQuote.get(quote.id) ?? [], {
					properties: [...lineItemProperties],
				}),
				party ? suggestion(party, multiCurrency ? own : undefined, hubspot, quickbooks) : undefined,
			]);
			return { quote, lines: readIn(own, records), customer: suggested?.customer ?? null };
		}),
	);
	return [...billable, ...refused];
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
