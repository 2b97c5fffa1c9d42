import { startSandbox, type Sandbox } from '../../../sandbox/start';
import { serviceKey, type Json } from './accessServer';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		seed: 'demo',
		now: '2026-11-24T10:00:00Z',
		frozen: true,
		switches: { hubspot: { searchLimit: 1000 } },
	});
});
afterAll(() => sandbox.stop());

async function ask(
	method: string,
	url: string,
	body?: object,
): Promise<{ status: number; headers: Headers; body: Json }> {
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${serviceKey}`,
			...(body && { 'content-type': 'application/json' }),
		},
		...(body && { body: JSON.stringify(body) }),
	});
	return { status: response.status, headers: response.headers, body: await response.json() };
}
const hubspot = (method: string, path: string, body?: object) =>
	ask(method, sandbox.hubspot.url + path, body);
const control = (method: string, path: string, body?: object) =>
	ask(method, sandbox.control.url + path, body);
const ids = async (type: string, propertyName: string, operator: string, more: object) => {
	const { body } = await hubspot('POST', `/crm/objects/2026-03/${type}/search`, {
		filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
	});
	return body.results.map(({ id }: { id: string }) => id);
};

describe('searches in the running sandbox', () => {
	it('find the demo', async () => {
		expect(await ids('contacts', 'email', 'EQ', { value: 'Niamh.OBrien@example.com' })).toEqual([
			'101',
		]);
		expect(
			await ids('contacts', 'hs_additional_emails', 'CONTAINS_TOKEN', {
				value: 'dragon2@example.com',
			}),
		).toEqual(['105']);
		expect(await ids('products', 'name', 'CONTAINS_TOKEN', { value: `sod roll 5'` })).toEqual([
			'302',
		]);
		expect(await ids('line_items', 'associations.deal', 'EQ', { value: '401' })).toEqual([
			'601',
			'602',
			'603',
			'604',
		]);
	});

	it('see a change after the lag', async () => {
		expect(
			(
				await hubspot('PATCH', '/crm/v3/objects/contacts/103', {
					properties: { jobtitle: 'Buyer of maple' },
				})
			).status,
		).toBe(200);
		expect(await ids('contacts', 'jobtitle', 'EQ', { value: 'Buyer of maple' })).toEqual([]);
		await control('POST', '/control/clock/advance', { seconds: 2 });
		expect(await ids('contacts', 'jobtitle', 'EQ', { value: 'Buyer of maple' })).toEqual(['103']);
	});
});

describe('controls of the running sandbox', () => {
	it('show and set the requests of the day', async () => {
		expect((await control('PUT', '/control/hubspot/limits', { used: 249_999 })).body).toEqual({
			day: '2026-11-24',
			used: 249_999,
			limit: 250_000,
		});
		const last = await hubspot('GET', '/crm/v3/objects/contacts/101');
		expect([last.status, last.headers.get('x-hubspot-ratelimit-daily-remaining')]).toEqual([
			200,
			'0',
		]);
		expect((await hubspot('GET', '/crm/v3/objects/contacts/101')).body.policyName).toBe('DAILY');
		await control('POST', '/control/clock/advance', { seconds: 86_400 });
		expect((await control('GET', '/control/hubspot/limits')).body).toEqual({
			day: '2026-11-25',
			used: 0,
			limit: 250_000,
		});
		expect((await control('PUT', '/control/hubspot/limits', { used: -1 })).body).toEqual({
			error: 'used: Number must be greater than or equal to 0',
		});
	});

	it('make a key with fewer scopes, and refuse a scope that there is not', async () => {
		const made = await control('POST', '/control/hubspot/service-keys', {
			name: 'Readers',
			scopes: ['crm.objects.deals.read'],
		});
		expect(made.body).toEqual({
			serviceKey: expect.stringMatching(/^pat-na1-/),
			name: 'Readers',
			scopes: ['crm.objects.deals.read'],
		});
		expect(
			await control('POST', '/control/hubspot/service-keys', { scopes: ['everything'] }),
		).toMatchObject({ status: 400, body: { error: 'scopes.0: there is no scope "everything"' } });
	});

	it('give a fault that meets one endpoint with its scopes', async () => {
		await control('POST', '/control/faults', {
			system: 'hubspot',
			behaviour: 'missing-scope',
			path: '/batch/upsert',
			times: 1,
		});
		const { status, body } = await hubspot('POST', '/crm/objects/2026-03/contacts/batch/upsert', {
			inputs: [],
		});
		expect([status, body.errors[0].context.requiredGranularScopes]).toEqual([
			403,
			['crm.objects.contacts.write'],
		]);
	});
});
