/**
 * Waits for all of them, also when one fails. A run must not go on writing after it has reported
 * its failure: the next run
 * would meet its writes.
 *
 * @throws the failure of the first, in the order given, that failed
 */
export async function waitForAll<T extends readonly unknown[]>(work: {
	[K in keyof T]: Promise<T[K]>;
}): Promise<T> {
	const settled = await Promise.allSettled(work as ReadonlyArray<Promise<unknown>>);
	return settled.map((one) => {
		if (one.status === 'rejected') throw one.reason;
		return one.value;
	}) as unknown as T;
}
