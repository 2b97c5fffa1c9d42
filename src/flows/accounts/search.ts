import { foldText } from '../../core/text';
import { hasOddQuotes, wordsOf } from '../../core/hubspot/searchable';
import type { HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import type { HubSpotFilter, HubSpotSearch } from '../../core/records/hubspotQueries';
import { askApart, joined, type FoundApart } from './batches';

/** Of one answer. */
const PAGE = 200;
/** Values of one IN filter. */
const IN_LIST = 100;
/** HubSpot's searches end at 10,000. */
export const MOST_FOUND = 9_800;

type Search = Pick<HubSpotSearch, 'filterGroups' | 'properties'>;

/**
 * All that a search finds, in pages by id. Each page asks for the ids behind the last one, since
 * paging by position ends at 10,000 and shifts when records change.
 */
export async function* searchPages(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	{ filterGroups, properties }: Search,
): AsyncGenerator<HubSpotRecord[]> {
	for (let lastId = '0'; ;) {
		const { records } = await hubspot.searchObjects(type, {
			filterGroups: filterGroups.map((filters) => [
				...filters,
				{ property: 'hs_object_id', operator: 'GT', value: lastId },
			]),
			properties,
			sort: { property: 'hs_object_id', direction: 'ASCENDING' },
			limit: PAGE,
		});
		yield records;
		const last = records.at(-1);
		if (!last || records.length < PAGE) return;
		lastId = last.id;
	}
}

/**
 * All that a search finds, in order of id.
 *
 * @param most no page is asked for once there are as many
 */
export async function searchAll(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	search: Search,
	most = Infinity,
): Promise<HubSpotRecord[]> {
	const found: HubSpotRecord[] = [];
	for await (const records of searchPages(hubspot, type, search)) {
		found.push(...records);
		if (found.length >= most) break;
	}
	return found;
}

/**
 * Records in which a property has one of many values. A value that HubSpot's search does not take
 * is sought by its words; when
 * that is not possible either, it is refused, and the others are found all the same.
 */
export async function searchValues(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	property: string,
	values: readonly string[],
	properties: string[],
): Promise<FoundApart<HubSpotRecord>> {
	const odd = values.filter(hasOddQuotes);
	const plain = values.filter((value) => !hasOddQuotes(value));
	const parts: Array<FoundApart<HubSpotRecord>> = [];
	for (let start = 0; start < plain.length; start += IN_LIST) {
		parts.push(
			await askApart(
				plain.slice(start, start + IN_LIST),
				async (some) =>
					await searchAll(hubspot, type, {
						filterGroups: [[{ property, operator: 'IN', values: [...some] }]],
						properties,
					}),
			),
		);
	}
	for (const value of odd)
		parts.push(
			await askApart(
				[value],
				async () => await searchWords(hubspot, type, property, value, properties),
			),
		);
	return joined(parts);
}

async function searchWords(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	property: string,
	value: string,
	properties: string[],
): Promise<HubSpotRecord[]> {
	const words = wordsOf(value);
	if (words.length === 0) throw notSearchable(value);
	const filters = words.map((word): HubSpotFilter => ({
		property,
		operator: 'CONTAINS_TOKEN',
		value: word,
	}));
	const found = await searchAll(
		hubspot,
		type,
		{ filterGroups: [filters], properties: [...new Set([...properties, property])] },
		MOST_FOUND,
	);
	if (found.length >= MOST_FOUND) throw notSearchable(value);
	return found.filter((record) => foldText(record.properties[property] ?? '') === foldText(value));
}

function notSearchable(value: string): GatewayError {
	return new GatewayError({
		system: 'HubSpot',
		kind: 'invalid',
		message: `HubSpot cannot be searched for "${value}", because it accepts no odd number of quotation marks`,
	});
}
