import { createControlServer } from '../../../../sandbox/control';
import { Clock } from '../../../../sandbox/clock';
import { Faults } from '../../../../sandbox/faults';
import { createQuickBooksFaultAnswers } from '../../../../sandbox/quickbooks/faults/answers';
import { AuthorizationServer } from '../../../../sandbox/quickbooks/oauth/authorizationServer';
import {
	addQuickBooksOAuthControls,
	registerQuickBooksOAuth,
} from '../../../../sandbox/quickbooks/oauth/routes';
import {
	quickbooksSwitches,
	type QuickBooksSwitches,
} from '../../../../sandbox/quickbooks/switches';
import { Random } from '../../../../sandbox/random';
import { createSystemServer, send, type Runtime } from '../../../../sandbox/server';
import type { SystemSandbox } from '../../../../sandbox/system';
import { Store } from '../../../../sandbox/store';
import { Traffic } from '../../../../sandbox/traffic';
import { serve, type Call } from '../serve';

export const realm = '9341450000000001';

export const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

export const scope = 'com.intuit.quickbooks.accounting';

export const clientId = 'ABsandboxClientId0001';

export const basic = `Basic ${Buffer.from(`${clientId}:sandbox-client-secret-0001`).toString('base64')}`;

const company = (realmId: string, name: string) => ({
	key: realmId,
	realmId,
	name,
	country: 'US' as const,
	currency: 'USD',
	zone: 'America/Los_Angeles',
	user: { id: '1', name: 'A' },
});

/** The OAuth part alone behind the real server, with one API path that asks for a token. */
export async function startOAuthServer(
	switches: Partial<QuickBooksSwitches> = {},
	store = new Store(':memory:'),
) {
	const random = new Random(1);
	const runtime: Runtime = {
		clock: new Clock({ now: '2026-03-01T12:00:00Z', frozen: true }),
		random,
		faults: new Faults(random),
		traffic: new Traffic(),
	};
	const current = { ...quickbooksSwitches.parse({}), ...switches };
	const authority = new AuthorizationServer({
		store,
		clock: runtime.clock,
		random,
		companies: () => [
			company(realm, `Zoë's <b>Garden</b>`),
			company('9341450000000003', 'Leaf Ltd'),
		],
		switches: () => current,
	});
	const server = await serve(createApp(runtime, authority, current));
	const control = await serve(createControlApp(runtime, authority));
	const requests = tokenRequests(server);
	const authorize = createAuthorize(control);
	const connect = async (more: Record<string, string> = {}) => {
		const fields = { realmId: realm, redirectUri, clientId, scope, state: 's', ...more };
		const { code } = await authorize(fields);
		return (
			await requests.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
		).json<{ access_token: string; refresh_token: string }>();
	};
	return { ...runtime, ...requests, server, authorize, connect };
}

/** The server of QuickBooks, with the OAuth endpoints and a path of the API that answers pong. */
function createApp(runtime: Runtime, authority: AuthorizationServer, current: QuickBooksSwitches) {
	const app = createSystemServer({
		system: 'quickbooks',
		runtime,
		faultAnswers: createQuickBooksFaultAnswers(runtime.clock, () => current),
		newRequestId: () => 'tid-1',
		everyHeader: () => ({}),
		latencyMs: () => 0,
		notFound: () => ({ status: 400 }),
		internalError: (_request, error) => ({ status: 500, body: { problem: error.message } }),
		isApi: (path) => !path.startsWith('/connect'),
	});
	registerQuickBooksOAuth(app, authority);
	const pong = { status: 200, body: { pong: true } };
	app.get('/v3/company/:realm/ping', (request, reply) => {
		const { realm: realmId } = request.params as { realm: string };
		return send(reply, authority.checkToken(request, realmId) ?? pong);
	});
	return app;
}

function createControlApp(runtime: Runtime, authority: AuthorizationServer) {
	const system = { describe: () => ({}), switches: () => ({}) } as unknown as SystemSandbox;
	const app = createControlServer(runtime, { hubspot: system, quickbooks: system });
	addQuickBooksOAuthControls(app, authority);
	return app;
}

/** What an app asks of the token endpoint and, with a token, of the API. */
function tokenRequests(server: Call) {
	const post = (
		url: string,
		fields: Record<string, string>,
		headers: Record<string, string> = { authorization: basic },
	) => server(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
	const token = (fields: Record<string, string>, headers?: Record<string, string>) =>
		post('/oauth2/v1/tokens/bearer', fields, headers);
	const ping = (accessToken: string, realmId = realm) =>
		server(`/v3/company/${realmId}/ping`, { headers: { authorization: `Bearer ${accessToken}` } });
	const refresh = (refreshToken: string, headers?: Record<string, string>) =>
		token({ grant_type: 'refresh_token', refresh_token: refreshToken }, headers);
	return { post, token, ping, refresh };
}

/** A person's consent, given through the control server. */
function createAuthorize(control: Call) {
	return async (fields: object) =>
		(
			await control('/control/quickbooks/authorize', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(fields),
			})
		).json<{ code: string }>();
}

export const authorizeQuery = (changes: Record<string, string> = {}) =>
	new URLSearchParams({
		client_id: clientId,
		response_type: 'code',
		scope,
		redirect_uri: redirectUri,
		state: 'st&1',
		...changes,
	}).toString();

export const tokenInvalid = { error_description: 'Token invalid', error: 'invalid_grant' };
