import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { send, type Answer } from '../../server';
import {
	quickbooksApp as client,
	scopes,
	type AuthorizationServer,
	type TokenReply,
} from './authorizationServer';
import { choicePage, refusalPage } from './page';
import { OAuthRefusal } from './refusal';

const HTML = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	'x-frame-options': 'DENY',
};
const TOKEN_HEADERS = {
	'content-type': 'application/json;charset=UTF-8',
	'cache-control': 'no-cache, no-store',
	pragma: 'no-cache',
};

/**
 * Registers the page on which a user connects a company, and the endpoints from which the app gets its
 * tokens. The real system has several hosts (appcenter, oauth.platform, developer.api); here there is
 * one.
 */
export function registerQuickBooksOAuth(
	app: FastifyInstance,
	authorizationServer: AuthorizationServer,
): void {
	app.get('/.well-known/openid_configuration', (request, reply) =>
		send(reply, discovery(`${request.protocol}://${request.host}`)),
	);
	app.get('/connect/oauth2', (request, reply) =>
		send(reply, ask(authorizationServer, new URLSearchParams(request.url.split('?')[1] ?? ''))),
	);
	app.post('/connect/oauth2', (request, reply) =>
		orRefuse(reply, () => decide(authorizationServer, form(request))),
	);
	app.post('/oauth2/v1/tokens/bearer', (request, reply) =>
		orRefuse(reply, () => grant(authorizationServer, request)),
	);
	app.post('/v2/oauth2/tokens/revoke', (request, reply) =>
		orRefuse(reply, () => revoke(authorizationServer, request)),
	);
}

/** `POST /control/quickbooks/authorize` does in one call what a user does on the page. */
export function addQuickBooksOAuthControls(
	control: FastifyInstance,
	authorizationServer: AuthorizationServer,
): void {
	const schema = z
		.object({
			realmId: z.string(),
			redirectUri: z.string(),
			clientId: z.string().default(client.clientId),
			scope: z.string().default('com.intuit.quickbooks.accounting'),
			state: z.string().optional(),
		})
		.strict();
	control.post('/control/quickbooks/authorize', (request) => {
		const { state, ...connection } = schema.parse(request.body);
		const code = authorizationServer.authorize(connection);
		return { code, realmId: connection.realmId, ...(state !== undefined && { state }) };
	});
}

function ask(authorizationServer: AuthorizationServer, query: URLSearchParams): Answer {
	const problem = problemWith(authorizationServer, query);
	if (problem) return { status: 400, headers: HTML, body: refusalPage(problem) };
	return {
		status: 200,
		headers: HTML,
		body: choicePage(authorizationServer.options.companies(), Object.fromEntries(query)),
	};
}

/** Sends the user back to the app with a code and the company, or with the refusal. */
function decide(authorizationServer: AuthorizationServer, fields: URLSearchParams): Answer {
	const value = (name: string) => fields.get(name) ?? '';
	const refuse = (problem: string): Answer => ({
		status: 400,
		headers: HTML,
		body: refusalPage(problem),
	});
	const problem = problemWith(authorizationServer, fields);
	if (problem) return refuse(problem);
	const target = new URL(value('redirect_uri'));
	const back = (answer: Record<string, string>): Answer => {
		for (const [name, text] of Object.entries({ ...answer, state: value('state') }))
			target.searchParams.set(name, text);
		return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } };
	};
	if (fields.has('cancel')) return back({ error: 'access_denied' });
	const realmId = value('realmId');
	if (!authorizationServer.options.companies().some((company) => company.realmId === realmId))
		return refuse('There is no company with this number.');
	return back({
		code: authorizationServer.authorize({
			realmId,
			redirectUri: value('redirect_uri'),
			clientId: value('client_id'),
			scope: value('scope'),
		}),
		realmId,
	});
}

function problemWith(
	authorizationServer: AuthorizationServer,
	query: URLSearchParams,
): string | undefined {
	const value = (name: string) => query.get(name) ?? '';
	const problem = authorizationServer.problemWith({
		clientId: value('client_id'),
		redirectUri: value('redirect_uri'),
		scope: value('scope'),
	});
	if (problem) return problem;
	if (value('response_type') !== 'code') return 'The response_type must be "code".';
	return value('state') === ''
		? 'The state is missing. Without it, the app cannot recognise a forged request.'
		: undefined;
}

const grants: Record<
	string,
	(authorizationServer: AuthorizationServer, fields: URLSearchParams) => TokenReply
> = {
	authorization_code: (authorizationServer, fields) =>
		authorizationServer.exchange(required(fields, 'code'), required(fields, 'redirect_uri')),
	refresh_token: (authorizationServer, fields) =>
		authorizationServer.refresh(required(fields, 'refresh_token')),
};

function grant(authorizationServer: AuthorizationServer, request: FastifyRequest): Answer {
	const fields = form(request);
	checkClient(request, fields);
	const work = Object.hasOwn(grants, fields.get('grant_type') ?? '')
		? grants[required(fields, 'grant_type')]
		: undefined;
	if (!work)
		throw fields.get('grant_type')
			? new OAuthRefusal('unsupported_grant_type', 'The grant type is not supported')
			: missing('grant_type');
	const { x_refresh_token_hard_expires_in: hard, ...body } = work(authorizationServer, fields);
	const wantsHard = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
	return {
		status: 200,
		headers: TOKEN_HEADERS,
		body: wantsHard ? { ...body, x_refresh_token_hard_expires_in: hard } : body,
	};
}

function revoke(authorizationServer: AuthorizationServer, request: FastifyRequest): Answer {
	const fields = form(request);
	checkClient(request, fields);
	authorizationServer.revoke(required(fields, 'token'));
	return { status: 200 };
}

/** The fields of a form or of a JSON object, which the revoke endpoint accepts, too. */
function form(request: FastifyRequest): URLSearchParams {
	const text = request.rawBody.toString('utf8');
	if (!/^application\/json/i.test(request.headers['content-type'] ?? ''))
		return new URLSearchParams(text);
	try {
		return new URLSearchParams(z.record(z.string()).parse(JSON.parse(text)));
	} catch {
		throw new OAuthRefusal('invalid_request', 'The body is not a JSON object of texts');
	}
}

/** Checks the client id and secret from HTTP Basic or from the body. @throws OAuthRefusal */
function checkClient(request: FastifyRequest, fields: URLSearchParams): void {
	const basic = /^Basic +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
	const given =
		basic === undefined
			? `${fields.get('client_id') ?? ''}:${fields.get('client_secret') ?? ''}`
			: Buffer.from(basic, 'base64').toString('utf8');
	const [expected, actual] = [`${client.clientId}:${client.clientSecret}`, given].map((text) =>
		Buffer.from(text),
	) as [Buffer, Buffer];
	if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
		throw new OAuthRefusal('invalid_client');
}

function required(fields: URLSearchParams, name: string): string {
	const value = fields.get(name);
	if (value === null || value === '') throw missing(name);
	return value;
}

function missing(name: string): OAuthRefusal {
	return new OAuthRefusal('invalid_request', `The parameter ${name} is missing`);
}

function orRefuse(reply: FastifyReply, work: () => Answer): FastifyReply {
	try {
		return send(reply, work());
	} catch (error) {
		if (error instanceof OAuthRefusal) return send(reply, error.answer());
		throw error;
	}
}

function discovery(base: string): Answer {
	return {
		status: 200,
		body: {
			issuer: `${base}/op/v1`,
			authorization_endpoint: `${base}/connect/oauth2`,
			token_endpoint: `${base}/oauth2/v1/tokens/bearer`,
			revocation_endpoint: `${base}/v2/oauth2/tokens/revoke`,
			response_types_supported: ['code'],
			scopes_supported: scopes,
			token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
		},
	};
}
