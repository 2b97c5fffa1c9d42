import { setTimeout as wait } from 'node:timers/promises';
import type { QuickBooksBatchOperation } from '../../../src/core/records/quickbooksQueries';
import {
	drop,
	failureOf,
	fakeQuickBooks,
	fault,
	stopFakes,
	type FakeQuickBooks,
} from './fakeQuickBooks';

afterEach(stopFakes);

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
