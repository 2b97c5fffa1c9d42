import { unlessCancelled } from './cancel';

/** How many requests may start within a span of time. */
export interface RateWindow {
	requests: number;
	perMs: number;
}

/** Time as the limiter sees it; replaced in tests. */
export interface Time {
	now(): number;
	/** Resolves after `ms`, or rejects when the signal aborts. */
	wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Spreads requests so that no window is exceeded. One limiter serves one account of one system in this process;
 * what other processes use is learned from the system's answers (`pause`, `adapt`).
 */
export class Limiter {
	private starts: number[] = [];
	private pausedUntil = 0;
	private queue: Promise<void> = Promise.resolve();

	constructor(
		private windows: RateWindow[],
		private readonly time: Time,
	) {}

	/** Resolves when a request may start. First come, first served; whoever cancels does not wait for those before. */
	take(signal?: AbortSignal): Promise<void> {
		const turn = this.queue.then(async () => await this.admit(signal));
		this.queue = turn.catch(() => undefined);
		return unlessCancelled(turn, signal);
	}

	/** Nothing starts for this long: the system said so. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.time.now() + ms);
	}

	/** Learns the real limit of a window from an answer's headers. */
	adapt(window: RateWindow): void {
		if (!(window.requests > 0) || !(window.perMs > 0)) return;
		this.windows = [...this.windows.filter(({ perMs }) => perMs !== window.perMs), window];
	}

	private async admit(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		for (let ms = this.wait(); ms > 0; ms = this.wait()) await this.time.wait(ms, signal);
		signal?.throwIfAborted();
		this.starts.push(this.time.now());
	}

	private wait(): number {
		const now = this.time.now();
		const longest = Math.max(0, ...this.windows.map(({ perMs }) => perMs));
		this.starts = this.starts.filter((start) => start > now - longest);
		let ms = this.pausedUntil - now;
		for (const { requests, perMs } of this.windows) {
			const blocking = this.starts.at(-requests);
			if (blocking !== undefined) ms = Math.max(ms, blocking + perMs - now);
		}
		return ms;
	}
}
