import type { Properties } from '../../../../sandbox/hubspot/records';
import type { ObjectType } from '../../../../sandbox/hubspot/types';
import { startAccessServer, type AccessServer } from '../accessServer';

const NOON = Date.parse('2026-11-01T12:00:00Z');

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer({ limits: false });
	contact(1, {
		email: 'niamh.obrien@example.com',
		firstname: 'Niamh',
		lastname: "O'Brien",
		phone: '+353 1 555 0101',
		lifecyclestage: 'customer',
	});
	contact(2, {
		email: 'jose@cafe-ole.example',
		firstname: 'José',
		lastname: 'García-Núñez',
		company: 'Café Olé 🌿',
		lifecyclestage: 'lead',
	});
	contact(3, { email: 'ann.miller@example.com', firstname: 'Ann', lastname: 'Miller' });
	contact(4, { firstname: '小龙', lastname: '李 🐉', phone: '100% "real"' });
	for (const [id, amount, closedate] of [
		[11, '9.50', '2026-01-31T00:00:00.000Z'],
		[12, '10', '2026-02-28T09:30:00.000Z'],
		[13, '100.00', ''],
	] as const) {
		add('deals', id, {
			dealname: `Deal ${id}`,
			amount,
			dealstage: id === 12 ? 'closedwon' : 'contractsent',
			...(closedate && { closedate }),
		});
	}
});
afterEach(() => server.stop());

function add(type: ObjectType, id: number, values: Properties, at = NOON + id * 1000): void {
	const time = new Date(at).toISOString();
	const modified = type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
	server.records.insert(
		{
			type,
			id: String(id),
			createdAt: at,
			updatedAt: at,
			archivedAt: null,
			properties: { hs_object_id: String(id), createdate: time, [modified]: time, ...values },
		},
		[],
		{ indexed: true },
	);
}
const contact = (id: number, values: Properties) => add('contacts', id, values);
const link = (from: ObjectType, a: number, to: ObjectType, b: number) => {
	for (const [x, i, y, j] of [
		[from, a, to, b],
		[to, b, from, a],
	] as const)
		server.records.store.run(
			'INSERT INTO associations VALUES (?,?,?,?,?,?)',
			x,
			i,
			y,
			j,
			'HUBSPOT_DEFINED',
			3,
		);
};

const search = (body: object, type = 'contacts', path = '/crm/v3/objects') =>
	server.send('POST', `${path}/${type}/search`, body);
const filter = (propertyName: string, operator: string, more: object = {}) => ({
	filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});
async function ids(body: object, type = 'contacts'): Promise<number[]> {
	const { status, body: answer } = await search(body, type);
	expect(status).toBe(200);
	expect(answer.total).toBe(answer.results.length);
	return answer.results.map(({ id }: { id: string }) => Number(id));
}

it.each([['/crm/v3/objects'], ['/crm/objects/2026-03'], ['/crm/objects/2026-09']])(
	'a whole answer under %s',
	async (path) => {
		const { status, body } = await search(
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

describe('operators', () => {
	it.each([
		['email', 'EQ', { value: 'Niamh.OBrien@example.com' }, [1]],
		['lastname', 'EQ', { value: 'GARCÍA-NÚÑEZ' }, [2]],
		['lastname', 'EQ', { value: '李 🐉' }, [4]],
		['phone', 'EQ', { value: '100% "real"' }, [4]],
		['lastname', 'EQ', { value: "O'Brien' OR 1=1 --" }, []],
		['email', 'NEQ', { value: 'ann.miller@example.com' }, [1, 2]],
		[
			'email',
			'IN',
			{ values: ['ann.miller@example.com', 'jose@cafe-ole.example', 'nobody@example.com'] },
			[2, 3],
		],
		['firstname', 'IN', { values: ['ann', 'josé'] }, [2, 3]],
		['firstname', 'IN', { values: ['Ann', 'José'] }, []],
		['email', 'NOT_IN', { values: ['ann.miller@example.com'] }, [1, 2]],
		['email', 'HAS_PROPERTY', {}, [1, 2, 3]],
		['email', 'NOT_HAS_PROPERTY', {}, [4]],
		['lifecyclestage', 'EQ', { value: 'customer' }, [1]],
		['lifecyclestage', 'EQ', { value: 'Customer' }, []],
		['firstname', 'GTE', { value: 'b' }, [1, 2, 4]],
		['firstname', 'CONTAINS_TOKEN', { value: 'JOSÉ' }, [2]],
		['lastname', 'CONTAINS_TOKEN', { value: 'brien' }, [1]],
		['lastname', 'CONTAINS_TOKEN', { value: 'bri' }, []],
		['lastname', 'CONTAINS_TOKEN', { value: 'bri*' }, [1]],
		['email', 'CONTAINS_TOKEN', { value: '*@example.com' }, [1, 3]],
		['email', 'CONTAINS_TOKEN', { value: 'example.com' }, [1, 3]],
		['email', 'CONTAINS_TOKEN', { value: '(*' }, []],
		['company', 'CONTAINS_TOKEN', { value: 'café olé' }, [2]],
		['email', 'NOT_CONTAINS_TOKEN', { value: 'example.com' }, [2]],
		['hs_object_id', 'EQ', { value: 3 }, [3]],
		['hs_object_id', 'GT', { value: '2' }, [3, 4]],
		['createdate', 'GTE', { value: NOON + 3000 }, [3, 4]],
		['createdate', 'GT', { value: '2026-11-01T12:00:03Z' }, [4]],
		['lastmodifieddate', 'LT', { value: String(NOON + 2000) }, [1]],
		['createdate', 'BETWEEN', { value: NOON + 2000, highValue: NOON + 3000 }, [2, 3]],
	])('%s %s %j', async (property, operator, more, expected) => {
		expect(await ids(filter(property, operator, more))).toEqual(expected);
	});

	it.each([
		['amount', 'EQ', { value: '9.5' }, [11]],
		['amount', 'LT', { value: '100' }, [11, 12]],
		['amount', 'LTE', { value: '100' }, [11, 12, 13]],
		['amount', 'BETWEEN', { value: '9.6', highValue: '100' }, [12, 13]],
		['amount', 'IN', { values: ['10.0', '100'] }, [12, 13]],
		['closedate', 'LTE', { value: '2026-02-28T09:30:00.000Z' }, [11, 12]],
		['closedate', 'LT', { value: '2026-02-28' }, [11]],
		['dealstage', 'IN', { values: ['closedwon'] }, [12]],
	])('of deals: %s %s %j', async (property, operator, more, expected) => {
		expect(await ids(filter(property, operator, more), 'deals')).toEqual(expected);
	});

	it('negatives find the empty ones by switch', async () => {
		server.setSwitches({ searchNegativeFindsEmpty: true });
		expect(await ids(filter('email', 'NEQ', { value: 'ann.miller@example.com' }))).toEqual([
			1, 2, 4,
		]);
		expect(await ids(filter('email', 'NOT_CONTAINS_TOKEN', { value: 'example.com' }))).toEqual([
			2, 4,
		]);
	});

	it.each(['EQ', 'IN', 'CONTAINS_TOKEN'])(
		'an odd number of quotation marks is refused, or by switch sought: %s',
		async (operator) => {
			const sought = (text: string) =>
				filter('phone', operator, operator === 'IN' ? { values: ['1', text] } : { value: text });
			expect((await search(sought('24"'))).body.message).toBe(
				'Filter value 24" has mismatched quotation marks',
			);
			expect(await ids(sought('100% "real"'))).toEqual([4]);
			server.setSwitches({ searchQuotes: 'accept' });
			expect(await ids(sought('24"'))).toEqual([]);
		},
	);

	it('EQ takes the lower case only by switch', async () => {
		server.setSwitches({ searchEqCase: 'lower' });
		expect(await ids(filter('firstname', 'EQ', { value: 'ANN' }))).toEqual([]);
		expect(await ids(filter('firstname', 'EQ', { value: 'ann' }))).toEqual([3]);
	});

	it('IN takes any case by switch', async () => {
		server.setSwitches({ searchInCase: 'any' });
		expect(await ids(filter('firstname', 'IN', { values: ['ANN', 'JOSÉ'] }))).toEqual([2, 3]);
	});
});

describe('several filters', () => {
	it('all of a group, any of the groups', async () => {
		const both = {
			filters: [
				{ propertyName: 'email', operator: 'HAS_PROPERTY' },
				{ propertyName: 'lifecyclestage', operator: 'NOT_HAS_PROPERTY' },
			],
		};
		const chinese = { filters: [{ propertyName: 'firstname', operator: 'EQ', value: '小龙' }] };
		expect(await ids({ filterGroups: [both] })).toEqual([3]);
		expect(await ids({ filterGroups: [both, chinese] })).toEqual([3, 4]);
		expect(await ids({ filters: both.filters })).toEqual([3]);
		expect(await ids({})).toEqual([1, 2, 3, 4]);
		expect(await ids({ filterGroups: [] })).toEqual([1, 2, 3, 4]);
	});

	it('linked records as a property', async () => {
		link('deals', 11, 'contacts', 1);
		link('deals', 12, 'contacts', 1);
		link('deals', 12, 'contacts', 2);
		expect(await ids(filter('associations.contact', 'EQ', { value: '1' }), 'deals')).toEqual([
			11, 12,
		]);
		expect(
			await ids(filter('associations.contacts', 'IN', { values: ['2', '9'] }), 'deals'),
		).toEqual([12]);
		expect(await ids(filter('associations.contact', 'NOT_HAS_PROPERTY'), 'deals')).toEqual([13]);
		expect(await ids(filter('associations.deal', 'EQ', { value: '12' }))).toEqual([1, 2]);
	});

	it('words of a query begin words of the record', async () => {
		expect(await ids({ query: 'jos olé' })).toEqual([2]);
		expect(await ids({ query: 'MILLER' })).toEqual([3]);
		expect(await ids({ query: 'example' })).toEqual([1, 2, 3]);
		expect(await ids({ query: 'iller' })).toEqual([]);
		expect(await ids({ query: 'example', ...filter('firstname', 'EQ', { value: 'ann' }) })).toEqual(
			[3],
		);
		expect(await ids({ query: 'Deal 12' }, 'deals')).toEqual([12]);
	});

	it('orders as asked, empty ones last', async () => {
		const sorted = (sort: unknown, type: string) => ids({ sorts: [sort] }, type);
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
		const first = (await search({ limit: 3 })).body;
		expect([first.total, first.results.length, first.paging]).toEqual([
			4,
			3,
			{ next: { after: '3' } },
		]);
		const last = (await search({ limit: 3, after: first.paging.next.after })).body;
		expect([
			last.total,
			last.results.map(({ id }: { id: string }) => id),
			'paging' in last,
		]).toEqual([4, ['4'], false]);
		expect((await search({ after: 4 })).body).toEqual({ total: 4, results: [] });
	});

	it('ten without a question, two hundred at most, ten thousand in all', async () => {
		server.records.store.transaction(() => {
			for (let id = 1000; id < 11_000; id += 1) add('products', id, { name: `P ${id}` });
		});
		const standard = (await search({}, 'products')).body;
		expect([standard.total, standard.results.length]).toEqual([10_000, 10]);
		expect((await search({ limit: 200, after: '9800' }, 'products')).body.results).toHaveLength(
			200,
		);
		for (const body of [
			{ limit: 201 },
			{ limit: 0 },
			{ limit: 200, after: '9801' },
			{ after: '10000' },
			{ after: 'x' },
		]) {
			const { status, body: answer } = await search(body, 'products');
			expect([status, answer.category]).toEqual([400, 'VALIDATION_ERROR']);
		}
	});
});

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
		const { status, body: answer } = await search(body);
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
		expect((await search({}, 'wishes')).status).toBe(400);
	});

	it('as the switches say', async () => {
		const long = {
			...filter('email', 'IN', {
				values: Array.from({ length: 200 }, (_, index) => `contact${index}@example.com`),
			}),
		};
		expect((await search(long)).status).toBe(200);
		server.setSwitches({
			searchCharacters: 'body',
			searchUnknownProperty: 'noMatch',
			searchGroups: 6,
		});
		expect((await search(long)).status).toBe(400);
		expect((await search(many(6, 1))).status).toBe(200);
		expect(await ids(filter('nonsense', 'EQ', { value: 'x' }))).toEqual([]);
		expect(await ids({ sorts: ['nonsense'] })).toEqual([1, 2, 3, 4]);
	});
});

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
		const { body } = await search(miller);
		expect(body.results).toEqual([
			expect.objectContaining({
				id: '3',
				updatedAt: '2026-11-01T12:00:03.000Z',
				properties: expect.objectContaining({ lastname: 'Miller' }),
			}),
		]);
		expect([await ids(smith), await ids({})]).toEqual([[], [1, 2, 3, 4]]);
		server.clock.advance(1999);
		expect([await ids(smith), await ids({ sorts: ['-email'] })]).toEqual([[], [1, 2, 3, 4]]);
		server.clock.advance(1);
		expect([await ids(miller), await ids(smith), await ids({})]).toEqual([[], [3], [2, 3, 4]]);
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
		expect(await ids({})).toEqual([1, 2, 3, 4]);
		server.clock.advance(2000);
		expect(await ids({})).toEqual([1, 2, 3, 4, 9]);
	});

	it('is up to date at once without a lag, and does not lose records when the clock is set back', async () => {
		server.setSwitches({ searchLagSeconds: 0 });
		save(3, { lastname: 'Smith' });
		expect(await ids(filter('lastname', 'EQ', { value: 'smith' }))).toEqual([3]);
		server.clock.set('2020-01-01T00:00:00Z');
		expect(await ids({})).toEqual([1, 2, 3, 4]);
	});
});
