import { failureOf, fakeHubSpot, hubSpotRecord, record, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

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
