import { failureOf, fakeHubSpot, hubSpotRecord, record, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

describe('reading one record', () => {
	it('asks for what is wanted, and gives each linked id once', async () => {
		const associations = {
			'line items': {
				results: [
					{ id: '601', type: 'deal_to_line_item' },
					{ id: '602', type: 'deal_to_line_item' },
				],
			},
			companies: {
				results: [
					{ id: '201', type: 'deal_to_company' },
					{ id: '201', type: 'deal_to_company_unlabeled' },
				],
			},
			tickets: { results: [{ id: '9', type: 'deal_to_ticket' }] },
		};
		const server = await fakeHubSpot(() =>
			hubSpotRecord(
				'401',
				{ dealname: 'Spring', amount: null },
				{ associations, url: 'https://example.com', archivedAt: null },
			),
		);
		const found = await server.gateway().readObject('deals', 'a@b+c.com', {
			properties: ['dealname', 'amount'],
			associations: ['line_items', 'companies', 'contacts'],
			idProperty: 'key',
		});
		expect(found).toEqual(
			record(
				'deals',
				'401',
				{ dealname: 'Spring', amount: null },
				{ associations: { line_items: ['601', '602'], companies: ['201'], contacts: [] } },
			),
		);
		const url = new URL(server.received[0]?.url ?? '', server.url);
		expect(url.pathname).toBe('/crm/objects/2026-03/deals/a%40b%2Bc.com');
		expect([...url.searchParams]).toEqual([
			['properties', 'dealname'],
			['properties', 'amount'],
			['associations', 'line_items'],
			['associations', 'companies'],
			['associations', 'contacts'],
			['archived', 'false'],
			['idProperty', 'key'],
		]);
	});

	it('gives the surviving record of a merge under its own id', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('900'));
		expect((await server.gateway().readObject('contacts', '7', { properties: [] })).id).toBe('900');
	});

	it('takes an archived record for missing, unless asked for', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('7', {}, { archived: true }));
		expect(
			await failureOf(server.gateway().readObject('contacts', '7', { properties: [] })),
		).toMatchObject({
			kind: 'notFound',
			message: expect.stringContaining('there is no contact with the id "7"') as string,
		});
		expect(
			await server.gateway().readObject('contacts', '7', { properties: [], archived: true }),
		).toEqual(record('contacts', '7', {}, { archived: true }));
		expect(server.received.map(({ url }) => url)).toEqual([
			'/crm/objects/2026-03/contacts/7?archived=false',
			'/account-info/2026-03/details',
			'/crm/objects/2026-03/contacts/7?archived=true',
		]);
	});

	it('fetches the links that did not fit into the answer', async () => {
		const links = {
			results: [{ id: '1', type: 'x' }],
			paging: { next: { after: 'NTAw', link: 'x' } },
		};
		const all = {
			results: [
				{
					from: { id: '401' },
					to: [
						{ toObjectId: 1, associationTypes: [] },
						{ toObjectId: '2', associationTypes: [] },
					],
				},
			],
		};
		const server = await fakeHubSpot(({ url }) =>
			url.includes('/batch/read')
				? all
				: hubSpotRecord('401', {}, { associations: { 'line items': links } }),
		);
		expect(
			(
				await server
					.gateway()
					.readObject('deals', '401', { properties: [], associations: ['line_items'] })
			).associations,
		).toEqual({ line_items: ['1', '2'] });
		expect(server.received[1]).toMatchObject({
			url: '/crm/associations/2026-03/deals/line_items/batch/read',
			body: { inputs: [{ id: '401' }] },
		});
	});
});

describe('reading pages', () => {
	it('lists', async () => {
		const server = await fakeHubSpot((_request, count) => ({
			results: [hubSpotRecord(`${count}`)],
			...(count === 1 && { paging: { next: { after: '1', link: 'x' } } }),
		}));
		const gateway = server.gateway();
		expect(await gateway.listObjects('products', { properties: ['name'], limit: 500 })).toEqual({
			records: [record('products', '1')],
			after: '1',
		});
		expect(
			await gateway.listObjects('products', {
				properties: ['name'],
				limit: 20,
				after: '1',
				archived: true,
			}),
		).toEqual({ records: [record('products', '2')] });
		expect(server.received.map(({ url }) => url)).toEqual([
			'/crm/objects/2026-03/products?limit=100&properties=name&archived=false',
			'/crm/objects/2026-03/products?limit=20&after=1&properties=name&archived=true',
		]);
	});

	it('searches', async () => {
		const server = await fakeHubSpot(() => ({
			total: 300,
			results: [hubSpotRecord('5', { email: 'x@y.z' })],
			paging: { next: { after: '200' } },
		}));
		const page = await server.gateway().searchObjects('contacts', {
			filterGroups: [
				[{ property: 'email', operator: 'IN', values: ['x@y.z', "o'b@y.z"] }],
				[
					{ property: 'lastmodifieddate', operator: 'BETWEEN', value: '1', highValue: '2' },
					{ property: 'email', operator: 'HAS_PROPERTY' },
				],
			],
			query: 'x',
			properties: ['email'],
			sort: { property: 'hs_object_id', direction: 'ASCENDING' },
			limit: 1000,
			after: '0',
		});
		expect(page).toEqual({
			records: [record('contacts', '5', { email: 'x@y.z' })],
			total: 300,
			after: '200',
		});
		expect(server.received).toMatchObject([
			{ method: 'POST', url: '/crm/objects/2026-03/contacts/search' },
		]);
		expect(server.received[0]?.body).toEqual({
			filterGroups: [
				{ filters: [{ propertyName: 'email', operator: 'IN', values: ['x@y.z', "o'b@y.z"] }] },
				{
					filters: [
						{ propertyName: 'lastmodifieddate', operator: 'BETWEEN', value: '1', highValue: '2' },
						{ propertyName: 'email', operator: 'HAS_PROPERTY' },
					],
				},
			],
			query: 'x',
			properties: ['email'],
			sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
			limit: 200,
			after: '0',
		});
	});
});

describe('creating one record', () => {
	const conflict = {
		status: 'error',
		message: 'Property values were not valid',
		category: 'VALIDATION_ERROR',
		errors: [
			{
				message: '8 already has that value',
				code: 'CONFLICTING_UNIQUE_VALUE',
				context: { propertyName: ['qb_key'] },
			},
		],
	};
	const values = { properties: { name: 'Invoice', qb_key: 'us:1' } };

	it('is not repeated when its outcome is unknown', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(502).send('<html></html>'),
		);
		expect(await failureOf(server.gateway().createObject('invoices', values))).toMatchObject({
			kind: 'unavailable',
		});
		expect(server.received).toHaveLength(1);
	});

	it('is repeated under a unique value, and finds what the lost attempt had made', async () => {
		const server = await fakeHubSpot(({ method }, count, reply) => {
			if (count === 1) return reply.code(502).send('<html></html>');
			return method === 'POST'
				? reply.code(400).send(conflict)
				: hubSpotRecord('8', { name: 'Invoice', qb_key: 'us:1' });
		});
		expect(await server.gateway().createObject('invoices', values, 'qb_key')).toEqual(
			record('invoices', '8', { name: 'Invoice', qb_key: 'us:1' }),
		);
		expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
			'POST /crm/objects/2026-03/invoices',
			'POST /crm/objects/2026-03/invoices',
			'GET /crm/objects/2026-03/invoices/us%3A1?properties=name&properties=qb_key&archived=false&idProperty=qb_key',
		]);
	});

	it('reports a conflict that it did not make', async () => {
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(400).send(conflict));
		expect(
			await failureOf(server.gateway().createObject('invoices', values, 'qb_key')),
		).toMatchObject({ kind: 'conflict', context: {} });
		expect(server.received).toHaveLength(1);
	});

	it('reports a conflict about another value, also after a lost attempt', async () => {
		const server = await fakeHubSpot(({ method }, count, reply) => {
			if (count === 1) return reply.code(502).send('<html></html>');
			return method === 'POST'
				? reply
						.code(409)
						.send({ message: 'Contact already exists. Existing ID: 5', category: 'CONFLICT' })
				: reply.code(404).send({ message: 'resource not found' });
		});
		expect(
			await failureOf(server.gateway().createObject('contacts', values, 'qb_key')),
		).toMatchObject({ kind: 'conflict', context: {} });
	});

	it('is not repeated where the unique property has no value', async () => {
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(502).send(''));
		await failureOf(
			server.gateway().createObject('invoices', { properties: { qb_key: null } }, 'qb_key'),
		);
		expect(server.received).toHaveLength(1);
	});

	it('takes 200 for a success as well as 201', async () => {
		for (const status of [200, 201, 202]) {
			const server = await fakeHubSpot((_request, _count, reply) =>
				reply.code(status).send(hubSpotRecord('7')),
			);
			expect(await server.gateway().createObject('deals', { properties: {} })).toEqual(
				record('deals', '7'),
			);
		}
	});

	it('names each linked record once', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('7'));
		const company = { objectType: 'companies', id: '201' } as const;
		await server.gateway().createObject('contacts', {
			properties: {},
			associations: [
				{ to: company, typeId: 279 },
				{ to: company, typeId: 1 },
				{ to: { objectType: 'deals', id: '201' }, typeId: 4 },
			],
		});
		const types = (...ids: number[]) =>
			ids.map((associationTypeId) => ({
				associationCategory: 'HUBSPOT_DEFINED',
				associationTypeId,
			}));
		expect(server.received[0]?.body).toEqual({
			properties: {},
			associations: [
				{ to: { id: '201' }, types: types(279, 1) },
				{ to: { id: '201' }, types: types(4) },
			],
		});
	});
});

describe('changing one record', () => {
	it('clears by an empty text, and is repeated', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count === 1 ? reply.code(500).send({}) : hubSpotRecord('7', { phone: '' }),
		);
		expect(
			await server.gateway().updateObject('contacts', '7', { phone: null, city: 'Köln' }),
		).toEqual(record('contacts', '7', { phone: '' }));
		expect(server.received).toHaveLength(2);
		expect(server.received[1]).toMatchObject({
			method: 'PATCH',
			url: '/crm/objects/2026-03/contacts/7',
			body: { properties: { phone: '', city: 'Köln' } },
		});
	});
});
