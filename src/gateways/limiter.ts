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
 * What is left of the pace after a refusal, at the least in all; a refusal means that others use
 * the same limit.
 */
const AFTER_REFUSAL = 0.6;
const LEAST = 0.1;
/** Refusals within this are one: those requests were under way together. */
const TOGETHER_MS = 1000;
/** After this long without a refusal the whole pace is tried again. */
const RECOVERY_MS = 300_000;

/**
 * Spreads requests so that no window is exceeded. One limiter serves one account of one system in
 * this process;
 * what other processes use is learned from the system's answers (`adapt`, `pause`).
 */
export class Limiter {
	private starts: number[] = [];
	private pausedUntil = 0;
	/** The part of the pace that was left after the last refusal. */
	private part = { left: 1, refusedAt: -Infinity, at: -Infinity };
	/** Requests of others within a window, as of an answer. */
	private others = { requests: 0, until: 0 };
	private queue: Promise<void> = Promise.resolve();

	constructor(
		private windows: RateWindow[],
		private readonly time: Time,
	) {}

	/**
	 * Resolves when a request may start. First come, first served; whoever cancels does not wait for
	 * those before.
	 */
	take(signal?: AbortSignal): Promise<void> {
		const turn = this.queue.then(async () => await this.admit(signal));
		this.queue = turn.catch(() => undefined);
		return unlessCancelled(turn, signal);
	}

	/**
	 * The system refused a request as one too many: nothing starts for this long, and the pace is
	 * slower for a while.
	 */
	pause(ms: number): void {
		const now = this.time.now();
		const isAnother = now >= this.pausedUntil && now - this.part.refusedAt >= TOGETHER_MS;
		if (isAnother)
			this.part = {
				left: Math.max(LEAST, this.partAt(now) * AFTER_REFUSAL),
				refusedAt: now,
				at: now + ms,
			};
		this.pausedUntil = Math.max(this.pausedUntil, now + ms);
	}

	/**
	 * Learns from an answer the real limit of a window, and what others use of it.
	 *
	 * @param left how many more requests the system would let through; undefined when it does not say
	 */
	adapt(window: RateWindow, left?: number): void {
		if (!(window.requests > 0) || !(window.perMs > 0)) return;
		this.windows = [...this.windows.filter(({ perMs }) => perMs !== window.perMs), window];
		if (left === undefined || !(left >= 0)) return;
		const now = this.time.now();
		const own = this.starts.filter((start) => start > now - window.perMs).length;
		const others = window.requests - left - own;
		// And the next one of theirs, which may come at any moment.
		this.others = { requests: others > 0 ? others + 1 : 0, until: now + window.perMs };
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
		const others = now < this.others.until ? this.others.requests : 0;
		let ms = this.pausedUntil - now;
		for (const { requests, perMs } of this.windows) {
			const allowed = Math.max(1, Math.floor((requests - others) * this.partAt(now)));
			const blocking = this.starts.at(-allowed);
			if (blocking !== undefined) ms = Math.max(ms, blocking + perMs - now);
		}
		return ms;
	}

	/** The part of the pace that is used now: it grows evenly after a refusal. */
	private partAt(now: number): number {
		return Math.min(1, this.part.left + Math.max(0, now - this.part.at) / RECOVERY_MS);
	}
}
