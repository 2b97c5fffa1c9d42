import type { HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';

/** Values of one search; each stands for one record. */
const SEARCHED_VALUES = 100;

/** The property that ties a HubSpot record to its QuickBooks counterpart, as HubSpot has it. */
export interface LinkProperty {
	name: string;
	/** Whether HubSpot keeps two records from having one value. */
	unique: boolean;
}

/**
 * Records of the given links: by the unique property, else by a search. That may miss what was
 * written seconds ago, so records
 * that this process wrote are looked at by their ids.
 * @param link undefined when HubSpot has no such property, and therefore no such record
 */
export async function findByLink(
	hubspot: HubSpotPort,
	objectType: HubSpotObjectType,
	link: LinkProperty | undefined,
	values: readonly string[],
	properties: string[],
): Promise<HubSpotRecord[]> {
	if (!link || values.length === 0) return [];
	const asked = { properties: [...new Set([link.name, ...properties])] };
	if (link.unique)
		return await hubspot.readObjects(objectType, [...values], { ...asked, idProperty: link.name });
	const found: HubSpotRecord[] = [];
	for (let start = 0; start < values.length; start += SEARCHED_VALUES) {
		const filter = {
			property: link.name,
			operator: 'IN' as const,
			values: values.slice(start, start + SEARCHED_VALUES),
		};
		found.push(
			...(
				await hubspot.searchObjects(objectType, { filterGroups: [[filter]], ...asked, limit: 200 })
			).records,
		);
	}
	return [
		...found,
		...(await readRecent(
			hubspot,
			objectType,
			link.name,
			missingOf(values, found, link.name),
			asked.properties,
		)),
	];
}

/**
 * The same where nobody has read how HubSpot keeps the property. It is asked by the property as a
 * unique one, else by a search,
 * since not every account can have it unique; it may have no such property yet.
 */
export async function findLinked(
	hubspot: HubSpotPort,
	objectType: HubSpotObjectType,
	name: string,
	values: readonly string[],
	properties: string[] = [],
): Promise<HubSpotRecord[]> {
	for (const unique of [true, false]) {
		try {
			return await findByLink(hubspot, objectType, { name, unique }, values, properties);
		} catch (error) {
			if (
				!(error instanceof GatewayError) ||
				(error.kind !== 'invalid' && error.kind !== 'notFound')
			)
				throw error;
		}
	}
	return [];
}

function missingOf(
	values: readonly string[],
	found: readonly HubSpotRecord[],
	name: string,
): string[] {
	const known = new Set(found.map(({ properties }) => properties[name]));
	return values.filter((value) => !known.has(value));
}

async function readRecent(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	name: string,
	values: readonly string[],
	properties: string[],
): Promise<HubSpotRecord[]> {
	const ids = recentRecordIds(type, values);
	const wanted = new Set<string | null | undefined>(values);
	return ids.length === 0
		? []
		: (await hubspot.readObjects(type, ids, { properties })).filter((record) =>
				wanted.has(record.properties[name]),
			);
}

export function linkPropertyOf(
	schemas: KnownSchemas,
	objectType: HubSpotObjectType,
	name: string,
): LinkProperty | undefined {
	const definition = schemas.properties.get(objectType)?.get(name);
	return definition && { name, unique: definition.hasUniqueValue === true };
}

/** A few hundred KB at most. */
const MOST_KEPT = 5000;

/**
 * Where this process wrote HubSpot's records lately, by type and link. A search does not find them
 * for some moments; whoever looks
 * for one reads the record of that id and sees whether it is the one. A link names the company and
 * its record.
 */
const written = new Map<string, string>();

export function rememberRecord(type: HubSpotObjectType, link: string, recordId: string): void {
	const key = recentKey(type, link);
	written.delete(key);
	written.set(key, recordId);
	const oldest = written.keys().next();
	if (written.size > MOST_KEPT && !oldest.done) written.delete(oldest.value);
}

/** Ids of records that were written for these links. */
function recentRecordIds(type: HubSpotObjectType, links: readonly string[]): string[] {
	return [...new Set(links.flatMap((link) => written.get(recentKey(type, link)) ?? []))];
}

function recentKey(type: HubSpotObjectType, link: string): string {
	return `${type} ${link}`;
}
