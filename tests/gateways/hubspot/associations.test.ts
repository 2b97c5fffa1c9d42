import { failureOf, fakeHubSpot, stopFakes, type Received } from './fakeHubSpot';

afterEach(stopFakes);

const complete = (results: unknown[], errors: unknown[] = []) => ({
	status: 'COMPLETE',
	results,
	...(errors.length > 0 && { numErrors: errors.length, errors }),
});
const inputsOf = <T = unknown>({ body }: Received) => (body as { inputs: T[] }).inputs;
const linked = (from: string, ...to: Array<string | number>) => ({
	from: { id: from },
	to: to.map((toObjectId) => ({
		toObjectId,
		associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 3 }],
	})),
});
const sizes = (received: Received[]) =>
	received.map((request) => inputsOf(request).length).sort((one, other) => one - other);

describe('adding links', () => {
	it('with all their types, as often as it takes', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count === 1 ? reply.code(503).send({}) : reply.code(201).send(complete([])),
		);
		await server
			.gateway()
			.associate('invoices', 'contacts', [{ fromId: '1', toId: '101', typeIds: [177, 5] }]);
		expect(server.received).toHaveLength(2);
		expect(server.received[1]).toMatchObject({
			method: 'POST',
			url: '/crm/associations/2026-03/invoices/contacts/batch/create',
		});
		const types = [177, 5].map((associationTypeId) => ({
			associationCategory: 'HUBSPOT_DEFINED',
			associationTypeId,
		}));
		expect(inputsOf(server.received[1] as Received)).toEqual([
			{ from: { id: '1' }, to: { id: '101' }, types },
		]);
	});

	it('in requests of two thousand', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(201).send(complete([])),
		);
		await server.gateway().associate(
			'invoices',
			'contacts',
			Array.from({ length: 2001 }, (_, index) => ({
				fromId: `${index}`,
				toId: '101',
				typeIds: [177],
			})),
		);
		expect(sizes(server.received)).toEqual([1, 2000]);
	});

	it('fails when some are refused', async () => {
		const refusals = [
			{
				status: 'error',
				category: 'OBJECT_NOT_FOUND',
				subCategory: 'crm.associations.FROM_OBJECT_NOT_FOUND',
				message: 'No invoice with ID 9',
				context: { id: ['9'] },
			},
			{
				status: 'error',
				category: 'VALIDATION_ERROR',
				subCategory: 'crm.associations.INVALID_IDENTIFIER',
				message: 'x is not an id',
			},
		];
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(207).send(complete([], refusals)),
		);
		expect(
			await failureOf(
				server
					.gateway()
					.associate('invoices', 'contacts', [{ fromId: '9', toId: 'x', typeIds: [177] }]),
			),
		).toMatchObject({
			kind: 'notFound',
			message: 'No invoice with ID 9',
			code: 'OBJECT_NOT_FOUND',
			details: [
				{ message: 'No invoice with ID 9', code: 'OBJECT_NOT_FOUND' },
				{ message: 'x is not an id', code: 'VALIDATION_ERROR' },
			],
		});
	});
});

describe('removing links', () => {
	it('grouped by where they start, a hundred of those in a request', async () => {
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(204).send());
		const gateway = server.gateway();
		await gateway.dissociate('deals', 'invoices', [
			{ fromId: '1', toId: '5' },
			{ fromId: '2', toId: '5' },
			{ fromId: '1', toId: '6' },
			{ fromId: '1', toId: '5' },
		]);
		expect(server.received).toMatchObject([
			{ method: 'POST', url: '/crm/associations/2026-03/deals/invoices/batch/archive' },
		]);
		expect(inputsOf(server.received[0] as Received)).toEqual([
			{ from: { id: '1' }, to: [{ id: '5' }, { id: '6' }] },
			{ from: { id: '2' }, to: [{ id: '5' }] },
		]);
		server.received.length = 0;
		await gateway.dissociate(
			'deals',
			'invoices',
			Array.from({ length: 150 }, (_, index) => ({ fromId: `${index}`, toId: '5' })),
		);
		expect(sizes(server.received)).toEqual([50, 100]);
	});
});

describe('reading links', () => {
	it('page by page, each id once; none where there are none', async () => {
		const none = {
			status: 'error',
			category: 'OBJECT_NOT_FOUND',
			subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
			message: 'No contact is associated with deal 2.',
			context: { fromObjectId: ['2'] },
		};
		const server = await fakeHubSpot((_request, count, reply) => {
			const first = { ...linked('1', 101, '102'), paging: { next: { after: 'Mg==', link: 'x' } } };
			return count === 1
				? reply.code(207).send(complete([linked('3', '103', '103'), first], [none]))
				: complete([linked('1', '102', '104')]);
		});
		const links = await server
			.gateway()
			.readAssociations('deals', 'contacts', ['1', '2', '3', '1']);
		expect([...links]).toEqual([
			['1', ['101', '102', '104']],
			['2', []],
			['3', ['103']],
		]);
		expect(server.received.map((request) => inputsOf(request))).toEqual([
			[{ id: '1' }, { id: '2' }, { id: '3' }],
			[{ id: '1', after: 'Mg==' }],
		]);
		expect(server.received[0]).toMatchObject({
			method: 'POST',
			url: '/crm/associations/2026-03/deals/contacts/batch/read',
		});
	});

	it('of a thousand records in a request', async () => {
		const server = await fakeHubSpot((request) =>
			complete(inputsOf<{ id: string }>(request).map(({ id }) => linked(id, `9${id}`))),
		);
		const ids = Array.from({ length: 2500 }, (_, index) => `${index + 1}`);
		const links = await server.gateway().readAssociations('deals', 'contacts', ids);
		expect([...links]).toEqual(ids.map((id) => [id, [`9${id}`]]));
		expect(sizes(server.received)).toEqual([500, 1000, 1000]);
	});

	it('fails for any other reason than that there are none', async () => {
		const refusal = { status: 'error', category: 'VALIDATION_ERROR', message: 'x is not an id' };
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(207).send(complete([], [refusal])),
		);
		expect(
			await failureOf(server.gateway().readAssociations('deals', 'contacts', ['x'])),
		).toMatchObject({ kind: 'invalid', message: 'x is not an id' });
	});

	it('asks nothing about nothing', async () => {
		const server = await fakeHubSpot(() => complete([]));
		expect([...(await server.gateway().readAssociations('deals', 'contacts', []))]).toEqual([]);
		expect(server.received).toEqual([]);
	});
});
