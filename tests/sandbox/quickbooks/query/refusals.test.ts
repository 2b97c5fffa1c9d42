import { ids, refusal } from './ask';

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
