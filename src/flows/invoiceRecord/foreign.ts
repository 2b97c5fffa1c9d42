import { linkValue } from '../../core/hubspot/link';
import {
	foreignProperties,
	isLinked,
	judgeForeign,
	recordsBeside,
	wasOfAnother,
	type Adoption,
	type ForeignRecord,
	type PayingRecords,
} from '../../core/invoice/record/foreign';
import { byAskedId } from '../../core/records/merged';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { PropertyNames } from '../../core/records/names';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { foldText } from '../../core/text';
import type { HubSpotPort } from '../../gateways/ports';
import { searchValues } from '../accounts/search';
import { uniqueById } from '../../core/records/byId';

/** An invoice that no record is linked with. */
interface Unrecorded {
	invoice: QuickBooksInvoice;
	/** HubSpot contacts and companies that are known to be the customer's. */
	payerIds?: readonly string[];
}

interface ForeignContext {
	realmId: string;
	homeCurrency: string;
	/** HubSpot's properties of invoices. */
	definitions: Iterable<string>;
	/** Further properties to read of a record. */
	properties: readonly string[];
	/** Records that a search may not show yet, of whatever number. */
	beside?: readonly HubSpotRecord[];
}

const PEOPLE = {
	contacts: ['email', 'hs_additional_emails', 'firstname', 'lastname'],
	companies: ['name'],
};

/**
 * The properties that tell whether a record is linked or of an invoice, with all that is wanted of
 * it.
 */
export function propertiesOfForeign(
	names: PropertyNames,
	definitions: Iterable<string>,
	more: readonly string[],
): string[] {
	const known = new Set(definitions);
	return [
		...new Set([
			...[...known].filter((name) => names.isLink(name)),
			...foreignProperties,
			names.of('invoice_url'),
			...more,
		]),
	].filter((name) => known.has(name));
}

/** An invoice that has a record. */
export interface Recorded extends Unrecorded {
	recordId: string;
}

/**
 * What is to become of invoices without a record, and which records stand beside those of the
 * others; both by QuickBooks id.
 */
export interface Looked {
	adoptions: Map<string, Adoption>;
	beside: Map<string, HubSpotRecord[]>;
}

/**
 * Looks for records that HubSpot's own QuickBooks app, or another integration, made of invoices:
 * one search by their numbers, and
 * who has those that are found. A search does not show a record of the last seconds.
 *
 * @returns what is to become of them, by QuickBooks id; nothing of those whose number nobody has
 * @throws GatewayError
 */
export async function findForeign(
	hubspot: HubSpotPort,
	wanted: readonly Unrecorded[],
	context: ForeignContext,
): Promise<Map<string, Adoption>> {
	return (await lookForForeign(hubspot, wanted, [], context)).adoptions;
}

/** The same, and beside the records that invoices have already. @throws GatewayError */
export async function lookForForeign(
	hubspot: HubSpotPort,
	wanted: readonly Unrecorded[],
	recorded: readonly Recorded[],
	context: ForeignContext,
): Promise<Looked> {
	const numbers = [
		...new Set(
			[...wanted, ...recorded].map(({ invoice }) => numberOf(invoice.DocNumber)).filter(Boolean),
		),
	];
	if (numbers.length === 0) return { adoptions: new Map(), beside: new Map() };
	const { records } = await searchValues(
		hubspot,
		'invoices',
		'hs_number',
		numbers,
		propertiesOfForeign(hubspot.names, context.definitions, context.properties),
	);
	const candidates = await candidatesOf(
		hubspot,
		[...wanted, ...recorded],
		[...records, ...(context.beside ?? [])],
		context.realmId,
	);
	const adoptions = adopt(hubspot, wanted, candidates, context);
	return {
		adoptions,
		beside: lookBeside(hubspot, recorded, candidates, takenBy(adoptions, recorded), context),
	};
}

/** What is to become of invoices without a record, where records were read anyway. */
export async function judgeAll(
	hubspot: HubSpotPort,
	wanted: readonly Unrecorded[],
	records: readonly HubSpotRecord[],
	company: Company,
): Promise<Map<string, Adoption>> {
	return adopt(
		hubspot,
		wanted,
		await candidatesOf(hubspot, wanted, records, company.realmId),
		company,
	);
}

type Company = Pick<ForeignContext, 'realmId' | 'homeCurrency'>;
/** By number. */
type Candidates = ReadonlyMap<string, readonly ForeignRecord[]>;

/** Records without a link that bear the number of one of the invoices. */
async function candidatesOf(
	hubspot: HubSpotPort,
	wanted: readonly Unrecorded[],
	records: readonly HubSpotRecord[],
	realmId: string,
): Promise<Candidates> {
	const numbers = new Set(wanted.map(({ invoice }) => numberOf(invoice.DocNumber)).filter(Boolean));
	const free = uniqueById(records).filter(
		(record) =>
			!isLinked(hubspot.names, record) && numbers.has(numberOf(record.properties['hs_number'])),
	);
	const candidates = new Map<string, ForeignRecord[]>();
	if (free.length === 0) return candidates;
	const people = await peopleOf(hubspot, free, hubspot.names.link(realmId));
	for (const record of free) {
		const number = numberOf(record.properties['hs_number']);
		candidates.set(number, [
			...(candidates.get(number) ?? []),
			{ record, people: people.get(record.id) ?? [] },
		]);
	}
	return candidates;
}

function adopt(
	hubspot: HubSpotPort,
	wanted: readonly Unrecorded[],
	candidates: Candidates,
	{ realmId, homeCurrency }: Company,
): Map<string, Adoption> {
	return eachOnce(
		new Map(
			wanted.flatMap((one) => {
				const adoption = judgeForeign(
					one.invoice,
					homeCurrency,
					candidatesFor(hubspot, one, candidates),
					payerOf(hubspot, one, realmId),
				);
				return adoption ? [[one.invoice.Id, adoption] as const] : [];
			}),
		),
	);
}

/**
 * @param taken records that an invoice has or gets; a search may show one that got its link seconds
 * ago without it
 */
function lookBeside(
	hubspot: HubSpotPort,
	recorded: readonly Recorded[],
	candidates: Candidates,
	taken: ReadonlySet<string>,
	{ realmId, homeCurrency }: Company,
): Map<string, HubSpotRecord[]> {
	return new Map(
		recorded.flatMap((one) => {
			const others = candidatesFor(hubspot, one, candidates).filter(
				({ record }) => !taken.has(record.id),
			);
			const beside = recordsBeside(
				one.invoice,
				homeCurrency,
				others,
				payerOf(hubspot, one, realmId),
			);
			return beside.length > 0 ? [[one.invoice.Id, beside] as const] : [];
		}),
	);
}

function takenBy(
	adoptions: ReadonlyMap<string, Adoption>,
	recorded: readonly Recorded[],
): Set<string> {
	return new Set([
		...recorded.map(({ recordId }) => recordId),
		...[...adoptions.values()].flatMap((one) => (one.kind === 'adopt' ? [one.record.id] : [])),
	]);
}

function candidatesFor(
	{ names }: HubSpotPort,
	{ invoice }: Unrecorded,
	candidates: Candidates,
): ForeignRecord[] {
	return (candidates.get(numberOf(invoice.DocNumber)) ?? []).filter(
		({ record }) => !wasOfAnother(names, record, invoice),
	);
}

function payerOf(
	{ names }: HubSpotPort,
	{ invoice, payerIds = [] }: Unrecorded,
	realmId: string,
): PayingRecords {
	return { link: linkValue(realmId, invoice.Id), linkName: names.link(realmId), ids: payerIds };
}

/** Two invoices of one number that are alike both fit a record: a person has to say whose it is. */
function eachOnce(judged: Map<string, Adoption>): Map<string, Adoption> {
	const claims = new Map<string, number>();
	for (const one of judged.values())
		if (one.kind === 'adopt') claims.set(one.record.id, (claims.get(one.record.id) ?? 0) + 1);
	return new Map(
		[...judged].map(([id, one]) => {
			if (one.kind !== 'adopt' || claims.get(one.record.id) === 1) return [id, one];
			return [
				id,
				{
					kind: 'conflict',
					reason: `HubSpot's invoice record ${one.record.id} fits several QuickBooks invoices of one number.`,
				},
			];
		}),
	);
}

function numberOf(number: string | null | undefined): string {
	return foldText(number ?? '');
}

/** Contacts and companies of records, by record id. */
async function peopleOf(
	hubspot: HubSpotPort,
	records: readonly HubSpotRecord[],
	linkName: string,
): Promise<Map<string, HubSpotRecord[]>> {
	const ids = records.map(({ id }) => id);
	const parts = await Promise.all(
		(['contacts', 'companies'] as const).map(async (type) => {
			const linked = await hubspot.readAssociations('invoices', type, ids);
			const all = [...new Set([...linked.values()].flat())];
			const read =
				all.length > 0
					? byAskedId(
							await hubspot.readObjects(type, all, { properties: [linkName, ...PEOPLE[type]] }),
						)
					: new Map<string, HubSpotRecord>();
			return new Map(
				[...linked].map(([id, some]) => [id, some.flatMap((one) => read.get(one) ?? [])] as const),
			);
		}),
	);
	return new Map(ids.map((id) => [id, parts.flatMap((part) => part.get(id) ?? [])]));
}
