import { requiredScopes } from '../../../../sandbox/hubspot/oauth/scopes';
import { hubspotSwitches } from '../../../../sandbox/hubspot/switches';
import {
	client,
	startAccessServer,
	redirectUri,
	serviceKey,
	type AccessServer,
} from '../accessServer';

let server: AccessServer;
beforeAll(async () => {
	server = await startAccessServer({ limits: false });
});
afterAll(() => server.stop());

async function keyWith(...scopes: string[]): Promise<string> {
	return (await server.control('POST', '/control/hubspot/service-keys', { name: 'Test', scopes }))
		.body.serviceKey;
}

describe('a token', () => {
	const refusal = {
		status: 'error',
		message:
			'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
		correlationId: expect.any(String),
		category: 'INVALID_AUTHENTICATION',
	};

	it.each([[''], ['pat-na1-wrong'], ["' OR 1=1 --"]])(
		'that is "%s" opens nothing',
		async (token) => {
			const { status, body } = await server.get('/crm/v3/objects/contacts', token);
			expect([status, body]).toEqual([401, refusal]);
		},
	);

	it('for refreshing opens nothing either', async () => {
		const { code } = (await server.control('POST', '/control/hubspot/authorize', { redirectUri }))
			.body;
		const { refresh_token } = (
			await server.form('/oauth/v3/token', {
				grant_type: 'authorization_code',
				code,
				redirect_uri: redirectUri,
				...client,
			})
		).body;
		expect((await server.get('/crm/v3/objects/contacts', refresh_token)).body).toEqual(refusal);
	});

	it('of the demo opens everything', async () => {
		expect((await server.get('/crm/v3/objects/contacts')).status).toBe(200);
	});
});

describe('a service key', () => {
	it('opens what its scopes say', async () => {
		const key = await keyWith('crm.objects.deals.read');
		expect(key).toMatch(/^pat-na1-[0-9a-f-]{36}$/);
		expect((await server.get('/crm/objects/2026-03/deals', key)).status).toBe(200);
		expect((await server.send('POST', '/crm/v3/objects/deals/search', {}, key)).status).toBe(200);
		const { status, body } = await server.send('POST', '/crm/v3/objects/0-3', {}, key);
		expect([status, body]).toEqual([
			403,
			{
				status: 'error',
				message:
					"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
				correlationId: expect.any(String),
				errors: [
					{
						message: 'One or more of the following scopes are required.',
						context: { requiredGranularScopes: ['crm.objects.deals.write'] },
					},
				],
				links: { scopes: 'https://developers.hubspot.com/scopes' },
				category: 'MISSING_SCOPES',
			},
		]);
	});

	it('reads account details with any scope', async () => {
		expect(
			(await server.get('/account-info/v3/details', await keyWith('crm.schemas.deals.read')))
				.status,
		).toBe(200);
		server.setSwitches({ accountScope: 'oauth' });
		expect(
			(await server.get('/account-info/v3/details', await keyWith('crm.schemas.deals.read')))
				.status,
		).toBe(403);
		server.setSwitches({ accountScope: 'none' });
	});

	it('can be listed and taken back', async () => {
		const key = await keyWith('tax_rates.read');
		expect((await server.control('GET', '/control/hubspot/service-keys')).body).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ serviceKey, name: 'Demo key' }),
				{ serviceKey: key, name: 'Test', scopes: ['tax_rates.read'] },
			]),
		);
		expect((await server.get('/tax-rates/v1/tax-rates', key)).status).toBe(200);
		expect((await server.control('DELETE', `/control/hubspot/service-keys/${key}`)).body).toEqual({
			removed: true,
		});
		expect((await server.get('/tax-rates/v1/tax-rates', key)).status).toBe(401);
	});

	it.each([
		['POST', '/control/hubspot/service-keys', { scopes: ['everything'] }, 'there is no scope'],
		['POST', '/control/hubspot/authorize', { redirectUri: 'nowhere' }, 'Invalid url'],
		[
			'POST',
			'/control/hubspot/authorize',
			{ redirectUri, clientId: 'x' },
			'no app has the client id',
		],
		[
			'POST',
			'/control/hubspot/authorize',
			{ redirectUri, scope: 'everything' },
			'there is no scope',
		],
		['POST', '/control/hubspot/authorize', { redirectUri, colour: 'red' }, 'Unrecognized key'],
	] as const)('%s %s with %j is refused with a sentence', async (method, path, body, sentence) => {
		const answer = await server.control(method, path, body);
		expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining(sentence)]);
	});
});

describe('the scopes that a path asks for', () => {
	const switches = hubspotSwitches.parse({});

	it.each([
		['GET', '/crm/v3/objects/contacts/101', [['crm.objects.contacts.read']]],
		['PATCH', '/crm/objects/2026-09/companies/201', [['crm.objects.companies.write']]],
		[
			'POST',
			'/crm/v3/objects/line_items/batch/read',
			[['crm.objects.line_items.read', 'e-commerce']],
		],
		[
			'POST',
			'/crm/objects/2026-03/products/batch/upsert',
			[['crm.objects.products.write', 'e-commerce']],
		],
		['DELETE', '/crm/v3/objects/0-53/9', [['crm.objects.invoices.write']]],
		['GET', '/crm/v3/properties/deals', [['crm.schemas.deals.read', 'crm.objects.deals.read']]],
		['POST', '/crm/properties/2026-03/deals', [['crm.schemas.deals.write']]],
		['POST', '/crm/v3/properties/products', [['e-commerce']]],
		['POST', '/crm/v3/properties/quotes', [['crm.schemas.quotes.write', 'e-commerce']]],
		[
			'PUT',
			'/crm/v4/objects/invoices/1/associations/default/deals/2',
			[['crm.objects.invoices.write'], ['crm.objects.deals.write']],
		],
		[
			'GET',
			'/crm/objects/2026-03/deals/1/associations/line_items',
			[['crm.objects.deals.read'], ['crm.objects.line_items.read', 'e-commerce']],
		],
		[
			'POST',
			'/crm/v4/associations/deals/contacts/batch/read',
			[['crm.objects.deals.read'], ['crm.objects.contacts.read']],
		],
		[
			'POST',
			'/crm/associations/2026-03/0-53/contact/batch/create',
			[['crm.objects.invoices.write'], ['crm.objects.contacts.write']],
		],
		['GET', '/crm/v3/owners/', [['crm.objects.owners.read']]],
		['GET', '/crm/pipelines/2026-03/deals', [['crm.schemas.deals.read', 'crm.objects.deals.read']]],
		[
			'GET',
			'/settings/v3/currencies/exchange-rates',
			[['settings.currencies.read', 'crm.objects.quotes.read', 'crm.objects.quotes.write']],
		],
		['GET', '/tax-rates/v1/tax-rates', [['tax_rates.read']]],
		['GET', '/contacts/v1/contact/vid/101/profile', [['crm.objects.contacts.read']]],
		['GET', '/account-info/v3/details', []],
		['GET', '/crm/v3/objects/wishes', []],
	])('%s %s', (method, path, scopes) => {
		expect(requiredScopes(method, path, switches)).toEqual(scopes);
	});
});
