import type { IExecuteFunctions } from 'n8n-workflow';
import { nodeKey } from './nodeKey';

/** Entries that n8n keeps in its database for one node: two for each event. */
const KEPT = 10_000;
const mode = { mode: 'entries', maxEntries: KEPT } as const;
/** How often a note is looked at again. */
const LOOKS = 5;

/**
 * The last use of each node's list in this process. n8n reads and writes the whole list without a
 * lock, so uses stand in line.
 */
const lines = new Map<string, Promise<unknown>>();

async function inLine<T>(key: string, use: () => Promise<T>): Promise<T> {
	const turn = (lines.get(key) ?? Promise.resolve()).then(use, use);
	lines.set(key, turn);
	return await turn;
}

/**
 * Notes that workflows begin for events, and tells which had begun before, whichever process it
 * was.
 */
export async function noteBegun(
	context: IExecuteFunctions,
	ids: readonly string[],
): Promise<Set<string>> {
	const entries = new Map(ids.map((id) => [`begun ${id}`, id]));
	const before = await note(context, [...entries.keys()]);
	return new Set(before.flatMap((entry) => entries.get(entry) ?? []));
}

export async function noteEnded(context: IExecuteFunctions, ids: readonly string[]): Promise<void> {
	await note(context, [...ids]);
}

/**
 * Those whose workflow has ended. n8n can only look and note in one step; so what was noted by
 * looking is taken back.
 */
export async function readEnded(
	context: IExecuteFunctions,
	ids: readonly string[],
): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	return await inLine(nodeKey(context), async () => {
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
async function note(context: IExecuteFunctions, entries: string[]): Promise<string[]> {
	const record = async () =>
		await inLine(
			nodeKey(context),
			async () => await context.helpers.checkProcessedAndRecord(entries, 'node', mode),
		);
	// The first two processes that note anything for a node are in each other's way; the second then
	// finds the list.
	const { processed } = await record().catch(record);
	void keepNoted(record);
	return processed.map(String);
}

/**
 * Another process that wrote the list at the same moment has lost what was noted here; so it is
 * noted again until it is found.
 */
async function keepNoted(record: () => Promise<{ new: unknown[] }>): Promise<void> {
	try {
		for (let look = 0; look < LOOKS; look += 1) {
			await soon(50 + Math.random() * 100);
			if ((await record()).new.length === 0) return;
		}
	} catch {
		// The note itself went through; what may be missing is told once more.
	}
}

async function soon(ms: number): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
}
