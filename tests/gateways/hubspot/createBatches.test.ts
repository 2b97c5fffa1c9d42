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

describe('creating many records', () => {
	const records = ['a', 'b', 'c'].map((name) => ({ properties: { name, price: null } }));

	it('says for each what became of it, in the order asked', async () => {
		const server = await fakeHubSpot((request, _count, reply) => {
			const [first, second, third] = inputsOf(request);
			const results = [third, first].map((input) =>
				hubSpotRecord(`h-${input?.properties.name}`, input?.properties, {
					objectWriteTraceId: input?.objectWriteTraceId,
				}),
			);
			const error = {
				status: 'error',
				category: 'CONFLICT',
				message: 'Contact already exists. Existing ID: 77',
				context: { objectWriteTraceId: [second?.objectWriteTraceId], existingId: ['77'] },
			};
			return reply.code(207).send(complete(results, [error]));
		});
		expect(await server.gateway().createObjects('products', records)).toEqual([
			{ ok: true, value: record('products', 'h-a', { name: 'a' }) },
			{
				ok: false,
				error: {
					kind: 'conflict',
					message: 'Contact already exists. Existing ID: 77',
					code: 'CONFLICT',
					details: [],
					context: {},
				},
			},
			{ ok: true, value: record('products', 'h-c', { name: 'c' }) },
		]);
		expect(server.received).toMatchObject([
			{ method: 'POST', url: '/crm/objects/2026-03/products/batch/create' },
		]);
		const inputs = inputsOf(server.received[0] as Received);
		expect(inputs.map(({ properties }) => properties)).toEqual([
			{ name: 'a' },
			{ name: 'b' },
			{ name: 'c' },
		]);
		expect(new Set(inputs.map(({ objectWriteTraceId }) => objectWriteTraceId)).size).toBe(3);
	});

	it('without trace ids in the answer, goes by the values', async () => {
		const server = await fakeHubSpot((request, _count, reply) =>
			reply.code(201).send(complete(written(request, () => ({ objectWriteTraceId: undefined })))),
		);
		expect(await server.gateway().createObjects('products', records)).toEqual(
			['a', 'b', 'c'].map((name) => ({
				ok: true,
				value: record('products', `h-${name}`, { name }),
			})),
		);
	});

	it('does not guess where it cannot tell them apart', async () => {
		const twins = [{ properties: { name: 'a' } }, { properties: { name: 'a' } }];
		const server = await fakeHubSpot((request, _count, reply) =>
			reply.code(201).send(complete(written(request, () => ({ objectWriteTraceId: undefined })))),
		);
		const unclear = {
			ok: false,
			error: {
				kind: 'unexpected',
				message: "HubSpot's answer does not say what became of this record",
				code: 'UNMENTIONED',
				details: [],
				context: {},
			},
		};
		expect(await server.gateway().createObjects('products', twins)).toEqual([unclear, unclear]);
	});

	it('is not repeated when its outcome is unknown; what was written is told', async () => {
		const server = await fakeHubSpot((request, _count, reply) =>
			inputsOf(request)[0]?.properties.name === '101'
				? reply.code(502).send('')
				: reply.code(201).send(complete(written(request))),
		);
		const outcomes = await server.gateway().createObjects(
			'products',
			numbers(250).map((name) => ({ properties: { name } })),
		);
		expect(server.received).toHaveLength(3);
		expect(outcomes).toHaveLength(250);
		expect(outcomes[0]).toEqual({ ok: true, value: record('products', 'h-1', { name: '1' }) });
		expect(outcomes[100]).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
		expect(outcomes[199]).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
		expect(outcomes[249]).toEqual({
			ok: true,
			value: record('products', 'h-250', { name: '250' }),
		});
	});

	it('fails when nothing could be sent', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(403).send({ message: 'no', category: 'MISSING_SCOPES' }),
		);
		expect(await failureOf(server.gateway().createObjects('products', records))).toMatchObject({
			kind: 'forbidden',
		});
		expect(await server.gateway().createObjects('products', [])).toEqual([]);
		expect(server.received).toHaveLength(1);
	});

	it('takes the refusal of a whole request for the outcome of each of its records', async () => {
		const refusal = { message: 'Contact already exists', category: 'CONFLICT' };
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(409).send(refusal));
		const refused = {
			ok: false,
			error: {
				kind: 'conflict',
				message: 'Contact already exists',
				code: 'CONFLICT',
				details: [],
				context: {},
			},
		};
		expect(await server.gateway().createObjects('products', records)).toEqual([
			refused,
			refused,
			refused,
		]);
	});

	it('sends the others again when one record makes HubSpot refuse a whole request', async () => {
		const server = await fakeHubSpot((request, _count, reply) =>
			inputsOf(request).some(({ properties }) => properties.name === '7')
				? reply.code(400).send({ message: 'not valid', category: 'VALIDATION_ERROR' })
				: reply.code(201).send(complete(written(request))),
		);
		const outcomes = await server.gateway().createObjects(
			'products',
			numbers(20).map((name) => ({ properties: { name } })),
		);
		expect(
			outcomes.map((outcome) => (outcome.ok ? outcome.value.id : outcome.error.message)),
		).toEqual(numbers(20).map((name) => (name === '7' ? 'not valid' : `h-${name}`)));
	});

	it('does not try a hundred records one by one when none is taken', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(400).send({ message: 'the account is full', category: 'VALIDATION_ERROR' }),
		);
		const outcomes = await server.gateway().createObjects(
			'products',
			numbers(100).map((name) => ({ properties: { name } })),
		);
		expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(100);
		expect(server.received.length).toBeLessThan(30);
	});
});
