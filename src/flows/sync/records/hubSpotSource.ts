import { timeFromHubSpot } from '../../../core/calendar';
import type { HubSpotObjectType, HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort } from '../../../gateways/ports';
import type { HubSpotFilter } from '../../../core/records/hubspotQueries';
import type { Part } from '../../accounts/changes';

/** HubSpot's searches show a record some seconds after it was written. */
const OVERLAP_MS = 120_000;
const PAGE = 200;
const LISTED = 100;

/**
 * What was changed in HubSpot since a time, everything when there is none. Each page begins where
 * the last one ended, so that
 * no search comes near HubSpot's 10,000 results, and a record that changes meanwhile is met again
 * instead of shifting the rest.
 *
 * @param modified the property that holds the time of the last change
 * @param now where the time of the next run is taken from, so that a quiet portal does not stay
 * behind
 */
export async function* changedInHubSpot(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	modified: string,
	properties: string[],
	since: string | undefined,
	now: Date,
): AsyncGenerator<Part<HubSpotRecord>> {
	const started = new Date(now.getTime() - OVERLAP_MS).toISOString();
	let from = since ?? '1970-01-01T00:00:00Z';
	let seen = new Set<string>();
	for (;;) {
		const rows = await search(
			hubspot,
			type,
			[{ property: modified, operator: 'GTE', value: String(Date.parse(from)) }],
			modified,
			properties,
		);
		const records = rows.filter((row) => !seen.has(versionOf(row, modified)));
		const last = timeOf(rows.at(-1), modified);
		if (rows.length < PAGE || last === undefined) {
			yield { records, deletedIds: [], since: started };
			return;
		}
		yield { records, deletedIds: [], since: before(last) < started ? before(last) : started };
		if (timeOf(rows[0], modified) === last) {
			yield* restOfMoment(
				hubspot,
				type,
				modified,
				properties,
				last,
				new Set([...seen, ...rows.map((row) => versionOf(row, modified))]),
			);
			from = new Date(Date.parse(last) + 1).toISOString();
			seen = new Set();
		} else {
			from = last;
			seen = new Set(
				rows.filter((row) => timeOf(row, modified) === last).map((row) => versionOf(row, modified)),
			);
		}
	}
}

/**
 * An import can give more records than a page holds the very same millisecond. @param known
 * versions that were given before
 */
async function* restOfMoment(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	modified: string,
	properties: string[],
	moment: string,
	known: ReadonlySet<string>,
): AsyncGenerator<Part<HubSpotRecord>> {
	const same: HubSpotFilter = {
		property: modified,
		operator: 'EQ',
		value: String(Date.parse(moment)),
	};
	for (let after = '0'; ;) {
		const rows = await search(
			hubspot,
			type,
			[same, { property: 'hs_object_id', operator: 'GT', value: after }],
			'hs_object_id',
			properties,
		);
		yield {
			records: rows.filter((row) => !known.has(versionOf(row, modified))),
			deletedIds: [],
			since: before(moment),
		};
		if (rows.length < PAGE) return;
		after = rows.at(-1)?.id ?? after;
	}
}

async function search(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	filters: HubSpotFilter[],
	sortBy: string,
	properties: string[],
): Promise<HubSpotRecord[]> {
	const page = await hubspot.searchObjects(type, {
		filterGroups: [filters],
		properties,
		sort: { property: sortBy, direction: 'ASCENDING' },
		limit: PAGE,
	});
	return page.records;
}

/**
 * Every record of the recycle bin that was put there since. HubSpot gives them in no order of time,
 * so all are looked through.
 * @param mostPages no more of them are asked for
 */
export async function* archivedInHubSpot(
	hubspot: HubSpotPort,
	type: HubSpotObjectType,
	properties: string[],
	since: string,
	mostPages = Infinity,
): AsyncGenerator<HubSpotRecord[]> {
	let after: string | undefined;
	for (let pages = 0; pages < mostPages; pages += 1) {
		const page = await hubspot.listObjects(type, {
			properties,
			limit: LISTED,
			archived: true,
			...(after !== undefined && { after }),
		});
		yield page.records.filter(
			({ archivedAt, updatedAt }) => Date.parse(archivedAt ?? updatedAt) >= Date.parse(since),
		);
		if (page.after === undefined) return;
		after = page.after;
	}
}

function timeOf(record: HubSpotRecord | undefined, modified: string): string | undefined {
	return record && (timeFromHubSpot(record.properties[modified]) ?? record.updatedAt);
}

function versionOf(record: HubSpotRecord, modified: string): string {
	return `${record.id} ${timeOf(record, modified)}`;
}

function before(time: string): string {
	return new Date(Date.parse(time) - OVERLAP_MS).toISOString();
}
