import { dayIn } from '../../../core/calendar';
import { companyPartyProperties, contactPartyProperties } from '../../../core/contact/party';
import { readLink } from '../../../core/hubspot/link';
import { ownInvoiceProperties } from '../../../core/invoice/billing/hubSpotBilling';
import { lineItemProperties } from '../../../core/invoice/lines/lineItems';
import { recordProperties } from '../../../core/invoice/record/linkedRecords';
import type { DealRead, QuoteRead } from '../../../core/invoice/request/buildSource';
import type { CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { HubSpotAccount, HubSpotRecord } from '../../../core/records/hubspot';
import { MERGED_IDS } from '../../../core/records/merged';
import type { HubSpotPort } from '../../../gateways/ports';
import { readBilledByQuotes, readPrimaryFirst } from '../../accounts/find/parties';
import { readOtherCompanies } from '../../invoiceRecord/otherCompanies';
import { readFormerLinks } from './formerLinks';
import {
	namedQuote,
	readAskedQuote,
	readLatestQuote,
	readQuoteParts,
	readQuotePayments,
	type QuoteChosen,
} from './quote';

const dealProperties = [
	'dealname',
	'amount',
	'deal_currency_code',
	'createdate',
	'closedate',
	MERGED_IDS,
];

/** What the deal is read for. */
interface DealAsked {
	realmId: string;
	input: CreateInvoiceInput;
	now: Date;
}

/**
 * Reads the deal and everything around it: two round trips, one more to choose among quotes.
 *
 * @throws Declined when no quote can be billed
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readDeal(hubspot: HubSpotPort, asked: DealAsked): Promise<DealRead> {
	const { input } = asked;
	const quoteId = input.source.kind === 'quote' ? input.source.quoteId : undefined;
	const [account, deal, askedQuote] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject('deals', input.dealId, {
			properties: [...dealProperties, ...hubspot.names.deal],
			associations: ['line_items', 'contacts', 'companies', 'quotes', 'invoices'],
		}),
		quoteId === undefined ? undefined : readAskedQuote(hubspot, quoteId),
	]);
	const chosen = await readQuote(hubspot, deal, askedQuote, asked, account);
	const [contactIds, companyIds] = await Promise.all([
		readPartyIds('contacts', hubspot, deal, chosen),
		readPartyIds('companies', hubspot, deal, chosen),
	]);
	const around = await readAround(hubspot, deal, chosen, asked, {
		contacts: contactIds.slice(0, 1),
		companies: companyIds.slice(0, 1),
	});
	const links = await readOtherLinks(hubspot, asked.realmId, around.invoices);
	return { account, deal, contactIds, companyIds, ...around, ...links };
}

async function readQuote(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	askedQuote: HubSpotRecord | undefined,
	{ input: { source }, now }: DealAsked,
	{ timeZone }: HubSpotAccount,
): Promise<QuoteChosen | undefined> {
	if (source.kind !== 'quote') return undefined;
	const today = dayIn(now, timeZone);
	return source.quoteId === undefined
		? await readLatestQuote(hubspot, deal, today)
		: namedQuote(deal, source.quoteId, askedQuote, today);
}

/** A quote names its own buyer, who comes before whoever is first on the deal. */
async function readPartyIds(
	type: 'contacts' | 'companies',
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	chosen: QuoteChosen | undefined,
): Promise<string[]> {
	const ofQuote = chosen?.idsOf(type) ?? [];
	if (chosen && ofQuote.length > 0) {
		const billed = await readBilledByQuotes(hubspot, type, new Map([[chosen.quote.id, ofQuote]]));
		return billed.get(chosen.quote.id) ?? [];
	}
	return type === 'companies'
		? await readPrimaryFirst(hubspot, deal)
		: [...(deal.associations.contacts ?? [])];
}

type Around = Pick<DealRead, 'quote' | 'lineItems' | 'contact' | 'company' | 'invoices' | 'quotes'>;

/** What is sold, to whom, and which invoices the deal has in HubSpot. */
async function readAround(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	chosen: QuoteChosen | undefined,
	{ realmId, input }: DealAsked,
	ids: { contacts: string[]; companies: string[] },
): Promise<Around> {
	const { names } = hubspot;
	const link = names.link(realmId);
	const { classProperty, source } = input;
	const lineProperties = [...lineItemProperties, ...(classProperty ? [classProperty] : [])];
	const { line_items = [], invoices = [], quotes = [] } = deal.associations;
	const [lineItems, parts, contacts, companies, records, payments] = await Promise.all([
		source.kind === 'deal'
			? hubspot.readObjects('line_items', [...line_items], { properties: lineProperties })
			: [],
		chosen && readQuoteParts(hubspot, chosen, lineProperties),
		hubspot.readObjects('contacts', ids.contacts, {
			properties: [...contactPartyProperties, link],
		}),
		hubspot.readObjects('companies', ids.companies, {
			properties: [...companyPartyProperties, link],
		}),
		hubspot.readObjects('invoices', [...invoices], {
			properties: [...new Set([...recordProperties(names, realmId), ...ownInvoiceProperties])],
		}),
		chosen ? [] : readQuotePayments(hubspot, quotes),
	]);
	return {
		quote: chosen && parts && toQuoteRead(chosen, parts),
		lineItems,
		contact: contacts[0],
		company: companies[0],
		invoices: records,
		quotes: payments,
	};
}

function toQuoteRead({ idsOf, warnings }: QuoteChosen, parts: QuoteRead['parts']): QuoteRead {
	return {
		parts,
		hasOwn: { contacts: idsOf('contacts').length > 0, companies: idsOf('companies').length > 0 },
		warnings,
	};
}

/** What the deal's invoices without a link to the company stand for. */
async function readOtherLinks(
	hubspot: HubSpotPort,
	realmId: string,
	invoices: readonly HubSpotRecord[],
): Promise<Pick<DealRead, 'otherCompanies' | 'formerOrigins'>> {
	const link = hubspot.names.link(realmId);
	const otherCompanies = await readOtherCompanies(hubspot, realmId, invoices);
	const formerOrigins = await readFormerLinks(
		hubspot,
		realmId,
		invoices.filter(
			({ id, properties }) =>
				readLink(properties[link], realmId) === undefined && !otherCompanies.has(id),
		),
	);
	return { otherCompanies, formerOrigins };
}
