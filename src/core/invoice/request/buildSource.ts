import { dayOf, timeFromHubSpot, type Day } from '../../calendar';
import { partyOfCompany, partyOfContact, type Party } from '../../contact/party';
import { decline, declineIfAny } from '../../decline';
import { readLink } from '../../hubspot/link';
import type { HubSpotAccount, HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksNamed } from '../../records/quickbooks';
import { otherCompanyWarnings, type DealInvoice } from '../alreadyBilled/dealInvoice';
import { hubSpotInvoiceWarnings, quotePaymentWarnings } from '../billing/hubSpotBilling';
import { companyDay, type CompanyRules } from '../billing/settings';
import { withClasses } from '../lines/sold/lineClasses';
import { readGivenLines } from '../lines/givenLines';
import { treatLaterLines, type Dates } from '../lines/laterLines';
import { readLineItems } from '../lines/lineItems';
import type { LinesRead } from '../lines/lines';
import type { QuoteCarried } from '../lines/quotes/quote';
import { toBilledQuote, type Billed, type QuoteParts } from '../lines/quotes/quoteBilled';
import { inUnitsOf, wholeAmount } from '../lines/units';
import { unlinkedOf } from '../record/linkedRecords';
import type { CreateInvoiceInput } from './request';
import type { BillingSource } from './source';

/** The quote that is billed, as it was read. */
export interface QuoteRead {
	parts: QuoteParts;
	/** Whether the quote names a contact or a company of its own. */
	hasOwn: { contacts: boolean; companies: boolean };
	warnings: string[];
}

/** What was read of HubSpot about a deal. */
export interface DealRead {
	account: HubSpotAccount;
	deal: HubSpotRecord;
	quote: QuoteRead | undefined;
	/** Of the deal; none where a quote or lines of the node are billed. */
	lineItems: HubSpotRecord[];
	/** The one who is billed first. */
	contactIds: string[];
	companyIds: string[];
	contact: HubSpotRecord | undefined;
	company: HubSpotRecord | undefined;
	/** The deal's HubSpot invoices, whatever they stand for. */
	invoices: HubSpotRecord[];
	/** Quotes whose buyer may have paid through HubSpot. */
	quotes: HubSpotRecord[];
	/** The deal's invoices in other QuickBooks companies, by record id. */
	otherCompanies: ReadonlyMap<string, DealInvoice>;
	/** Origins of invoices that are known under another property prefix, by invoice id. */
	formerOrigins: ReadonlyMap<string, string>;
}

/** What is known beside the deal itself. */
interface SourceContext {
	names: PropertyNames;
	realmId: string;
	now: Date;
	rules: CompanyRules;
	/** Of the company, where lines name classes. */
	classes: readonly QuickBooksNamed[];
}

/**
 * Builds what is billed from what HubSpot says about the deal.
 *
 * @throws Declined when lines are missing, unclear or wrong
 */
export function buildSource(
	read: DealRead,
	input: CreateInvoiceInput,
	context: SourceContext,
): BillingSource {
	const { account, deal } = read;
	const today = companyDay(context.now, context.rules.timeZone, account.timeZone);
	const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
	const billed = billedLines(read, input, currency, today);
	const invoiced = billed.quote?.currency ?? currency;
	const lines = inUnitsOf(invoiced, billed.read);
	checkRead(lines, deal);
	const classed = withClasses(lines.lines, context.classes, input.classProperty, context.rules);
	const parties = partiesOf(read, context);
	return {
		account,
		deal,
		currency: invoiced,
		today,
		...quoteOf(billed, invoiced),
		lines: classed.lines,
		dealLines: billed.dealLines ?? billed.read.lines,
		classProblems: classed.problems,
		...parties,
		contactIds: read.contactIds.slice(0, 1),
		companyIds: read.companyIds.slice(0, 1),
		...recordsOf(read, context),
		warnings: [
			...(read.quote?.warnings ?? []),
			...billedElsewhereWarnings(read, context),
			...lines.warnings,
			...severalWarning(read, 'contacts', parties.contact),
			...severalWarning(read, 'companies', parties.company),
			...classed.warnings,
		],
	};
}

function billedLines(
	{ account, deal, quote, lineItems }: DealRead,
	input: CreateInvoiceInput,
	currency: string,
	today: Day,
): Billed {
	const { source, classProperty, laterLines } = input;
	if (source.kind === 'lines') return { name: 'lines', read: readGivenLines(source.lines) };
	const dates = datesOf(deal, input, today, account.timeZone);
	if (quote)
		return toBilledQuote(quote.parts, { dealCurrency: currency, classProperty, laterLines, dates });
	const read = readLineItems(lineItems, currency, classProperty);
	return {
		name: 'deal',
		read: read.problems.length > 0 ? read : treatLaterLines(read, dates, laterLines ?? 'bill'),
		dealLines: read.lines,
	};
}

/** Delays of billing count from the day on which the deal was closed. */
function datesOf(
	{ properties }: HubSpotRecord,
	{ details }: CreateInvoiceInput,
	today: Day,
	timeZone: string,
): Dates {
	const issuedOn = details.issuedOn ?? today;
	const closed = timeFromHubSpot(properties['closedate']);
	return { issuedOn, soldOn: closed === undefined ? issuedOn : dayOf(closed, timeZone), timeZone };
}

function checkRead({ lines, problems }: LinesRead, deal: HubSpotRecord): void {
	declineIfAny(problems);
	if (lines.some(({ kind }) => kind === 'item')) return;
	decline(
		'Deal',
		`The deal "${deal.properties['dealname'] ?? deal.id}" has no line items.`,
		'Add line items to the deal in HubSpot, or set lines in the node.',
	);
}

function quoteOf(
	{ name, formerNames, quoteId, quote }: Billed,
	currency: string,
): Pick<BillingSource, 'name' | 'formerNames' | 'quoteId' | 'quote'> {
	return {
		name,
		...(formerNames && { formerNames }),
		...(quoteId && { quoteId }),
		...(quote && { quote: inUnits(quote, currency) }),
	};
}

function inUnits(quote: QuoteCarried, currency: string): QuoteCarried {
	return {
		...quote,
		discount: wholeAmount(quote.discount, currency),
		tax: wholeAmount(quote.tax, currency),
	};
}

function partiesOf(
	{ contact, company }: DealRead,
	{ names, realmId }: SourceContext,
): Pick<BillingSource, 'contact' | 'company'> {
	const link = names.link(realmId);
	const person = contact && partyOfContact(contact, link);
	const firm = company && partyOfCompany(company, link, person);
	return { ...(person && { contact: person }), ...(firm && { company: firm }) };
}

/** What the deal's invoices in HubSpot stand for. */
function recordsOf(
	{ invoices, otherCompanies, formerOrigins }: DealRead,
	{ names, realmId }: SourceContext,
): Pick<
	BillingSource,
	'records' | 'recordedInvoiceIds' | 'unlinkedRecords' | 'otherCompanies' | 'keptOrigins' | 'places'
> {
	const own = invoices.flatMap((record) => {
		const invoiceId = readLink(record.properties[names.link(realmId)], realmId);
		return invoiceId === undefined ? [] : [{ record, invoiceId }];
	});
	const origins = own.map(
		({ record, invoiceId }) =>
			[invoiceId, record.properties[names.of('invoice_origin')] ?? ''] as const,
	);
	return {
		records: own.map(({ record }) => record),
		recordedInvoiceIds: [
			...new Set([...own.map(({ invoiceId }) => invoiceId), ...formerOrigins.keys()]),
		],
		unlinkedRecords: unlinkedOf(names, invoices, realmId),
		otherCompanies: [...otherCompanies.values()],
		keptOrigins: new Map([...formerOrigins, ...origins]),
		places: new Map(),
	};
}

/** Where the customer may be asked for the same money a second time. */
function billedElsewhereWarnings(
	{ invoices, otherCompanies, quotes, quote }: DealRead,
	{ names, realmId }: SourceContext,
): string[] {
	const link = names.link(realmId);
	return [
		...otherCompanyWarnings([...otherCompanies.values()]),
		...hubSpotInvoiceWarnings(
			invoices.filter(({ properties }) => readLink(properties[link], realmId) === undefined),
		),
		...quotePaymentWarnings(quote ? [quote.parts.quote] : quotes),
	];
}

const nouns = { contacts: 'contact', companies: 'company' } as const;

function severalWarning(
	{ contactIds, companyIds, quote }: DealRead,
	type: 'contacts' | 'companies',
	chosen: Party | undefined,
): string[] {
	const ids = type === 'contacts' ? contactIds : companyIds;
	if (ids.length < 2 || !chosen) return [];
	const holder = quote?.hasOwn[type] ? 'quote' : 'deal';
	const remedy =
		holder === 'quote'
			? `Label the one to bill as billing ${nouns[type]} of the quote in HubSpot, or choose the customer in the node.`
			: 'Choose the customer in the node if another one should be billed.';
	return [
		`The ${holder} has more than one ${nouns[type]}. "${chosen.displayName}" is used. ${remedy}`,
	];
}
