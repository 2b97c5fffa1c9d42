import type { HubSpotRecord } from './hubspot';

/**
 * HubSpot's list of the records that a record was made of, or has absorbed. Source:
 * developers.hubspot.com, CRM API, contacts.
 */
export const MERGED_IDS = 'hs_merged_object_ids';

/** The ids of records that were merged into this one; HubSpot still answers to them. */
export function absorbedIds({ properties }: Pick<HubSpotRecord, 'properties'>): string[] {
	return (properties[MERGED_IDS] ?? '')
		.split(';')
		.map((id) => id.trim())
		.filter(Boolean);
}

/**
 * Records by the ids that were asked for. A record that was merged meanwhile comes back under the
 * id of the survivor, so a
 * map by the records' own ids would not hold it.
 */
export function byAskedId(records: readonly HubSpotRecord[]): Map<string, HubSpotRecord> {
	const byId = new Map<string, HubSpotRecord>();
	for (const record of records)
		for (const id of [record.id, ...(record.askedIds ?? [])]) byId.set(id, record);
	return byId;
}
