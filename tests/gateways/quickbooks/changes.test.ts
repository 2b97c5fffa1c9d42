import { failureOf, fakeQuickBooks, fault, stopFakes } from './fakeQuickBooks';

afterEach(stopFakes);

describe('changes', () => {
	const live = { Id: '1', SyncToken: '3' };
	const gone = {
		domain: 'QBO',
		status: 'Deleted',
		Id: '9',
		MetaData: { LastUpdatedTime: '2026-11-01T10:00:00-07:00' },
	};
	const time = '2026-11-20T08:00:00.000-08:00';
	const cdc = (...responses: object[]) => ({ CDCResponse: [{ QueryResponse: responses }], time });

	it('come by kind of record, in the order asked, with what is gone', async () => {
		const server = await fakeQuickBooks(() =>
			cdc({ Invoice: [live, gone], startPosition: 1, maxResults: 2 }, {}),
		);
		expect(
			await server.gateway().readChanges(['Customer', 'Invoice'], '2026-11-19T10:00:00+02:00'),
		).toEqual({
			changes: [
				{ entity: 'Customer', records: [], deleted: [] },
				{
					entity: 'Invoice',
					records: [live],
					deleted: [{ Id: '9', deletedAt: '2026-11-01T10:00:00-07:00' }],
				},
			],
			complete: true,
			at: time,
		});
		expect(
			server.received.map(({ path, query }) => [path, query['entities'], query['changedSince']]),
		).toEqual([['cdc', 'Customer,Invoice', '2026-11-19T08:00:00.000Z']]);
	});

	it('that fill an answer may be incomplete', async () => {
		const many = (count: number) =>
			Array.from({ length: count }, (_, index) => ({ Id: String(index) }));
		for (const [count, complete] of [
			[999, true],
			[1000, false],
		] as const) {
			const server = await fakeQuickBooks(() =>
				cdc({ Invoice: many(count - 500) }, { Customer: [...many(499), gone] }),
			);
			expect((await server.gateway().readChanges(['Invoice', 'Customer'], time)).complete).toBe(
				complete,
			);
		}
	});

	it('of nothing need no request; a time that is none is refused', async () => {
		const server = await fakeQuickBooks(() => cdc());
		expect(await server.gateway().readChanges([], time)).toEqual({
			changes: [],
			complete: true,
			at: time,
		});
		expect(await failureOf(server.gateway().readChanges(['Invoice'], 'yesterday'))).toMatchObject({
			kind: 'invalid',
		});
		expect(server.received).toEqual([]);
	});

	it('that make no sense are not taken for none', async () => {
		for (const [body, kind] of [
			[{ time }, 'unexpected'],
			[{ CDCResponse: [], time }, 'unexpected'],
			[{ CDCResponse: [{ QueryResponse: [] }] }, 'unexpected'],
			[cdc(fault('4001')), 'invalid'],
		] as const) {
			const server = await fakeQuickBooks(() => body);
			expect(await failureOf(server.gateway().readChanges(['Invoice'], time))).toMatchObject({
				kind,
			});
		}
	});
});
