import { createHash } from 'node:crypto';
import { callWithRetries, type Look, type TokenSource } from '../../call';
import type { Time } from '../../limiter';
import type { Repeatable } from '../../retry';
import { callOnce, createClient, type QuickBooksReply } from './client';
import { quickBooksLimiters, type QuickBooksLimiters } from './limits';

/** What a gateway needs to reach one company. */
export interface QuickBooksConnection {
	/** Digits. */
	realmId: string;
	environment: 'production' | 'sandbox' | 'custom';
	/** For `custom`: the address that stands in for Intuit's, e.g. `http://127.0.0.1:5702`. */
	baseUrl?: string;
	tokens: TokenSource;
	time: Time;
	/** In [0, 1). */
	chance: () => number;
	/** How long one attempt may take. */
	timeoutMs?: number;
	/** Ends everything under way; what was asked then rejects with the signal's reason. */
	signal?: AbortSignal;
	/** Further texts that must not show in an error. */
	secrets?: string[];
}

/** What is done between the attempts of one request. */
export interface CallHooks {
	look?: Look<QuickBooksReply> | undefined;
	beforeAttempt?: (() => void) | undefined;
}

const hosts = {
	production: 'https://quickbooks.api.intuit.com',
	sandbox: 'https://sandbox-quickbooks.api.intuit.com',
};
/**
 * QuickBooks itself cuts a request off after two minutes; an answer seldom takes more than a few
 * seconds.
 */
const TIMEOUT_MS = 60_000;
/** QuickBooks' longest `requestid`. */
const LONGEST_KEY = 50;

/** The way of every request of one connection: its turn, its token, its time limit, its repeats. */
export class QuickBooksSession {
	readonly endpoint: string;
	readonly secrets: readonly string[];
	/** QuickBooks' own clock at the latest reading. */
	readAt: number | undefined;
	private readonly limiters: QuickBooksLimiters;

	/** @throws RangeError when the connection names no company or no address */
	constructor(readonly connection: QuickBooksConnection) {
		const { realmId, environment, baseUrl, secrets = [] } = connection;
		if (!/^\d+$/.test(realmId)) throw new RangeError('a realm id has digits only');
		if (environment === 'custom' && !baseUrl)
			throw new RangeError('a custom environment needs its address');
		const host =
			environment === 'custom' ? (baseUrl as string).replace(/\/+$/, '') : hosts[environment];
		this.endpoint = `${host}/v3/company/`;
		this.secrets = secrets;
		this.limiters = quickBooksLimiters(this.endpoint, realmId, connection.time);
	}

	/**
	 * @param method of node-quickbooks, without its callback
	 * @param args called for each attempt; must make copies, since node-quickbooks changes what it is
	 * given
	 * @throws GatewayError
	 */
	call(
		repeatable: Repeatable,
		method: string,
		args: () => unknown[],
		group: keyof QuickBooksLimiters = 'general',
		{ look, beforeAttempt }: CallHooks = {},
	): Promise<QuickBooksReply> {
		const { realmId, tokens, time, chance, timeoutMs = TIMEOUT_MS, signal } = this.connection;
		const attempt = (token: string) =>
			callOnce(
				createClient({ endpoint: this.endpoint, realmId, token }),
				{ method, args },
				{ timeoutMs, signal, secrets: [...this.secrets, token], nowMs: time.now() },
			);
		const limiter = this.limiters[group];
		const settings = { limiter, time, chance, signal, tokens, beforeAttempt };
		return callWithRetries(attempt, repeatable, settings, look);
	}

	/** Like `call`, for answers in JSON. */
	async ask(
		repeatable: Repeatable,
		method: string,
		args: () => unknown[],
		group?: keyof QuickBooksLimiters,
		hooks?: CallHooks,
	): Promise<Record<string, unknown>> {
		const { body } = await this.call(repeatable, method, args, group, hooks);
		const answer = body as Record<string, unknown>;
		if (repeatable === 'read' && typeof answer['time'] === 'string')
			this.readAt = Date.parse(answer['time']) || this.readAt;
		return answer;
	}
}

/** A key of any length as QuickBooks takes it. */
export function toRequestId(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, LONGEST_KEY);
}
