import { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { code, startWithClient } from './hubSpotClientLibrary';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
	({ sandbox, client } = await startWithClient());
});
afterEach(() => sandbox.stop());

describe('the account', () => {
	it('has owners and pipelines', async () => {
		const { results: owners } = await client.crm.owners.ownersApi.getPage();
		expect(owners.length).toBeGreaterThan(0);
		expect(await client.crm.owners.ownersApi.getById(Number(owners[0]?.id))).toMatchObject({
			email: owners[0]?.email,
		});
		const { pipelinesApi, pipelineStagesApi } = client.crm.pipelines;
		const { results: pipelines } = await pipelinesApi.getAll('deals');
		expect(pipelines.map(({ id }) => id)).toContain('default');
		expect((await pipelinesApi.getById('deals', 'default')).stages.map(({ id }) => id)).toContain(
			'closedwon',
		);
		expect(
			(await pipelineStagesApi.getAll('deals', 'default')).results.find(
				({ id }) => id === 'closedwon',
			)?.metadata,
		).toMatchObject({ isClosed: 'true', probability: '1.0' });
		expect((await pipelineStagesApi.getById('deals', 'default', 'closedwon')).label).toBe(
			'Closed Won',
		);
		expect(await code(pipelinesApi.getById('deals', 'none'))).toBe(404);
	});

	it.each([
		[
			'/account-info/v3/details',
			{ portalId: 48291573, companyCurrency: 'USD', timeZone: 'America/Los_Angeles' },
		],
		['/settings/v3/currencies/company-currency', { id: 'USD' }],
		['/settings/v3/currencies/exchange-rates/current', { results: expect.any(Array) }],
		['/tax-rates/v1/tax-rates', { results: expect.any(Array) }],
	])('tells %s, for which the client has no module', async (path, expected) => {
		const answer = await client.apiRequest({ method: 'GET', path });
		expect(await answer.json()).toMatchObject(expected);
	});

	it('has no imports and no exports, and says so as for any unknown path', async () => {
		expect(await code(client.crm.imports.coreApi.getPage())).toBe(404);
		expect(await code(client.crm.exports.publicExportsApi.getStatus(1))).toBe(404);
	});

	it('merges deals and companies, and forgets a contact', async () => {
		const deals = client.crm.deals.basicApi;
		const merged = await deals.merge({ primaryObjectId: '402', objectIdToMerge: '403' });
		expect((await deals.getById('403')).id).toBe(merged.id);
		const company = await client.crm.companies.basicApi.merge({
			primaryObjectId: '201',
			objectIdToMerge: '202',
		});
		expect((await client.crm.companies.basicApi.getById('202', ['name'])).id).toBe(company.id);
		await client.crm.contacts.basicApi.purge({ objectId: '105' });
		expect(await code(client.crm.contacts.basicApi.getById('105'))).toBe(404);
	});
});

describe('tokens', () => {
	it('are made of a code, renewed, looked at and ended', async () => {
		const { clientId, clientSecret } = sandbox.hubspot.describe() as {
			clientId: string;
			clientSecret: string;
		};
		const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
		const approved = await fetch(`${sandbox.control.url}/control/hubspot/authorize`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ redirectUri }),
		});
		const { code: given } = (await approved.json()) as { code: string };
		const tokens = await client.oauth.tokensApi.create(
			'authorization_code',
			given,
			redirectUri,
			clientId,
			clientSecret,
		);
		expect(tokens).toMatchObject({ tokenType: 'bearer', expiresIn: 1800 });
		const renewed = await client.oauth.tokensApi.create(
			'refresh_token',
			undefined,
			undefined,
			clientId,
			clientSecret,
			tokens.refreshToken,
		);
		const own = new Client({ accessToken: renewed.accessToken, basePath: sandbox.hubspot.url });
		expect((await own.crm.deals.basicApi.getById('401')).id).toBe('401');
		expect(await client.oauth.accessTokensApi.get(renewed.accessToken)).toMatchObject({
			hubId: 48291573,
			tokenType: 'access',
		});
		expect(await client.oauth.refreshTokensApi.get(tokens.refreshToken)).toMatchObject({
			hubId: 48291573,
			tokenType: 'refresh',
		});
		await client.oauth.refreshTokensApi.archive(tokens.refreshToken);
		expect(
			await code(
				client.oauth.tokensApi.create(
					'refresh_token',
					undefined,
					undefined,
					clientId,
					clientSecret,
					tokens.refreshToken,
				),
			),
		).toBe(400);
		expect(
			await code(
				new Client({
					accessToken: 'none',
					basePath: sandbox.hubspot.url,
				}).crm.deals.basicApi.getById('401'),
			),
		).toBe(401);
	});
});
