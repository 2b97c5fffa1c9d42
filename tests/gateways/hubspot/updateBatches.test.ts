import { complete, inputsOf, numbers, written } from './batchAnswers';
import {
	failureOf,
	fakeHubSpot,
	hubSpotRecord,
	record,
	stopFakes,
	type Received,
} from './fakeHubSpot';

afterEach(stopFakes);

describe('updating many records', () => {
	it('finds each refused one by its id', async () => {
		const missing = {
			status: 'error',
			category: 'OBJECT_NOT_FOUND',
			message: 'Could not get some CONTACT objects',
			context: { ids: ['2'] },
		};
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(207).send(complete([hubSpotRecord('3'), hubSpotRecord('1')], [missing])),
		);
		expect(
			await server.gateway().updateObjects(
				'contacts',
				['1', '2', '3'].map((id) => ({ id, properties: { city: null } })),
			),
		).toEqual([
			{ ok: true, value: record('contacts', '1') },
			{
				ok: false,
				error: {
					kind: 'notFound',
					message: missing.message,
					code: 'OBJECT_NOT_FOUND',
					details: [],
					context: { ids: ['2'] },
				},
			},
			{ ok: true, value: record('contacts', '3') },
		]);
		expect(inputsOf(server.received[0] as Received)[0]).toMatchObject({
			id: '1',
			properties: { city: '' },
		});
	});

	it('knows a merged record by its trace id', async () => {
		const server = await fakeHubSpot((request) =>
			complete(
				inputsOf(request).map(({ objectWriteTraceId }) =>
					hubSpotRecord('900', {}, { objectWriteTraceId }),
				),
			),
		);
		expect(await server.gateway().updateObjects('contacts', [{ id: '1', properties: {} }])).toEqual(
			[{ ok: true, value: record('contacts', '900') }],
		);
	});

	it('sends a record named twice once, with the later values', async () => {
		const server = await fakeHubSpot((request) =>
			complete(
				inputsOf(request).map(({ id, properties, objectWriteTraceId }) =>
					hubSpotRecord(id, properties, { objectWriteTraceId }),
				),
			),
		);
		const one = { ok: true, value: record('contacts', '1', { city: 'Bonn', zip: '1' }) };
		const outcomes = await server.gateway().updateObjects('contacts', [
			{ id: '1', properties: { city: 'Köln', zip: '1' } },
			{ id: '2', properties: { city: 'Ulm' } },
			{ id: '1', properties: { city: 'Bonn' } },
		]);
		expect(outcomes).toEqual([
			one,
			{ ok: true, value: record('contacts', '2', { city: 'Ulm' }) },
			one,
		]);
		expect(inputsOf(server.received[0] as Received)).toHaveLength(2);
	});

	it('is repeated', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count === 1 ? reply.code(500).send({}) : complete([hubSpotRecord('1')]),
		);
		expect(await server.gateway().updateObjects('contacts', [{ id: '1', properties: {} }])).toEqual(
			[{ ok: true, value: record('contacts', '1') }],
		);
	});
});

describe('upserting many records', () => {
	it('joins results in any order, and says which are new', async () => {
		const server = await fakeHubSpot((request, _count, reply) => {
			const results = written(request, ({ properties }) => ({
				new: properties.name === 'b',
			})).filter(({ id }) => id !== 'h-c');
			const trace = inputsOf(request)[2]?.objectWriteTraceId;
			const text =
				'Property values were not valid: [{"isValid":false,"message":"Email address z is invalid","error":"INVALID_EMAIL","name":"email"}]';
			return reply.code(207).send(
				complete(results, [
					{
						status: 'error',
						category: 'VALIDATION_ERROR',
						message: text,
						context: { objectWriteTraceId: [trace] },
					},
				]),
			);
		});
		const outcomes = await server.gateway().upsertObjects(
			'contacts',
			'qb_key',
			['a', 'b', 'c'].map((name) => ({ id: `us:${name}`, properties: { name } })),
		);
		expect(outcomes).toEqual([
			{ ok: true, value: record('contacts', 'h-a', { name: 'a' }, { isNew: false }) },
			{ ok: true, value: record('contacts', 'h-b', { name: 'b' }, { isNew: true }) },
			{
				ok: false,
				error: {
					kind: 'invalid',
					message: 'Property values were not valid: Email address z is invalid (email)',
					code: 'VALIDATION_ERROR',
					details: [
						{ message: 'Email address z is invalid', code: 'INVALID_EMAIL', field: 'email' },
					],
					context: {},
				},
			},
		]);
		expect(server.received[0]).toMatchObject({
			method: 'POST',
			url: '/crm/objects/2026-03/contacts/batch/upsert',
		});
		expect(inputsOf(server.received[0] as Received)[0]).toMatchObject({
			id: 'us:a',
			idProperty: 'qb_key',
			properties: { name: 'a' },
		});
	});

	it('names no address twice in one request, whatever its case', async () => {
		const server = await fakeHubSpot((request) =>
			complete(
				inputsOf(request).map(({ id }) =>
					hubSpotRecord('1', { email: id.toLowerCase() }, { new: true }),
				),
			),
		);
		const outcomes = await server.gateway().upsertObjects('contacts', 'email', [
			{ id: 'Ann@Example.com', properties: {} },
			{ id: 'ann@example.com', properties: {} },
		]);
		const one = {
			ok: true,
			value: record('contacts', '1', { email: 'ann@example.com' }, { isNew: true }),
		};
		expect(outcomes).toEqual([one, one]);
		expect(inputsOf(server.received[0] as Received)).toHaveLength(1);
	});
});

describe('archiving many records', () => {
	it('in requests of a hundred', async () => {
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(204).send());
		await server.gateway().archiveObjects('deals', [...numbers(101), '1']);
		expect(
			server.received.map((request) => `${inputsOf(request).length} ${request.url}`).sort(),
		).toEqual([
			'1 /crm/objects/2026-03/deals/batch/archive',
			'100 /crm/objects/2026-03/deals/batch/archive',
		]);
	});

	it('fails when some are refused', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(207).send(complete([], [{ category: 'VALIDATION_ERROR', message: 'locked' }])),
		);
		expect(await failureOf(server.gateway().archiveObjects('quotes', ['1']))).toMatchObject({
			kind: 'invalid',
			message: 'locked',
		});
	});
});
