import type {
	QuickBooksCriterion,
	QuickBooksQuery,
} from '../../../src/core/records/quickbooksQueries';
import { failureOf, fakeQuickBooks, rows, stopFakes, type Received } from './fakeQuickBooks';

afterEach(stopFakes);

const texts = (received: Received[]) => received.map(({ query }) => query['query']);
const customers = (from: number, count: number) =>
	Array.from({ length: count }, (_, index) => ({
		Id: String(from + index),
		DisplayName: `C${from + index}`,
	}));

/** What the gateway asks for a query. */
async function asked(query: QuickBooksQuery): Promise<string[]> {
	const server = await fakeQuickBooks(() => rows('Customer', []));
	expect(await server.gateway().find('Customer', query)).toEqual([]);
	expect(server.received.every(({ method, path }) => method === 'GET' && path === 'query')).toBe(
		true,
	);
	return texts(server.received).map((text) => text ?? '');
}

const where = (
	field: string,
	operator: QuickBooksCriterion['operator'],
	value: QuickBooksCriterion['value'],
): QuickBooksCriterion => ({ field, operator, value });

describe('the text of a query', () => {
	it.each([
		[{}, 'select * from customer orderby Id asc startposition 1 maxresults 1000'],
		[
			{
				limit: 5,
				startPosition: 11,
				orderBy: { field: 'MetaData.LastUpdatedTime', descending: true },
			},
			'select * from customer orderby MetaData.LastUpdatedTime desc startposition 11 maxresults 5',
		],
		[
			{ where: [where('DisplayName', '=', "Niamh O'Brien")] },
			"select * from customer where DisplayName = 'Niamh O\\'Brien' orderby Id asc startposition 1 maxresults 1000",
		],
		[
			{
				where: [
					where('Active', 'IN', [true, false]),
					where('DisplayName', 'LIKE', '%Söhne & 100% <#1> + 小龙 🌿 ? "x"%'),
				],
			},
			`select * from customer where Active IN (true, false) and DisplayName LIKE '%Söhne & 100% <#1> + 小龙 🌿 ? "x"%' orderby Id asc startposition 1 maxresults 1000`,
		],
		[
			{
				where: [
					where('Balance', '>=', 12.5),
					where('Active', '=', false),
					where('MetaData.CreateTime', '>', '2026-01-31T10:00:00+02:00'),
				],
			},
			"select * from customer where Balance >= '12.5' and Active = false and MetaData.CreateTime > '2026-01-31T10:00:00+02:00' orderby Id asc startposition 1 maxresults 1000",
		],
		[
			{ where: [where('Id', 'IN', ['1', '2', '1'])] },
			"select * from customer where Id IN ('1', '2') orderby Id asc startposition 1 maxresults 1000",
		],
		[
			{ where: [where('DisplayName', '=', "' or Active = false or DisplayName = '@@")] },
			"select * from customer where DisplayName = '\\' or Active = false or DisplayName = \\'@@' orderby Id asc startposition 1 maxresults 1000",
		],
	] as Array<[QuickBooksQuery, string]>)('%j', async (query, text) => {
		expect(await asked(query)).toEqual([text]);
	});

	it.each([
		[{ where: [where("Id = '1' or Id", '=', '1')] }],
		[{ where: [where('Id', 'OR' as '=', '1')] }],
		[{ where: [where('Id', 'toString' as '=', '1')] }],
		[{ where: [where('Id', '=', undefined as unknown as string)] }],
		[{ where: [where('Id', '=', null as unknown as string)] }],
		[{ where: [where('Balance', '>', NaN)] }],
		[{ where: [where('Id', '=', ['1'])] }],
		[{ where: [where('Id', 'IN', '1')] }],
		[{ where: [where('DisplayName', '<', 'a\n')] }],
		[{ orderBy: { field: 'Id desc, Name' } }],
		[{ startPosition: 0 }],
		[{ limit: 2.5 }],
	] as Array<[QuickBooksQuery]>)('is refused before it is sent: %j', async (query) => {
		const server = await fakeQuickBooks(() => rows('Customer', customers(1, 3)));
		expect(await failureOf(server.gateway().find('Customer', query))).toMatchObject({
			name: 'GatewayError',
			kind: 'invalid',
		});
		expect(server.received).toEqual([]);
	});

	it('is not needed when nothing can be found', async () => {
		expect(await asked({ where: [where('Id', 'IN', [])] })).toEqual([]);
		expect(await asked({ limit: 0 })).toEqual([]);
	});
});

describe('text that cannot be written', () => {
	const named = (names: string[]) =>
		names.map((DisplayName, index) => ({
			Id: String(index + 1),
			DisplayName,
			PrimaryEmailAddr: { Address: DisplayName },
		}));

	it('is sought by a pattern, and found exactly', async () => {
		const server = await fakeQuickBooks(() =>
			rows('Customer', named(['A\\B', 'AXB', 'a\\b', 'AB', "A\\' or '"])),
		);
		expect(
			(
				await server
					.gateway()
					.find('Customer', { where: [where('DisplayName', '=', 'A\\B')], limit: 5 })
			).map(({ Id }) => Id),
		).toEqual(['1', '3']);
		expect(texts(server.received)).toEqual([
			"select * from customer where DisplayName LIKE 'A%B' orderby Id asc startposition 1 maxresults 1000",
		]);
	});

	it('among others is asked for apart', async () => {
		const server = await fakeQuickBooks(({ query }) =>
			rows(
				'Customer',
				query['query']?.includes('IN') ? named(['Ann']) : named(['-', 'A\\', 'A\n']),
			),
		);
		const found = await server.gateway().find('Customer', {
			where: [where('PrimaryEmailAddr', 'IN', ['Ann', 'A\\', 'A\n', '\ud800'])],
			orderBy: { field: 'DisplayName', descending: true },
			limit: 2,
		});
		expect(found.map(({ DisplayName }) => DisplayName)).toEqual(['Ann', 'A\\']);
		expect(texts(server.received).sort()).toEqual([
			"select * from customer where PrimaryEmailAddr IN ('Ann') orderby DisplayName desc startposition 1 maxresults 2",
			"select * from customer where PrimaryEmailAddr LIKE '%' orderby DisplayName desc startposition 1 maxresults 1000",
			"select * from customer where PrimaryEmailAddr LIKE 'A%' orderby DisplayName desc startposition 1 maxresults 1000",
			"select * from customer where PrimaryEmailAddr LIKE 'A%' orderby DisplayName desc startposition 1 maxresults 1000",
		]);
	});
});

describe('pages', () => {
	it('are read until one is not full', async () => {
		const server = await fakeQuickBooks((_, count) =>
			rows('Customer', count < 3 ? customers(count * 1000, 1000) : customers(3000, 2)),
		);
		const found = await server.gateway().find('Customer', {});
		expect([found.length, found.at(0)?.Id, found.at(-1)?.Id]).toEqual([2002, '1000', '3001']);
		expect(texts(server.received).map((text) => /startposition.*/.exec(text ?? '')?.[0])).toEqual([
			'startposition 1 maxresults 1000',
			'startposition 1001 maxresults 1000',
			'startposition 2001 maxresults 1000',
		]);
	});

	it('end with an empty one, which lacks the rows', async () => {
		const server = await fakeQuickBooks((_, count) =>
			rows('Customer', count === 1 ? customers(1, 1000) : []),
		);
		expect((await server.gateway().find('Customer', {})).length).toBe(1000);
		expect(server.received.length).toBe(2);
	});

	it('are no more than are asked for', async () => {
		const server = await fakeQuickBooks((_, count) =>
			rows('Customer', customers(count * 1000, count === 1 ? 1000 : 500)),
		);
		expect(
			(await server.gateway().find('Customer', { limit: 1500, startPosition: 3 })).length,
		).toBe(1500);
		expect(texts(server.received).map((text) => /startposition.*/.exec(text ?? '')?.[0])).toEqual([
			'startposition 3 maxresults 1000',
			'startposition 1003 maxresults 500',
		]);
	});

	it('may repeat a row that moved meanwhile', async () => {
		const server = await fakeQuickBooks((_, count) =>
			rows('Customer', count === 1 ? customers(1, 1000) : customers(1000, 2)),
		);
		expect((await server.gateway().find('Customer', {})).map(({ Id }) => Id)).toEqual(
			customers(1, 1001).map(({ Id }) => Id),
		);
	});

	it('of a cut IN list come together in order', async () => {
		const emails = Array.from({ length: 200 }, (_, index) => `niamh.o'brien+${index}@example.com`);
		const server = await fakeQuickBooks(({ query }) => {
			const ids = [...(query['query'] ?? '').matchAll(/brien\+(\d+)@/g)].map(
				(match) => Number(match[1]) + 1,
			);
			return rows(
				'Customer',
				ids.map((id) => ({ Id: String((id * 37) % 211), SyncToken: '0' })),
			);
		});
		const gateway = server.gateway();
		const all = await gateway.find('Customer', {
			where: [where('PrimaryEmailAddr', 'IN', emails), where('Active', '=', true)],
		});
		const inOrder = emails
			.map((_, index) => ((index + 1) * 37) % 211)
			.sort((a, b) => a - b)
			.map(String);
		expect(all.map(({ Id }) => Id)).toEqual(inOrder);
		expect(server.received.length).toBeGreaterThan(2);
		expect(Math.max(...server.received.map(({ url }) => url.length))).toBeLessThan(4000);
		expect(
			server.received.every(({ query }) =>
				query['query']?.includes(') and Active = true orderby Id asc'),
			),
		).toBe(true);
		const part = await gateway.find('Customer', {
			where: [where('PrimaryEmailAddr', 'IN', emails)],
			startPosition: 11,
			limit: 5,
		});
		expect(part.map(({ Id }) => Id)).toEqual(inOrder.slice(10, 15));
	});

	it('without a QueryResponse make no sense', async () => {
		const server = await fakeQuickBooks(() => ({ time: 'x' }));
		expect(await failureOf(server.gateway().find('Customer', {}))).toMatchObject({
			kind: 'unexpected',
		});
	});
});
