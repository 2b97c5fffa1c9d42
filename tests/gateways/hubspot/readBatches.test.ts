import { byAskedId } from '../../../src/core/records/merged';
import { complete, inputsOf, numbers } from './batchAnswers';
import { failureOf, fakeHubSpot, hubSpotRecord, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

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
