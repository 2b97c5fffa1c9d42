import { linkValue } from '../../core/hubspot/link';
import { foreignProperties, isLinked, judgeForeign, wasOfAnother, type Adoption, type ForeignRecord } from '../../core/invoice/foreign';
import { byAskedId } from '../../core/records/merged';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { PropertyNames } from '../../core/records/names';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { foldText } from '../../core/text';
import type { HubSpotPort } from '../../gateways/ports';
import { searchValues } from '../sync/searchAll';

/** An invoice that no record is linked with. */
export interface Unrecorded {
	invoice: QuickBooksInvoice;
	/** HubSpot contacts and companies that are known to be the customer's. */
	payerIds?: readonly string[];
}

export interface ForeignContext {
	realmId: string;
	homeCurrency: string;
	/** HubSpot's properties of invoices. */
	definitions: Iterable<string>;
	/** Further properties to read of a record. */
	properties: readonly string[];
	/** Records that a search may not show yet, of whatever number. */
	beside?: readonly HubSpotRecord[];
}

const PEOPLE = { contacts: ['email', 'hs_additional_emails', 'firstname', 'lastname'], companies: ['name'] };

/** The properties that tell whether a record is linked or of an invoice, with all that is wanted of it. */
export function propertiesOfForeign(names: PropertyNames, definitions: Iterable<string>, more: readonly string[]): string[] {
	const known = new Set(definitions);
	return [...new Set([...[...known].filter((name) => names.isLink(name)), ...foreignProperties, names.of('invoice_url'), ...more])].filter((name) => known.has(name));
}

/**
 * Looks for records that HubSpot's own QuickBooks app, or another integration, made of invoices: one search by their numbers, and
 * who has those that are found. A search does not show a record of the last seconds.
 *
 * @returns what is to become of them, by QuickBooks id; nothing of those whose number nobody has
 * @throws GatewayError
 */
export async function findForeign(hubspot: HubSpotPort, wanted: readonly Unrecorded[], context: ForeignContext): Promise<Map<string, Adoption>> {
	const numbered = wanted.filter(({ invoice }) => invoice.DocNumber);
	const numbers = [...new Set(numbered.map(({ invoice }) => foldText(invoice.DocNumber ?? '')))];
	if (numbers.length === 0) return new Map();
	const { records } = await searchValues(hubspot, 'invoices', 'hs_number', numbers, propertiesOfForeign(hubspot.names, context.definitions, context.properties));
	return await judgeAll(hubspot, numbered, [...records, ...(context.beside ?? [])], context);
}

/** The same of records that were read anyway. */
export async function judgeAll(hubspot: HubSpotPort, wanted: readonly Unrecorded[], records: readonly HubSpotRecord[], { realmId, homeCurrency }: Pick<ForeignContext, 'realmId' | 'homeCurrency'>): Promise<Map<string, Adoption>> {
	const numbers = new Set(wanted.map(({ invoice }) => numberOf(invoice.DocNumber)));
	const free = [...new Map(records.map((record) => [record.id, record])).values()].filter((record) => !isLinked(hubspot.names, record) && numbers.has(numberOf(record.properties['hs_number'])));
	if (free.length === 0) return new Map();
	const linkName = hubspot.names.link(realmId);
	const people = await peopleOf(hubspot, free, linkName);
	const candidates = free.map((record): ForeignRecord => ({ record, people: people.get(record.id) ?? [] }));
	const judged = new Map(wanted.flatMap(({ invoice, payerIds = [] }) => {
		const own = candidates.filter(({ record }) => invoice.DocNumber && numberOf(record.properties['hs_number']) === numberOf(invoice.DocNumber) && !wasOfAnother(hubspot.names, record, invoice));
		const adoption = judgeForeign(invoice, homeCurrency, own, { link: linkValue(realmId, invoice.Id), linkName, ids: payerIds });
		return adoption ? [[invoice.Id, adoption] as const] : [];
	}));
	return eachOnce(judged);
}

/** Two invoices of one number that are alike both fit a record: a person has to say whose it is. */
function eachOnce(judged: Map<string, Adoption>): Map<string, Adoption> {
	const claims = new Map<string, number>();
	for (const one of judged.values()) if (one.kind === 'adopt') claims.set(one.record.id, (claims.get(one.record.id) ?? 0) + 1);
	return new Map([...judged].map(([id, one]) => {
		if (one.kind !== 'adopt' || claims.get(one.record.id) === 1) return [id, one];
		return [id, { kind: 'conflict', reason: `HubSpot's invoice record ${one.record.id} fits several QuickBooks invoices of one number.` }];
	}));
}

function numberOf(number: string | null | undefined): string {
	return foldText(number ?? '');
}

/** Contacts and companies of records, by record id. */
async function peopleOf(hubspot: HubSpotPort, records: readonly HubSpotRecord[], linkName: string): Promise<Map<string, HubSpotRecord[]>> {
	const ids = records.map(({ id }) => id);
	const parts = await Promise.all((['contacts', 'companies'] as const).map(async (type) => {
		const linked = await hubspot.readAssociations('invoices', type, ids);
		const all = [...new Set([...linked.values()].flat())];
		const read = all.length > 0 ? byAskedId(await hubspot.readObjects(type, all, { properties: [linkName, ...PEOPLE[type]] })) : new Map<string, HubSpotRecord>();
		return new Map([...linked].map(([id, some]) => [id, some.flatMap((one) => read.get(one) ?? [])] as const));
	}));
	return new Map(ids.map((id) => [id, parts.flatMap((part) => part.get(id) ?? [])]));
}
