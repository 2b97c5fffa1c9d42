import type { KeyKind, SyncKind, SyncedRecord } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';

/** The natural keys of a record of either side. */
export function keysOf(record: SyncedRecord | HubSpotRecord, kind: SyncKind): string[] {
	const named = ({ name }: KeyKind, values: readonly string[]) => values.map((value) => `${name} ${value}`);
	return kind.keys.flatMap((key) => named(key, 'Id' in record ? [kind.quickBooksKey(record, key) ?? ''].filter(Boolean) : kind.hubSpotKeys(record, key)));
}

/**
 * Cuts records into shares, so that what is made of them is not held for all at once; those that wait are kept as bytes, outside
 * of the heap, since thousands of small objects that outlive a moment are cleared away late. Records that have a key in common
 * stay together, since only then is it seen that two claim the same counterpart.
 *
 * @param records is emptied when it is more than one share
 */
export function* inShares<R extends object>(records: R[], keys: (record: R) => readonly string[], size: number): Generator<R[]> {
	if (records.length <= size) {
		yield records;
		return;
	}
	const waiting = sharesOf(records.splice(0), keys, size).map((share) => Buffer.from(JSON.stringify(share)));
	for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) yield JSON.parse(bytes.toString()) as R[];
}

function sharesOf<R>(records: readonly R[], keys: (record: R) => readonly string[], size: number): R[][] {
	const shares: R[][] = [];
	for (const group of groupsByKey(records, keys)) {
		const last = shares.at(-1);
		if (last && last.length + group.length <= size) last.push(...group);
		else shares.push([...group]);
	}
	return shares;
}

/** Groups of several first, so that the single ones fill the shares up. */
function groupsByKey<R>(records: readonly R[], keys: (record: R) => readonly string[]): R[][] {
	const groupOf = new Map<string, Set<R>>();
	const groups = new Set<Set<R>>();
	for (const record of records) {
		const own = keys(record);
		const known = [...new Set(own.flatMap((key) => groupOf.get(key) ?? []))];
		const joined = new Set<R>([...known.flatMap((group) => [...group]), record]);
		known.forEach((group) => groups.delete(group));
		groups.add(joined);
		for (const key of known.length > 0 ? [...joined].flatMap(keys) : own) groupOf.set(key, joined);
	}
	return [...groups].map((group) => [...group]).sort((a, b) => Math.min(b.length, 2) - Math.min(a.length, 2));
}
