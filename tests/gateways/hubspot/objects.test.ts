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
