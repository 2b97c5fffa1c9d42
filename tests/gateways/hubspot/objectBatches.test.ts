import { byAskedId } from '../../../src/core/records/merged';
import {
	failureOf,
	fakeHubSpot,
	hubSpotRecord,
	record,
	stopFakes,
	type Received,
} from './fakeHubSpot';

afterEach(stopFakes);

interface Input {
	id: string;
	idProperty?: string;
	objectWriteTraceId: string;
	properties: Record<string, string>;
}
const inputsOf = ({ body }: Received) => (body as { inputs: Input[] }).inputs;
const complete = (results: unknown[], errors: unknown[] = []) => ({
	status: 'COMPLETE',
	startedAt: '2026-01-01T00:00:00Z',
	completedAt: '2026-01-01T00:00:01Z',
	results,
	...(errors.length > 0 && { numErrors: errors.length, errors }),
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`);
/** What HubSpot would have made of an input, in an order of its own. */
const written = (request: Received, more: (input: Input) => object = () => ({})) =>
	[...inputsOf(request)].reverse().map((input) =>
		hubSpotRecord(`h-${input.properties.name}`, input.properties, {
			objectWriteTraceId: input.objectWriteTraceId,
			...more(input),
		}),
	);

describe('reading many records', () => {
	it('in requests of a hundred, each id once, without those that are missing', async () => {
		const missing = {
			status: 'error',
			category: 'OBJECT_NOT_FOUND',
			message: 'Could not get some DEAL objects',
			context: { ids: ['150'] },
		};
		const server = await fakeHubSpot((request, _count, reply) => {
			const ids = inputsOf(request).map(({ id }) => id);
			return reply.code(207).send(
				complete(
					ids.filter((id) => id !== '150').map((id) => hubSpotRecord(id)),
					ids.includes('150') ? [missing] : [],
				),
			);
		});
		const found = await server
			.gateway()
			.readObjects('deals', [...numbers(250), '1'], { properties: ['amount'], idProperty: 'key' });
		expect(found.map(({ id }) => id)).toEqual(numbers(250).filter((id) => id !== '150'));
		expect(server.received.map((request) => inputsOf(request).length).sort()).toEqual([
			100, 100, 50,
		]);
		expect(server.received[0]).toMatchObject({
			method: 'POST',
			url: '/crm/objects/2026-03/deals/batch/read?archived=false',
			body: { properties: ['amount'], idProperty: 'key' },
		});
	});

	it('none at all', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(404).send({ message: 'resource not found', category: 'OBJECT_NOT_FOUND' }),
		);
		expect(await server.gateway().readObjects('deals', ['1'], { properties: [] })).toEqual([]);
		expect(await server.gateway().readObjects('deals', [], { properties: [] })).toEqual([]);
		expect(server.received).toHaveLength(1);
	});

	it('does not take an unknown path for missing records', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(404).send({ status: 'error', message: 'resource not found' }),
		);
		expect(
			await failureOf(server.gateway().readObjects('deals', ['1'], { properties: [] })),
		).toMatchObject({ kind: 'notFound' });
	});

	it('fails when HubSpot refuses for another reason', async () => {
		const refusal = {
			status: 'error',
			category: 'VALIDATION_ERROR',
			message: 'Unable to read by non-unique property dealname',
			context: { ids: 'one text' },
		};
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(207).send(complete([], [refusal])),
		);
		expect(
			await failureOf(server.gateway().readObjects('deals', ['1'], { properties: [] })),
		).toMatchObject({ kind: 'invalid', message: refusal.message });
	});
});

describe('reading records that were merged', () => {
	const answers = (results: unknown[], missing: string[] = []) => {
		const errors =
			missing.length > 0
				? [
						{
							status: 'error',
							category: 'OBJECT_NOT_FOUND',
							message: 'Could not get some objects',
							context: { ids: missing },
						},
					]
				: [];
		return fakeHubSpot((_request, _count, reply) =>
			reply.code(missing.length > 0 ? 207 : 200).send(complete(results, errors)),
		);
	};

	it('the survivor answers for every id that it was made of', async () => {
		const server = await answers([
			hubSpotRecord('9', { hs_merged_object_ids: '1;2;5' }),
			hubSpotRecord('3'),
		]);
		const found = await server
			.gateway()
			.readObjects('products', ['1', '2', '3'], { properties: ['name'] });
		expect(found).toMatchObject([
			{ id: '9', askedIds: ['1', '2'] },
			{ id: '3', askedIds: ['3'] },
		]);
		expect([...byAskedId(found)].map(([asked, { id }]) => [asked, id])).toEqual([
			['9', '9'],
			['1', '9'],
			['2', '9'],
			['3', '3'],
		]);
		expect(server.received[0]?.body).toMatchObject({
			properties: ['name', 'hs_merged_object_ids'],
		});
	});

	it('also where HubSpot keeps the id of the first and it is asked for as well', async () => {
		const server = await answers([hubSpotRecord('1', { hs_merged_object_ids: '2' })]);
		expect(
			await server.gateway().readObjects('products', ['2', '1'], { properties: [] }),
		).toMatchObject([{ id: '1', askedIds: ['1', '2'] }]);
	});

	it('also where HubSpot does not list what was merged, as long as there is no doubt', async () => {
		const server = await answers([hubSpotRecord('9'), hubSpotRecord('3')], ['4']);
		expect(
			await server.gateway().readObjects('products', ['1', '3', '4'], { properties: [] }),
		).toMatchObject([
			{ id: '9', askedIds: ['1'] },
			{ id: '3', askedIds: ['3'] },
		]);
		const unclear = await answers([hubSpotRecord('9'), hubSpotRecord('3')]);
		expect(
			await unclear.gateway().readObjects('products', ['1', '2', '3'], { properties: [] }),
		).toMatchObject([
			{ id: '9', askedIds: [] },
			{ id: '3', askedIds: ['3'] },
		]);
	});
});

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
