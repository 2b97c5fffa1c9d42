import type { Links } from '../associations/links';
import type { Definitions } from '../properties/definitions';
import type { StoredObject, ObjectRecords } from '../records';
import { findType, typeFacts, type ObjectType } from '../types';

/** Properties that every reply shows. */
function systemNames(type: ObjectType): string[] {
	return ['hs_object_id', typeFacts[type].created, typeFacts[type].modified];
}

/** The address of a record in HubSpot's application. */
function urlOf(portalId: number, entry: StoredObject): string {
	return `https://app.hubspot.com/contacts/${portalId}/record/${typeFacts[entry.type].typeId}/${entry.id}`;
}

/**
 * A record in the form of replies: the requested properties that exist, null if empty. Without a
 * request, HubSpot's standard properties.
 * @param names property names, or `all` for all properties with a value
 */
export function present(
	entry: StoredObject,
	names: string[] | 'all' | undefined,
	definitions: Definitions,
	portalId: number,
): Record<string, unknown> {
	return {
		id: entry.id,
		properties: sorted(
			chosen(entry, names === 'all' ? Object.keys(entry.properties) : names, definitions),
		),
		createdAt: new Date(entry.createdAt).toISOString(),
		updatedAt: new Date(entry.updatedAt).toISOString(),
		archived: entry.archivedAt !== null,
		...(entry.archivedAt !== null && { archivedAt: new Date(entry.archivedAt).toISOString() }),
		url: urlOf(portalId, entry),
	};
}

function chosen(
	entry: StoredObject,
	names: string[] | undefined,
	definitions: Definitions,
): Record<string, string | null> {
	const wanted = new Set([
		...(names ?? typeFacts[entry.type].standard),
		...systemNames(entry.type),
	]);
	const known = [...wanted].filter((name) => definitions.find(entry.type, name));
	return Object.fromEntries(known.map((name) => [name, entry.properties[name] ?? null]));
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The history of the given properties, newest value first. */
export function presentHistory(
	entry: StoredObject,
	names: string[],
	records: ObjectRecords,
): Record<string, object[]> {
	return Object.fromEntries(
		names.map((name) => [
			name,
			records.history(entry, name).map(({ value, at }) => ({
				value,
				timestamp: new Date(at).toISOString(),
				sourceType: 'INTEGRATION',
			})),
		]),
	);
}

const PER_RECORD = 100;

/**
 * The associations of one record, by the plural name of the other object. Objects without
 * associations are left out.
 */
export function presentAssociations(
	entry: StoredObject,
	asked: string[],
	links: Links,
	linkTo: (entry: StoredObject) => string,
): Record<string, object> | undefined {
	const found = asked.flatMap((name) => {
		const type = findType(name);
		const linked = type ? links.list(entry.type, entry.id, type) : [];
		if (!type || linked.length === 0) return [];
		const page = linked.slice(0, PER_RECORD);
		const after = linked.length > PER_RECORD ? page.at(-1)?.id : undefined;
		const results = page.flatMap(({ id, kinds }) => kinds.map((kind) => ({ id, type: kind.name })));
		return [
			[
				typeFacts[type].associationKey,
				{
					results,
					...(after !== undefined && {
						paging: {
							next: { after, link: `${linkTo(entry)}/associations/${type}?after=${after}` },
						},
					}),
				},
			] as const,
		];
	});
	return found.length > 0 ? Object.fromEntries(found) : undefined;
}
