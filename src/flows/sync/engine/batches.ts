import type { KeyKind, SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { OffHeap } from './offHeap';

/** The natural keys of a record of either side. */
export function keysOf(record: SyncedRecord | HubSpotRecord, kind: SyncKind): string[] {
	const named = ({ name }: KeyKind, values: readonly string[]) =>
		values.map((value) => `${name} ${value}`);
	return kind.keys.flatMap((key) =>
		named(key, 'Id' in record ? kind.quickBooksKeys(record, key) : kind.hubSpotKeys(record, key)),
	);
}

/**
 * Cuts records into batches, so that what is made of them is not held for all at once; those that
 * wait are kept as bytes, outside
 * of the heap, since thousands of small objects that outlive a moment are cleared away late.
 * Records that have a key in common
 * stay together, since only then is it seen that two claim the same counterpart.
 *
 * @param records is emptied when it is more than one batch
 */
export function* inBatches<R extends object>(
	records: R[],
	keys: (record: R) => readonly string[],
	size: number,
	waiting: OffHeap,
): Generator<R[]> {
	if (records.length <= size) {
		yield records;
		return;
	}
	waiting.fill(batchesOf(records.splice(0), keys, size));
	yield* waiting.contents() as Generator<R[]>;
}

function batchesOf<R>(
	records: readonly R[],
	keys: (record: R) => readonly string[],
	size: number,
): R[][] {
	const batches: R[][] = [];
	for (const group of groupsByKey(records, keys)) {
		const last = batches.at(-1);
		if (last && last.length + group.length <= size) last.push(...group);
		else batches.push([...group]);
	}
	return batches;
}

/** Groups of several first, so that the single ones fill the batches up. */
function groupsByKey<R>(records: readonly R[], keys: (record: R) => readonly string[]): R[][] {
	const joinedTo = records.map((_, index) => index);
	const headOf = (index: number): number =>
		joinedTo[index] === index ? index : headOf(joinedTo[index] ?? index);
	const firstWith = new Map<string, number>();
	for (const [index, record] of records.entries()) {
		for (const key of keys(record)) {
			const first = firstWith.get(key);
			if (first === undefined) firstWith.set(key, index);
			else joinedTo[headOf(index)] = headOf(first);
		}
	}
	const groups = new Map<number, R[]>();
	for (const [index, record] of records.entries()) {
		const group = groups.get(headOf(index));
		if (group) group.push(record);
		else groups.set(headOf(index), [record]);
	}
	return [...groups.values()].sort((a, b) => Math.min(b.length, 2) - Math.min(a.length, 2));
}
