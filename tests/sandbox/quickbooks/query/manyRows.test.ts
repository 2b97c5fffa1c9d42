import { runQuery } from '../../../../sandbox/quickbooks/query/run';
import { type Fields } from '../../../../sandbox/quickbooks/records';
import { defaults, at, newCompany, put } from './companyWithRecords';

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
