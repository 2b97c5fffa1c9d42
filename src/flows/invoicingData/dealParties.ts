import {
	companyPartyProperties,
	contactPartyProperties,
	partyOfCompany,
	partyOfContact,
	type Party,
} from '../../core/contact/party';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import { readBilledByQuotes, readPrimaryFirst } from '../accounts/find/parties';

/** Whom a deal and its quotes may be billed to. */
export interface DealParties {
	contact: Party | undefined;
	company: Party | undefined;
	/** Whom a quote names itself, by the quote's id. */
	byQuote: Map<string, Party>;
}

/** Ids of contacts and companies, by the id of the quote that names them. */
interface NamedByQuotes {
	contacts: Map<string, string[]>;
	companies: Map<string, string[]>;
}

/**
 * Reads the contact and the company of a deal, and those that its quotes name.
 *
 * @throws GatewayError
 */
export async function readDealParties(
	hubspot: HubSpotPort,
	deal: HubSpotRecord,
	link: string,
): Promise<DealParties> {
	const quoteIds = [...(deal.associations.quotes ?? [])];
	const [companyIds, contactsOf, companiesOf] = await Promise.all([
		readPrimaryFirst(hubspot, deal),
		readNamed(hubspot, 'contacts', quoteIds),
		readNamed(hubspot, 'companies', quoteIds),
	]);
	const named: NamedByQuotes = { contacts: contactsOf, companies: companiesOf };
	const contactIds = deal.associations.contacts ?? [];
	const [contacts, companies] = await Promise.all([
		hubspot.readObjects('contacts', firstIds(contactIds, quoteIds, named.contacts), {
			properties: [...contactPartyProperties, link],
		}),
		hubspot.readObjects('companies', firstIds(companyIds, quoteIds, named.companies), {
			properties: [...companyPartyProperties, link],
		}),
	]);
	const contactOf = (id: string | undefined) => {
		const found = contacts.find((one) => one.id === id);
		return found && partyOfContact(found, link);
	};
	const companyOf = (id: string | undefined, contact: Party | undefined) => {
		const found = companies.find((one) => one.id === id);
		return found && partyOfCompany(found, link, contact);
	};
	const contact = contactOf(contactIds[0]);
	const byQuote = quoteIds.flatMap((id): Array<[string, Party]> => {
		const own = contactOf(named.contacts.get(id)?.[0]);
		const firm = contact ? undefined : companyOf(named.companies.get(id)?.[0], undefined);
		const party = own ?? firm;
		return party && party.id !== contact?.id ? [[id, party]] : [];
	});
	return { contact, company: companyOf(companyIds[0], contact), byQuote: new Map(byQuote) };
}

async function readNamed(
	hubspot: HubSpotPort,
	type: 'contacts' | 'companies',
	quoteIds: readonly string[],
): Promise<Map<string, string[]>> {
	if (quoteIds.length === 0) return new Map();
	const linked = await hubspot.readAssociations('quotes', type, [...quoteIds]);
	return await readBilledByQuotes(hubspot, type, linked);
}

/** The first of the deal, and the first of each quote. */
function firstIds(
	ofDeal: readonly string[],
	quoteIds: readonly string[],
	named: ReadonlyMap<string, readonly string[]>,
): string[] {
	const ofQuotes = quoteIds.flatMap((id) => named.get(id)?.slice(0, 1) ?? []);
	return [...new Set([...ofDeal.slice(0, 1), ...ofQuotes])];
}
