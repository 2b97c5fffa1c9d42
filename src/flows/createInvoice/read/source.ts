import { dayIn, dayOf, timeFromHubSpot, type Day } from '../../../core/calendar';
import {
	companyPartyProperties,
	contactPartyProperties,
	partyOfCompany,
	partyOfContact,
	type Party,
} from '../../../core/contact/party';
import { decline, declineIfAny } from '../../../core/decline';
import { readLink } from '../../../core/hubspot/link';
import { otherCompanyWarnings } from '../../../core/invoice/alreadyBilled/dealInvoice';
import {
	hubSpotInvoiceWarnings,
	ownInvoiceProperties,
	quotePaymentWarnings,
} from '../../../core/invoice/billing/hubSpotBilling';
import { readGivenLines } from '../../../core/invoice/lines/givenLines';
import { treatLaterLines, type Dates } from '../../../core/invoice/lines/laterLines';
import { inUnitsOf, wholeAmount } from '../../../core/invoice/lines/units';
import { lineItemProperties, readLineItems } from '../../../core/invoice/lines/lineItems';
import { MERGED_IDS } from '../../../core/records/merged';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort, QuickBooksSettings } from '../../../gateways/ports';
import { companyDay } from '../../../core/invoice/billing/settings';
import { recordProperties, unlinkedOf } from '../../../core/invoice/record/linkedRecords';
import { readOtherCompanies } from '../../invoiceRecord/otherCompanies';
import { inDays, type CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { BillingSource } from '../../../core/invoice/request/source';
import { readFormerLinks } from './formerLinks';
import {
	billedByQuotes,
	findQuote,
	readAskedQuote,
	readQuoteParts,
	readQuotePayments,
	toBilled,
	type Billed,
	type QuoteChosen,
} from './quoteSource';

const dealProperties = [
	'dealname',
	'amount',
	'deal_currency_code',
	'createdate',
	'closedate',
	MERGED_IDS,
];

/**
 * Reads the deal and everything around it: two round trips, one more to choose among quotes.
 *
 * @param settings of the company, which are read meanwhile
 * @throws Declined when lines are missing, unclear or wrong
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readSource(
	hubspot: HubSpotPort,
	realmId: string,
	asked: CreateInvoiceInput,
	now: Date,
	settings: Promise<QuickBooksSettings>,
): Promise<BillingSource> {
	const link = hubspot.names.link(realmId);
	const [account, deal, askedQuote, { company: quickBooksCompany }] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject('deals', asked.dealId, {
			properties: [...dealProperties, ...hubspot.names.deal],
			associations: ['line_items', 'contacts', 'companies', 'quotes', 'invoices'],
		}),
		asked.source.kind === 'quote' && asked.source.quoteId !== undefined
			? readAskedQuote(hubspot, asked.source.quoteId)
			: undefined,
		settings,
	]);
	const input = inDays(asked, account.timeZone);
	const today = companyDay(now, quickBooksCompany.DefaultTimeZone, account.timeZone);
	const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
	const chosen =
		input.source.kind === 'quote'
			? await findQuote(
					hubspot,
					deal,
					input.source.quoteId,
					askedQuote,
					dayIn(now, account.timeZone),
				)
			: undefined;
	const [contactIds, companyIds] = await Promise.all([
		partyIds('contacts', hubspot, deal, chosen),
		partyIds('companies', hubspot, deal, chosen),
	]);
	const [billed, contacts, companies, records, quotes] = await Promise.all([
		readBilled(
			hubspot,
			deal,
			input,
			currency,
			chosen,
			datesOf(deal, input, today, account.timeZone),
		),
		hubspot.readObjects('contacts', contactIds.slice(0, 1), {
			properties: [...contactPartyProperties, link],
		}),
		hubspot.readObjects('companies', companyIds.slice(0, 1), {
			properties: [...companyPartyProperties, link],
		}),
		hubspot.readObjects('invoices', [...(deal.associations.invoices ?? [])], {
			properties: [
				...new Set([...recordProperties(hubspot.names, realmId), ...ownInvoiceProperties]),
			],
		}),
		chosen ? [chosen.quote] : readQuotePayments(hubspot, [...(deal.associations.quotes ?? [])]),
	]);
	const invoiced = billed.quote?.currency ?? currency;
	const read = inUnitsOf(invoiced, billed.read);
	declineIfAny(read.problems);
	if (!read.lines.some(({ kind }) => kind === 'item')) {
		decline(
			'Deal',
			`The deal "${deal.properties['dealname'] ?? deal.id}" has no line items.`,
			'Add line items to the deal in HubSpot, or set lines in the node.',
		);
	}
	const contact = contacts[0] && partyOfContact(contacts[0], link);
	const company = companies[0] && partyOfCompany(companies[0], link, contact);
	const own = records.filter((record) => readLink(record.properties[link], realmId) !== undefined);
	const others = await readOtherCompanies(hubspot, realmId, records);
	const former = await readFormerLinks(
		hubspot,
		realmId,
		records.filter((record) => !own.includes(record) && !others.has(record.id)),
	);
	const billedElsewhere = [
		...otherCompanyWarnings([...others.values()]),
		...hubSpotInvoiceWarnings(records.filter((record) => !own.includes(record))),
		...quotePaymentWarnings(quotes),
	];
	return {
		account,
		deal,
		currency: invoiced,
		today,
		name: billed.name,
		...(billed.formerNames && { formerNames: billed.formerNames }),
		...(billed.quoteId && { quoteId: billed.quoteId }),
		...(billed.quote && {
			quote: {
				...billed.quote,
				discount: wholeAmount(billed.quote.discount, invoiced),
				tax: wholeAmount(billed.quote.tax, invoiced),
			},
		}),
		lines: read.lines,
		dealLines: billed.dealLines ?? billed.read.lines,
		classProblems: [],
		...(contact && { contact }),
		...(company && { company }),
		contactIds: contactIds.slice(0, 1),
		companyIds: companyIds.slice(0, 1),
		records: own,
		recordedInvoiceIds: [
			...new Set([
				...own.flatMap((record) => readLink(record.properties[link], realmId) ?? []),
				...former.keys(),
			]),
		],
		unlinkedRecords: unlinkedOf(hubspot.names, records, realmId),
		otherCompanies: [...others.values()],
		keptOrigins: new Map([
			...former,
			...own.flatMap(({ properties }) => [
				[
					readLink(properties[link], realmId) ?? '',
					properties[hubspot.names.of('invoice_origin')] ?? '',
				] as const,
			]),
		]),
		places: new Map(),
		warnings: [
			...(chosen?.warnings ?? []),
			...billedElsewhere,
			...read.warnings,
			...severalWarning(holderOf('contacts', chosen), 'contact', contactIds, contact),
			...severalWarning(holderOf('companies', chosen), 'company', companyIds, company),
		],
	};
}

/** The companies of a deal, the one first that HubSpot shows as the primary one. */
export async function primaryFirst(
	hubspot: HubSpotPort,
	{ id, associations: { companies = [] } }: HubSpotRecord,
): Promise<string[]> {
	if (companies.length < 2) return [...companies];
	const primary = (await hubspot.readPrimaryCompanies('deals', [id])).get(id);
	return primary !== undefined && companies.includes(primary)
		? [primary, ...companies.filter((one) => one !== primary)]
		: [...companies];
}

function severalWarning(
	holder: 'deal' | 'quote',
	kind: 'contact' | 'company',
	ids: readonly string[],
	chosen: Party | undefined,
): string[] {
	if (ids.length < 2 || !chosen) return [];
	const remedy =
		holder === 'quote'
			? `Label the one to bill as billing ${kind} of the quote in HubSpot, or choose the customer in the node.`
			: 'Choose the customer in the node if another one should be billed.';
	return [`The ${holder} has more than one ${kind}. "${chosen.displayName}" is used. ${remedy}`];
}

/** A quote names its own buyer, who comes before whoever is first on the deal. */
async function partyIds(
	type: PartyType,
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	chosen: QuoteChosen | undefined,
): Promise<string[]> {
	if (chosen && holderOf(type, chosen) === 'quote')
		return (
			(await billedByQuotes(hubspot, type, new Map([[chosen.quote.id, chosen.idsOf(type)]]))).get(
				chosen.quote.id,
			) ?? []
		);
	return type === 'companies'
		? await primaryFirst(hubspot, deal)
		: [...(deal.associations.contacts ?? [])];
}

type PartyType = 'contacts' | 'companies';

function holderOf(type: PartyType, chosen: QuoteChosen | undefined): 'deal' | 'quote' {
	return chosen && chosen.idsOf(type).length > 0 ? 'quote' : 'deal';
}

async function readBilled(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	input: CreateInvoiceInput,
	currency: string,
	chosen: QuoteChosen | undefined,
	dates: Dates,
): Promise<Billed> {
	const { source, classProperty, laterLines = 'bill' } = input;
	if (source.kind === 'lines') return { name: 'lines', read: readGivenLines(source.lines) };
	const properties = [...lineItemProperties, ...(classProperty ? [classProperty] : [])];
	if (chosen)
		return toBilled(await readQuoteParts(hubspot, chosen, properties), currency, input, dates);
	const items = await hubspot.readObjects('line_items', [...(deal.associations.line_items ?? [])], {
		properties,
	});
	const read = readLineItems(items, currency, classProperty);
	return {
		name: 'deal',
		read: read.problems.length > 0 ? read : treatLaterLines(read, dates, laterLines),
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
