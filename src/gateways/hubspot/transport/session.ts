import type { PropertyNames } from '../../../core/records/names';
import { ApiSession, type ApiConnection } from '../../apiSession';
import { GatewayError, scrubKnown } from '../../errors';
import type { Limiter } from '../../limiter';
import { readJson, realRefusalsIn } from './answers';
import { errorOfEntries } from './errors';
import { learnLimit, hubSpotLimiters, type HubSpotLimiters, type LimitGroup } from './limits';
import { defaultApiVersion, versionedPath, type HubSpotApiVersion } from './paths';
import { isArchiving, type HubSpotAttempt } from './sdk';
import { sendOnce, type HubSpotRequest, type Success } from './transport';

/** What a gateway needs to reach one HubSpot account. */
export interface HubSpotConnection extends ApiConnection {
	/** `https://api.hubapi.com`, or a stand-in of the same paths. */
	baseUrl: string;
	apiVersion?: HubSpotApiVersion;
	/**
	 * Tells the account (and app) apart from others before its first answer; limits are shared by it.
	 * The first token when absent.
	 */
	accountKey?: string;
	/** What this package's own properties are called; the usual names when absent. */
	names?: PropertyNames;
}

const TIMEOUT_MS = 30_000;

/** One connection to an account: its limits, its time limit, the version of its paths. */
export class HubSpotSession extends ApiSession<HubSpotAttempt, LimitGroup> {
	readonly baseUrl: string;
	readonly secrets: readonly string[];
	private limiters: Promise<HubSpotLimiters> | undefined;

	constructor(readonly connection: HubSpotConnection) {
		super();
		this.baseUrl = connection.baseUrl.replace(/\/+$/, '');
		this.secrets = connection.secrets ?? [];
	}

	protected startAttempt(
		token: string,
		limiter: Limiter,
		group: LimitGroup = 'general',
	): HubSpotAttempt {
		const { signal, timeoutMs = TIMEOUT_MS } = this.connection;
		const sending = { token, timeoutMs, signal, secrets: this.secrets };
		const attempt: HubSpotAttempt = {
			token,
			baseUrl: this.baseUrl,
			requestId: undefined,
			send: (request, read) =>
				sendOnce({ ...request, url: this.versioned(request.url) }, sending, (success) => {
					attempt.requestId = success.requestId;
					this.throwRefusals(request, success);
					if (group === 'general') learnLimit(limiter, success.headers);
					return read(success.text);
				}),
		};
		return attempt;
	}

	/** The client reads nothing of an answer to archiving, not even its refusals. */
	private throwRefusals({ method, url }: HubSpotRequest, { text }: Success): void {
		if (!isArchiving(method, url)) return;
		const refused = realRefusalsIn(readJson(text) ?? {});
		if (refused.length > 0) throw errorOfEntries(refused, this.secrets);
	}

	/** @throws the signal's reason after a cancellation */
	protected toGatewayError(failure: unknown, { token, requestId }: HubSpotAttempt): GatewayError {
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

	protected async readLimiter(group: LimitGroup = 'general'): Promise<Limiter> {
		const { accountKey, tokens, time } = this.connection;
		this.limiters ??= (async () =>
			hubSpotLimiters(this.baseUrl, accountKey ?? (await tokens.current()), time))();
		try {
			return (await this.limiters)[group];
		} catch (error) {
			this.limiters = undefined;
			throw error;
		}
	}

	private versioned(url: string): string {
		return (
			this.baseUrl +
			versionedPath(url.slice(this.baseUrl.length), this.connection.apiVersion ?? defaultApiVersion)
		);
	}
}
