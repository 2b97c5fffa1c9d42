import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Answer } from '../../server';
import { account } from '../account/account';
import type { HubSpotSwitches } from '../switches';
import { expiredToken, invalidToken, missingScopes } from './refusals';
import { requiredScopes } from './scopes';
import type { Tokens } from './tokens';

/** The rights of a request's token. */
export interface Grant {
	portalId: number;
	scopes: ReadonlySet<string>;
	kind: 'serviceKey' | 'oauth';
	/** The key for the burst limit: the service key itself, or the OAuth app. */
	limitedAs: string;
	/** The OAuth app's client id, or the name of the service key. */
	clientId: string;
}

export type CheckToken = (request: FastifyRequest) => Grant | Answer;

export function isRefusal(result: Grant | Answer): result is Answer {
	return 'status' in result;
}

/**
 * A request needs a known token that has not expired, and the scopes of its path. Otherwise the
 * answer is HubSpot's 401 or 403.
 */
export function createTokenCheck(
	tokens: Tokens,
	clock: Clock,
	switches: () => HubSpotSwitches,
): CheckToken {
	return (request) => {
		const now = clock.now().getTime();
		const fault = request.faultRule?.behaviour;
		const token = /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
		const found = token === undefined ? undefined : tokens.find(token);
		if (!found || found.kind === 'refresh') return invalidToken(request.requestId);
		if (!tokens.isLive(found)) return expiredToken(request.requestId, found.expiresAt ?? now, now);
		if (fault === 'expired-token') return expiredToken(request.requestId, now - 1000, now);

		const path = request.url.split('?', 1)[0] as string;
		const required = requiredScopes(request.method, decodeSafely(path), switches());
		if (fault === 'missing-scope')
			return missingScopes(request.requestId, required[0] ?? ['oauth']);
		const lacking = required.find((anyOf) => !anyOf.some((scope) => found.scopes.includes(scope)));
		if (lacking) return missingScopes(request.requestId, lacking);

		const kind = found.kind === 'serviceKey' ? 'serviceKey' : 'oauth';
		return {
			portalId: account.id,
			scopes: new Set(found.scopes),
			kind,
			limitedAs: kind === 'serviceKey' ? found.token : found.clientId,
			clientId: found.clientId,
		};
	};
}

function decodeSafely(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
