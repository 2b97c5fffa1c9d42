/** The last work of each key; the next one waits for it. */
const queues = new Map<string, Promise<unknown>>();

/** Runs works of one key one after the other, in order of arrival. A failure does not stop the next. */
export async function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
	const before = queues.get(key) ?? Promise.resolve();
	const own = before.then(work, work);
	const settled = own.catch(() => undefined);
	queues.set(key, settled);
	try {
		return await own;
	} finally {
		if (queues.get(key) === settled) queues.delete(key);
	}
}
