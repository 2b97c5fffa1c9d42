import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = '2026-11-24T10:00:00.000Z';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe('one record', () => {
	it('is created with its values, its times and its source, and found under every path and name', async () => {
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/contacts', {
			properties: { email: ' Zoë.Ångström@Example.COM ', firstname: 'Zoë' },
		});
		const id = body.id as string;
		const record = {
			id: '70000000001',
			properties: {
				createdate: NOW,
				email: 'zoë.ångström@example.com',
				firstname: 'Zoë',
				hs_email_domain: 'example.com',
				hs_full_name_or_email: 'Zoë',
				hs_object_id: '70000000001',
				hs_object_source: 'INTEGRATION',
				hs_object_source_label: 'INTEGRATION',
				lastmodifieddate: NOW,
				num_associated_deals: '0',
			},
			createdAt: NOW,
			updatedAt: NOW,
			archived: false,
			url: 'https://app.hubspot.com/contacts/48291573/record/0-1/70000000001',
		};
		expect({ status, body }).toEqual({ status: 201, body: record });
		const asked = {
			...record,
			properties: {
				createdate: NOW,
				firstname: 'Zoë',
				hs_object_id: id,
				lastmodifieddate: NOW,
				phone: null,
			},
		};
		for (const path of [
			'/crm/v3/objects/contacts',
			'/crm/objects/2026-03/contact',
			'/crm/objects/2026-09/0-1',
		]) {
			expect(
				await hubspot.ask('GET', `${path}/${id}?properties=firstname,phone&properties=nonsense`),
			).toEqual({ status: 200, body: asked });
		}
		const byEmail = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/contacts/${encodeURIComponent('ZOË.ångström@example.com')}?idProperty=email&properties=firstname&properties=phone`,
		);
		expect(byEmail).toEqual({ status: 200, body: asked });
	});

	it('changes, empties and keeps values; the time of the change moves', async () => {
		const id = await hubspot.make('companies', {
			name: 'Ünïted Gardens',
			phone: '1',
			website: 'https://www.Gardens.example/start',
		});
		hubspot.clock.advance(5000);
		const { status, body } = await hubspot.ask('PATCH', `/crm/v3/objects/companies/${id}`, {
			properties: { phone: '', numberofemployees: 12 },
		});
		expect({ status, updatedAt: body.updatedAt, createdAt: body.createdAt }).toEqual({
			status: 200,
			updatedAt: '2026-11-24T10:00:05.000Z',
			createdAt: NOW,
		});
		expect(
			await hubspot.values(
				'companies',
				id,
				'name',
				'phone',
				'numberofemployees',
				'domain',
				'hs_lastmodifieddate',
			),
		).toEqual({
			name: 'Ünïted Gardens',
			phone: null,
			numberofemployees: '12',
			domain: 'gardens.example',
			hs_lastmodifieddate: '2026-11-24T10:00:05.000Z',
		});
	});

	it('is gone after archiving, except for those who ask for archived ones', async () => {
		const id = await hubspot.make('products', { name: 'Rake' });
		expect(await hubspot.ask('DELETE', `/crm/v3/objects/products/${id}`)).toEqual({
			status: 204,
			body: undefined,
		});
		expect(await hubspot.ask('GET', `/crm/v3/objects/products/${id}`)).toEqual({
			status: 404,
			body: { status: 'error', message: 'resource not found', category: 'OBJECT_NOT_FOUND' },
		});
		const archived = await hubspot.ask('GET', `/crm/v3/objects/products/${id}?archived=true`);
		expect(archived).toMatchObject({
			status: 200,
			body: { id, archived: true, archivedAt: NOW, properties: { name: 'Rake' } },
		});
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/products?archived=true')).body.results,
		).toHaveLength(1);
		expect((await hubspot.ask('GET', '/crm/v3/objects/products')).body).toEqual({ results: [] });
		expect((await hubspot.ask('DELETE', `/crm/v3/objects/products/${id}`)).status).toBe(204);
	});

	it('frees its e-mail address when it is archived', async () => {
		const id = await hubspot.make('contacts', { email: 'a@example.com' });
		await hubspot.ask('DELETE', `/crm/v3/objects/contacts/${id}`);
		expect(await hubspot.make('contacts', { email: 'a@example.com' })).not.toBe(id);
	});

	it('is not found: a word is told from a number', async () => {
		expect(await hubspot.ask('PATCH', '/crm/v3/objects/contacts/lost', { properties: {} })).toEqual(
			{
				status: 404,
				body: {
					status: 'error',
					message: 'Object not found.  objectId are usually numeric.',
					context: { id: ['lost'] },
					category: 'OBJECT_NOT_FOUND',
				},
			},
		);
		expect((await hubspot.ask('GET', '/crm/v3/objects/gnomes/1')).body).toEqual({
			status: 'error',
			message: 'Unable to infer object type from: gnomes',
			category: 'VALIDATION_ERROR',
		});
	});
});

describe('histories', () => {
	it('hold the values of a property, the newest first', async () => {
		const id = await hubspot.make('deals', { dealname: 'D', dealstage: 'contractsent' });
		const said = (value: string, timestamp: string) => ({
			value,
			timestamp,
			sourceType: 'INTEGRATION',
		});
		const read = async () =>
			(
				await hubspot.ask(
					'GET',
					`/crm/v3/objects/deals/${id}?propertiesWithHistory=dealstage,amount`,
				)
			).body.propertiesWithHistory as unknown;
		expect(await read()).toEqual({ dealstage: [said('contractsent', NOW)], amount: [] });
		for (const dealstage of ['closedlost', 'closedwon']) {
			hubspot.clock.advance(1000);
			await hubspot.ask('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { dealstage } });
		}
		const dealstage = [
			said('closedwon', '2026-11-24T10:00:02.000Z'),
			said('closedlost', '2026-11-24T10:00:01.000Z'),
			said('contractsent', NOW),
		];
		expect(await read()).toEqual({ dealstage, amount: [] });
		const batch = await hubspot.ask('POST', '/crm/v3/objects/deals/batch/read', {
			inputs: [{ id }],
			propertiesWithHistory: ['dealstage'],
		});
		expect(batch.body.results[0].propertiesWithHistory).toEqual({ dealstage });
	});
});

describe('bodies', () => {
	it.each([
		['{"properties": {', 400, 'Invalid input JSON on line 1, column 17: Unexpected character'],
		['', 400, 'Invalid input JSON on line 1, column 1: Unexpected end-of-input'],
		[
			'{"properties": {"email": {"a": 1}}}',
			400,
			'Invalid input JSON on line 1, column 1: Invalid input at "properties.email"',
		],
		['[]', 400, 'Invalid input JSON on line 1, column 1: Expected object, received array at ""'],
	])('%s', async (body, status, message) => {
		expect(await hubspot.ask('POST', '/crm/v3/objects/contacts', body)).toMatchObject({
			status,
			body: { category: 'VALIDATION_ERROR', message },
		});
	});

	it('of another content type are refused', async () => {
		const response = await fetch(`${hubspot.url}/crm/v3/objects/contacts`, {
			method: 'POST',
			headers: { authorization: `Bearer ${hubspot.serviceKey}`, 'content-type': 'text/plain' },
			body: '{}',
		});
		expect(response.status).toBe(415);
	});
});
