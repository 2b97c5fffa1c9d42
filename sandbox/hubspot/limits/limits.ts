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

interface Room {
	headers: Record<string, string>;
	/** The 429, when there is no room. */
	refusal?: Answer;
}

/**
 * The three limits: ten seconds for each app (real time, so that clients are slowed as they would
 * be), a day of the account's zone
 * for all private apps and service keys together (the sandbox's clock), and searches of the account
 * in a second (real time).
 * A refused request counts against the day alone.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export class HubSpotLimits {
	private readonly bursts = new Map<string, Window>();
	private readonly searches = new Window(SECOND_MS);
	private day = '';
	private usedToday = 0;

	/** @param monotonicMs real time that never goes back */
	constructor(
		private readonly clock: Clock,
		private readonly switches: () => HubSpotSwitches,
		private readonly monotonicMs: () => number,
	) {}

	/** Counts a request and says whether it may go on. */
	take(grant: Grant, request: Pick<FastifyRequest, 'url' | 'method' | 'requestId'>): Room {
		const switches = this.switches();
		if (!switches.limits) return { headers: {} };
		const daily = grant.kind === 'serviceKey';
		if (daily) this.countToday();
		const overDay = daily && this.usedToday > switches.dailyLimit;
		if (isSearch(request)) {
			if (overDay)
				return {
					headers: {},
					refusal: limitReached('DAILY', request.requestId, switches.throttleRetryAfterSeconds),
				};
			const room = this.searches.take(switches.searchLimit, this.monotonicMs());
			return room === undefined
				? {
						headers: {},
						refusal: searchLimitReached(
							switches.searchPolicyName,
							request.requestId,
							switches.throttleRetryAfterSeconds,
						),
					}
				: { headers: {} };
		}
		const max = daily ? switches.burstLimit : switches.oauthBurstLimit;
		const room = overDay
			? this.burst(grant).room(max, this.monotonicMs())
			: this.burst(grant).take(max, this.monotonicMs());
		const headers = this.headers(daily, max, room ?? 0);
		if (overDay)
			return {
				headers,
				refusal: limitReached('DAILY', request.requestId, switches.throttleRetryAfterSeconds),
			};
		return room === undefined
			? {
					headers,
					refusal: limitReached(
						'TEN_SECONDLY_ROLLING',
						request.requestId,
						switches.throttleRetryAfterSeconds,
					),
				}
			: { headers };
	}

	/** Requests counted in the account's current day. */
	today(): { day: string; used: number; limit: number } {
		const day = this.currentDay();
		return { day, used: day === this.day ? this.usedToday : 0, limit: this.switches().dailyLimit };
	}

	/** Sets the day's count, so that the daily limit can be met without so many requests. */
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
	 * OAuth apps have no daily limit, and so no headers of one. The pair for one second is deprecated
	 * and still sent.
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

/** Searches have their limit and no headers. */
function isSearch({ method, url }: Pick<FastifyRequest, 'url' | 'method'>): boolean {
	return method === 'POST' && /\/search\/?(?:\?|$)/.test(url);
}

/** Times of the requests let through in a rolling span. */
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

	/**
	 * @returns how many more there is room for after this one; undefined when this one is too many
	 */
	take(max: number, now: number): number | undefined {
		const room = this.room(max, now);
		if (room === 0) return undefined;
		this.times.push(now);
		return room - 1;
	}
}
