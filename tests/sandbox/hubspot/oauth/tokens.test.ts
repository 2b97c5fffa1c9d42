import { createHash } from 'node:crypto';
import { Store } from '../../../../sandbox/store';
import { client, startAccessServer, redirectUri, type AccessServer } from '../accessServer';
import { details, granted, newCode, connect, refresh } from './connect';

const anyUuid = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer();
});
afterEach(() => server.stop());

describe('tokens', () => {
	it.each([['/oauth/v3/token'], ['/oauth/2026-03/token'], ['/oauth/2026-09/token']])(
		'are given out by %s for a code',
		async (path) => {
			const { status, body } = await server.form(path, {
				grant_type: 'authorization_code',
				code: await newCode(server),
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
			code: await newCode(server),
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
			code: await newCode(server),
			redirect_uri: redirectUri,
			...client,
		});
		expect((await server.form(`/oauth/v3/token?${query.toString()}`, {})).body.status).toBe(
			'BAD_GRANT_TYPE',
		);
	});

	it('work for half an hour by the clock', async () => {
		const { access_token } = await connect(server);
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
		const first = await connect(server);
		server.clock.advance(3_600_000);
		const second = (await refresh(server, first.refresh_token)).body;
		const third = (await refresh(server, first.refresh_token, '/oauth/v1/token')).body;
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
		const first = await connect(server);
		const second = (await refresh(server, first.refresh_token)).body;
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect((await refresh(server, first.refresh_token)).status).toBe(200);
		server.clock.advance(10_000);
		expect((await refresh(server, first.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
		expect((await refresh(server, second.refresh_token)).status).toBe(200);
	});

	it('survive a restart, and none is given out twice', async () => {
		const store = new Store(':memory:');
		const first = await startAccessServer({}, store);
		await server.stop();
		server = first;
		const before = await connect(server);
		await first.stop();
		server = await startAccessServer({}, store);
		const after = await connect(server);
		expect([
			(await server.get(details, before.access_token)).status,
			(await refresh(server, before.refresh_token)).status,
		]).toEqual([200, 200]);
		expect(after.refresh_token).not.toBe(before.refresh_token);
	});

	it('can be ended all at once', async () => {
		const { access_token } = await connect(server);
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
			code: await newCode(server),
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
		const code = await newCode(server);
		const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...client };
		expect((await server.form('/oauth/v3/token', fields)).status).toBe(200);
		expect((await server.form('/oauth/v3/token', fields)).body.status).toBe('BAD_AUTH_CODE');
		const old = await newCode(server);
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
		const { refresh_token } = await connect(server);
		server.clock.set('2027-02-15T23:59:59Z');
		expect((await refresh(server, refresh_token, '/oauth/v1/token')).status).toBe(200);
		server.clock.set('2027-02-16T00:00:00Z');
		expect((await refresh(server, refresh_token, '/oauth/v1/token')).status).toBe(404);
		expect((await refresh(server, refresh_token)).status).toBe(200);
		server.setSwitches({ oauthV1: 'always' });
		expect((await refresh(server, refresh_token, '/oauth/v1/token')).status).toBe(200);
	});
});
