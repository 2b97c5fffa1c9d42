import { type AccessServer } from '../accessServer';
import { startSearchServer, search, filter, findIds } from './searchServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startSearchServer();
});
afterEach(() => server.stop());

describe('what is refused', () => {
	const many = (groups: number, filters: number) => ({
		filterGroups: Array.from({ length: groups }, () => ({
			filters: Array.from({ length: filters }, () => ({
				propertyName: 'email',
				operator: 'HAS_PROPERTY',
			})),
		})),
	});

	it.each([
		['too many groups', many(6, 1), /6 filter groups, the maximum is 5/],
		['too many filters in a group', many(1, 7), /6 filters at most/],
		['too many filters', many(4, 5), /20 filters, the maximum is 18/],
		['two sorts', { sorts: ['email', 'firstname'] }, /one sort/],
		[
			'an unknown property',
			filter('nonsense', 'EQ', { value: 'x' }),
			/^There was a problem with the request\.$/,
		],
		['an unknown sort', { sorts: ['nonsense'] }, /^There was a problem with the request\.$/],
		[
			'an unknown object behind associations',
			filter('associations.wish', 'EQ', { value: '1' }),
			/^There was a problem/,
		],
		[
			'a date that is none',
			filter('createdate', 'GT', { value: 'yesterday' }),
			/^There was a problem/,
		],
		[
			'a number that is none',
			filter('hs_object_id', 'GT', { value: 'many' }),
			/^There was a problem/,
		],
		[
			'an unknown operator',
			filter('email', 'LIKE', { value: 'x' }),
			/^Invalid input JSON on line 1/,
		],
		[
			'no operator',
			{ filterGroups: [{ filters: [{ propertyName: 'email' }] }] },
			/Cannot build Filter, some of required attributes are not set \[operator\]/,
		],
		[
			'an empty value',
			filter('phone', 'CONTAINS_TOKEN', { value: ' ' }),
			/value must be non-empty and non-blank, if specified \{propertyName: 'phone'\}/,
		],
		['no value', filter('email', 'EQ'), /Operator EQ needs value/],
		['no values', filter('email', 'IN', { value: 'x' }), /Operator IN needs values/],
		[
			'half a span',
			filter('createdate', 'BETWEEN', { value: '1' }),
			/Operator BETWEEN needs highValue/,
		],
		[
			'a query of more than 3,000 characters',
			{ query: 'x'.repeat(3001) },
			/3001 characters, the maximum is 3000/,
		],
		['filters that are no list', { filterGroups: { filters: [] } }, /^Invalid input JSON/],
	])('%s', async (_what, body, message) => {
		const { status, body: answer } = await search(server, body);
		expect([status, answer]).toEqual([
			400,
			{
				status: 'error',
				message: expect.stringMatching(message),
				correlationId: expect.any(String),
				category: 'VALIDATION_ERROR',
			},
		]);
	});

	it('an unknown object', async () => {
		expect((await search(server, {}, 'wishes')).status).toBe(400);
	});

	it('as the switches say', async () => {
		const long = {
			...filter('email', 'IN', {
				values: Array.from({ length: 200 }, (_, index) => `contact${index}@example.com`),
			}),
		};
		expect((await search(server, long)).status).toBe(200);
		server.setSwitches({
			searchCharacters: 'body',
			searchUnknownProperty: 'noMatch',
			searchGroups: 6,
		});
		expect((await search(server, long)).status).toBe(400);
		expect((await search(server, many(6, 1))).status).toBe(200);
		expect(await findIds(server, filter('nonsense', 'EQ', { value: 'x' }))).toEqual([]);
		expect(await findIds(server, { sorts: ['nonsense'] })).toEqual([1, 2, 3, 4]);
	});
});
