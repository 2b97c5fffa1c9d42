const INTERVAL_MS = 1000;

/**
 * Calls `gone` once when the process that started this one is no longer there: a killed npm passes
 * on no signal.
 */
export function watchParent(gone) {
	const parent = process.ppid;
	const watching = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watching);
		gone();
	}, INTERVAL_MS);
	watching.unref();
}
