import type { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import {
	hubSpotObjectTypes,
	type HubSpotAssociation,
	type HubSpotObjectType,
	type HubSpotProperties,
	type HubSpotRecord,
} from '../../../core/records/hubspot';

const HUBSPOT_DEFINED = 'HUBSPOT_DEFINED' as AssociationSpecAssociationCategoryEnum;

/** What the client makes of a record in an answer. */
export interface ClientRecord {
	id: string;
	properties: Record<string, string | null>;
	createdAt: Date;
	updatedAt: Date;
	archived?: boolean;
	archivedAt?: Date;
	associations?: Record<
		string,
		{ results?: Array<{ id: string }>; paging?: { next?: { after?: string } } }
	>;
}

/** @throws Error when the answer lacks what every record has */
export function toRecord(
	objectType: HubSpotObjectType,
	record: ClientRecord,
	asked: HubSpotObjectType[] = [],
): HubSpotRecord {
	if (!record.id) throw new Error('a record has no id');
	return {
		objectType,
		id: String(record.id),
		properties: Object.fromEntries(
			Object.entries(record.properties ?? {}).map(([name, value]) => [
				name,
				value === null ? null : String(value),
			]),
		),
		associations: Object.fromEntries(asked.map((type) => [type, linkedIds(record, type)])),
		createdAt: record.createdAt.toISOString(),
		updatedAt: record.updatedAt.toISOString(),
		archived: record.archived ?? false,
		...(record.archivedAt && { archivedAt: record.archivedAt.toISOString() }),
	};
}

/** Types whose links did not fit into the answer. */
export function unfinishedTypes(
	record: ClientRecord,
	asked: HubSpotObjectType[],
): HubSpotObjectType[] {
	return asked.filter((type) =>
		linksTo(record, type).some(({ paging }) => paging?.next?.after !== undefined),
	);
}

/** One link has an entry for each of its labels, so ids repeat. */
function linkedIds(record: ClientRecord, type: HubSpotObjectType): string[] {
	return [
		...new Set(
			linksTo(record, type).flatMap(({ results }) => (results ?? []).map(({ id }) => String(id))),
		),
	];
}

/** HubSpot writes the key of line items as `line items`. */
function linksTo(
	record: ClientRecord,
	type: HubSpotObjectType,
): Array<NonNullable<ClientRecord['associations']>[string]> {
	return Object.entries(record.associations ?? {}).flatMap(([key, links]) =>
		objectTypeOf(key) === type ? [links] : [],
	);
}

function objectTypeOf(key: string): HubSpotObjectType | undefined {
	const name = key.toLowerCase().replace(/[\s-]+/g, '_');
	return hubSpotObjectTypes.find((type) => type === name);
}

/** HubSpot clears a property by an empty text. */
export function toWrite(properties: HubSpotProperties): Record<string, string> {
	return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? '']));
}

/** A new record has nothing to clear, and HubSpot refuses empty texts for some properties. */
export function toCreate(properties: HubSpotProperties): Record<string, string> {
	return Object.fromEntries(
		Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== null),
	);
}

interface LinksOfNewRecord {
	to: { id: string };
	types: Array<{
		associationCategory: AssociationSpecAssociationCategoryEnum;
		associationTypeId: number;
	}>;
}

/** The form of links in a new record: one entry for each other record, with all its type ids. */
export function toLinks(associations: HubSpotAssociation[]): LinksOfNewRecord[] {
	const byTarget = new Map<string, HubSpotAssociation[]>();
	for (const link of associations) {
		const key = `${link.to.objectType}/${link.to.id}`;
		byTarget.set(key, [...(byTarget.get(key) ?? []), link]);
	}
	return [...byTarget.values()].map((links) => ({
		to: { id: links[0]?.to.id ?? '' },
		types: links.map(({ typeId }) => ({
			associationCategory: HUBSPOT_DEFINED,
			associationTypeId: typeId,
		})),
	}));
}
