import type { IExecuteFunctions } from 'n8n-workflow';
import { nodeKey } from './nodeKey';

/** Entries that n8n keeps in its database for one node: two for each event. */
const KEPT = 10_000;
const mode = { mode: 'entries', maxEntries: KEPT } as const;
/** How often an entry is checked after it was written. */
const CHECKS = 5;

/**
 * The last use of each node's list in this process. n8n reads and writes the whole list without a
 * lock, so uses have to wait for each other.
 */
const lastUses = new Map<string, Promise<unknown>>();

async function oneUseAtATime<T>(key: string, use: () => Promise<T>): Promise<T> {
	const turn = (lastUses.get(key) ?? Promise.resolve()).then(use, use);
	lastUses.set(key, turn);
	return await turn;
}

/**
 * Records that workflows begin for events.
 * @returns the events whose workflow had begun before, in this or another process
 */
export async function noteBegun(
	context: IExecuteFunctions,
	ids: readonly string[],
): Promise<Set<string>> {
	const entries = new Map(ids.map((id) => [`begun ${id}`, id]));
	const before = await record(context, [...entries.keys()]);
	return new Set(before.flatMap((entry) => entries.get(entry) ?? []));
}

/** Records that the workflow of these events has ended. */
export async function noteEnded(context: IExecuteFunctions, ids: readonly string[]): Promise<void> {
	await record(context, [...ids]);
}

/**
 * The events whose workflow has ended. n8n reads and records in one step, so entries that reading
 * recorded are removed again.
 */
export async function readEnded(
	context: IExecuteFunctions,
	ids: readonly string[],
): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	return await oneUseAtATime(nodeKey(context), async () => {
		const { new: unknown, processed } = await context.helpers.checkProcessedAndRecord(
			[...ids],
			'node',
			mode,
		);
		if (unknown.length > 0) await context.helpers.removeProcessed(unknown, 'node', mode);
		return new Set(processed.map(String));
	});
}

/** @returns the entries that were there before */
async function record(context: IExecuteFunctions, entries: string[]): Promise<string[]> {
	const recordOnce = async () =>
		await oneUseAtATime(
			nodeKey(context),
			async () => await context.helpers.checkProcessedAndRecord(entries, 'node', mode),
		);
	// When two processes create a node's list at the same moment, the second one fails. A second try
	// finds the list.
	const { processed } = await recordOnce().catch(recordOnce);
	void recordUntilFound(recordOnce);
	return processed.map(String);
}

/**
 * Another process that writes the list at the same moment overwrites these entries. So they are
 * recorded again until they are found.
 */
async function recordUntilFound(recordOnce: () => Promise<{ new: unknown[] }>): Promise<void> {
	try {
		for (let check = 0; check < CHECKS; check += 1) {
			await shortWait(50 + Math.random() * 100);
			if ((await recordOnce()).new.length === 0) return;
		}
	} catch {
		// The first try succeeded. If another process overwrote it, an event may be reported again.
	}
}

async function shortWait(ms: number): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
}
