import type { Properties } from '../../../../sandbox/hubspot/records';
import { type AccessServer } from '../accessServer';
import { startSearchServer, search, filter, findIds } from './searchServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startSearchServer();
});
afterEach(() => server.stop());

describe('what the index knows', () => {
	const save = (id: number, values: Properties, archived = false) => {
		const entry = server.records.find('contacts', String(id))!;
		const now = server.clock.now().getTime();
		server.records.save(
			{
				...entry,
				updatedAt: now,
				archivedAt: archived ? now : null,
				properties: {
					...entry.properties,
					...values,
					lastmodifieddate: server.clock.now().toISOString(),
				},
			},
			[],
		);
	};

	it('is how records were some seconds ago', async () => {
		const miller = filter('lastname', 'EQ', { value: 'Miller' });
		const smith = filter('lastname', 'EQ', { value: 'Smith' });
		save(3, { lastname: 'Smith' });
		save(1, {}, true);
		const { body } = await search(server, miller);
		expect(body.results).toEqual([
			expect.objectContaining({
				id: '3',
				updatedAt: '2026-11-01T12:00:03.000Z',
				properties: expect.objectContaining({ lastname: 'Miller' }),
			}),
		]);
		expect([await findIds(server, smith), await findIds(server, {})]).toEqual([[], [1, 2, 3, 4]]);
		server.clock.advance(1999);
		expect([await findIds(server, smith), await findIds(server, { sorts: ['-email'] })]).toEqual([
			[],
			[1, 2, 3, 4],
		]);
		server.clock.advance(1);
		expect([
			await findIds(server, miller),
			await findIds(server, smith),
			await findIds(server, {}),
		]).toEqual([[], [3], [2, 3, 4]]);
	});

	it('does not hold a new record yet', async () => {
		const now = server.clock.now();
		server.records.insert(
			{
				type: 'contacts',
				id: '9',
				createdAt: now.getTime(),
				updatedAt: now.getTime(),
				archivedAt: null,
				properties: { hs_object_id: '9', firstname: 'New' },
			},
			[],
		);
		expect(await findIds(server, {})).toEqual([1, 2, 3, 4]);
		server.clock.advance(2000);
		expect(await findIds(server, {})).toEqual([1, 2, 3, 4, 9]);
	});

	it('is up to date at once without a lag, and does not lose records when the clock is set back', async () => {
		server.setSwitches({ searchLagSeconds: 0 });
		save(3, { lastname: 'Smith' });
		expect(await findIds(server, filter('lastname', 'EQ', { value: 'smith' }))).toEqual([3]);
		server.clock.set('2020-01-01T00:00:00Z');
		expect(await findIds(server, {})).toEqual([1, 2, 3, 4]);
	});
});
