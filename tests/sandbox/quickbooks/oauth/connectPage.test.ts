import { realm, redirectUri, scope, startOAuthServer, authorizeQuery } from './oauthServer';

describe('the page that connects a company', () => {
	it('lists the companies, and a click leads back with code, state and realmId', async () => {
		const { server, post, token } = await startOAuthServer();
		const page = await server(`/connect/oauth2?${authorizeQuery()}`);
		expect(page.status).toBe(200);
		expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(page.text).toContain(
			'<button name="realmId" value="9341450000000001">Zoë&#39;s &lt;b&gt;Garden&lt;/b&gt;<br>',
		);
		expect(page.text).toContain('<input type="hidden" name="state" value="st&amp;1">');

		const back = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(authorizeQuery())), realmId: '9341450000000003' },
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
		const { post } = await startOAuthServer();
		const back = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(authorizeQuery())), cancel: '1' },
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
			const { server, post } = await startOAuthServer();
			for (const page of [
				await server(`/connect/oauth2?${authorizeQuery(changes)}`),
				await post(
					'/connect/oauth2',
					{ ...Object.fromEntries(new URLSearchParams(authorizeQuery(changes))), realmId: realm },
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
		const { post } = await startOAuthServer();
		const page = await post(
			'/connect/oauth2',
			{ ...Object.fromEntries(new URLSearchParams(authorizeQuery())), realmId: '1' },
			{},
		);
		expect([page.status, page.headers['location']]).toEqual([400, undefined]);
	});
});
