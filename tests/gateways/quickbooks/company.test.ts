import { setTimeout as wait } from 'node:timers/promises';
import type { QuickBooksBatchOperation } from '../../../src/gateways/ports';
import {
	drop,
	failureOf,
	fakeQuickBooks,
	fault,
	gatewayFault,
	rows,
	stopFakes,
	type FakeQuickBooks,
} from './fakeQuickBooks';

afterEach(stopFakes);

describe('settings', () => {
	const answer = ({ path }: { path: string }) =>
		path.endsWith('preferences')
			? { Preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } }, time: 't' }
			: { CompanyInfo: { CompanyName: 'Zoë' }, time: 't' };
	const settings = {
		preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } },
		company: { CompanyName: 'Zoë' },
	};

	it('are read once for all connections to a company, for some minutes, or for seconds where they are in question', async () => {
		const server = await fakeQuickBooks(answer);
		const gateway = server.gateway();
		expect(await Promise.all([gateway.readSettings(), gateway.readSettings()])).toEqual([
			settings,
			settings,
		]);
		expect(await server.gateway().readSettings()).toEqual(settings);
		expect(server.received.map(({ path }) => path).sort()).toEqual([
			'companyinfo/9130000000000001',
			'preferences',
		]);
		server.nowMs += 119_000;
		await gateway.readSettings();
		expect(server.received.length).toBe(2);
		server.nowMs -= 119_000 - 4000;
		await gateway.readSettings('seconds');
		expect(server.received.length).toBe(2);
		server.nowMs += 2000;
		await gateway.readSettings('seconds');
		expect(server.received.length).toBe(4);
		server.nowMs += 121_000;
		await gateway.readSettings();
		expect(server.received.length).toBe(6);
	});

	it('of another company are others', async () => {
		const server = await fakeQuickBooks(answer);
		await server.gateway().readSettings();
		await server.gateway({ realmId: '77' }).readSettings();
		expect(server.received.length).toBe(4);
	});

	it('that could not be read are read again', async () => {
		const server = await fakeQuickBooks((request, count, reply) =>
			count <= 2 ? reply.code(403).send(gatewayFault('3100', 'SERVICE', 'No')) : answer(request),
		);
		expect(await failureOf(server.gateway().readSettings())).toMatchObject({ kind: 'forbidden' });
		expect(await server.gateway().readSettings()).toEqual(settings);
	});

	it('are not made up', async () => {
		const server = await fakeQuickBooks(({ path }) =>
			path === 'preferences' ? { time: 't' } : { CompanyInfo: {} },
		);
		expect(await failureOf(server.gateway().readSettings())).toMatchObject({
			kind: 'unexpected',
			message: 'QuickBooks answered without Preferences',
		});
	});

	it('outlive the run that was cancelled while reading them', async () => {
		const server = await fakeQuickBooks(
			async (request) => (await new Promise((resolve) => setTimeout(resolve, 60)), answer(request)),
		);
		const abort = new AbortController();
		const cancelled = server.gateway({ signal: abort.signal }).readSettings();
		const other = server.gateway().readSettings();
		setTimeout(() => abort.abort(new Error('cancelled')), 20);
		expect(await failureOf(cancelled)).toEqual(new Error('cancelled'));
		expect(await other).toEqual(settings);
	});
});

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

interface Sent {
	BatchItemRequest: Array<{ bId: string } & Record<string, unknown>>;
}
const itemsOf = (body: unknown) => (body as Sent).BatchItemRequest;
const create = (name: string): QuickBooksBatchOperation => ({
	operation: 'create',
	entity: 'Customer',
	payload: { DisplayName: name },
});

/** Answers each item in reverse order. */
async function batches(misbehave?: (count: number) => boolean): Promise<FakeQuickBooks> {
	return await fakeQuickBooks(({ body }, count, reply) => {
		if (misbehave?.(count)) return (drop(reply), reply);
		const answers = itemsOf(body).map((item) => {
			if (item['Query']) return { bId: item.bId, QueryResponse: { Customer: [{ Id: '1' }] } };
			const { DisplayName } = item['Customer'] as { DisplayName?: string };
			return DisplayName === 'taken'
				? { ...fault('6240', 'Duplicate'), bId: item.bId }
				: { Customer: { ...(item['Customer'] as object), Id: '1' }, bId: item.bId };
		});
		return { BatchItemResponse: answers.reverse(), time: 't' };
	});
}

describe('a batch', () => {
	it('says for each operation what became of it', async () => {
		const server = await batches();
		const operations: QuickBooksBatchOperation[] = [
			create('Ann'),
			create('taken'),
			{
				operation: 'query',
				entity: 'Customer',
				query: { where: [{ field: 'DisplayName', operator: '=', value: "O'B" }], limit: 3 },
			},
			{
				operation: 'query',
				entity: 'Customer',
				query: { where: [{ field: 'DisplayName', operator: '=', value: '\\' }] },
			},
			{ operation: 'update', entity: 'Customer', payload: { Id: '2', SyncToken: '0', Notes: 'x' } },
			{ operation: 'query', entity: 'Invoice', query: {} },
		];
		const error = {
			kind: 'duplicateName',
			message: 'Duplicate: Its detail',
			code: '6240',
			details: [{ message: 'Duplicate: Its detail', code: '6240' }],
			context: {},
		};
		expect(await server.gateway().batch(operations)).toEqual([
			{ ok: true, value: { record: { DisplayName: 'Ann', Id: '1' } } },
			{ ok: false, error },
			{ ok: true, value: { rows: [{ Id: '1' }] } },
			{ ok: false, error: expect.objectContaining({ kind: 'invalid' }) as object },
			{ ok: true, value: { record: { Id: '1', SyncToken: '0', Notes: 'x', sparse: true } } },
			{ ok: true, value: { rows: [] } },
		]);
		expect(itemsOf(server.received[0]?.body)).toEqual([
			{ bId: '1', operation: 'create', Customer: { DisplayName: 'Ann' } },
			{ bId: '2', operation: 'create', Customer: { DisplayName: 'taken' } },
			{
				bId: '3',
				Query:
					"select * from Customer where DisplayName = 'O\\'B' orderby Id asc startposition 1 maxresults 3",
			},
			{
				bId: '5',
				operation: 'update',
				Customer: { sparse: true, Id: '2', SyncToken: '0', Notes: 'x' },
			},
			{ bId: '6', Query: 'select * from Invoice orderby Id asc startposition 1 maxresults 1000' },
		]);
	});

	it('is cut to thirty', async () => {
		const server = await batches();
		const names = Array.from({ length: 65 }, (_, index) => `C${index}`);
		const outcomes = await server.gateway().batch(names.map(create));
		expect(
			outcomes.map(
				(outcome) => outcome.ok && (outcome.value.record as { DisplayName?: string }).DisplayName,
			),
		).toEqual(names);
		expect(server.received.map(({ body }) => itemsOf(body).length)).toEqual([30, 30, 5]);
	});

	it('that breaks in the middle still says what was done, and begins nothing more', async () => {
		const server = await fakeQuickBooks(async ({ body }, _count, reply) => {
			const items = itemsOf(body);
			if ((items[0]?.['Customer'] as { DisplayName?: string }).DisplayName === 'C30')
				return (drop(reply), reply);
			await wait(100);
			return {
				BatchItemResponse: items.map(({ bId, Customer }) => ({ bId, Customer })),
				time: 't',
			};
		});
		const outcomes = await server
			.gateway()
			.batch(Array.from({ length: 190 }, (_, index) => create(`C${index}`)));
		const told = outcomes.map((outcome) =>
			outcome.ok
				? 'done'
				: `${outcome.error.kind}${outcome.error.context['notSent'] ? ', not sent' : ''}`,
		);
		const times = (count: number, text: string) => Array<string>(count).fill(text);
		expect(told).toEqual([
			...times(30, 'done'),
			...times(30, 'network'),
			...times(60, 'done'),
			...times(70, 'network, not sent'),
		]);
		expect(server.received.length).toBe(4);
	});

	it('that breaks at once has failed', async () => {
		const server = await batches(() => true);
		expect(await failureOf(server.gateway().batch([create('Ann')]))).toMatchObject({
			kind: 'network',
		});
		expect(server.received.length).toBe(1);
	});

	it('that only asks is repeated', async () => {
		const server = await batches((count) => count === 1);
		expect(
			await server.gateway().batch([{ operation: 'query', entity: 'Customer', query: {} }]),
		).toEqual([{ ok: true, value: { rows: [{ Id: '1' }] } }]);
		expect(server.received.length).toBe(2);
	});

	it('left unanswered has failed, item by item', async () => {
		const server = await fakeQuickBooks(() => ({
			BatchItemResponse: [{ bId: '2', Item: { Id: '1' } }],
		}));
		const outcomes = await server.gateway().batch([create('Ann'), create('Bob')]);
		expect(
			outcomes.map((outcome) => !outcome.ok && [outcome.error.kind, outcome.error.message]),
		).toEqual([
			['unexpected', 'QuickBooks left an operation of a batch unanswered'],
			['unexpected', 'QuickBooks answered an operation without the Customer'],
		]);
		expect(await server.gateway().batch([])).toEqual([]);
	});
});

describe('limits', () => {
	it('of a company are shared by its connections: nine in little more than a second, five hundred a minute', async () => {
		const server = await fakeQuickBooks(() => rows('Customer', []));
		const start = server.nowMs;
		for (let sent = 0; sent < 501; sent += 1) await server.gateway().find('Customer', { limit: 1 });
		expect(server.waits.slice(0, 55)).toEqual(Array.from({ length: 55 }, () => 1100));
		expect(server.nowMs - start).toBe(60_500);
	});

	it('of batches are forty a minute, and a busy minute holds up everything', async () => {
		const server = await fakeQuickBooks((_, count, reply) =>
			count === 41 ? reply.code(429).send('') : { BatchItemResponse: [], ...rows('Customer', []) },
		);
		const start = server.nowMs;
		for (let sent = 0; sent < 40; sent += 1) await server.gateway().batch([create('Ann')]);
		expect(server.nowMs - start).toBe(4 * 1100);
		await server.gateway().batch([create('Ann')]);
		expect(server.nowMs - start).toBe(60_500 + 60_000);
		expect(server.received.length).toBe(42);
	});

	it('of another company are its own', async () => {
		const server = await fakeQuickBooks(() => rows('Customer', []));
		for (let sent = 0; sent < 18; sent += 1)
			await server.gateway({ realmId: String(1 + (sent % 2)) }).find('Customer', { limit: 1 });
		expect(server.waits).toEqual([]);
	});
});
