import type { HubSpotObjectType } from '../../core/records/hubspot';

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
	const key = keyOf(type, link);
	written.delete(key);
	written.set(key, recordId);
	const oldest = written.keys().next();
	if (written.size > MOST_KEPT && !oldest.done) written.delete(oldest.value);
}

/** Ids of records that were written for these links. */
export function recentRecordIds(type: HubSpotObjectType, links: readonly string[]): string[] {
	return [...new Set(links.flatMap((link) => written.get(keyOf(type, link)) ?? []))];
}

function keyOf(type: HubSpotObjectType, link: string): string {
	return `${type} ${link}`;
}
