/** Requests of one batch under way at a time; the limiter spreads them further. */
const PARALLEL = 4;

/** What became of one chunk. */
export type SettledChunk<T, R> = PromiseSettledResult<R> & { chunk: T[] };

/** What is done with many records, a chunk at a time. */
interface ChunkedWork<T, R, Result> {
	/** Records in one chunk. */
	size: number;
	run: (chunk: T[]) => Promise<R>;
	/** Leaves out the chunks that have not begun when one fails: `NotBegun`. */
	stopAtFailure?: boolean;
	/** What the caller gets of the chunks, which stand in their order. */
	conclude: (settled: Array<SettledChunk<T, R>>) => Result;
}

/** A chunk that was left out because another one had failed. */
export class NotBegun extends Error {
	constructor(override readonly cause: unknown) {
		super('Not begun, since a request before it failed');
	}
}

/**
 * Runs all chunks, a few at a time.
 *
 * @throws only what `conclude` throws
 */
export async function settleChunks<T, R, Result>(
	items: readonly T[],
	{ size, run, stopAtFailure = false, conclude }: ChunkedWork<T, R, Result>,
): Promise<Result> {
	const chunks = cut(items, size);
	const settled: Array<PromiseSettledResult<R>> = [];
	const underWay = new Set<Promise<unknown>>();
	let failure: PromiseRejectedResult | undefined;
	for (const [index, chunk] of chunks.entries()) {
		if (underWay.size >= PARALLEL) await Promise.race(underWay);
		if (failure && stopAtFailure) break;
		const work: Promise<unknown> = Promise.resolve(chunk)
			.then(run)
			.then(
				(value) => (settled[index] = { status: 'fulfilled', value }),
				(reason: unknown) => {
					settled[index] = { status: 'rejected', reason };
					failure ??= settled[index];
				},
			)
			.then(() => underWay.delete(work));
		underWay.add(work);
	}
	await Promise.all(underWay);
	const notBegun = { status: 'rejected', reason: new NotBegun(failure?.reason) } as const;
	return conclude(chunks.map((chunk, index) => ({ ...(settled[index] ?? notBegun), chunk })));
}

/**
 * Runs all chunks, a few at a time. Chunks that have not begun when one fails are left out.
 *
 * @param join makes one answer of the chunks' answers, which stand in their order
 * @throws what the first chunk threw
 */
export function inChunks<T, R, Result>(
	items: readonly T[],
	size: number,
	run: (chunk: T[]) => Promise<R>,
	join: (answers: R[]) => Result,
): Promise<Result> {
	return settleChunks(items, {
		size,
		run,
		stopAtFailure: true,
		conclude: (settled) => join(settled.map(valueOrThrow)),
	});
}

function valueOrThrow<R>(result: PromiseSettledResult<R>): R {
	if (result.status === 'fulfilled') return result.value;
	throw result.reason instanceof NotBegun ? result.reason.cause : result.reason;
}

function cut<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}
