import type { PropertyNames } from '../../../core/records/names';
import { callWithRetries, type TokenSource } from '../../call';
import { unlessCancelled } from '../../cancel';
import { GatewayError, scrubKnown } from '../../errors';
import type { Time } from '../../limiter';
import type { Repeatable } from '../../retry';
import { readJson, realRefusalsIn } from './answers';
import { errorOfEntries } from './errors';
import { learnLimit, limitersOf, type HubSpotLimiters, type LimitGroup } from './limits';
import { defaultApiVersion, versionedPath, type HubSpotApiVersion } from './paths';
import { isArchiving, type Operations, type Send } from './sdk';
import { sendOnce } from './transport';

/** What a gateway needs to reach one HubSpot account. */
export interface HubSpotConnection {
	/** `https://api.hubapi.com`, or a stand-in of the same paths. */
	baseUrl: string;
	tokens: TokenSource;
	time: Time;
	/** In [0, 1). */
	chance(): number;
	/** How long one attempt may take. */
	timeoutMs?: number;
	/** Ends everything under way; what was asked then rejects with the signal's reason. */
	signal?: AbortSignal;
	apiVersion?: HubSpotApiVersion;
	/**
	 * Tells the account (and app) apart from others before its first answer; limits are shared by it.
	 * The first token when absent.
	 */
	accountKey?: string;
	/** What this package's own properties are called; the usual names when absent. */
	names?: PropertyNames;
	/** Further texts that must not show in an error. */
	secrets?: string[];
}

const TIMEOUT_MS = 30_000;

/**
 * The way of every request of one connection: its turn, its token, its time limit, its repeats, its
 * path version.
 */
export class HubSpotSession {
	readonly baseUrl: string;
	readonly secrets: readonly string[];
	private limiters: Promise<HubSpotLimiters> | undefined;

	constructor(private readonly connection: HubSpotConnection) {
		this.baseUrl = connection.baseUrl.replace(/\/+$/, '');
		this.secrets = connection.secrets ?? [];
	}

	/**
	 * @param load loads the module of HubSpot's client that has the operation
	 * @param attempt runs the operation once; may be called again as far as `repeatable` allows
	 */
	async call<A, T>(
		load: () => Promise<Operations<A>>,
		repeatable: Repeatable,
		attempt: (operations: A) => Promise<T>,
		group: LimitGroup = 'general',
	): Promise<T> {
		const operations = await load();
		return await this.send(
			repeatable,
			async (send) => await attempt(operations(this.baseUrl, send)),
			group,
		);
	}

	/** Like `call`, for paths that HubSpot's client does not know. */
	async send<T>(
		repeatable: Repeatable,
		attempt: (send: Send) => Promise<T>,
		group: LimitGroup = 'general',
	): Promise<T> {
		const { tokens, time, timeoutMs = TIMEOUT_MS, signal } = this.connection;
		const limiter = (await unlessCancelled(this.accountLimiters(), signal))[group];
		const settings = {
			timeoutMs,
			limiter,
			time,
			tokens,
			signal,
			chance: () => this.connection.chance(),
		};
		return await callWithRetries(
			async (token) => await this.attemptOnce(token, group, attempt),
			repeatable,
			settings,
		);
	}

	private async attemptOnce<T>(
		token: string,
		group: LimitGroup,
		attempt: (send: Send) => Promise<T>,
	): Promise<T> {
		const { signal, timeoutMs = TIMEOUT_MS } = this.connection;
		let requestId: string | undefined;
		const send: Send = async ({ method, url, body }) => {
			const success = await sendOnce(
				{ method, url: this.versioned(url), body },
				{ token, timeoutMs, signal, secrets: this.secrets },
			);
			requestId = success.requestId;
			const refused = isArchiving(method, url) ? realRefusalsIn(readJson(success.text) ?? {}) : [];
			if (refused.length > 0) throw errorOfEntries(refused, this.secrets);
			if (group === 'general') learnLimit((await this.accountLimiters()).general, success.headers);
			return success;
		};
		try {
			return await attempt(send);
		} catch (error) {
			if (error instanceof GatewayError) throw error;
			signal?.throwIfAborted();
			const reason = scrubKnown(error instanceof Error ? error.message : String(error), [
				...this.secrets,
				token,
			]);
			throw new GatewayError({
				system: 'HubSpot',
				kind: 'unexpected',
				message: `HubSpot's answer could not be read: ${reason}`,
				requestId,
			});
		}
	}

	private versioned(url: string): string {
		return (
			this.baseUrl +
			versionedPath(url.slice(this.baseUrl.length), this.connection.apiVersion ?? defaultApiVersion)
		);
	}

	private async accountLimiters(): Promise<HubSpotLimiters> {
		const { accountKey, tokens, time } = this.connection;
		this.limiters ??= (async () =>
			limitersOf(this.baseUrl, accountKey ?? (await tokens.current()), time))();
		try {
			return await this.limiters;
		} catch (error) {
			this.limiters = undefined;
			throw error;
		}
	}
}
