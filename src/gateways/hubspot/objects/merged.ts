import type { HubSpotRecord } from '../../../core/records/hubspot';
import { absorbedIds } from '../../../core/records/merged';

/**
 * Says of each record which of the asked ids it is the answer to. Where HubSpot does not list what
 * was merged, one asked id
 * and one record that are left over belong together.
 *
 * @param missing ids that HubSpot said it does not have
 */
export function withAskedIds(
	records: readonly HubSpotRecord[],
	asked: readonly string[],
	missing: ReadonlySet<string>,
): HubSpotRecord[] {
	const own = new Set(records.map(({ id }) => id));
	const open = new Set(asked.filter((id) => !own.has(id) && !missing.has(id)));
	const answered = records.map((record) => {
		const merged = absorbedIds(record).filter((id) => open.has(id));
		return { ...record, askedIds: [...(asked.includes(record.id) ? [record.id] : []), ...merged] };
	});
	for (const { askedIds } of answered) for (const id of askedIds) open.delete(id);
	const strangers = answered.filter(({ askedIds }) => askedIds.length === 0);
	const [left] = open;
	if (open.size === 1 && strangers.length === 1 && left !== undefined)
		strangers[0]?.askedIds.push(left);
	return answered;
}

/** Records that were read in several requests, each once. */
export function joinAsked(records: readonly HubSpotRecord[]): HubSpotRecord[] {
	const byId = new Map<string, HubSpotRecord>();
	for (const record of records) {
		const known = byId.get(record.id);
		byId.set(
			record.id,
			known
				? {
						...known,
						askedIds: [...new Set([...(known.askedIds ?? []), ...(record.askedIds ?? [])])],
					}
				: record,
		);
	}
	return [...byId.values()];
}
