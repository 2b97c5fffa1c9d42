import type { FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import type { Clock } from '../../clock';
import type { Answer } from '../../server';
import { account } from '../account/account';
import { limitReached, searchLimitReached } from '../faultAnswers';
import type { Grant } from '../oauth/checkToken';
import type { HubSpotSwitches } from '../switches';

const INTERVAL_MS = 10_000;
const SECOND_MS = 1000;

type LimitedRequest = Pick<FastifyRequest, 'url' | 'method' | 'requestId'>;

interface LimitResult {
	headers: Record<string, string>;
	/** The 429 if a limit is reached. */
	refusal?: Answer;
}

/**
 * The three limits of HubSpot:
 * - requests of each app in ten seconds of real time, so that clients slow down as they would;
 * - requests of all private apps and service keys together in a day of the account's time zone, by
 *   the sandbox's clock;
 * - searches of the account in a second of real time.
 *
 * A refused request counts only for the day.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export class HubSpotLimits {
	private readonly bursts = new Map<string, Window>();
	private readonly searches = new Window(SECOND_MS);
	private day = '';
	private usedToday = 0;

	/** @param monotonicMs real time that never runs backwards */
	constructor(
		private readonly clock: Clock,
		private readonly switches: () => HubSpotSwitches,
		private readonly monotonicMs: () => number,
	) {}

	/** Counts a request and decides whether it may continue. */
	take(grant: Grant, request: LimitedRequest): LimitResult {
		const switches = this.switches();
		if (!switches.limits) return { headers: {} };
		const daily = grant.kind === 'serviceKey';
		if (daily) this.countToday();
		const overDay = daily && this.usedToday > switches.dailyLimit;
		return isSearch(request)
			? this.takeSearch(request, overDay)
			: this.takeBurst(grant, request, overDay);
	}

	private takeSearch({ requestId }: LimitedRequest, overDay: boolean): LimitResult {
		const { searchLimit, searchPolicyName, throttleRetryAfterSeconds } = this.switches();
		if (overDay) return { headers: {}, refusal: this.refusal('DAILY', requestId) };
		const room = this.searches.take(searchLimit, this.monotonicMs());
		if (room !== undefined) return { headers: {} };
		return {
			headers: {},
			refusal: searchLimitReached(searchPolicyName, requestId, throttleRetryAfterSeconds),
		};
	}

	private takeBurst(grant: Grant, { requestId }: LimitedRequest, overDay: boolean): LimitResult {
		const switches = this.switches();
		const daily = grant.kind === 'serviceKey';
		const max = daily ? switches.burstLimit : switches.oauthBurstLimit;
		const window = this.burst(grant);
		const room = overDay
			? window.room(max, this.monotonicMs())
			: window.take(max, this.monotonicMs());
		const headers = this.headers(daily, max, room ?? 0);
		if (overDay) return { headers, refusal: this.refusal('DAILY', requestId) };
		if (room !== undefined) return { headers };
		return { headers, refusal: this.refusal('TEN_SECONDLY_ROLLING', requestId) };
	}

	private refusal(policy: 'DAILY' | 'TEN_SECONDLY_ROLLING', requestId: string): Answer {
		return limitReached(policy, requestId, this.switches().throttleRetryAfterSeconds);
	}

	/** The number of requests in the account's current day. */
	today(): { day: string; used: number; limit: number } {
		const day = this.currentDay();
		return { day, used: day === this.day ? this.usedToday : 0, limit: this.switches().dailyLimit };
	}

	/** Sets the day's count, so that a test can reach the daily limit with few requests. */
	setToday(used: number): void {
		this.day = this.currentDay();
		this.usedToday = used;
	}

	private burst(grant: Grant): Window {
		let window = this.bursts.get(grant.limitedAs);
		if (!window) this.bursts.set(grant.limitedAs, (window = new Window(INTERVAL_MS)));
		return window;
	}

	private countToday(): void {
		const day = this.currentDay();
		if (day !== this.day) this.setToday(0);
		this.usedToday += 1;
	}

	private currentDay(): string {
		return DateTime.fromJSDate(this.clock.now(), { zone: account.timeZone }).toISODate() as string;
	}

	/**
	 * OAuth apps have no daily limit and therefore no headers for it. The headers for one second are
	 * deprecated but still sent.
	 */
	private headers(daily: boolean, max: number, remaining: number): Record<string, string> {
		const { dailyLimit } = this.switches();
		return {
			'x-hubspot-ratelimit-max': String(max),
			'x-hubspot-ratelimit-remaining': String(remaining),
			'x-hubspot-ratelimit-interval-milliseconds': String(INTERVAL_MS),
			...(daily && {
				'x-hubspot-ratelimit-daily': String(dailyLimit),
				'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, dailyLimit - this.usedToday)),
			}),
			'x-hubspot-ratelimit-secondly': String(Math.floor(max / 10)),
			'x-hubspot-ratelimit-secondly-remaining': String(Math.min(remaining, Math.floor(max / 10))),
		};
	}
}

/** Searches have a limit of their own and no headers. */
function isSearch({ method, url }: LimitedRequest): boolean {
	return method === 'POST' && /\/search\/?(?:\?|$)/.test(url);
}

/** The times of the accepted requests in a rolling time window. */
class Window {
	private times: number[] = [];
	private first = 0;

	constructor(private readonly spanMs: number) {}

	room(max: number, now: number): number {
		while (
			this.first < this.times.length &&
			(this.times[this.first] as number) <= now - this.spanMs
		)
			this.first += 1;
		if (this.first > 1000) {
			this.times = this.times.slice(this.first);
			this.first = 0;
		}
		return Math.max(0, max - (this.times.length - this.first));
	}

	/** @returns how many more requests are possible after this one; undefined if this one exceeds */
	take(max: number, now: number): number | undefined {
		const room = this.room(max, now);
		if (room === 0) return undefined;
		this.times.push(now);
		return room - 1;
	}
}
