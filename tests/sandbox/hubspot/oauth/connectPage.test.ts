import { client, startAccessServer, redirectUri, type AccessServer } from '../accessServer';
import { scope } from './connect';

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer();
});
afterEach(() => server.stop());

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
