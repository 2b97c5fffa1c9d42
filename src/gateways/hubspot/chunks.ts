/** Requests of one batch under way at a time; the limiter spreads them further. */
const PARALLEL = 4;

export function cut<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Answers in the order of the chunks. Chunks not yet begun are left when one fails. */
export async function inChunks<T, R>(items: readonly T[], size: number, run: (chunk: T[]) => Promise<R>): Promise<R[]> {
	const settled = await settleChunks(items, size, run, true);
	return settled.map((result) => {
		if (result.status === 'rejected') throw result.reason;
		return result.value;
	});
}

/** What became of each chunk, in their order. */
export async function settleChunks<T, R>(items: readonly T[], size: number, run: (chunk: T[]) => Promise<R>, stopAtFailure = false): Promise<Array<PromiseSettledResult<R> & { chunk: T[] }>> {
	const chunks = cut(items, size);
	const settled: Array<PromiseSettledResult<R> & { chunk: T[] }> = [];
	let next = 0;
	let failed = false;
	const work = async () => {
		while (next < chunks.length && !(failed && stopAtFailure)) {
			const index = next;
			const chunk = chunks[index] ?? [];
			next += 1;
			const [result] = await Promise.allSettled([run(chunk)]);
			failed ||= result.status === 'rejected';
			settled[index] = { ...result, chunk };
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, work));
	// A failed chunk comes first, so that what was never begun is not mistaken for done.
	return stopAtFailure && failed ? settled.filter(({ status }) => status === 'rejected') : settled;
}
