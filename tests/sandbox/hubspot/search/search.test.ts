import { type AccessServer } from '../accessServer';
import { startSearchServer, addRecord, addLink, search, filter, findIds } from './searchServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startSearchServer();
});
afterEach(() => server.stop());

it.each([['/crm/v3/objects'], ['/crm/objects/2026-03'], ['/crm/objects/2026-09']])(
	'a whole answer under %s',
	async (path) => {
		const { status, body } = await search(
			server,
			{
				...filter('email', 'EQ', { value: 'ANN.miller@example.com' }),
				properties: ['email', 'phone', 'nonsense'],
			},
			'0-1',
			path,
		);
		expect([status, body]).toEqual([
			200,
			{
				total: 1,
				results: [
					{
						id: '3',
						properties: {
							createdate: '2026-11-01T12:00:03.000Z',
							email: 'ann.miller@example.com',
							hs_object_id: '3',
							lastmodifieddate: '2026-11-01T12:00:03.000Z',
							phone: null,
						},
						createdAt: '2026-11-01T12:00:03.000Z',
						updatedAt: '2026-11-01T12:00:03.000Z',
						archived: false,
						url: expect.stringContaining('/0-1/3'),
					},
				],
			},
		]);
	},
);

describe('several filters', () => {
	it('all of a group, any of the groups', async () => {
		const both = {
			filters: [
				{ propertyName: 'email', operator: 'HAS_PROPERTY' },
				{ propertyName: 'lifecyclestage', operator: 'NOT_HAS_PROPERTY' },
			],
		};
		const chinese = { filters: [{ propertyName: 'firstname', operator: 'EQ', value: '小龙' }] };
		expect(await findIds(server, { filterGroups: [both] })).toEqual([3]);
		expect(await findIds(server, { filterGroups: [both, chinese] })).toEqual([3, 4]);
		expect(await findIds(server, { filters: both.filters })).toEqual([3]);
		expect(await findIds(server, {})).toEqual([1, 2, 3, 4]);
		expect(await findIds(server, { filterGroups: [] })).toEqual([1, 2, 3, 4]);
	});

	it('linked records as a property', async () => {
		addLink(server, 'deals', 11, 'contacts', 1);
		addLink(server, 'deals', 12, 'contacts', 1);
		addLink(server, 'deals', 12, 'contacts', 2);
		expect(
			await findIds(server, filter('associations.contact', 'EQ', { value: '1' }), 'deals'),
		).toEqual([11, 12]);
		expect(
			await findIds(server, filter('associations.contacts', 'IN', { values: ['2', '9'] }), 'deals'),
		).toEqual([12]);
		expect(
			await findIds(server, filter('associations.contact', 'NOT_HAS_PROPERTY'), 'deals'),
		).toEqual([13]);
		expect(await findIds(server, filter('associations.deal', 'EQ', { value: '12' }))).toEqual([
			1, 2,
		]);
	});

	it('words of a query begin words of the record', async () => {
		expect(await findIds(server, { query: 'jos olé' })).toEqual([2]);
		expect(await findIds(server, { query: 'MILLER' })).toEqual([3]);
		expect(await findIds(server, { query: 'example' })).toEqual([1, 2, 3]);
		expect(await findIds(server, { query: 'iller' })).toEqual([]);
		expect(
			await findIds(server, { query: 'example', ...filter('firstname', 'EQ', { value: 'ann' }) }),
		).toEqual([3]);
		expect(await findIds(server, { query: 'Deal 12' }, 'deals')).toEqual([12]);
	});

	it('orders as asked, empty ones last', async () => {
		const sorted = (sort: unknown, type: string) => findIds(server, { sorts: [sort] }, type);
		expect(await sorted({ propertyName: 'amount', direction: 'DESCENDING' }, 'deals')).toEqual([
			13, 12, 11,
		]);
		expect(await sorted('closedate', 'deals')).toEqual([11, 12, 13]);
		expect(await sorted('-closedate', 'deals')).toEqual([12, 11, 13]);
		expect(await sorted({ propertyName: 'email', direction: 'ASCENDING' }, 'contacts')).toEqual([
			3, 2, 1, 4,
		]);
		expect(
			await sorted({ propertyName: 'hs_object_id', direction: 'DESCENDING' }, 'contacts'),
		).toEqual([4, 3, 2, 1]);
	});
});

describe('pages', () => {
	it('of as many as asked, each with the place of the next', async () => {
		const first = (await search(server, { limit: 3 })).body;
		expect([first.total, first.results.length, first.paging]).toEqual([
			4,
			3,
			{ next: { after: '3' } },
		]);
		const last = (await search(server, { limit: 3, after: first.paging.next.after })).body;
		expect([
			last.total,
			last.results.map(({ id }: { id: string }) => id),
			'paging' in last,
		]).toEqual([4, ['4'], false]);
		expect((await search(server, { after: 4 })).body).toEqual({ total: 4, results: [] });
	});

	it('ten without a question, two hundred at most, ten thousand in all', async () => {
		server.records.store.transaction(() => {
			for (let id = 1000; id < 11_000; id += 1)
				addRecord(server, 'products', id, { name: `P ${id}` });
		});
		const standard = (await search(server, {}, 'products')).body;
		expect([standard.total, standard.results.length]).toEqual([10_000, 10]);
		expect(
			(await search(server, { limit: 200, after: '9800' }, 'products')).body.results,
		).toHaveLength(200);
		for (const body of [
			{ limit: 201 },
			{ limit: 0 },
			{ limit: 200, after: '9801' },
			{ after: '10000' },
			{ after: 'x' },
		]) {
			const { status, body: answer } = await search(server, body, 'products');
			expect([status, answer.category]).toEqual([400, 'VALIDATION_ERROR']);
		}
	});
});
