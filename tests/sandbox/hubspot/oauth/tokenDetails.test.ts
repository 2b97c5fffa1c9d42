import { client, startAccessServer, serviceKey, type AccessServer } from '../accessServer';
import { details, granted, connect, refresh } from './connect';

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer();
});
afterEach(() => server.stop());

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
		const { access_token, refresh_token } = await connect(server);
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
		const { access_token, refresh_token } = await connect(server);
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
		const { access_token, refresh_token } = await connect(server);
		expect(
			(await server.form('/oauth/2026-03/token/revoke', { token: refresh_token, ...client }))
				.status,
		).toBe(200);
		expect((await refresh(server, refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
		expect((await server.get(details, access_token)).status).toBe(later);
	});

	it('v1 deletes a refresh token', async () => {
		const { refresh_token } = await connect(server);
		expect(
			(await fetch(`${server.url}/oauth/v1/refresh-tokens/${refresh_token}`, { method: 'DELETE' }))
				.status,
		).toBe(204);
		expect((await refresh(server, refresh_token)).status).toBe(400);
	});
});
