import { unlessCancelled } from './cancel';
import { GatewayError, isOutcomeUnknown } from './errors';
import type { Limiter, Time } from './limiter';
import { planRetry, type Repeatable, type RetryRule } from './retry';

/**
 * Gives the access token of a connection. n8n alone refreshes OAuth tokens; a gateway only asks.
 * Whoever cancels does not wait for
 * the answer, which n8n stores all the same: a refresh token that was replaced is good for nothing.
 */
export interface TokenSource {
	current(): Promise<string>;
	/**
	 * A token newer than `rejected`; undefined when the connection has nothing to refresh (a service
	 * key).
	 */
	refresh(rejected: string): Promise<string | undefined>;
}

export interface CallSettings {
	limiter: Limiter;
	time: Time;
	/** In [0, 1). */
	chance(): number;
	rule?: RetryRule;
	signal?: AbortSignal | undefined;
	tokens: TokenSource;
	/** Called when it is the request's turn, before each attempt; what it throws ends the call. */
	beforeAttempt?: (() => void) | undefined;
	/**
	 * The error to throw for a failure that is none of the API's, e.g. an answer that is not
	 * readable.
	 */
	toError?: (failure: unknown, token: string) => Error;
}

/**
 * The answer that a request whose outcome is unknown should have had; undefined when it was not
 * carried out.
 */
export type Look<T> = () => Promise<T | undefined>;

/**
 * Sends a request until it succeeds or nothing more can be done. This is the one place that waits
 * for the limiter, refreshes an expired token once, repeats as `planRetry` allows, ends at a
 * cancellation and makes every failure a GatewayError. A gateway awaits nothing else between its
 * own method and the request.
 *
 * @param attempt sends the request once with the token given
 * @param look called after an attempt whose outcome is unknown; nothing is sent again when it finds
 * the answer
 * @throws GatewayError of any kind, the signal's reason, and what the tokens or `look` throw
 */
export async function callWithRetries<T>(
	attempt: (token: string) => Promise<T>,
	repeatable: Repeatable,
	settings: CallSettings,
	look?: Look<T>,
): Promise<T> {
	const { signal, limiter } = settings;
	let token = await unlessCancelled(settings.tokens.current(), signal);
	let refreshed = false;
	for (let sent = 1; ; sent += 1) {
		await limiter.take(signal);
		settings.beforeAttempt?.();
		try {
			return await attempt(token);
		} catch (failure) {
			const error = settings.toError?.(failure, token) ?? failure;
			if (!(error instanceof GatewayError)) throw error;
			if (error.kind === 'unauthorized' && !refreshed) {
				const fresh = await unlessCancelled(settings.tokens.refresh(token), signal);
				if (fresh === undefined) throw error;
				refreshed = true;
				token = fresh;
				continue;
			}
			const waitMs = planRetry(error, repeatable, sent, settings.chance(), settings.rule);
			if (waitMs === undefined) throw error;
			if (error.kind === 'rateLimited') limiter.pause(waitMs);
			await settings.time.wait(waitMs, signal);
			const done = look && isOutcomeUnknown(error) ? await look() : undefined;
			if (done !== undefined) return done;
		}
	}
}
