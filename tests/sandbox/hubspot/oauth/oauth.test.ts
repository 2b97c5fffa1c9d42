import { createHash } from 'node:crypto';
import { Store } from '../../../../sandbox/store';
import {
	client,
	startAccessServer,
	redirectUri,
	serviceKey,
	type AccessServer,
} from '../accessServer';

const details = '/account-info/v3/details';
const scope = 'oauth crm.objects.deals.read';
const granted = ['oauth', 'crm.objects.deals.read'];
const anyUuid = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer();
});
afterEach(() => server.stop());

async function newCode(): Promise<string> {
	return (await server.control('POST', '/control/hubspot/authorize', { redirectUri, scope })).body
		.code;
}

async function connect(path = '/oauth/2026-03/token') {
	return (
		await server.form(path, {
			grant_type: 'authorization_code',
			code: await newCode(),
			redirect_uri: redirectUri,
			...client,
		})
	).body as { access_token: string; refresh_token: string };
}

const refresh = (token: string, path = '/oauth/2026-03/token') =>
	server.form(path, { grant_type: 'refresh_token', refresh_token: token, ...client });

describe('the page on which a person connects an app', () => {
	const link = `/oauth/authorize?${new URLSearchParams({ client_id: client.client_id, redirect_uri: `${redirectUri}?a=1`, scope, state: 'a b&c' }).toString()}`;

	it('shows the app and the scopes, and needs no token', async () => {
		const { status, headers, body } = await server.get(link, '');
		expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(body).toContain('<code>crm.objects.deals.read</code>');
		expect(body).toContain('48291573');
	});

	it.each([['/oauth/authorize'], ['/oauth/48291573/authorize']])(
		'leads from %s back with a code that opens the account',
		async (path) => {
			const { status, headers } = await server.form(link.replace('/oauth/authorize', path), {
				decision: 'connect',
			});
			const target = new URL(headers.get('location') as string);
			expect([
				status,
				target.origin + target.pathname,
				target.searchParams.get('a'),
				target.searchParams.get('state'),
			]).toEqual([302, redirectUri, '1', 'a b&c']);
			const answer = await server.form('/oauth/v3/token', {
				grant_type: 'authorization_code',
				code: target.searchParams.get('code') as string,
				redirect_uri: `${redirectUri}?a=1`,
				...client,
			});
			expect(answer.status).toBe(200);
		},
	);

	it('tells the app that the person did not want to', async () => {
		const { headers } = await server.form(link, { decision: 'cancel' });
		const target = new URL(headers.get('location') as string);
		expect(Object.fromEntries(target.searchParams)).toEqual({
			a: '1',
			error: 'access_denied',
			error_description: 'The user did not connect the app',
			state: 'a b&c',
		});
	});

	it.each([
		[{ client_id: '<b>x</b>' }, 'No app has the client id &#34;&#60;b&#62;x&#60;/b&#62;&#34;.'],
		[{ redirect_uri: 'javascript:alert(1)' }, 'is not an http address'],
		[{ redirect_uri: '' }, 'is not an http address'],
		[{ scope: '' }, 'asks for no scope'],
		[{ scope: 'oauth everything' }, 'These scopes do not exist: everything.'],
		[{ code_challenge: 'x', code_challenge_method: 'plain' }, 'must be S256'],
	])('says what is wrong with %j', async (change, sentence) => {
		const query = new URLSearchParams({
			client_id: client.client_id,
			redirect_uri: redirectUri,
			scope,
			...change,
		});
		const { status, body } = await server.get(`/oauth/authorize?${query.toString()}`, '');
		expect(status).toBe(400);
		expect(body).toContain(sentence);
	});

	it('knows one account', async () => {
		const { status, body } = await server.get(
			link.replace('/oauth/authorize', '/oauth/7/authorize'),
			'',
		);
		expect([status, body]).toEqual([400, expect.stringContaining('There is no account 7 here')]);
	});
});

describe('tokens', () => {
	it.each([['/oauth/v3/token'], ['/oauth/2026-03/token'], ['/oauth/2026-09/token']])(
		'are given out by %s for a code',
		async (path) => {
			const { status, body } = await server.form(path, {
				grant_type: 'authorization_code',
				code: await newCode(),
				redirect_uri: redirectUri,
				...client,
			});
			expect([status, body]).toEqual([
				200,
				{
					token_type: 'bearer',
					refresh_token: expect.stringMatching(/^na1-/),
					access_token: expect.any(String),
					expires_in: 1800,
					token_use: 'access_token',
					hub_id: 48291573,
					user_id: expect.any(Number),
					scopes: granted,
				},
			]);
			expect(body.access_token.length).toBeGreaterThan(200);
			expect((await server.get(details, body.access_token)).body.portalId).toBe(48291573);
		},
	);

	it('are given out by v1 in its shorter form, to fields in the query as well', async () => {
		const query = new URLSearchParams({
			grant_type: 'authorization_code',
			code: await newCode(),
			redirect_uri: redirectUri,
			...client,
		});
		const { status, body } = await server.form(`/oauth/v1/token?${query.toString()}`, {});
		expect([status, body]).toEqual([
			200,
			{
				token_type: 'bearer',
				refresh_token: expect.any(String),
				access_token: expect.any(String),
				expires_in: 1800,
			},
		]);
	});

	it('are not given out by the later versions to fields in the query', async () => {
		const query = new URLSearchParams({
			grant_type: 'authorization_code',
			code: await newCode(),
			redirect_uri: redirectUri,
			...client,
		});
		expect((await server.form(`/oauth/v3/token?${query.toString()}`, {})).body.status).toBe(
			'BAD_GRANT_TYPE',
		);
	});

	it('work for half an hour by the clock', async () => {
		const { access_token } = await connect();
		server.clock.advance(1_799_000);
		expect((await server.get(details, access_token)).status).toBe(200);
		server.clock.advance(1000 + 5 * 60_000);
		const { status, body } = await server.get(details, access_token);
		expect([status, body]).toEqual([
			401,
			{
				status: 'error',
				message: 'The OAuth token used to make this call expired 5 minute(s) ago.',
				correlationId: anyUuid,
				category: 'EXPIRED_AUTHENTICATION',
				context: { 'expire time': ['2026-11-24T10:30:00.000Z'] },
			},
		]);
	});

	it('are renewed with the same refresh token, as often as wanted', async () => {
		const first = await connect();
		server.clock.advance(3_600_000);
		const second = (await refresh(first.refresh_token)).body;
		const third = (await refresh(first.refresh_token, '/oauth/v1/token')).body;
		expect([second.refresh_token, third.refresh_token]).toEqual([
			first.refresh_token,
			first.refresh_token,
		]);
		expect(new Set([first.access_token, second.access_token, third.access_token]).size).toBe(3);
		expect((await server.get(details, second.access_token)).status).toBe(200);
		expect((await server.get(details, first.access_token)).status).toBe(401);
	});

	it('rotate where the switch says so, and a rotated-out one is refused after its grace', async () => {
		server.setSwitches({ refreshRotation: 'always', refreshGraceSeconds: 10 });
		const first = await connect();
		const second = (await refresh(first.refresh_token)).body;
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect((await refresh(first.refresh_token)).status).toBe(200);
		server.clock.advance(10_000);
		expect((await refresh(first.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
		expect((await refresh(second.refresh_token)).status).toBe(200);
	});

	it('survive a restart, and none is given out twice', async () => {
		const store = new Store(':memory:');
		const first = await startAccessServer({}, store);
		await server.stop();
		server = first;
		const before = await connect();
		await first.stop();
		server = await startAccessServer({}, store);
		const after = await connect();
		expect([
			(await server.get(details, before.access_token)).status,
			(await refresh(before.refresh_token)).status,
		]).toEqual([200, 200]);
		expect(after.refresh_token).not.toBe(before.refresh_token);
	});

	it('can be ended all at once', async () => {
		const { access_token } = await connect();
		expect((await server.control('POST', '/control/hubspot/tokens/expire')).body).toEqual({
			expired: 1,
		});
		expect((await server.get(details, access_token)).body.message).toBe(
			'The OAuth token used to make this call expired 0 second(s) ago.',
		);
	});

	it.each([
		[
			'grant type',
			{ grant_type: 'password' },
			'unsupported_grant_type',
			'BAD_GRANT_TYPE',
			'missing or unknown grant type',
		],
		[
			'client',
			{ client_id: 'x' },
			'invalid_client',
			'BAD_CLIENT_ID',
			'missing or unknown client id',
		],
		[
			'secret',
			{ client_secret: 'x' },
			'invalid_client',
			'BAD_CLIENT_SECRET',
			'missing or invalid client secret',
		],
		['code', { code: 'x' }, 'invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code'],
		[
			'address',
			{ redirect_uri: 'http://localhost/other' },
			'invalid_grant',
			'BAD_REDIRECT_URI',
			'missing or invalid redirect uri',
		],
		[
			'refresh token',
			{ grant_type: 'refresh_token', refresh_token: 'x' },
			'invalid_grant',
			'BAD_REFRESH_TOKEN',
			'missing or invalid refresh token',
		],
	])('are refused for a wrong %s', async (_what, change, error, status, message) => {
		const fields = {
			grant_type: 'authorization_code',
			code: await newCode(),
			redirect_uri: redirectUri,
			...client,
			...change,
		};
		const later = await server.form('/oauth/2026-03/token', fields);
		expect([later.status, later.body]).toEqual([
			400,
			{ error, error_description: message, status, message, correlationId: anyUuid },
		]);
		const v1 = await server.form('/oauth/v1/token', fields);
		expect([v1.status, v1.body]).toEqual([400, { status, message, correlationId: anyUuid }]);
	});

	it('are refused for a code that was used or is old', async () => {
		const code = await newCode();
		const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...client };
		expect((await server.form('/oauth/v3/token', fields)).status).toBe(200);
		expect((await server.form('/oauth/v3/token', fields)).body.status).toBe('BAD_AUTH_CODE');
		const old = await newCode();
		server.clock.advance(600_000);
		expect((await server.form('/oauth/v3/token', { ...fields, code: old })).body.status).toBe(
			'EXPIRED_AUTH_CODE',
		);
	});

	it('ask for the verifier of a challenge', async () => {
		const verifier = 'a'.repeat(43);
		const challenged = async (code_verifier: Record<string, string>) => {
			const { body } = await server.control('POST', '/control/hubspot/authorize', {
				redirectUri,
				codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
			});
			return (
				await server.form('/oauth/v3/token', {
					grant_type: 'authorization_code',
					code: body.code,
					redirect_uri: redirectUri,
					...client,
					...code_verifier,
				})
			).status;
		};
		expect([
			await challenged({}),
			await challenged({ code_verifier: 'b'.repeat(43) }),
			await challenged({ code_verifier: verifier }),
		]).toEqual([400, 400, 200]);
	});

	it('v1 ends on its day, the others stay', async () => {
		const { refresh_token } = await connect();
		server.clock.set('2027-02-15T23:59:59Z');
		expect((await refresh(refresh_token, '/oauth/v1/token')).status).toBe(200);
		server.clock.set('2027-02-16T00:00:00Z');
		expect((await refresh(refresh_token, '/oauth/v1/token')).status).toBe(404);
		expect((await refresh(refresh_token)).status).toBe(200);
		server.setSwitches({ oauthV1: 'always' });
		expect((await refresh(refresh_token, '/oauth/v1/token')).status).toBe(200);
	});
});

describe('what a token is', () => {
	const user = {
		user: 'zoe@garden.example',
		hub_domain: expect.any(String),
		scopes: granted,
		hub_id: 48291573,
		app_id: expect.any(Number),
		user_id: expect.any(Number),
	};

	it('v1 tells by path', async () => {
		const { access_token, refresh_token } = await connect();
		server.clock.advance(60_000);
		expect((await server.get(`/oauth/v1/access-tokens/${access_token}`, '')).body).toEqual({
			...user,
			token: access_token,
			token_type: 'access',
			expires_in: 1740,
			is_private_distribution: true,
		});
		const { app_id: _ofTheAccess, ...shared } = user;
		expect((await server.get(`/oauth/v1/refresh-tokens/${refresh_token}`, '')).body).toEqual({
			...shared,
			client_id: client.client_id,
			token: refresh_token,
			token_type: 'refresh',
		});
		expect((await server.get('/oauth/v1/access-tokens/x', '')).status).toBe(404);
	});

	it('the later versions tell their own app alone', async () => {
		const { access_token, refresh_token } = await connect();
		const ask = async (token: string) =>
			(await server.form('/oauth/2026-03/token/introspect', { token, ...client })).body;
		expect(await ask(access_token)).toEqual({
			...user,
			active: true,
			token: access_token,
			token_use: 'access_token',
			token_type: 'bearer',
			client_id: client.client_id,
			expires_in: 1800,
			is_private_distribution: true,
		});
		expect(await ask(refresh_token)).toEqual({
			...user,
			active: true,
			token: refresh_token,
			token_use: 'refresh_token',
			token_type: 'bearer',
			client_id: client.client_id,
		});
		expect([await ask('x'), await ask(serviceKey)]).toEqual([{ active: false }, { active: false }]);
		server.clock.advance(1_800_000);
		expect(await ask(access_token)).toEqual({ active: false });
		expect(
			(
				await server.form('/oauth/2026-03/token/introspect', {
					token: refresh_token,
					...client,
					client_secret: 'x',
				})
			).body.error,
		).toBe('invalid_client');
	});

	it.each([
		[false, 200],
		[true, 401],
	])('ends by revoking; the access tokens with it: %s', async (revokeCascades, later) => {
		server.setSwitches({ revokeCascades });
		const { access_token, refresh_token } = await connect();
		expect(
			(await server.form('/oauth/2026-03/token/revoke', { token: refresh_token, ...client }))
				.status,
		).toBe(200);
		expect((await refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
		expect((await server.get(details, access_token)).status).toBe(later);
	});

	it('v1 deletes a refresh token', async () => {
		const { refresh_token } = await connect();
		expect(
			(await fetch(`${server.url}/oauth/v1/refresh-tokens/${refresh_token}`, { method: 'DELETE' }))
				.status,
		).toBe(204);
		expect((await refresh(refresh_token)).status).toBe(400);
	});
});
