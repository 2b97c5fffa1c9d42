import { ids, refusal } from './ask';

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
