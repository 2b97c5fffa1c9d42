import { unlessCancelled } from './cancel';
import { isOutcomeUnknown, type GatewayError } from './errors';
import type { Limiter, Time } from './limiter';
import { planRetry, type Repeatable } from './retry';

/**
 * Gives the access token of a connection. n8n alone refreshes OAuth tokens; a gateway only asks.
 * Whoever cancels does not wait for the answer, which n8n stores all the same: a refresh token that
 * was replaced is good for nothing.
 */
export interface TokenSource {
	current(): Promise<string>;
	/**
	 * A token newer than `rejected`; undefined when the connection has nothing to refresh (a service
	 * key).
	 */
	refresh(rejected: string): Promise<string | undefined>;
}

/** What both gateways need of a connection. */
export interface ApiConnection {
	tokens: TokenSource;
	time: Time;
	/** In [0, 1). */
	chance(): number;
	/** How long one attempt may take, in milliseconds. */
	timeoutMs?: number;
	/** Ends everything under way; what was asked then rejects with the signal's reason. */
	signal?: AbortSignal;
	/** Further texts that must not show in an error. */
	secrets?: string[];
}

/** A request, how it may be sent, and what is made of its answer. */
export interface ApiCall<Attempt, Group, Client, Answer, T> {
	/** Loads the API's client, with the first request that needs it. */
	load: () => Promise<(attempt: Attempt) => Client>;
	repeatable: Repeatable;
	/** The limit that the request counts towards; the general one when absent. */
	group?: Group | undefined;
	/** Sends the request once. It must make copies of what the client changes. */
	send: (client: Client) => Promise<Answer>;
	/** What the caller gets of the answer. */
	read: (answer: Answer) => T;
	/**
	 * Called after an attempt whose outcome is unknown. Finds the answer that the request should have
	 * had; undefined when it was not carried out. Nothing is sent again when it finds the answer.
	 */
	look?: (() => Promise<T | undefined>) | undefined;
	/** Called when it is the request's turn, before each attempt; what it throws ends the call. */
	beforeAttempt?: (() => void) | undefined;
	/** Called after each attempt that failed. */
	afterFailure?: ((error: GatewayError) => void) | undefined;
}

/** One connection to an API. */
export abstract class ApiSession<Attempt extends { token: string }, Group extends string> {
	abstract readonly connection: ApiConnection;

	/**
	 * Sends a request until it succeeds or nothing more can be done. This is the one place that waits
	 * for the limiter, refreshes an expired token once, repeats as `planRetry` allows, ends at a
	 * cancellation and makes every failure a GatewayError. A gateway awaits nothing else between its
	 * own method and the client of the API.
	 *
	 * @throws GatewayError of any kind, the signal's reason, and what the tokens or `look` throw
	 */
	async call<Client, Answer, T>(call: ApiCall<Attempt, Group, Client, Answer, T>): Promise<T> {
		const { tokens, time, signal } = this.connection;
		const clientFor = await call.load();
		const limiter = await unlessCancelled(this.readLimiter(call.group), signal);
		let token = await unlessCancelled(tokens.current(), signal);
		let isRefreshed = false;
		for (let sent = 1; ; sent += 1) {
			await limiter.take(signal);
			call.beforeAttempt?.();
			const attempt = this.startAttempt(token, limiter, call.group);
			try {
				return call.read(await call.send(clientFor(attempt)));
			} catch (failure) {
				const error = this.toGatewayError(failure, attempt);
				call.afterFailure?.(error);
				if (error.kind === 'unauthorized' && !isRefreshed) {
					token = await this.refreshToken(token, error);
					isRefreshed = true;
					continue;
				}
				const waitMs = planRetry(error, call.repeatable, sent, this.connection.chance());
				if (waitMs === undefined) throw error;
				if (error.kind === 'rateLimited') limiter.pause(waitMs);
				await time.wait(waitMs, signal);
				const done = isOutcomeUnknown(error) ? await call.look?.() : undefined;
				if (done !== undefined) return done;
			}
		}
	}

	protected abstract readLimiter(group: Group | undefined): Promise<Limiter>;

	protected abstract startAttempt(
		token: string,
		limiter: Limiter,
		group: Group | undefined,
	): Attempt;

	/** @throws what is no error of the API, e.g. the signal's reason */
	protected abstract toGatewayError(failure: unknown, attempt: Attempt): GatewayError;

	/** @throws the error when there is no newer token */
	private async refreshToken(rejected: string, error: GatewayError): Promise<string> {
		const { tokens, signal } = this.connection;
		const fresh = await unlessCancelled(tokens.refresh(rejected), signal);
		if (fresh === undefined) throw error;
		return fresh;
	}
}
