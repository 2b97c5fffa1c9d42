/** Requests of one batch under way at a time; the limiter spreads them further. */
const PARALLEL = 4;

export function cut<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}

/**
 * Answers in the order of the chunks. Chunks that have not begun when one fails are left out.
 *
 * @throws what the first chunk threw
 */
export function inChunks<T, R>(
	items: readonly T[],
	size: number,
	run: (chunk: T[]) => Promise<R>,
): Promise<R[]> {
	return settleChunks(items, size, run, true).then((settled) =>
		settled.map((result) => {
			if (result.status === 'fulfilled') return result.value;
			throw result.reason instanceof NotBegun ? result.reason.cause : result.reason;
		}),
	);
}

/** A chunk that was left out because another one had failed. */
export class NotBegun extends Error {
	constructor(override readonly cause: unknown) {
		super('Not sent, because an earlier request failed');
	}
}

/**
 * What became of each chunk, in their order. It never rejects.
 *
 * @param stopAtFailure leaves out the chunks that have not begun when one fails: `NotBegun`
 */
export function settleChunks<T, R>(
	items: readonly T[],
	size: number,
	run: (chunk: T[]) => Promise<R>,
	stopAtFailure = false,
): Promise<Array<PromiseSettledResult<R> & { chunk: T[] }>> {
	const chunks = cut(items, size);
	const settled: Array<PromiseSettledResult<R>> = [];
	let next = 0;
	let failure: PromiseRejectedResult | undefined;
	const runChunks = async () => {
		while (next < chunks.length && !(failure && stopAtFailure)) {
			const index = next;
			next += 1;
			try {
				settled[index] = { status: 'fulfilled', value: await run(chunks[index] ?? []) };
			} catch (reason) {
				settled[index] = { status: 'rejected', reason };
				failure ??= settled[index];
			}
		}
	};
	return Promise.all(Array.from({ length: PARALLEL }, runChunks)).then(() =>
		chunks.map((chunk, index) => ({
			...(settled[index] ?? { status: 'rejected', reason: new NotBegun(failure?.reason) }),
			chunk,
		})),
	);
}
