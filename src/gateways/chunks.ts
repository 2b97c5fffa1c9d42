/** Requests of one batch under way at a time; the limiter spreads them further. */
const PARALLEL = 4;

export function cut<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}

/** Answers in the order of the chunks. Chunks not yet begun are left when one fails. */
export async function inChunks<T, R>(
	items: readonly T[],
	size: number,
	run: (chunk: T[]) => Promise<R>,
): Promise<R[]> {
	const settled = await settleChunks(items, size, run, true);
	return settled.map((result) => {
		if (result.status === 'rejected')
			throw result.reason instanceof NotBegun ? result.reason.cause : result.reason;
		return result.value;
	});
}

/** A chunk that was left, since another one had failed. */
export class NotBegun extends Error {
	constructor(override readonly cause: unknown) {
		super('Not begun, since a request before it failed');
	}
}

/**
 * What became of each chunk, in their order. @param stopAtFailure leaves chunks not yet begun when
 * one fails: `NotBegun`
 */
export async function settleChunks<T, R>(
	items: readonly T[],
	size: number,
	run: (chunk: T[]) => Promise<R>,
	stopAtFailure = false,
): Promise<Array<PromiseSettledResult<R> & { chunk: T[] }>> {
	const chunks = cut(items, size);
	const settled: Array<PromiseSettledResult<R>> = [];
	let next = 0;
	let failure: PromiseRejectedResult | undefined;
	const work = async () => {
		while (next < chunks.length && !(failure && stopAtFailure)) {
			const index = next;
			next += 1;
			const [result] = await Promise.allSettled([run(chunks[index] ?? [])]);
			if (result.status === 'rejected') failure ??= result;
			settled[index] = result;
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, work));
	return chunks.map((chunk, index) => ({
		...(settled[index] ?? { status: 'rejected', reason: new NotBegun(failure?.reason) }),
		chunk,
	}));
}
