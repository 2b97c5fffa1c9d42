import { createHash } from 'node:crypto';
import { Limiter, type Time } from '../../limiter';

/**
 * Searches have a limit of their own and do not count towards the general one.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export type LimitGroup = 'general' | 'search';

export type HubSpotLimiters = Record<LimitGroup, Limiter>;

/** For what the network shifts. */
const MARGIN_MS = 100;
/** The smallest limit any account has; the true one is learned from the answers' headers. */
const GENERAL = { requests: 100, perMs: 10_000 + MARGIN_MS };
/** HubSpot's limit is five in a second, and its answers do not tell it. */
const SEARCH = { requests: 5, perMs: 1000 + MARGIN_MS };
/** Accounts remembered in a process; the one unused for longest is forgotten first. */
const MOST_ACCOUNTS = 200;

const accounts = new Map<string, HubSpotLimiters>();

/**
 * The limiters of an account, shared by all its connections in this process.
 *
 * @param account what tells accounts apart: the credential's own key, or its token, of which only a
 * hash is kept
 */
export function hubSpotLimiters(baseUrl: string, account: string, time: Time): HubSpotLimiters {
	const key = createHash('sha256').update(`${baseUrl}\n${account}`).digest('base64url');
	const limiters = accounts.get(key) ?? {
		general: new Limiter([GENERAL], time),
		search: new Limiter([SEARCH], time),
	};
	accounts.delete(key);
	accounts.set(key, limiters);
	const oldest = accounts.keys().next();
	if (accounts.size > MOST_ACCOUNTS && !oldest.done) accounts.delete(oldest.value);
	return limiters;
}

/** Learns an account's limit from an answer, and how much of it others use. */
export function learnLimit(limiter: Limiter, headers: Headers): void {
	const requests = Number(headers.get('x-hubspot-ratelimit-max'));
	const perMs = Number(headers.get('x-hubspot-ratelimit-interval-milliseconds'));
	const left = headers.get('x-hubspot-ratelimit-remaining');
	if (perMs > 0)
		limiter.adapt({ requests, perMs: perMs + MARGIN_MS }, left === null ? undefined : Number(left));
}
