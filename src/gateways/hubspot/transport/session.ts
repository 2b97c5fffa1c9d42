import type { PropertyNames } from '../../../core/records/names';
import { callWithRetries, type TokenSource } from '../../call';
import { unlessCancelled } from '../../cancel';
import { GatewayError, scrubKnown } from '../../errors';
import type { Time } from '../../limiter';
import type { Repeatable } from '../../retry';
import { readJson, realRefusalsIn } from './answers';
import { errorOfEntries } from './errors';
import { learnLimit, hubSpotLimiters, type HubSpotLimiters, type LimitGroup } from './limits';
import { defaultApiVersion, versionedPath, type HubSpotApiVersion } from './paths';
import { isArchiving, type Operations, type SendRequest } from './sdk';
import { sendOnce, type HubSpotRequest, type Success } from './transport';

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
	 * Runs an operation of HubSpot's client.
	 *
	 * @param load loads the module of HubSpot's client that has the operation
	 * @param operation runs once for each attempt, as often as `repeatable` allows
	 * @throws GatewayError of any kind, `unexpected` for an answer that is not readable
	 */
	async call<A, T>(
		load: () => Promise<Operations<A>>,
		repeatable: Repeatable,
		operation: (operations: A) => Promise<T>,
		group: LimitGroup = 'general',
	): Promise<T> {
		const operations = await load();
		return this.send(repeatable, (send) => operation(operations(this.baseUrl, send)), group);
	}

	/** Like `call`, for paths that HubSpot's client does not know. */
	async send<T>(
		repeatable: Repeatable,
		attempt: (send: SendRequest) => Promise<T>,
		group: LimitGroup = 'general',
	): Promise<T> {
		const { tokens, time, signal, timeoutMs = TIMEOUT_MS } = this.connection;
		const limiters = await unlessCancelled(this.accountLimiters(), signal);
		let requestId: string | undefined;
		const readSuccess = (request: HubSpotRequest, success: Success): Success => {
			requestId = success.requestId;
			this.throwRefusals(request, success);
			if (group === 'general') learnLimit(limiters.general, success.headers);
			return success;
		};
		const attemptWith = (token: string): Promise<T> => {
			requestId = undefined;
			const sending = { token, timeoutMs, signal, secrets: this.secrets };
			return attempt((request) =>
				sendOnce({ ...request, url: this.versioned(request.url) }, sending).then((success) =>
					readSuccess(request, success),
				),
			);
		};
		return callWithRetries(attemptWith, repeatable, {
			limiter: limiters[group],
			time,
			tokens,
			signal,
			chance: () => this.connection.chance(),
			toError: (failure, token) => this.toError(failure, token, requestId),
		});
	}

	/** The client reads nothing of an answer to archiving, not even its refusals. */
	private throwRefusals({ method, url }: HubSpotRequest, { text }: Success): void {
		if (!isArchiving(method, url)) return;
		const refused = realRefusalsIn(readJson(text) ?? {});
		if (refused.length > 0) throw errorOfEntries(refused, this.secrets);
	}

	/** @throws the signal's reason after a cancellation */
	private toError(failure: unknown, token: string, requestId: string | undefined): GatewayError {
		if (failure instanceof GatewayError) return failure;
		this.connection.signal?.throwIfAborted();
		const secrets = [...this.secrets, token];
		const reason = scrubKnown(
			failure instanceof Error ? failure.message : String(failure),
			secrets,
		);
		return new GatewayError({
			system: 'HubSpot',
			kind: 'unexpected',
			message: `HubSpot's answer could not be read: ${reason}`,
			requestId,
		});
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
			hubSpotLimiters(this.baseUrl, accountKey ?? (await tokens.current()), time))();
		try {
			return await this.limiters;
		} catch (error) {
			this.limiters = undefined;
			throw error;
		}
	}
}
