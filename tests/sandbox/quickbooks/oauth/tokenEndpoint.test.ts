import { Store } from '../../../../sandbox/store';
import {
	realm,
	redirectUri,
	scope,
	clientId,
	basic,
	startOAuthServer,
	tokenInvalid,
} from './oauthServer';

describe('the token endpoint', () => {
	it('exchanges a code once', async () => {
		const { authorize, token, ping } = await startOAuthServer();
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
		const { authorize, clock, token } = await startOAuthServer();
		const { code } = await authorize({ realmId: realm, redirectUri });
		clock.advance(600_000);
		expect(
			(await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })).json(),
		).toEqual({ error_description: 'Invalid authorization code', error: 'invalid_grant' });
	});

	it('refuses another app with 401, by header and by body, and takes the right one by body', async () => {
		const { connect, token } = await startOAuthServer();
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
		const { token } = await startOAuthServer();
		const reply = await token(fields);
		expect([reply.status, reply.json()]).toEqual([400, expected]);
	});

	it('rotates refresh tokens: the replaced one is refused, access tokens live on', async () => {
		const { connect, refresh, ping } = await startOAuthServer();
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
		const { clock, connect, refresh } = await startOAuthServer({ refreshGraceSeconds: 60 });
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
		const { clock, connect, refresh } = await startOAuthServer({ refreshRotation: 'daily' });
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
		const { clock, connect, refresh } = await startOAuthServer();
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
		const { server, post, connect, refresh, ping } = await startOAuthServer();
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
		const before = await (await startOAuthServer({}, store)).connect();
		const { connect, ping } = await startOAuthServer({}, store);
		const after = await connect();
		expect(after.access_token).not.toBe(before.access_token);
		expect((await ping(before.access_token)).status).toBe(200);
	});

	it('tokens, codes and secrets are kept out of the request log', async () => {
		const { traffic, connect, refresh, post, ping, clock } = await startOAuthServer();
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
		const { server } = await startOAuthServer();
		expect((await server('/.well-known/openid_configuration')).json()).toMatchObject({
			authorization_endpoint: `${server.url}/connect/oauth2`,
			token_endpoint: `${server.url}/oauth2/v1/tokens/bearer`,
			revocation_endpoint: `${server.url}/v2/oauth2/tokens/revoke`,
		});
	});

	it('a control request that cannot be is refused in a sentence', async () => {
		const { authorize } = await startOAuthServer();
		expect(await authorize({ realmId: '1', redirectUri })).toEqual({
			error: 'There is no company 1.',
		});
		expect(await authorize({ redirectUri })).toEqual({ error: 'realmId: Required' });
	});
});
