import type {
	AssociationSpecAssociationCategoryEnum,
	PublicAssociationMultiWithLabel,
} from '@hubspot/api-client/lib/codegen/crm/associations/v4';
import type { HubSpotObjectType } from '../../core/records/hubspot';
import type { HubSpotLink } from '../../core/records/hubspotQueries';
import { realRefusalsIn, refusalsIn } from './transport/answers';
import { inChunks } from '../chunks';
import { errorOfEntries } from './transport/errors';
import { loadAssociations } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * Records or links in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 */
const MOST_CREATED = 2000;
const MOST_READ = 1000;
const MOST_ARCHIVED = 100;

const CATEGORY = 'HUBSPOT_DEFINED' as AssociationSpecAssociationCategoryEnum;

/**
 * The type that makes a company the primary one of a contact or deal; each has one at the most.
 * Source: as above, "Association type ID values"
 */
const PRIMARY_COMPANY = { contacts: 1, deals: 5 } as const;

/**
 * Adds links; one that exists stays as it is, so this may be repeated.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 *
 * @throws GatewayError also when HubSpot refuses a part of the links
 */
export function associate(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	links: HubSpotLink[],
): Promise<void> {
	const createLinks = async (chunk: HubSpotLink[]): Promise<void> => {
		const inputs = chunk.map(toNewLink);
		const errors = await session.call({
			load: loadAssociations,
			repeatable: 'keyed',
			send: ({ batch }) => batch.create(from, to, { inputs }),
			read: refusalsIn,
		});
		if (errors.length > 0) throw errorOfEntries(errors, session.secrets);
	};
	return inChunks(links, MOST_CREATED, createLinks, () => undefined);
}

function toNewLink({ fromId, toId, typeIds }: HubSpotLink) {
	return {
		_from: { id: fromId },
		to: { id: toId },
		types: typeIds.map((associationTypeId) => ({
			associationCategory: CATEGORY,
			associationTypeId,
		})),
	};
}

/**
 * Removes all links, of whatever type, between each pair; a link that is not there is no error.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 *
 * @throws GatewayError
 */
export function dissociate(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	links: Array<{ fromId: string; toId: string }>,
): Promise<void> {
	const targets = new Map<string, Set<string>>();
	for (const { fromId, toId } of links)
		targets.set(fromId, (targets.get(fromId) ?? new Set()).add(toId));
	const archiveLinks = (chunk: Array<[id: string, others: Set<string>]>) => {
		const inputs = chunk.map(([id, others]) => ({
			_from: { id },
			to: [...others].map((other) => ({ id: other })),
		}));
		return session.call({
			load: loadAssociations,
			repeatable: 'keyed',
			send: ({ batch }) => batch.archive(from, to, { inputs }),
			read: () => undefined,
		});
	};
	return inChunks([...targets], MOST_ARCHIVED, archiveLinks, () => undefined);
}

/**
 * The ids linked with each record.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 *
 * @returns an entry for every id asked; an empty one also where HubSpot does not know the record
 * @throws GatewayError
 */
export function readAssociations(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	ids: string[],
): Promise<Map<string, string[]>> {
	const asked = [...new Set(ids)];
	return readLinks(session, { from, to }, asked, (links) => {
		const linked = new Map(asked.map((id) => [id, new Set<string>()]));
		for (const { fromId, toId } of links) linked.get(fromId)?.add(toId);
		return new Map([...linked].map(([id, others]) => [id, [...others]]));
	});
}

/**
 * The primary company of each contact or deal.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 *
 * @returns an entry for each record that has a primary company
 * @throws GatewayError
 */
export function readPrimaryCompanies(
	session: HubSpotSession,
	from: 'contacts' | 'deals',
	ids: string[],
): Promise<Map<string, string>> {
	const companiesOf = (links: FoundLink[]): Map<string, string> =>
		new Map(
			links
				.filter(({ typeIds }) => typeIds.includes(PRIMARY_COMPANY[from]))
				.map(({ fromId, toId }) => [fromId, toId]),
		);
	return readLinks(session, { from, to: 'companies' }, [...new Set(ids)], companiesOf);
}

/**
 * The types that label whom a quote bills; "Billing contact" and "Billing company" in HubSpot.
 * Source: as above.
 */
const BILLED_BY_QUOTE = { contacts: 1226, companies: 1334 } as const;

/**
 * The contacts or companies that quotes bill.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 *
 * @returns an entry for each quote with such a contact or company
 * @throws GatewayError
 */
export function readBillingParties(
	session: HubSpotSession,
	to: 'contacts' | 'companies',
	quoteIds: string[],
): Promise<Map<string, string[]>> {
	return readLinks(session, { from: 'quotes', to }, [...new Set(quoteIds)], (links) => {
		const billed = new Map<string, string[]>();
		for (const { fromId, toId, typeIds } of links)
			if (typeIds.includes(BILLED_BY_QUOTE[to]))
				billed.set(fromId, [...(billed.get(fromId) ?? []), toId]);
		return billed;
	});
}

interface FoundLink {
	fromId: string;
	toId: string;
	/** Those that HubSpot defines. */
	typeIds: number[];
}

/** Between which records links are read. */
interface LinkedTypes {
	from: HubSpotObjectType;
	to: HubSpotObjectType;
}

/**
 * All links of the records, also those that do not fit into one answer.
 *
 * @param join makes of the links what the caller gets
 */
function readLinks<Result>(
	session: HubSpotSession,
	{ from, to }: LinkedTypes,
	ids: string[],
	join: (links: FoundLink[]) => Result,
): Promise<Result> {
	const readChunk = async (chunk: string[]): Promise<FoundLink[]> => {
		const links: FoundLink[] = [];
		let inputs: Array<{ id: string; after?: string }> = chunk.map((id) => ({ id }));
		while (inputs.length > 0) {
			const page = await session.call({
				load: loadAssociations,
				repeatable: 'read',
				send: ({ batch }) => batch.getPage(from, to, { inputs }),
				read: toLinksPage,
			});
			if (page.errors.length > 0) throw errorOfEntries(page.errors, session.secrets);
			links.push(...page.links);
			inputs = page.next;
		}
		return links;
	};
	return inChunks(ids, MOST_READ, readChunk, (chunks) => join(chunks.flat()));
}

interface LinksPage {
	links: FoundLink[];
	/** The records that have more links, and where these start. */
	next: Array<{ id: string; after: string }>;
	errors: object[];
}

function toLinksPage(answer: { results: PublicAssociationMultiWithLabel[] }): LinksPage {
	return {
		links: answer.results.flatMap(toFoundLinks),
		next: answer.results.flatMap(({ _from, paging }) =>
			paging?.next?.after ? [{ id: String(_from.id), after: paging.next.after }] : [],
		),
		// A record without links is an error in HubSpot's words: NO_ASSOCIATIONS_FOUND.
		errors: realRefusalsIn(answer),
	};
}

function toFoundLinks({ _from, to }: PublicAssociationMultiWithLabel): FoundLink[] {
	return to.map(({ toObjectId, associationTypes }) => ({
		fromId: String(_from.id),
		toId: String(toObjectId),
		typeIds: associationTypes
			.filter(({ category }) => String(category) === String(CATEGORY))
			.map(({ typeId }) => typeId),
	}));
}
