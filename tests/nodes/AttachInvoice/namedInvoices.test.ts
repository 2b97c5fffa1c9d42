import type { INodeParameters } from 'n8n-workflow';
import { picked } from '../../support/billingAccounts';
import {
	accounts,
	attachedRecords,
	chosen,
	failure,
	money,
	type Result,
	row,
	type Row,
	run,
	TYPE,
} from './dealWithInvoices';

describe('invoices are named', () => {
	it.each([
		['by number', (one: Row) => picked(one.DocNumber, 'number')],
		[
			'by address',
			(one: Row) => picked(`https://qbo.intuit.com/app/invoice?txnId=${one.Id}`, 'url'),
		],
		['from the list', (one: Row) => picked(one.Id, 'list')],
	])('%s', async (_name, pick) => {
		const results = await run({ operation: 'attach', ...chosen(pick(row(2))) });
		expect(results.map(({ quickbooks }) => quickbooks.id)).toEqual([row(2).Id]);
	});

	it('several at once by an expression', async () => {
		const finished = await accounts.run(
			TYPE,
			{
				operation: 'attach',
				record: 'deal',
				deal: picked('403'),
				...chosen(picked('={{ $json.ids }}')),
			},
			{ items: [{ ids: `${row(0).Id}, ${row(1).Id}` }, { ids: [row(2).Id, row(2).Id] }] },
		);
		expect(
			finished
				.items('Node')
				.map(({ json, pairedItem }) => [(json as Result).quickbooks.id, pairedItem]),
		).toEqual([
			[row(0).Id, { item: 0 }],
			[row(1).Id, { item: 0 }],
			[row(2).Id, { item: 1 }],
		]);
	});

	it.each<[string, INodeParameters, RegExp, RegExp]>([
		[
			'an unknown id and an unknown number',
			chosen(picked('99999'), picked('N-404', 'number')),
			/no invoice with the id 99999\. QuickBooks has no invoice number N-404\./,
			/another QuickBooks company/,
		],
		['none', { chosen: {} }, /No invoice is chosen/, /at least one/],
		[
			'an address of something else',
			chosen(picked('={{ "https://qbo.intuit.com/app/customerdetail?nameId=3" }}', 'url')),
			/not the address of a QuickBooks invoice/,
			/txnId=/,
		],
		[
			'a search for everything',
			{ invoices: 'search', search: {} },
			/would attach all invoices/,
			/Add a number/,
		],
		[
			'a search for no day',
			{ invoices: 'search', search: { issuedFrom: '2026-02-30' } },
			/Issued From: "2026-02-30" is not a date/,
			/2026-05-31/,
		],
		[
			'days the wrong way round',
			{ invoices: 'search', search: { dueFrom: '2026-05-02', dueTo: '2026-05-01' } },
			/2026-05-01 is before 2026-05-02/,
			/Swap/,
		],
		[
			'a limit of nothing',
			{ invoices: 'search', search: { number: '1' }, limit: 0 },
			/The limit is 0/,
			/from 1 to 1000/,
		],
		[
			'a deal that is not there',
			{ deal: picked('999999'), ...chosen(picked('1')) },
			/HubSpot has no such record/,
			/Check the ID/,
		],
		['no deal', { deal: picked('={{ "" }}') }, /No deal is chosen/, /Choose a deal/],
	])('%s is told, and nothing is attached', async (_name, parameters, message, remedy) => {
		const error = await failure(parameters);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(remedy);
		expect(await attachedRecords()).toEqual([]);
	});

	it('a number that two invoices have is not guessed', async () => {
		const { Invoice } = await accounts.quickBooks<{ Invoice: Row }>(
			'invoice?include=allowduplicatedocnum',
			{
				CustomerRef: { value: row(1).CustomerRef.value },
				DocNumber: row(0).DocNumber,
				Line: [
					{
						DetailType: 'SalesItemLineDetail',
						Amount: 12.5,
						SalesItemLineDetail: { ItemRef: { value: '1' } },
					},
				],
			},
		);
		const twins = (
			await accounts.query<Row>(`select * from Invoice where DocNumber = '${row(0).DocNumber}'`)
		).map(({ Id }) => Id);
		expect(twins.sort()).toEqual([row(0).Id, Invoice.Id].sort());
		const error = await failure(chosen(picked(row(0).DocNumber, 'number')));
		expect(error.message).toContain(
			`QuickBooks has 2 invoices with the number ${row(0).DocNumber}: id ${row(0).Id} (Niamh O'Brien, ${money(row(0).TotalAmt)} USD`,
		);
		expect(error.message).toContain(`id ${Invoice.Id} (`);
	});
});

describe('a search', () => {
	const found = async (search: INodeParameters, limit = 50) =>
		(await run({ operation: 'attach', invoices: 'search', search, limit, dryRun: true })).map(
			({ quickbooks }) => quickbooks.id,
		);
	const ids = (...indices: number[]) => indices.map((index) => row(index).Id).reverse();

	it('finds by status, amount, customer, number and date', async () => {
		expect(await found({ status: ['paid_in_full'] })).toEqual(ids(0));
		expect(await found({ status: ['overdue', 'voided'] })).toEqual(ids(2, 3));
		expect(await found({ status: ['partial_payment', 'overdue'] })).toEqual(ids(1, 2));
		expect(await found({ totalFrom: row(1).TotalAmt, totalTo: row(1).TotalAmt })).toEqual(ids(1));
		expect(
			await found({
				customer: picked(
					`https://qbo.intuit.com/app/customerdetail?nameId=${row(2).CustomerRef.value}`,
					'url',
				),
			}),
		).toEqual(ids(2));
		expect(await found({ number: row(5).DocNumber.slice(1) })).toEqual(ids(5));
		expect(await found({ dueFrom: row(4).DueDate, dueTo: `${row(4).DueDate}T00:00:00` })).toEqual(
			ids(4),
		);
		expect(
			await found({ customer: picked(row(5).CustomerRef.value), status: ['waiting_to_be_sent'] }),
		).toEqual(ids(5));
		expect(await found({ number: 'nothing\\like%it' })).toEqual([]);
	});

	it('says when there are more than the limit', async () => {
		const results = await run({
			operation: 'attach',
			invoices: 'search',
			search: { number: '10' },
			limit: 2,
			dryRun: true,
		});
		expect(results.map(({ quickbooks }) => quickbooks.id)).toEqual(ids(4, 5));
		expect(results.at(-1)?.warnings).toEqual([
			'More invoices match the search than the limit of 2. Only the latest were used.',
		]);
	});
});
