import type {
	Filter,
	PublicObjectSearchRequest,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../../core/records/hubspot';
import { GatewayError } from '../../errors';
import type { HubSpotPort } from '../../ports';
import type { HubSpotPage, HubSpotSearch } from '../../../core/records/hubspotQueries';
import { readAssociations } from '../associations';
import { loadObjects } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';
import { toRecord, toWrite, unfinishedTypes, type ClientRecord } from './records';

/** Rows in one page. https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm */
const MOST_LISTED = 100;
const MOST_FOUND = 200;

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError `notFound` when there is no such record or it is archived
 */
export async function readObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
	ask: Parameters<HubSpotPort['readObject']>[2],
): Promise<HubSpotRecord> {
	const { properties, associations = [], idProperty, archived = false } = ask;
	const found = await session.call({
		load: loadObjects,
		repeatable: 'read',
		send: ({ basic }) =>
			basic.getById(type, id, properties, undefined, associations, archived, idProperty),
		read: (record) => toLinkedRecord(type, record, associations),
	});
	if (found.record.archived && !archived)
		throw new GatewayError({
			system: 'HubSpot',
			kind: 'notFound',
			message: `The record ${id} of ${type} is archived`,
		});
	return await withAllLinks(session, found);
}

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError
 */
export async function listObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ask: Parameters<HubSpotPort['listObjects']>[1],
): Promise<HubSpotPage> {
	const { properties, associations = [], limit, after, archived = false } = ask;
	const size = Math.min(limit, MOST_LISTED);
	const page = await session.call({
		load: loadObjects,
		repeatable: 'read',
		send: ({ basic }) =>
			basic.getPage(type, size, after, properties, undefined, associations, archived),
		read: ({ results, paging }) => ({
			found: results.map((record) => toLinkedRecord(type, record, associations)),
			next: nextOf(paging),
		}),
	});
	const records = await Promise.all(page.found.map((found) => withAllLinks(session, found)));
	return { records, ...page.next };
}

interface LinkedRecord {
	record: HubSpotRecord;
	/** Types whose links did not all fit into the answer. */
	unfinished: HubSpotObjectType[];
}

function toLinkedRecord(
	type: HubSpotObjectType,
	found: ClientRecord,
	asked: HubSpotObjectType[],
): LinkedRecord {
	return { record: toRecord(type, found, asked), unfinished: unfinishedTypes(found, asked) };
}

async function withAllLinks(
	session: HubSpotSession,
	{ record, unfinished }: LinkedRecord,
): Promise<HubSpotRecord> {
	const associations = { ...record.associations };
	for (const other of unfinished)
		associations[other] =
			(await readAssociations(session, record.objectType, other, [record.id])).get(record.id) ?? [];
	return { ...record, associations };
}

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
 *
 * @throws GatewayError
 */
export function searchObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	search: HubSpotSearch,
): Promise<HubSpotPage> {
	return session.call({
		load: loadObjects,
		repeatable: 'read',
		group: 'search',
		send: ({ search: api }) => api.doSearch(type, toSearch(search)),
		read: ({ results, total, paging }) => ({
			records: results.map((record) => toRecord(type, record)),
			total,
			...nextOf(paging),
		}),
	});
}

function toSearch({
	filterGroups,
	query,
	properties,
	sort,
	limit,
	after,
}: HubSpotSearch): PublicObjectSearchRequest {
	return {
		filterGroups: filterGroups.map((filters) => ({
			filters: filters.map(
				({ property, ...filter }) => ({ ...filter, propertyName: property }) as Filter,
			),
		})),
		properties,
		limit: Math.min(limit, MOST_FOUND),
		// Typed as texts, but HubSpot wants objects, and the client passes them on.
		...(sort && {
			sorts: [{ propertyName: sort.property, direction: sort.direction }] as unknown as string[],
		}),
		...(query !== undefined && { query }),
		...(after !== undefined && { after }),
	};
}

function nextOf(paging: { next?: { after: string } } | undefined): { after?: string } {
	const after = paging?.next?.after;
	return after ? { after } : {};
}

/**
 * May be repeated: the same values are written again.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError
 */
export function updateObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
	properties: HubSpotProperties,
): Promise<HubSpotRecord> {
	return session.call({
		load: loadObjects,
		repeatable: 'keyed',
		send: ({ basic }) => basic.update(type, id, { properties: toWrite(properties) }),
		read: (updated) => toRecord(type, updated),
	});
}
