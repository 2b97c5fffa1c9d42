import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts';
import {
	client as app,
	startAccessServer,
	redirectUri,
	serviceKey,
	type AccessServer,
} from './accessServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer({ searchLimit: 1 });
});
afterEach(() => server.stop());

const at = Date.parse('2026-11-01T12:00:00Z');
const contact = (id: string, email: string) =>
	server.records.insert(
		{
			type: 'contacts',
			id,
			createdAt: at,
			updatedAt: at,
			archivedAt: null,
			properties: { hs_object_id: id, email, createdate: new Date(at).toISOString() },
		},
		[],
		{ indexed: true },
	);

describe('HubSpot’s own client', () => {
	it('gets, renews and asks about tokens', async () => {
		const { code } = (
			await server.control('POST', '/control/hubspot/authorize', {
				redirectUri,
				scope: 'oauth tax_rates.read',
			})
		).body;
		const hubspot = new Client({ basePath: server.url });
		const first = await hubspot.oauth.tokensApi.create(
			'authorization_code',
			code,
			redirectUri,
			app.client_id,
			app.client_secret,
		);
		expect([first.expiresIn, first.tokenType]).toEqual([1800, 'bearer']);
		const second = await hubspot.oauth.tokensApi.create(
			'refresh_token',
			undefined,
			undefined,
			app.client_id,
			app.client_secret,
			first.refreshToken,
		);
		expect(await hubspot.oauth.accessTokensApi.get(second.accessToken)).toMatchObject({
			token: second.accessToken,
			hubId: 48291573,
			scopes: ['oauth', 'tax_rates.read'],
			user: 'zoe@garden.example',
			tokenType: 'access',
		});
		await hubspot.oauth.refreshTokensApi.archive(first.refreshToken);
		await expect(hubspot.oauth.refreshTokensApi.get(first.refreshToken)).rejects.toMatchObject({
			code: 404,
		});
	});

	it('reads owners and pipelines', async () => {
		const hubspot = new Client({ basePath: server.url, accessToken: serviceKey });
		expect(
			(await hubspot.crm.owners.ownersApi.getPage()).results.map(({ email }) => email),
		).toEqual(['zoe@garden.example', 'mateo@garden.example']);
		expect(
			(await hubspot.crm.pipelines.pipelinesApi.getById('deals', 'default')).stages[5],
		).toMatchObject({ id: 'closedwon', metadata: { isClosed: 'true' } });
	});

	it('searches, and waits out the limit of searches', async () => {
		contact('1', 'ann.miller@example.com');
		contact('2', 'jose@cafe-ole.example');
		const hubspot = new Client({
			basePath: server.url,
			accessToken: serviceKey,
			numberOfApiCallRetries: 2,
		});
		const request = {
			filterGroups: [
				{
					filters: [
						{
							propertyName: 'email',
							operator: FilterOperatorEnum.Eq,
							value: 'Jose@cafe-ole.example',
						},
					],
				},
			],
			properties: ['email'],
			limit: 1,
		};
		const found = await hubspot.crm.contacts.searchApi.doSearch(request);
		expect([found.total, found.results[0]?.id, found.results[0]?.createdAt]).toEqual([
			1,
			'2',
			new Date(at),
		]);
		const silenced = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		setTimeout(() => (server.time.ms += 1000), 300);
		expect(
			(await hubspot.crm.contacts.searchApi.doSearch({ ...request, sorts: ['-createdate'] })).total,
		).toBe(1);
		silenced.mockRestore();
	});

	it('is told what a token lacks', async () => {
		const { serviceKey: key } = (
			await server.control('POST', '/control/hubspot/service-keys', { scopes: ['tax_rates.read'] })
		).body;
		const hubspot = new Client({ basePath: server.url, accessToken: key });
		await expect(hubspot.crm.owners.ownersApi.getPage()).rejects.toMatchObject({
			code: 403,
			body: {
				category: 'MISSING_SCOPES',
				errors: [{ context: { requiredGranularScopes: ['crm.objects.owners.read'] } }],
			},
		});
	});
});
