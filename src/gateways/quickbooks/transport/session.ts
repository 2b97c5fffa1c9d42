import { createHash } from 'node:crypto';
import { ApiSession, type ApiCall, type ApiConnection } from '../../apiSession';
import { GatewayError } from '../../errors';
import type { Limiter } from '../../limiter';
import { callOnce, createClient, type ClientCall, type QuickBooksReply } from './client';
import { quickBooksLimiters, type QuickBooksLimiters } from './limits';

/** What a gateway needs to reach one company. */
export interface QuickBooksConnection extends ApiConnection {
	/** Digits. */
	realmId: string;
	environment: 'production' | 'sandbox' | 'custom';
	/** For `custom`: the address that stands in for Intuit's, e.g. `http://127.0.0.1:5702`. */
	baseUrl?: string;
}

/** Batches count towards a limit of their own. */
type LimitGroup = keyof QuickBooksLimiters;

/** One attempt of a request. */
interface QuickBooksAttempt {
	token: string;
	/** Runs one method of node-quickbooks. */
	run(call: ClientCall): Promise<QuickBooksReply>;
}

/** A method of node-quickbooks to call, and what is made of its answer. */
interface QuickBooksRequest<T>
	extends
		ClientCall,
		Pick<
			ApiCall<QuickBooksAttempt, LimitGroup, unknown, unknown, T>,
			'repeatable' | 'group' | 'look' | 'beforeAttempt'
		> {
	/** @param body an answer in JSON; what a PDF comes as is in the reply */
	read: (body: Record<string, unknown>, reply: QuickBooksReply) => T;
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

/** One connection to a company: its limits, its time limit, its client. */
export class QuickBooksSession extends ApiSession<QuickBooksAttempt, LimitGroup> {
	readonly endpoint: string;
	readonly secrets: readonly string[];
	/** QuickBooks' own clock at the latest reading. */
	readAt: number | undefined;
	private readonly limiters: QuickBooksLimiters;

	/** @throws RangeError when the connection names no company or no address */
	constructor(readonly connection: QuickBooksConnection) {
		super();
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
	 * Asks for what a method of node-quickbooks does, as often as `repeatable` allows.
	 *
	 * @throws GatewayError
	 */
	ask<T>({ method, args, read, ...call }: QuickBooksRequest<T>): Promise<T> {
		return this.call({
			...call,
			load: loadAttempts,
			send: (attempt: QuickBooksAttempt) => attempt.run({ method, args }),
			read: (reply: QuickBooksReply) => {
				const body = reply.body as Record<string, unknown>;
				if (call.repeatable === 'read' && typeof body['time'] === 'string')
					this.readAt = Date.parse(body['time']) || this.readAt;
				return read(body, reply);
			},
		});
	}

	protected readLimiter(group: LimitGroup = 'general'): Promise<Limiter> {
		return Promise.resolve(this.limiters[group]);
	}

	protected startAttempt(token: string): QuickBooksAttempt {
		const { realmId, time, timeoutMs = TIMEOUT_MS, signal } = this.connection;
		const limits = { timeoutMs, signal, secrets: [...this.secrets, token], nowMs: time.now() };
		const config = { endpoint: this.endpoint, realmId, token };
		return { token, run: (call) => callOnce(createClient(config), call, limits) };
	}

	/** @throws what is no error of QuickBooks, e.g. the signal's reason */
	protected toGatewayError(failure: unknown): GatewayError {
		if (failure instanceof GatewayError) return failure;
		throw failure;
	}
}

/** node-quickbooks is loaded by its first attempt. */
function loadAttempts() {
	return Promise.resolve((attempt: QuickBooksAttempt): QuickBooksAttempt => attempt);
}

/** A key of any length as QuickBooks takes it. */
export function toRequestId(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, LONGEST_KEY);
}
