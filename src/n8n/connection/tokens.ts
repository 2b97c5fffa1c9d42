import { NodeOperationError, type IAllExecuteFunctions } from 'n8n-workflow';
import type { TokenSource } from '../../gateways/apiSession';
import { GatewayError, type GatewayErrorKind, type SystemName } from '../../gateways/errors';
import type { N8nContext } from './context';
import { realTime } from './realTime';
import { readToken, type OAuthTokenData } from './storedToken';

/** How long a new token may take. */
const REFRESH_MS = 60_000;

/** A service key never changes. */
export function fixedToken(token: string): TokenSource {
	return {
		current: async () => await Promise.resolve(token),
		refresh: async () => await Promise.resolve(undefined),
	};
}

/**
 * The tokens of an OAuth2 credential. Only n8n renews them: it makes sure that parallel runs do it
 * once, and it stores the new token.
 */
export function oAuthTokens(
	context: N8nContext,
	type: string,
	system: SystemName,
	timeoutMs = REFRESH_MS,
): TokenSource {
	const readStored = async () =>
		(await context.getCredentials<{ oauthTokenData?: OAuthTokenData }>(type)).oauthTokenData;
	const readStoredToken = async () => (await readStored())?.access_token;
	let refreshing: Promise<string | undefined> | undefined;
	const refreshOnce = async (): Promise<string | undefined> => {
		refreshing ??= refreshByN8n(context, type, system)
			.then(readStoredToken)
			.finally(() => (refreshing = undefined));
		return await withinTime(refreshing, timeoutMs, system);
	};
	return {
		current: async () => {
			const { token, expiresSoon } = readToken(await readStored(), realTime.now());
			return expiresSoon ? ((await refreshOnce()) ?? token) : token;
		},
		refresh: async (rejected) => {
			const current = await readStoredToken();
			return current !== undefined && current !== rejected ? current : await refreshOnce();
		},
	};
}

/** @throws GatewayError, or n8n's own error when the account has to be connected again */
async function refreshByN8n(context: N8nContext, type: string, system: SystemName): Promise<void> {
	try {
		await context.helpers.refreshOAuth2Token.call(context as IAllExecuteFunctions, type);
	} catch (error) {
		throw error instanceof NodeOperationError ? error : toRefreshError(error, system);
	}
}

function toRefreshError(error: unknown, system: SystemName): GatewayError {
	const { httpCode, response } = error as {
		httpCode?: unknown;
		response?: { status?: unknown };
	};
	const status = Number(httpCode ?? response?.status);
	return new GatewayError({
		system,
		kind: kindOfRefusal(status),
		message: `${system} gave no new token`,
		...(status > 0 && { status }),
	});
}

function kindOfRefusal(status: number): GatewayErrorKind {
	if (status === 400 || status === 401) return 'unauthorized';
	return status >= 500 ? 'unavailable' : 'network';
}

/** @throws GatewayError of kind timeout */
async function withinTime<T>(work: Promise<T>, timeoutMs: number, system: SystemName): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		const error = new GatewayError({
			system,
			kind: 'timeout',
			message: `${system} gave no new token in time`,
		});
		timer = setTimeout(() => reject(error), timeoutMs);
	});
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
