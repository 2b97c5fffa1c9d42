import type {
	AssociationSpecAssociationCategoryEnum,
	Filter,
	PublicObjectSearchRequest,
} from '@hubspot/api-client/lib/codegen/crm/objects';
import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../../core/records/hubspot';
import { GatewayError, isOutcomeUnknown, type GatewayErrorKind } from '../../errors';
import type { HubSpotCreate, HubSpotPage, HubSpotPort, HubSpotSearch } from '../../ports';
import { readAssociations } from '../associations';
import {
	toCreate,
	toLinks,
	toRecord,
	toWrite,
	unfinishedTypes,
	type ClientRecord,
} from './records';
import { loadObjects, type ObjectOperations } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';

/** Rows in one page. https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm */
const MOST_LISTED = 100;
const MOST_FOUND = 200;

export const HUBSPOT_DEFINED = 'HUBSPOT_DEFINED' as AssociationSpecAssociationCategoryEnum;

type Ask<M extends 'readObject' | 'listObjects'> = M extends 'readObject'
	? Parameters<HubSpotPort['readObject']>[2]
	: Parameters<HubSpotPort['listObjects']>[1];

/** https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis */
export async function readObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
	ask: Ask<'readObject'>,
): Promise<HubSpotRecord> {
	const { properties, associations = [], idProperty, archived = false } = ask;
	const found = await session.call(loadObjects, 'read', async ({ basic }) =>
		linkedRecord(
			type,
			await basic.getById(type, id, properties, undefined, associations, archived, idProperty),
			associations,
		),
	);
	if (found.record.archived && !archived)
		throw new GatewayError({
			system: 'HubSpot',
			kind: 'notFound',
			message: `The record ${id} of ${type} is archived`,
		});
	return await withAllLinks(session, found);
}

export async function listObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ask: Ask<'listObjects'>,
): Promise<HubSpotPage> {
	const { properties, associations = [], limit, after, archived = false } = ask;
	const page = await session.call(loadObjects, 'read', async ({ basic }) => {
		const { results, paging } = await basic.getPage(
			type,
			Math.min(limit, MOST_LISTED),
			after,
			properties,
			undefined,
			associations,
			archived,
		);
		return {
			found: results.map((record) => linkedRecord(type, record, associations)),
			next: nextOf(paging),
		};
	});
	return {
		records: await Promise.all(page.found.map(async (found) => await withAllLinks(session, found))),
		...page.next,
	};
}

interface LinkedRecord {
	record: HubSpotRecord;
	/** Types whose links did not all fit into the answer. */
	unfinished: HubSpotObjectType[];
}

function linkedRecord(
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

export async function searchObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	search: HubSpotSearch,
): Promise<HubSpotPage> {
	return await session.call(
		loadObjects,
		'read',
		async ({ search: api }) => {
			const { results, total, paging } = await api.doSearch(type, toSearch(search));
			return { records: results.map((record) => toRecord(type, record)), total, ...nextOf(paging) };
		},
		'search',
	);
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

/** Remembers whether an attempt may have been carried out though no answer came. */
function remembering<T>(attempt: (operations: ObjectOperations) => Promise<T>): {
	attempt: typeof attempt;
	mayBeDone: () => boolean;
} {
	let unknown = false;
	return {
		attempt: async (operations) => {
			try {
				return await attempt(operations);
			} catch (error) {
				unknown ||= isOutcomeUnknown(error);
				throw error;
			}
		},
		mayBeDone: () => unknown,
	};
}

/**
 * With a unique property the request may be repeated: if an attempt without answer had made the
 * record, the next one
 * finds the value taken, and the record of that value is the one asked for.
 */
export async function createObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	record: HubSpotCreate,
	uniqueProperty?: string,
): Promise<HubSpotRecord> {
	const properties = toCreate(record.properties);
	const uniqueValue = uniqueProperty === undefined ? undefined : properties[uniqueProperty];
	const associations = toLinks(record.associations ?? [], HUBSPOT_DEFINED);
	const { attempt, mayBeDone } = remembering(async ({ basic }) =>
		toRecord(type, await basic.create(type, { properties, associations })),
	);
	try {
		return await session.call(loadObjects, uniqueValue ? 'keyed' : 'once', attempt);
	} catch (error) {
		if (!uniqueValue || !mayBeDone() || !(isKind(error, 'conflict') || isKind(error, 'invalid')))
			throw error;
		const existing = await findObject(session, type, uniqueValue, {
			properties: Object.keys(properties),
			idProperty: uniqueProperty as string,
		});
		if (!existing) throw error;
		return existing;
	}
}

async function findObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
	ask: Ask<'readObject'>,
): Promise<HubSpotRecord | undefined> {
	try {
		return await readObject(session, type, id, ask);
	} catch (error) {
		if (isKind(error, 'notFound')) return undefined;
		throw error;
	}
}

export async function updateObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
	properties: HubSpotProperties,
): Promise<HubSpotRecord> {
	return await session.call(loadObjects, 'keyed', async ({ basic }) =>
		toRecord(type, await basic.update(type, id, { properties: toWrite(properties) })),
	);
}

export async function archiveObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	id: string,
): Promise<void> {
	const { attempt, mayBeDone } = remembering(async ({ basic }) => await basic.archive(type, id));
	try {
		await session.call(loadObjects, 'keyed', attempt);
	} catch (error) {
		if (!mayBeDone() || !isKind(error, 'notFound')) throw error;
	}
}

function isKind(error: unknown, kind: GatewayErrorKind): boolean {
	return error instanceof GatewayError && error.kind === kind;
}
