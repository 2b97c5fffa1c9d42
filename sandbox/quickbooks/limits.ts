import type { Clock } from '../clock';
import type { Answer } from '../server';
import { throttled } from './faults/gateway';
import type { QuickBooksSwitches } from './switches';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Window {
	requests: number;
	ms: number;
}

/**
 * Limits per company; the sandbox has only one app.
 * https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
 */
const ofRequests: Window[] = [
	{ requests: 10, ms: SECOND },
	{ requests: 500, ms: MINUTE },
];
const ofBatches: Window[] = [{ requests: 40, ms: MINUTE }];

interface LimitsOptions {
	/** Real time in milliseconds that never runs backwards; limits do not follow the sandbox's clock. */
	monotonic: () => number;
	clock: Clock;
	switches: () => QuickBooksSwitches;
}

/** Counts requests in sliding time windows. A refused request does not count. */
export class QuickBooksLimits {
	private readonly requests = new Map<string, number[]>();
	private readonly batches = new Map<string, number[]>();

	constructor(private readonly options: LimitsOptions) {}

	/** Counts a request. Returns a 429 if it exceeds a limit, otherwise undefined. */
	check(realmId: string, kind: 'request' | 'batch'): Answer | undefined {
		const switches = this.options.switches();
		if (!switches.limits || this.take(realmId, kind)) return undefined;
		return throttled(
			switches.throttleBody,
			switches.throttleRetryAfterSeconds,
			this.options.clock.now().getTime(),
		);
	}

	private take(realmId: string, kind: 'request' | 'batch'): boolean {
		const now = this.options.monotonic();
		const requests = timesOf(this.requests, realmId, now);
		const batches = timesOf(this.batches, realmId, now);
		if (
			!hasRoom(requests, ofRequests, now) ||
			(kind === 'batch' && !hasRoom(batches, ofBatches, now))
		)
			return false;
		requests.push(now);
		if (kind === 'batch') batches.push(now);
		return true;
	}
}

/** The times of this company's requests within the last minute, oldest first. */
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
