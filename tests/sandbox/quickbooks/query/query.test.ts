import { Company } from '../../../../sandbox/quickbooks/company';
import { Fault } from '../../../../sandbox/quickbooks/faults/fault';
import { runQuery } from '../../../../sandbox/quickbooks/query/run';
import { CompanyRecords, type Fields } from '../../../../sandbox/quickbooks/records';
import { entity } from '../../../../sandbox/quickbooks/schema/entities';
import {
	quickbooksSwitches,
	type QuickBooksSwitches,
} from '../../../../sandbox/quickbooks/switches';
import { Store } from '../../../../sandbox/store';

const defaults = quickbooksSwitches.parse({});
const at = (iso: string) => Date.parse(iso);

function newCompany(): Company {
	const store = new Store(':memory:');
	CompanyRecords.prepare(store);
	return new Company(
		{
			key: 'us',
			realmId: '1',
			name: 'A',
			country: 'US',
			currency: 'USD',
			zone: 'America/Los_Angeles',
			user: { id: '9', name: 'B' },
		},
		new CompanyRecords(store, '1'),
	);
}

function put(
	company: Company,
	name: string,
	id: string,
	fields: Fields,
	updated = '2026-02-01T08:00:00Z',
): void {
	company.records.put(entity(name), {
		id,
		created: at('2026-01-01T08:00:00Z'),
		updated: at(updated),
		fields: { Id: id, SyncToken: '0', ...fields },
	});
}

/**
 * Customers 1 to 5 (4 is inactive), a sub-customer 12 of 2, invoices 101 to 104, and a file
 * attached to 101.
 */
function filled(): Company {
	const company = newCompany();
	const customer = (id: string, name: string, more: Fields = {}) =>
		put(company, 'Customer', id, {
			DisplayName: name,
			FullyQualifiedName: name,
			Active: true,
			Balance: 0,
			Job: false,
			...more,
		});
	customer('1', `Amy's Bird Sanctuary`, {
		PrimaryEmailAddr: { Address: 'birds@example.com' },
		Balance: 54,
	});
	customer('2', 'Zoë & Söhne', { CompanyName: 'ZOË GmbH', Balance: 239.5 });
	customer('3', 'adam', { CompanyName: 'A_B' });
	customer('4', 'Gone (deleted)', { Active: false });
	customer('5', 'back\\slash', { CompanyName: 'AxB' });
	customer('12', 'Terrace', {
		FullyQualifiedName: 'Zoë & Söhne:Terrace',
		Job: true,
		ParentRef: { value: '2' },
	});
	const invoice = (
		id: string,
		party: string,
		day: string,
		total: number,
		balance: number,
		updated: string,
		more: Fields = {},
	) =>
		put(
			company,
			'Invoice',
			id,
			{
				CustomerRef: { value: party },
				DocNumber: `10${id.slice(-2)}`,
				TxnDate: day,
				TotalAmt: total,
				Balance: balance,
				EmailStatus: 'NotSet',
				Line: [],
				...more,
			},
			updated,
		);
	invoice('101', '1', '2026-01-05', 54, 54, '2026-02-01T08:00:00Z', {
		DueDate: '2026-02-04',
		SalesTermRef: { value: '3' },
	});
	invoice('102', '2', '2026-01-31', 100.5, 0, '2026-02-03T08:00:00Z', { EmailStatus: 'EmailSent' });
	invoice('103', '2', '2026-02-01', 1000, 239.5, '2026-02-02T08:00:00Z', { DueDate: '2026-03-03' });
	invoice('9', '12', '2025-12-31', 9, 9, '2026-01-02T08:00:00Z');
	put(company, 'Attachable', '5000000000000000001', {
		FileName: 'plan.pdf',
		AttachableRef: [
			{ EntityRef: { type: 'Invoice', value: '101' } },
			{ EntityRef: { type: 'Estimate', value: '7' } },
		],
	});
	return company;
}

const company = filled();
const run = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	runQuery(company, text, { ...defaults, ...switches }).QueryResponse;
const rows = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	Object.values(run(text, switches)).find(Array.isArray) as Fields[] | undefined;
/** The ids that a WHERE (or more) over an entity finds, in order. */
const ids = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	rows(`SELECT * FROM ${text}`, switches)?.map(({ Id }) => Id) ?? [];
const refusal = (
	text: string,
	switches: Partial<QuickBooksSwitches> = {},
): { code: string; Detail: string } => {
	try {
		run(text, switches);
	} catch (error) {
		if (error instanceof Fault)
			return { code: error.errors[0]?.code ?? '', Detail: error.errors[0]?.Detail ?? '' };
		throw error;
	}
	throw new Error(`not refused: ${text}`);
};

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

describe('conditions', () => {
	it.each([
		[`Customer WHERE Id = '2'`, ['2']],
		[`Customer WHERE Id IN ('5', '1', '4')`, ['1', '5']],
		[`Customer WHERE Id IN ('5', '4') AND Active IN (true, false)`, ['4', '5']],
		['Customer WHERE Active = false', ['4']],
		[`Customer WHERE active = 'TRUE' ORDERBY Id`, ['1', '2', '3', '5', '12']],
		[`Customer WHERE Id > '3' ORDERBY Id`, ['5', '12']],
		[`Customer WHERE DisplayName = 'Amy\\'s Bird Sanctuary'`, ['1']],
		[`Customer WHERE DisplayName = 'adam' AND Balance = '0'`, ['3']],
		[`Customer WHERE DisplayName = 'back\\\\slash'`, ['5']],
		[`Customer WHERE PrimaryEmailAddr = 'birds@example.com'`, ['1']],
		[`Customer WHERE FullyQualifiedName LIKE 'Zoë & Söhne:%'`, ['12']],
		[`Customer WHERE ParentRef = '2'`, ['12']],
		['Customer WHERE Job = true', ['12']],
		['Customer WHERE Balance >= 54 ORDERBY Balance', ['1', '2']],
		[`Customer WHERE DisplayName LIKE '%bird%'`, ['1']],
		[`Customer WHERE DisplayName LIKE 'ZOË%'`, ['2']],
		[`Customer WHERE CompanyName LIKE 'A_B'`, ['3']],
		[`Invoice WHERE CustomerRef = '2' ORDERBY Id`, ['102', '103']],
		[`Invoice WHERE CustomerRef IN ('1','12') ORDERBY Id`, ['9', '101']],
		[`Invoice WHERE DocNumber = '1001'`, ['101']],
		[
			`Invoice WHERE TxnDate >= '2026-01-31' AND TxnDate <= '2026-02-01' ORDERBY Id`,
			['102', '103'],
		],
		[`Invoice WHERE TxnDate = '2026-01-31T10:00:00-08:00'`, ['102']],
		[`Invoice WHERE DueDate < '2026-02-10'`, ['101']],
		[`Invoice WHERE SalesTermRef = '3'`, ['101']],
		[`Invoice WHERE TotalAmt > '54' ORDERBY TotalAmt`, ['102', '103']],
		[`Invoice WHERE TotalAmt = 100.50`, ['102']],
		[
			`Invoice WHERE MetaData.LastUpdatedTime >= '2026-02-02T00:00:00-08:00' ORDERBY Id`,
			['102', '103'],
		],
		[`Invoice WHERE metadata.lastupdatedtime > '2026-02-02T08:00:00Z'`, ['102']],
		[`Invoice WHERE MetaData.LastUpdatedTime > '2026-02-02T09:00:00+01:00'`, ['102']],
		[`Invoice WHERE MetaData.CreateTime < '2026-01-02'`, ['102', '103', '101', '9']],
		[
			`Attachable WHERE AttachableRef.EntityRef.Type = 'Invoice' AND AttachableRef.EntityRef.value = '101'`,
			['5000000000000000001'],
		],
		[`Attachable WHERE AttachableRef.EntityRef.value = '102'`, []],
		["Customer\n\tWHERE\r\n Id\n=\n'1'", ['1']],
	])('%s', (text, expected) => {
		expect(ids(text)).toEqual(expected);
	});

	it('LIKE knows case by switch, and takes nothing but % for a wildcard', () => {
		expect(ids(`Customer WHERE DisplayName LIKE '%bird%'`, { likeIgnoresCase: false })).toEqual([]);
		expect(ids(`Customer WHERE DisplayName LIKE '%Bird%'`, { likeIgnoresCase: false })).toEqual([
			'1',
		]);
		expect(ids(`Customer WHERE DisplayName LIKE '*Bird*'`, { likeIgnoresCase: false })).toEqual([]);
		expect(ids(`Customer WHERE DisplayName LIKE 'back\\\\%'`)).toEqual(['5']);
	});

	it.each([
		`DisplayName = 'AMY''S bird sanctuary'`.replace("''", String.raw`\'`),
		`DisplayName IN ('AMY\\'S bird sanctuary')`,
	])('= and IN know case, or not, by switch: %s', (where) => {
		expect(ids(`Customer WHERE ${where}`)).toEqual([]);
		expect(ids(`Customer WHERE ${where}`, { equalsIgnoresCase: true })).toEqual(['1']);
	});

	it('letters with and without accents are one, or two, by switch', () => {
		expect(ids(`Customer WHERE DisplayName LIKE 'ámy%'`)).toEqual([]);
		expect(ids(`Customer WHERE DisplayName LIKE 'ámy%'`, { accentsIgnored: true })).toEqual(['1']);
	});

	it('a doubled backslash is one or two by switch', () => {
		expect(ids(`Customer WHERE DisplayName = 'back\\slash'`, { doubleBackslash: 'two' })).toEqual([
			'5',
		]);
		expect(ids(`Customer WHERE DisplayName LIKE 'back%'`, { typographicText: 'refuse' })).toEqual([
			'5',
		]);
		expect(ids(`Customer WHERE DisplayName = 'back\\\\slash'`, { doubleBackslash: 'two' })).toEqual(
			[],
		);
	});

	it('EmailStatus is a filter by switch only', () => {
		const text = `Invoice WHERE EmailStatus = 'EmailSent'`;
		expect(ids(text, { filterByEmailStatus: true })).toEqual(['102']);
		expect(refusal(`SELECT * FROM ${text}`)).toEqual({
			code: '4001',
			Detail: `QueryValidationError: property 'EmailStatus' is not queryable`,
		});
	});
});

describe('refusals', () => {
	it('what is not in the grammar, with what was met and expected', () => {
		expect(refusal(`SELECT * FROM Customer WHERE DisplayName = 'Amy' OR Id = '2'`)).toEqual({
			code: '4000',
			Detail:
				'QueryParserError: Encountered " <IDENTIFIER> "OR "" at line 1, column 50.\nWas expecting one of:\n    "and" ...\n    "orderby" ...\n    "order" ...\n    "startposition" ...\n    "maxresults" ...\n    <EOF> \n    ',
		});
		expect(refusal('SELECT * FROM Customer WHERE Id IN ()').Detail).toBe(
			'QueryParserError: Encountered " ")" ") "" at line 1, column 37.\nWas expecting one of:\n    <STRING> ...\n    <INTEGER> ...\n    <DECIMAL> ...\n    "true" ...\n    "false" ...\n    ',
		);
		expect(refusal('').Detail).toBe(
			'QueryParserError: Encountered "<EOF>" at line 0, column 0.\nWas expecting:\n    "select" ...\n    ',
		);
		expect(refusal('SELECT *\nFROM Customer WHERE').Detail).toMatch(
			/^QueryParserError: Encountered "<EOF>" at line 2, column 19\.\nWas expecting:\n {4}<IDENTIFIER> \.\.\.\n/,
		);
	});

	it.each([
		['two sort clauses', 'SELECT * FROM Invoice ORDERBY Id ORDERBY TxnDate'],
		['a null', 'SELECT * FROM Customer WHERE DisplayName = null'],
		['groups', `SELECT * FROM Customer WHERE (Id = '1')`],
		['NOT', `SELECT * FROM Customer WHERE NOT Id = '1'`],
		['a decimal position', 'SELECT * FROM Customer MAXRESULTS 1.5'],
		['a page size twice', 'SELECT * FROM Customer MAXRESULTS 1 MAXRESULTS 2'],
		['no columns', 'SELECT FROM Customer'],
		['a second query', `SELECT * FROM Customer; SELECT * FROM Invoice`],
		['<>', `SELECT * FROM Customer WHERE Id <> '1'`],
		['another statement', `DELETE FROM Customer`],
	])('%s: 4000', (_what, text) => {
		expect(refusal(text).code).toBe('4000');
	});

	it('characters that the grammar does not know', () => {
		expect(refusal('SELECT * FROM Customer WHERE DisplayName = \u2019Amy\u2019')).toEqual({
			code: '4000',
			Detail:
				'QueryParserError: Invalid content. Lexical error at line 1, column 44. Encountered: "\\u2019" (8217), after : ""',
		});
		expect(refusal(`SELECT * FROM Customer WHERE Id != '1'`).Detail).toContain(
			'column 33. Encountered: "!" (33)',
		);
		expect(refusal(`SELECT * FROM Customer WHERE DisplayName = "Amy"`).Detail).toContain(
			'Encountered: "\\"" (34)',
		);
	});

	it('a lone backslash, or one that swallows the closing quote', () => {
		expect(refusal(`SELECT * FROM Customer WHERE DisplayName = 'a\\b'`).Detail).toBe(
			`QueryParserError: Invalid content. Lexical error at line 1, column 47. Encountered: "b" (98), after : "\\'a\\\\"`,
		);
		expect(refusal(`SELECT * FROM Customer WHERE DisplayName = 'a\\'`).Detail).toBe(
			`QueryParserError: Invalid content. Lexical error at line 1, column 48. Encountered: <EOF> after : "\\'a\\\\\\'"`,
		);
		expect(
			refusal(`SELECT * FROM Customer WHERE DisplayName = 'a\\'`, { doubleBackslash: 'two' }).code,
		).toBe('4000');
		expect(
			refusal(`SELECT * FROM Customer WHERE DisplayName = 'Ann’s'`, { typographicText: 'refuse' })
				.code,
		).toBe('4000');
		expect(ids(`Customer WHERE DisplayName = 'Ann’s'`)).toEqual([]);
	});

	it.each([
		['SELECT * FROM Custmoer', 'invalid context declaration: Custmoer'],
		[
			`SELECT * FROM Invoice WHERE DepartmentRef = '1'`,
			`property 'DepartmentRef' is not queryable`,
		],
		[`SELECT * FROM Invoice WHERE Line.Amount = '1'`, `property 'Line.Amount' is not queryable`],
		[`SELECT * FROM Item WHERE AccountRef = '1'`, 'Property AccountRef not found for Entity Item'],
		[`SELECT * FROM Invoice WHERE Active = true`, 'Property Active not found for Entity Invoice'],
		['SELECT * FROM Invoice ORDERBY PrivateNote', `property 'PrivateNote' is not queryable`],
		['SELECT Colour FROM Invoice', 'Property Colour not found for Entity Invoice'],
		[
			`SELECT * FROM Invoice WHERE TxnDate > 'yesterday'`,
			`value 'yesterday' is not valid for property 'TxnDate'`,
		],
		[
			`SELECT * FROM Invoice WHERE TotalAmt > '1,000'`,
			`value '1,000' is not valid for property 'TotalAmt'`,
		],
		[
			`SELECT * FROM Invoice WHERE MetaData.LastUpdatedTime > 'soon'`,
			`value 'soon' is not valid for property 'MetaData.LastUpdatedTime'`,
		],
		[
			`SELECT * FROM Invoice WHERE MetaData.LastUpdatedTime > '2026-02-02T09:00:00 01:00'`,
			`value '2026-02-02T09:00:00 01:00' is not valid for property 'MetaData.LastUpdatedTime'`,
		],
		[`SELECT * FROM Invoice WHERE Id > 'x'`, `value 'x' is not valid for property 'Id'`],
		['SELECT * FROM Customer WHERE Active > true', `operator > is not valid for property 'Active'`],
		[
			`SELECT * FROM Invoice WHERE TotalAmt LIKE '1%'`,
			`operator LIKE is not valid for property 'TotalAmt'`,
		],
	])('%s: 4001', (text, problem) => {
		expect(refusal(text)).toEqual({ code: '4001', Detail: `QueryValidationError: ${problem}` });
	});
});

describe('among many', () => {
	const many = newCompany();
	const { store } = many.records;
	store.transaction(() => {
		for (let id = 1; id <= 5000; id += 1)
			put(
				many,
				'Invoice',
				String(id),
				{ DocNumber: String(id), CustomerRef: { value: String(id % 500) }, Balance: id },
				new Date(at('2026-01-01T00:00:00Z') + id * 1000).toISOString(),
			);
	});

	it.each([
		[`Invoice WHERE DocNumber = '7'`, 'records_doc'],
		[`Invoice WHERE CustomerRef IN ('7', '8') AND Balance > '0'`, 'records_party'],
		[
			`Invoice WHERE MetaData.LastUpdatedTime > '2026-01-01T01:00:00Z' ORDERBY MetaData.LastUpdatedTime`,
			'records_updated',
		],
		['Invoice', 'records_updated'],
		['Invoice ORDERBY Id', 'records_number'],
		['Customer', 'records_sort'],
		[`Customer WHERE DisplayName = 'A'`, 'records_display'],
		[`Customer WHERE PrimaryEmailAddr = 'a@b.example'`, 'records_email'],
	])('%s uses %s', (text, index) => {
		const all = jest.spyOn(store, 'all');
		runQuery(many, `SELECT * FROM ${text}`, defaults);
		const [sql = '', ...values] = all.mock.calls[0] ?? [];
		all.mockRestore();
		const plan = store
			.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
			.map(({ detail }) => detail);
		expect(plan[0]).toContain(`USING INDEX ${index} (`);
	});

	it('takes a list of a thousand ids', () => {
		const wanted = Array.from({ length: 1000 }, (_, index) => `'${index * 3 + 1}'`).join(',');
		expect(
			runQuery(many, `SELECT COUNT(*) FROM Invoice WHERE Id IN (${wanted})`, defaults)
				.QueryResponse,
		).toEqual({ totalCount: 1000 });
	});

	it('walks to the last page', () => {
		const answer = runQuery(
			many,
			'SELECT * FROM Invoice ORDERBY Id STARTPOSITION 4001 MAXRESULTS 1000',
			defaults,
		).QueryResponse;
		expect(answer).toMatchObject({ maxResults: 1000, totalCount: 5000 });
		expect((answer['Invoice'] as Fields[]).at(-1)).toMatchObject({ Id: '5000' });
	});
});
