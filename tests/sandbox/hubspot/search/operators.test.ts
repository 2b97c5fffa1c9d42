import { type AccessServer } from '../accessServer';
import { NOON, startSearchServer, search, filter, findIds } from './searchServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startSearchServer();
});
afterEach(() => server.stop());

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
		expect(await findIds(server, filter(property, operator, more))).toEqual(expected);
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
		expect(await findIds(server, filter(property, operator, more), 'deals')).toEqual(expected);
	});

	it('negatives find the empty ones by switch', async () => {
		server.setSwitches({ searchNegativeFindsEmpty: true });
		expect(
			await findIds(server, filter('email', 'NEQ', { value: 'ann.miller@example.com' })),
		).toEqual([1, 2, 4]);
		expect(
			await findIds(server, filter('email', 'NOT_CONTAINS_TOKEN', { value: 'example.com' })),
		).toEqual([2, 4]);
	});

	it.each(['EQ', 'IN', 'CONTAINS_TOKEN'])(
		'an odd number of quotation marks is refused, or by switch sought: %s',
		async (operator) => {
			const sought = (text: string) =>
				filter('phone', operator, operator === 'IN' ? { values: ['1', text] } : { value: text });
			expect((await search(server, sought('24"'))).body.message).toBe(
				'Filter value 24" has mismatched quotation marks',
			);
			expect(await findIds(server, sought('100% "real"'))).toEqual([4]);
			server.setSwitches({ searchQuotes: 'accept' });
			expect(await findIds(server, sought('24"'))).toEqual([]);
		},
	);

	it('EQ takes the lower case only by switch', async () => {
		server.setSwitches({ searchEqCase: 'lower' });
		expect(await findIds(server, filter('firstname', 'EQ', { value: 'ANN' }))).toEqual([]);
		expect(await findIds(server, filter('firstname', 'EQ', { value: 'ann' }))).toEqual([3]);
	});

	it('IN takes any case by switch', async () => {
		server.setSwitches({ searchInCase: 'any' });
		expect(await findIds(server, filter('firstname', 'IN', { values: ['ANN', 'JOSÉ'] }))).toEqual([
			2, 3,
		]);
	});
});
