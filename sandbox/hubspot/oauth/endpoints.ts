import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import { send, type Answer } from '../../server';
import { account } from '../account/account';
import type { HubSpotSwitches } from '../switches';
import { ACCESS_SECONDS, type OAuthApp, type StoredToken, type Tokens } from './tokens';

export interface OAuthParts {
	tokens: Tokens;
	clock: Clock;
	switches: () => HubSpotSwitches;
}

/**
 * HubSpot removes the v1 endpoints on this day.
 * https://developers.hubspot.com/changelog/v1-oauth-api-deprecation
 */
const V1_END = Date.parse('2027-02-16T00:00:00Z');
const BODY_ONLY = ['v3', '2026-03', '2026-09'];

/**
 * The code of RFC 6749, HubSpot's own status, and its sentence. Recorded answers exist for auth codes
 * and refresh tokens; the others follow their pattern.
 */
const problems = {
	grantType: ['unsupported_grant_type', 'BAD_GRANT_TYPE', 'missing or unknown grant type'],
	clientId: ['invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id'],
	clientSecret: ['invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret'],
	code: ['invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code'],
	codeExpired: ['invalid_grant', 'EXPIRED_AUTH_CODE', 'the auth code has expired'],
	redirectUri: ['invalid_grant', 'BAD_REDIRECT_URI', 'missing or invalid redirect uri'],
	verifier: ['invalid_grant', 'BAD_CODE_VERIFIER', 'missing or invalid code verifier'],
	refreshToken: ['invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token'],
	token: ['invalid_request', 'BAD_TOKEN', 'missing token'],
} as const;

class TokenRefusal extends Error {
	constructor(readonly problem: keyof typeof problems) {
		super(problem);
	}

	/** v1 has only HubSpot's own status; later versions add the code of the RFC. */
	answer(v1: boolean, correlationId: string): Answer {
		const [error, status, message] = problems[this.problem];
		return {
			status: 400,
			body: v1
				? { status, message, correlationId }
				: { error, error_description: message, status, message, correlationId },
		};
	}
}

type TokenFields = Record<string, string | undefined>;

/**
 * Registers the token endpoints of all versions.
 * https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/guide
 */
export function registerTokenEndpoints(app: FastifyInstance, parts: OAuthParts): void {
	registerCurrentVersions(app, parts);
	registerV1(app, parts);
}

type TokenWork = (fields: TokenFields, request: FastifyRequest) => Answer;

function answering(v1: boolean, work: TokenWork) {
	return (request: FastifyRequest, reply: FastifyReply) => {
		try {
			return send(reply, work(fieldsOf(request, v1), request));
		} catch (error) {
			if (error instanceof TokenRefusal) return send(reply, error.answer(v1, request.requestId));
			throw error;
		}
	};
}

function registerCurrentVersions(app: FastifyInstance, parts: OAuthParts): void {
	for (const version of BODY_ONLY) {
		app.post(
			`/oauth/${version}/token`,
			answering(false, (fields) => issue(parts, fields, false)),
		);
		app.post(
			`/oauth/${version}/token/introspect`,
			answering(false, (fields) => introspect(parts, fields)),
		);
		app.post(
			`/oauth/${version}/token/revoke`,
			answering(false, (fields) => revoke(parts, fields)),
		);
	}
}

function registerV1(app: FastifyInstance, parts: OAuthParts): void {
	const v1 = (work: TokenWork) =>
		answering(true, (fields, request) =>
			v1Ended(parts) ? notThere(request) : work(fields, request),
		);
	app.post(
		'/oauth/v1/token',
		v1((fields) => issue(parts, fields, true)),
	);
	app.get(
		'/oauth/v1/access-tokens/:token',
		v1((_fields, request) => describeV1(parts, request, 'access')),
	);
	app.get(
		'/oauth/v1/refresh-tokens/:token',
		v1((_fields, request) => describeV1(parts, request, 'refresh')),
	);
	app.delete(
		'/oauth/v1/refresh-tokens/:token',
		v1((_fields, request) => {
			parts.tokens.revoke(
				(request.params as { token: string }).token,
				parts.switches().revokeCascades,
			);
			return { status: 204 };
		}),
	);
}

/** v1 also reads the query. Later versions read only the body, so that logs contain no secret. */
function fieldsOf(request: FastifyRequest, queryToo: boolean): TokenFields {
	const query = queryToo ? new URL(request.url, 'http://localhost').searchParams : [];
	return Object.fromEntries([...query, ...new URLSearchParams(request.rawBody.toString('utf8'))]);
}

function clientOf({ tokens }: OAuthParts, fields: TokenFields): OAuthApp {
	const found = tokens.app(fields['client_id'] ?? '');
	if (!found) throw new TokenRefusal('clientId');
	if (fields['client_secret'] !== found.clientSecret) throw new TokenRefusal('clientSecret');
	return found;
}

function issue(parts: OAuthParts, fields: TokenFields, v1: boolean): Answer {
	const grantType = fields['grant_type'];
	if (grantType !== 'authorization_code' && grantType !== 'refresh_token')
		throw new TokenRefusal('grantType');
	const client = clientOf(parts, fields);
	const { refresh, access } =
		grantType === 'authorization_code'
			? exchange(parts, fields, client)
			: renew(parts, fields, client);
	const short = {
		token_type: 'bearer',
		refresh_token: refresh.token,
		access_token: access.token,
		expires_in: ACCESS_SECONDS,
	};
	return {
		status: 200,
		body: v1
			? short
			: {
					...short,
					token_use: 'access_token',
					hub_id: account.id,
					user_id: account.user.id,
					scopes: access.scopes,
				},
	};
}

function exchange({ tokens, clock }: OAuthParts, fields: TokenFields, client: OAuthApp) {
	const code = fields['code'] ?? '';
	const grant = tokens.code(code);
	if (!grant || grant.clientId !== client.clientId) throw new TokenRefusal('code');
	if (clock.now().getTime() >= grant.expiresAt) throw new TokenRefusal('codeExpired');
	if (fields['redirect_uri'] !== grant.redirectUri) throw new TokenRefusal('redirectUri');
	const verifier = createHash('sha256')
		.update(fields['code_verifier'] ?? '')
		.digest('base64url');
	if (grant.challenge !== '' && verifier !== grant.challenge) throw new TokenRefusal('verifier');
	return tokens.redeem(code, grant);
}

function renew({ tokens }: OAuthParts, fields: TokenFields, client: OAuthApp) {
	const found = tokens.find(fields['refresh_token'] ?? '');
	if (
		!found ||
		found.kind !== 'refresh' ||
		found.clientId !== client.clientId ||
		!tokens.isLive(found)
	)
		throw new TokenRefusal('refreshToken');
	return tokens.refresh(found);
}

function introspect(parts: OAuthParts, fields: TokenFields): Answer {
	const client = clientOf(parts, fields);
	if (!fields['token']) throw new TokenRefusal('token');
	const found = parts.tokens.find(fields['token']);
	if (
		!found ||
		found.kind === 'serviceKey' ||
		found.clientId !== client.clientId ||
		!parts.tokens.isLive(found)
	)
		return { status: 200, body: { active: false } };
	return {
		status: 200,
		body: {
			active: true,
			token_use: `${found.kind}_token`,
			client_id: client.clientId,
			...describe(found, client, parts, 'bearer'),
		},
	};
}

function revoke(parts: OAuthParts, fields: TokenFields): Answer {
	const client = clientOf(parts, fields);
	if (!fields['token']) throw new TokenRefusal('token');
	const found = parts.tokens.find(fields['token']);
	if (found && found.kind !== 'serviceKey' && found.clientId === client.clientId)
		parts.tokens.revoke(found.token, parts.switches().revokeCascades);
	return { status: 200 };
}

/** The answer to an unknown token is not documented; the sandbox answers with a general 404. */
function describeV1(
	parts: OAuthParts,
	request: FastifyRequest,
	kind: 'access' | 'refresh',
): Answer {
	const found = parts.tokens.find((request.params as { token: string }).token);
	const client = found && parts.tokens.app(found.clientId);
	if (!found || !client || found.kind !== kind || !parts.tokens.isLive(found))
		return notThere(request);
	const { app_id: appId, ...described } = describe(found, client, parts, kind);
	return {
		status: 200,
		body: {
			...described,
			...(kind === 'access' ? { app_id: appId } : { client_id: client.clientId }),
		},
	};
}

function describe(token: StoredToken, client: OAuthApp, { clock }: OAuthParts, tokenType: string) {
	return {
		token: token.token,
		user: account.user.email,
		hub_domain: account.domain,
		scopes: token.scopes,
		hub_id: account.id,
		app_id: client.appId,
		...(token.expiresAt !== null && {
			expires_in: Math.floor((token.expiresAt - clock.now().getTime()) / 1000),
			is_private_distribution: true,
		}),
		user_id: account.user.id,
		token_type: tokenType,
	};
}

function v1Ended({ clock, switches }: OAuthParts): boolean {
	return (
		switches().oauthV1 === 'never' ||
		(switches().oauthV1 === 'untilItsEnd' && clock.now().getTime() >= V1_END)
	);
}

function notThere(request: FastifyRequest): Answer {
	return {
		status: 404,
		body: { status: 'error', message: 'resource not found', correlationId: request.requestId },
	};
}
