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
import { serve } from '../serve';

const realm = '9341450000000001';
const redirectUri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const scope = 'com.intuit.quickbooks.accounting';
const clientId = 'ABsandboxClientId0001';
const basic = `Basic ${Buffer.from(`${clientId}:sandbox-client-secret-0001`).toString('base64')}`;
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
async function start(switches: Partial<QuickBooksSwitches> = {}, store = new Store(':memory:')) {
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
	app.get('/v3/company/:realm/ping', (request, reply) =>
		send(
			reply,
			authority.checkToken(request, (request.params as { realm: string }).realm) ?? {
				status: 200,
				body: { pong: true },
			},
		),
	);
	const system = { describe: () => ({}), switches: () => ({}) } as unknown as SystemSandbox;
	const controlApp = createControlServer(runtime, { hubspot: system, quickbooks: system });
	addQuickBooksOAuthControls(controlApp, authority);
	const [server, control] = [await serve(app), await serve(controlApp)];

	const post = (
		url: string,
		fields: Record<string, string>,
		headers: Record<string, string> = { authorization: basic },
	) => server(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
	const token = (fields: Record<string, string>, headers?: Record<string, string>) =>
		post('/oauth2/v1/tokens/bearer', fields, headers);
	const ping = (accessToken: string, realmId = realm) =>
		server(`/v3/company/${realmId}/ping`, { headers: { authorization: `Bearer ${accessToken}` } });
	const authorize = async (fields: object) =>
		(
			await control('/control/quickbooks/authorize', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(fields),
			})
		).json<{ code: string }>();
	const connect = async (more: Record<string, string> = {}) => {
		const { code } = await authorize({
			realmId: realm,
			redirectUri,
			clientId,
			scope,
			state: 's',
			...more,
		});
		return (
			await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
		).json<{ access_token: string; refresh_token: string }>();
	};
	const refresh = (refreshToken: string, headers?: Record<string, string>) =>
		token({ grant_type: 'refresh_token', refresh_token: refreshToken }, headers);
	return { ...runtime, server, authorize, post, token, ping, connect, refresh };
}

const query = (changes: Record<string, string> = {}) =>
	new URLSearchParams({
		client_id: clientId,
		response_type: 'code',
		scope,
		redirect_uri: redirectUri,
		state: 'st&1',
		...changes,
	}).toString();
const tokenInvalid = { error_description: 'Token invalid', error: 'invalid_grant' };

describe('the page that connects a company', () => {
	it('lists the companies, and a click leads back with code, state and realmId', async () => {
		const { server, post, token } = await start();
		const page = await server(`/connect/oauth2?${query()}`);
		expect(page.status).toBe(200);
		expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(page.text).toContain(
			'<button name="realmId" value="9341450000000001">Zoë&#39;s &lt;b&gt;Garden&lt;/b&gt;<br>',
		);
		expect(page.text).toContain('<input type="hidden" name="state" value="st&amp;1">');

		const back = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(query())), realmId: '9341450000000003' },
			{},
		);
		expect(back.status).toBe(302);
		const target = new URL(back.headers['location'] as string);
		expect(`${target.origin}${target.pathname}`).toBe(redirectUri);
		expect(Object.fromEntries(target.searchParams)).toEqual({
			code: expect.stringMatching(/^XAB11\w{46}$/) as string,
			state: 'st&1',
			realmId: '9341450000000003',
		});
		const reply = await token({
			grant_type: 'authorization_code',
			code: target.searchParams.get('code') as string,
			redirect_uri: redirectUri,
		});
		expect(reply.status).toBe(200);
	});

	it('leads back with the refusal when the person does not want to', async () => {
		const { post } = await start();
		const back = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(query())), cancel: '1' },
			{},
		);
		expect(back.headers['location']).toBe(`${redirectUri}?error=access_denied&state=st%261`);
	});

	it.each([
		[{ client_id: 'other' }, 'The client_id is missing or unknown.'],
		[
			{ redirect_uri: 'https://example.com/callback' },
			'The redirect_uri is missing or is not an http or https address on this machine.',
		],
		[
			{ redirect_uri: 'http://127.0.0.1.example.com/callback' },
			'The redirect_uri is missing or is not an http or https address on this machine.',
		],
		[
			{ redirect_uri: 'javascript:alert(1)' },
			'The redirect_uri is missing or is not an http or https address on this machine.',
		],
		[{ scope: '' }, 'The scope is missing.'],
		[{ scope: `${scope} <all>` }, 'The scope &lt;all&gt; is unknown.'],
		[{ response_type: 'token' }, 'The response_type must be &quot;code&quot;.'],
		[{ state: '' }, 'The state is missing'],
	])(
		'refuses %j in a page that says why, on asking and on answering',
		async (changes: Record<string, string>, sentence) => {
			const { server, post } = await start();
			for (const page of [
				await server(`/connect/oauth2?${query(changes)}`),
				await post(
					'/connect/oauth2',
					{ ...Object.fromEntries(new URLSearchParams(query(changes))), realmId: realm },
					{},
				),
			]) {
				expect(page.status).toBe(400);
				expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
				expect(page.text).toContain(sentence);
				expect(page.headers['location']).toBeUndefined();
			}
		},
	);

	it('refuses a company that is not there', async () => {
		const { post } = await start();
		const page = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(query())), realmId: '1' },
			{},
		);
		expect([page.status, page.headers['location']]).toEqual([400, undefined]);
	});
});

describe('the token endpoint', () => {
	it('exchanges a code once', async () => {
		const { authorize, token, ping } = await start();
		const { code, ...rest } = await authorize({
			realmId: realm,
			redirectUri,
			clientId,
			scope,
			state: 's',
		});
		expect(rest).toEqual({ realmId: realm, state: 's' });
		const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
		expect((await token({ ...fields, redirect_uri: 'http://localhost/other' })).json()).toEqual({
			error_description: 'Invalid redirect_uri',
			error: 'invalid_grant',
		});
		const reply = await token(fields);
		expect(reply.json()).toEqual({
			token_type: 'bearer',
			expires_in: 3600,
			refresh_token: expect.stringMatching(/^AB11\w{46}$/) as string,
			x_refresh_token_expires_in: 8726400,
			access_token: expect.stringMatching(/^AB01\w{46}$/) as string,
		});
		expect(reply.headers['cache-control']).toBe('no-cache, no-store');
		expect((await ping(reply.json<{ access_token: string }>().access_token)).json()).toEqual({
			pong: true,
		});
		const again = await token(fields);
		expect([again.status, again.json()]).toEqual([
			400,
			{ error_description: 'Invalid authorization code', error: 'invalid_grant' },
		]);
	});

	it('refuses a code after ten minutes', async () => {
		const { authorize, clock, token } = await start();
		const { code } = await authorize({ realmId: realm, redirectUri });
		clock.advance(600_000);
		expect(
			(await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })).json(),
		).toEqual({ error_description: 'Invalid authorization code', error: 'invalid_grant' });
	});

	it('refuses another app with 401, by header and by body, and takes the right one by body', async () => {
		const { connect, token } = await start();
		const { refresh_token } = await connect();
		const fields = { grant_type: 'refresh_token', refresh_token };
		const wrong = await token(fields, {
			authorization: `Basic ${Buffer.from(`${clientId}:other`).toString('base64')}`,
		});
		expect([wrong.status, wrong.json()]).toEqual([401, { error: 'invalid_client' }]);
		expect((await token(fields, {})).status).toBe(401);
		expect(
			(
				await token(
					{ ...fields, client_id: clientId, client_secret: 'sandbox-client-secret-0001' },
					{},
				)
			).status,
		).toBe(200);
	});

	it.each([
		[{}, { error: 'invalid_request', error_description: 'The parameter grant_type is missing' }],
		[
			{ grant_type: 'password' },
			{ error: 'unsupported_grant_type', error_description: 'The grant type is not supported' },
		],
		[
			{ grant_type: 'constructor' },
			{ error: 'unsupported_grant_type', error_description: 'The grant type is not supported' },
		],
		[
			{ grant_type: 'refresh_token' },
			{ error: 'invalid_request', error_description: 'The parameter refresh_token is missing' },
		],
		[{ grant_type: 'refresh_token', refresh_token: 'AB11none' }, tokenInvalid],
	])('answers %j with 400', async (fields: Record<string, string>, expected) => {
		const { token } = await start();
		const reply = await token(fields);
		expect([reply.status, reply.json()]).toEqual([400, expected]);
	});

	it('rotates refresh tokens: the replaced one is refused, access tokens live on', async () => {
		const { connect, refresh, ping } = await start();
		const first = await connect();
		const second = (await refresh(first.refresh_token)).json<typeof first>();
		expect(second.refresh_token).not.toBe(first.refresh_token);
		const late = await refresh(first.refresh_token);
		expect([late.status, late.json()]).toEqual([400, tokenInvalid]);
		expect((await refresh(first.access_token)).json()).toEqual(tokenInvalid);
		expect((await ping(first.access_token)).status).toBe(200);
		expect((await ping(second.access_token)).status).toBe(200);
		expect((await refresh(second.refresh_token)).status).toBe(200);
	});

	it('within the grace a replaced refresh token gives the newest one', async () => {
		const { clock, connect, refresh } = await start({ refreshGraceSeconds: 60 });
		const first = await connect();
		const second = (await refresh(first.refresh_token)).json<typeof first>();
		clock.advance(59_000);
		expect((await refresh(first.refresh_token)).json()).toMatchObject({
			refresh_token: second.refresh_token,
		});
		clock.advance(1000);
		expect((await refresh(first.refresh_token)).json()).toEqual(tokenInvalid);
	});

	it('rotates once a day where told so', async () => {
		const { clock, connect, refresh } = await start({ refreshRotation: 'daily' });
		const first = await connect();
		clock.advance(86_399_000);
		expect((await refresh(first.refresh_token)).json()).toMatchObject({
			refresh_token: first.refresh_token,
			x_refresh_token_expires_in: 8726400,
		});
		clock.advance(1000);
		const next = (await refresh(first.refresh_token)).json<typeof first>();
		expect(next.refresh_token).not.toBe(first.refresh_token);
		expect((await refresh(first.refresh_token)).json()).toEqual(tokenInvalid);
	});

	it('refresh tokens end 101 days after their last use, and never live longer than five years', async () => {
		const { clock, connect, refresh } = await start();
		let { refresh_token } = await connect();
		clock.advance(8_726_399_000);
		refresh_token = (await refresh(refresh_token)).json<{ refresh_token: string }>().refresh_token;
		for (let hundredDays = 0; hundredDays < 17; hundredDays += 1) {
			clock.advance(100 * 86_400_000);
			refresh_token = (await refresh(refresh_token)).json<{ refresh_token: string }>()
				.refresh_token;
		}
		const last = await refresh(refresh_token, {
			authorization: basic,
			'x-include-refresh-token-hard-expires-in': 'true',
		});
		const left = 1825 * 86_400 - 8_726_399 - 1700 * 86_400;
		expect(last.json()).toMatchObject({
			x_refresh_token_expires_in: left,
			x_refresh_token_hard_expires_in: left,
		});
		clock.advance(left * 1000);
		expect((await refresh(last.json<{ refresh_token: string }>().refresh_token)).json()).toEqual(
			tokenInvalid,
		);
	});

	it('revoking either token ends the connection', async () => {
		const { server, post, connect, refresh, ping } = await start();
		for (const kind of ['access_token', 'refresh_token'] as const) {
			const tokens = await connect();
			const revoked = await post('/v2/oauth2/tokens/revoke', { token: tokens[kind] });
			expect([revoked.status, revoked.text]).toEqual([200, '']);
			expect((await refresh(tokens.refresh_token)).json()).toEqual(tokenInvalid);
			expect((await ping(tokens.access_token)).status).toBe(403);
		}
		const json = await server('/v2/oauth2/tokens/revoke', {
			method: 'POST',
			headers: { authorization: basic, 'content-type': 'application/json' },
			body: '{"token":"none"}',
		});
		expect([json.status, json.json()]).toEqual([
			400,
			{ error: 'invalid_request', error_description: 'Token invalid' },
		]);
	});

	it('connections outlive a restart, and the same seed gives other tokens then', async () => {
		const store = new Store(':memory:');
		const before = await (await start({}, store)).connect();
		const { connect, ping } = await start({}, store);
		const after = await connect();
		expect(after.access_token).not.toBe(before.access_token);
		expect((await ping(before.access_token)).status).toBe(200);
	});

	it('tokens, codes and secrets are kept out of the request log', async () => {
		const { traffic, connect, refresh, post, ping, clock } = await start();
		const tokens = await connect();
		await post(
			'/oauth2/v1/tokens/bearer',
			{
				grant_type: 'refresh_token',
				refresh_token: 'AB11none',
				client_id: clientId,
				client_secret: 'sandbox-client-secret-0001',
			},
			{},
		);
		const { access_token } = (await refresh(tokens.refresh_token)).json<typeof tokens>();
		clock.advance(3_600_000);
		await ping(access_token);
		const log = JSON.stringify(traffic.requests());
		expect(traffic.requests()).toHaveLength(4);
		expect(log).toContain('Token expired: …');
		expect(log).toContain('grant_type=refresh_token&refresh_token=…');
		expect(log.match(/AB\d\d\w{20,}|AB11none|secret-0001/g)).toBeNull();
	});

	it('describes itself', async () => {
		const { server } = await start();
		expect((await server('/.well-known/openid_configuration')).json()).toMatchObject({
			authorization_endpoint: `${server.url}/connect/oauth2`,
			token_endpoint: `${server.url}/oauth2/v1/tokens/bearer`,
			revocation_endpoint: `${server.url}/v2/oauth2/tokens/revoke`,
		});
	});

	it('a control request that cannot be is refused in a sentence', async () => {
		const { authorize } = await start();
		expect(await authorize({ realmId: '1', redirectUri })).toEqual({
			error: 'There is no company 1.',
		});
		expect(await authorize({ redirectUri })).toEqual({ error: 'realmId: Required' });
	});
});

describe('tokens on the API', () => {
	const gateway = (error: object, type: string) => ({
		warnings: null,
		intuitObject: null,
		fault: { error: [{ ...error, element: null }], type },
		report: null,
		queryResponse: null,
		batchItemResponse: [],
		attachableResponse: [],
		syncErrorResponse: null,
		requestId: null,
		time: expect.any(Number) as number,
		status: null,
		cdcresponse: [],
	});
	const failed = (detail: string) =>
		gateway(
			{
				message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
				detail,
				code: '3200',
			},
			'AUTHENTICATION',
		);
	const forbidden = gateway(
		{
			message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
			detail: null,
			code: '3100',
		},
		'SERVICE',
	);

	it('an access token lives an hour', async () => {
		const { clock, connect, ping } = await start();
		const { access_token } = await connect();
		clock.advance(3_599_000);
		expect((await ping(access_token)).status).toBe(200);
		clock.advance(1000);
		const late = await ping(access_token);
		expect([late.status, late.headers['www-authenticate']]).toEqual([
			401,
			'Bearer realm="Intuit", error="invalid_token"',
		]);
		expect(late.json()).toEqual(failed(`Token expired: ${access_token}`));
	});

	it('no token, a short one, an unknown one', async () => {
		const { server, ping } = await start();
		const malformed = failed('Malformed bearer token: too short or too long');
		expect((await server(`/v3/company/${realm}/ping`)).json()).toEqual(malformed);
		expect((await ping('abc')).json()).toEqual(malformed);
		expect((await ping('AB01-never-given-to-anyone')).json()).toEqual(
			failed('Token expired: AB01-never-given-to-anyone'),
		);
	});

	it('another company, or no accounting scope: 403 with code 3100', async () => {
		const { connect, ping } = await start();
		const { access_token } = await connect();
		const other = await ping(access_token, '9341450000000003');
		expect([other.status, other.json()]).toEqual([403, forbidden]);
		const identity = await connect({ scope: 'openid email' });
		expect((await ping(identity.access_token)).json()).toEqual(forbidden);
	});

	it('faults by rule speak the same words', async () => {
		const { connect, faults, ping, refresh } = await start({
			throttleBody: 'json',
			throttleRetryAfterSeconds: 7,
		});
		const { access_token, refresh_token } = await connect();
		const meet = async (
			behaviour: Parameters<typeof faults.add>[0]['behaviour'],
			more: { retryAfterSeconds?: number } = {},
		) => {
			faults.clear();
			faults.add({ system: 'quickbooks', behaviour, ...more });
			return ping(access_token);
		};
		expect((await meet('expired-token')).json()).toEqual(failed(`Token expired: ${access_token}`));
		expect((await meet('missing-scope')).json()).toEqual(forbidden);
		expect((await meet('stale-token')).json()).toEqual({
			Fault: {
				Error: [
					{
						Message: 'Stale Object Error',
						Detail: expect.stringMatching(
							/^Stale Object Error : You and another user were working on this at the same time\./,
						) as string,
						code: '5010',
						element: '',
					},
				],
				type: 'ValidationFault',
			},
			time: '2026-03-01T04:00:00.000-08:00',
		});
		const json = await meet('429');
		expect([json.status, json.headers['retry-after'], json.json()]).toEqual([
			429,
			'7',
			gateway(
				{
					message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
					detail: 'The request limit was reached.  Try again later',
					code: '3001',
				},
				'SERVICE',
			),
		]);
		const xml = await meet('429-xml', { retryAfterSeconds: 60 });
		expect([xml.status, xml.headers['retry-after'], xml.headers['content-type']]).toEqual([
			429,
			'60',
			'application/xml',
		]);
		expect(xml.text).toMatch(
			/^<\?xml .*\?>\n<IntuitResponse time="2026-03-01T04:00:00.000-08:00" .*<Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429<\/Message>/,
		);
		const failure = await meet('500');
		expect([failure.status, failure.json<{ Fault: object }>().Fault]).toEqual([
			500,
			{
				Error: [
					{
						Message: 'An application error has occurred while processing your request',
						Detail: 'System Failure Error: An internal error has occurred.',
						code: '10000',
					},
				],
				type: 'SystemFault',
			},
		]);
		expect([
			(await meet('502-html')).headers['content-type'],
			(await meet('503')).status,
			(await meet('477')).status,
		]).toEqual(['text/html', 503, 200]);
		await meet('expired-token');
		expect((await refresh(refresh_token)).json()).toEqual(tokenInvalid);
	});
});
