const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Window {
	requests: number;
	ms: number;
}

/** Per company, since the sandbox has one app. https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles */
const ofRequests: Window[] = [{ requests: 10, ms: SECOND }, { requests: 500, ms: MINUTE }];
const ofBatches: Window[] = [{ requests: 40, ms: MINUTE }];

/** Counts requests in windows that slide along with time; a refused request does not count. */
export class Limits {
	private readonly requests = new Map<string, number[]>();
	private readonly batches = new Map<string, number[]>();

	/** @param monotonic milliseconds that only grow: limits are about the machine's load, not about the sandbox's calendar */
	constructor(private readonly monotonic: () => number) {}

	/** Whether this request may pass; counts it when it may. */
	take(realmId: string, isBatch: boolean): boolean {
		const now = this.monotonic();
		const requests = timesOf(this.requests, realmId, now);
		const batches = timesOf(this.batches, realmId, now);
		if (!hasRoom(requests, ofRequests, now) || (isBatch && !hasRoom(batches, ofBatches, now))) return false;
		requests.push(now);
		if (isBatch) batches.push(now);
		return true;
	}
}

/** When this company was asked within the last minute, oldest first. */
function timesOf(all: Map<string, number[]>, realmId: string, now: number): number[] {
	const times = all.get(realmId) ?? [];
	const kept = times.findIndex((at) => at > now - MINUTE);
	times.splice(0, kept < 0 ? times.length : kept);
	all.set(realmId, times);
	return times;
}

function hasRoom(times: number[], windows: Window[], now: number): boolean {
	return windows.every(({ requests, ms }) => {
		const oldest = times.at(-requests);
		return oldest === undefined || oldest <= now - ms;
	});
}
