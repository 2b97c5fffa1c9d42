import { timeFromHubSpot } from '../calendar';
import type { HubSpotRecord } from '../records/hubspot';
import { absorbedIds } from '../records/merged';

/** A deal that entered a stage. The same entry has the same `key`, however often it is read. */
export interface StageEntry {
	deal: HubSpotRecord;
	stageId: string;
	/** Milliseconds. */
	at: number;
	key: string;
}

/** The property in which HubSpot keeps when a deal entered a stage, by stage. */
export type EntryProperties = Record<string, string>;

/**
 * Finds those properties among an account's. HubSpot names them after the stage's id, for some stages
 * with a number behind it.
 *
 * Source: knowledge.hubspot.com, stage calculated properties.
 */
export function findEntryProperties(
	stageIds: readonly string[],
	names: readonly string[],
): EntryProperties {
	const found = stageIds.flatMap((stageId) => {
		const start = `hs_v2_date_entered_${stageId}`;
		const name =
			names.find((one) => one === start) ??
			names.find(
				(one) => one.startsWith(`${start}_`) && /^\d+$/.test(one.slice(start.length + 1)),
			) ??
			names.find((one) => one === `hs_date_entered_${stageId}`);
		return name === undefined ? [] : [[stageId, name] as const];
	});
	return Object.fromEntries(found);
}

const keyOf = (dealId: string, stageId: string, at: number) => `${dealId}:${stageId}:${at}`;

/** Every value that the properties of some deals have had, by deal and property. */
type EntryHistories = ReadonlyMap<string, Record<string, readonly string[]>>;

/**
 * When each deal entered the stages since a moment, in order of time, each entry once. The property
 * holds the last entry only. Earlier entries are in its history.
 */
export function stageEntries(
	deals: readonly HubSpotRecord[],
	properties: EntryProperties,
	since: number,
	histories: EntryHistories = new Map(),
): StageEntry[] {
	const entries = new Map<string, StageEntry>();
	for (const deal of deals) {
		for (const [stageId, property] of Object.entries(properties)) {
			for (const value of [
				deal.properties[property],
				...(histories.get(deal.id)?.[property] ?? []),
			]) {
				const time = timeFromHubSpot(value);
				const at = time === undefined ? NaN : Date.parse(time);
				const key = keyOf(deal.id, stageId, at);
				if (at >= since) entries.set(key, { deal, stageId, at, key });
			}
		}
	}
	return [...entries.values()].sort((a, b) => a.at - b.at || Number(a.deal.id) - Number(b.deal.id));
}

/**
 * Entries under the keys that are known. Entries reported of two deals before HubSpot merged them
 * are not new entries of the merged deal.
 *
 * @param isKnown whether an entry was seen under a key
 */
export function underKnownKeys(
	entries: readonly StageEntry[],
	isKnown: (key: string) => boolean,
): StageEntry[] {
	const known = entries.map((entry) => {
		const keys = [entry.deal.id, ...absorbedIds(entry.deal)].map((id) =>
			keyOf(id, entry.stageId, entry.at),
		);
		return { ...entry, key: keys.find(isKnown) ?? entry.key };
	});
	return [...new Map(known.map((entry) => [entry.key, entry])).values()];
}
