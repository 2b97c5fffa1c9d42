import { runQuery } from '../../../../sandbox/quickbooks/query/run';
import { type Fields } from '../../../../sandbox/quickbooks/records';
import { type QuickBooksSwitches } from '../../../../sandbox/quickbooks/switches';
import { defaults, newCompany, put } from './companyWithRecords';
import { run, rows, ids, refusal } from './ask';

describe('what a query answers', () => {
	it('rows with their page, and totalCount where the entity has it', () => {
		const { Customer, ...page } = run('select * from customer');
		expect(page).toEqual({ startPosition: 1, maxResults: 5 });
		expect((Customer as Fields[])[0]).toMatchObject({
			Id: '1',
			DisplayName: `Amy's Bird Sanctuary`,
			domain: 'QBO',
			sparse: false,
			ClientEntityId: '0',
		});
		const invoices = run('SELECT * FROM Invoice STARTPOSITION 2 MAXRESULTS 2');
		expect(Object.keys(invoices)).toEqual(['Invoice', 'startPosition', 'maxResults', 'totalCount']);
		expect(invoices).toMatchObject({ startPosition: 2, maxResults: 2, totalCount: 4 });
		expect(
			run('SELECT * FROM Invoice STARTPOSITION 2 MAXRESULTS 2', { totalCount: 'page' }),
		).toMatchObject({ totalCount: 2 });
	});

	it('nothing found, or past the end: an empty object', () => {
		expect(run(`SELECT * FROM Customer WHERE DisplayName = 'nobody'`)).toEqual({});
		expect(run('SELECT * FROM Invoice STARTPOSITION 5')).toEqual({});
		expect(run('SELECT * FROM TaxRate')).toEqual({});
	});

	it('counts', () => {
		expect(run('SELECT COUNT(*) FROM Customer')).toEqual({ totalCount: 5 });
		expect(run('select Count ( * ) from CUSTOMER where active in (true, false)')).toEqual({
			totalCount: 6,
		});
		expect(run(`SELECT COUNT(*) FROM Invoice WHERE Balance > '0'`)).toEqual({ totalCount: 3 });
		expect(run(`SELECT COUNT(*) FROM Invoice WHERE Balance > '5000'`)).toEqual({ totalCount: 0 });
	});

	it('named columns: the whole record, or those columns, by switch', () => {
		expect(rows('SELECT DisplayName, Balance FROM Customer MAXRESULTS 1')?.[0]).toHaveProperty(
			'FullyQualifiedName',
		);
		expect(
			rows('SELECT displayname, Balance FROM Customer MAXRESULTS 1', { projection: 'named' }),
		).toEqual([
			{ Balance: 54, domain: 'QBO', sparse: false, Id: '1', DisplayName: `Amy's Bird Sanctuary` },
		]);
	});
});

describe('order and pages', () => {
	it('without ORDERBY: names by bytes, parents before children; transactions by last change, newest first; terms by id', () => {
		expect(ids('Customer')).toEqual(['1', '2', '12', '3', '5']);
		expect(ids('Invoice')).toEqual(['102', '103', '101', '9']);
	});

	it.each([
		['Invoice ORDERBY Id', ['9', '101', '102', '103']],
		['Invoice ORDER BY Id DESC', ['103', '102', '101', '9']],
		['Invoice orderby CustomerRef desc, TxnDate asc', ['102', '103', '9', '101']],
		['Invoice ORDERBY MetaData.LastUpdatedTime ASC', ['9', '101', '103', '102']],
		['Invoice ORDERBY TotalAmt', ['9', '101', '102', '103']],
		['Invoice ORDERBY Id MAXRESULTS 2', ['9', '101']],
		['Invoice ORDERBY Id MAXRESULTS 2 STARTPOSITION 2', ['101', '102']],
		['Invoice ORDERBY Id STARTPOSITION 4 MAXRESULTS 1000', ['103']],
	])('%s', (text, expected) => {
		expect(ids(text)).toEqual(expected);
	});

	it('a page has 100 rows unless asked otherwise, and never more than 1000', () => {
		const many = newCompany();
		for (let id = 1; id <= 1001; id += 1)
			put(many, 'Invoice', String(id), { DocNumber: String(id) });
		const answer = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
			runQuery(many, text, { ...defaults, ...switches }).QueryResponse;
		expect(answer('SELECT * FROM Invoice')).toMatchObject({ maxResults: 100, totalCount: 1001 });
		expect(answer('SELECT * FROM Invoice MAXRESULTS 1001')).toMatchObject({ maxResults: 1000 });
		expect(answer('SELECT * FROM Invoice ORDERBY Id STARTPOSITION 1001')).toMatchObject({
			Invoice: [{ Id: '1001' }],
			startPosition: 1001,
			maxResults: 1,
		});
		expect(() =>
			answer('SELECT * FROM Invoice MAXRESULTS 1001', { tooManyResults: 'refuse' }),
		).toThrow('4001 QueryValidationError: value 1001 is too large. Max allowed value is 1000');
	});

	it('positions below 1 are refused; 0 may count as 1 by switch', () => {
		expect(refusal('SELECT * FROM Customer STARTPOSITION 0')).toEqual({
			code: '4001',
			Detail: 'QueryValidationError: value 0 is too small. Min allowed value is 1',
		});
		expect(
			run('SELECT * FROM Customer STARTPOSITION 0 MAXRESULTS 1', { startPositionZero: 'asOne' }),
		).toMatchObject({ startPosition: 1, maxResults: 1 });
		expect(
			refusal('SELECT * FROM Customer STARTPOSITION -1', { startPositionZero: 'asOne' }).code,
		).toBe('4001');
		expect(refusal('SELECT * FROM Customer MAXRESULTS 0').Detail).toBe(
			'QueryValidationError: value 0 is too small. Min allowed value is 1',
		);
	});
});
