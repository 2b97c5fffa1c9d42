import type { IDataObject, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { picked } from '../../support/billingAccounts';
import {
	accounts,
	bill,
	chosen,
	type Row,
	rows,
	run,
	start,
	totals,
	TYPE,
} from './attachedInvoices';

describe('accounts differ', () => {
	it.each<[string, IDataObject]>([
		['that keep no links unique', { uniquePropertiesOf: 'people' }],
		['that open an invoice only with lines', { nonBillableNeedsLineItem: true }],
		[
			'that keep HubSpot’s own fields to themselves',
			{ invoiceOutputFields: 'readOnly', invoiceBalance: 'readOnly' },
		],
		['that answer a taken value with 409', { uniqueConflictStatus: 409 }],
	])('%s: one and several are attached, once', async (_name, hubspot) => {
		await start({ switches: { hubspot } });
		const [paid, partly, overdue] = (await rows()) as [Row, Row, Row];
		const one = await run('403', chosen([paid.Id]));
		const all = await run('403', chosen([paid.Id, partly.Id, overdue.Id]));
		expect([...one, ...all].map(({ action, warnings }) => [action, warnings])).toEqual([
			['linked', []],
			['unchanged', []],
			['linked', []],
			['linked', []],
		]);
		const again = await run('403', chosen([paid.Id, partly.Id, overdue.Id]));
		expect(again.map(({ action, hubspot: record }) => [action, record?.id])).toEqual(
			all.map(({ hubspot: record }) => ['unchanged', record?.id]),
		);
		const { results } = await accounts.hubSpot<{ results: Array<{ properties: IDataObject }> }>(
			'/crm/objects/2026-03/invoices?limit=100&properties=hs_invoice_status',
		);
		expect(results.map(({ properties }) => properties['hs_invoice_status']).sort()).toEqual([
			'open',
			'open',
			'paid',
		]);
	});

	it('one invoice attached by five runs at one moment has one record', async () => {
		await start();
		const [paid] = (await rows()) as [Row];
		const runs = await Promise.all(
			Array.from({ length: 5 }, async () => await run('403', chosen([paid.Id]))),
		);
		expect(new Set(runs.flat().map(({ hubspot }) => hubspot?.id)).size).toBe(1);
		expect((await totals('403'))[2]).toBe('1');
	});
});

describe('the pickers', () => {
	const list = async (
		method: string,
		parameters: INodeParameters,
		filter?: string,
		token?: string,
	) =>
		await accounts.n8n.method<INodeListSearchResult>(
			{
				type: TYPE,
				parameters: { hubspotAuthentication: 'serviceKey', ...parameters },
				credentials: accounts.nodeCredentials,
			},
			'listSearch',
			method,
			filter,
			token,
		);
	const names = async (...args: Parameters<typeof list>) =>
		(await list(...args)).results.map(({ name }) => name);

	it('find invoices by number and by customer', async () => {
		await start();
		const all = await rows();
		const byNumber = await list('searchInvoices', { operation: 'attach' }, all[2]?.DocNumber);
		expect(byNumber.results).toEqual([
			{
				name: `${all[2]?.DocNumber} – Sunny Slope School, ${all[2]?.TotalAmt.toFixed(2)} USD, ${String(all[2]?.['TxnDate'])}`,
				value: all[2]?.Id,
				url: `https://qbo.intuit.com/app/invoice?txnId=${all[2]?.Id}`,
			},
		]);
		expect(await names('searchInvoices', { operation: 'attach' }, "o'brien")).toEqual([
			expect.stringContaining("Niamh O'Brien"),
		]);
		expect(await names('searchInvoices', { operation: 'attach' }, '  ')).toHaveLength(all.length);
		expect(await names('searchInvoices', { operation: 'attach' }, "\\' or 1=1 %")).toEqual([]);
	});

	it('page through invoices', async () => {
		await start();
		await bill(60);
		const first = await list('searchInvoices', { operation: 'attach' });
		const second = await list(
			'searchInvoices',
			{ operation: 'attach' },
			undefined,
			String(first.paginationToken),
		);
		expect([first.results.length, second.results.length, second.paginationToken]).toEqual([
			50,
			16,
			undefined,
		]);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(66);
	});

	it('offer only what is attached, for detaching', async () => {
		await start();
		const all = await rows();
		await run('403', chosen([all[0]?.Id ?? '', all[5]?.Id ?? '']));
		const form = { operation: 'detach', record: 'deal', deal: picked('403') };
		expect((await list('searchInvoices', form)).results.map(({ value }) => value)).toEqual([
			all[5]?.Id,
			all[0]?.Id,
		]);
		expect(await names('searchInvoices', form, 'niamh')).toEqual([
			expect.stringContaining(String(all[0]?.DocNumber)),
		]);
		expect(await names('searchInvoices', { ...form, deal: picked('') })).toEqual([]);
	});

	it('find contacts and companies', async () => {
		await start();
		expect(await names('searchContacts', {}, 'garc')).toEqual([
			'José García-Núñez jose@cafe-ole.example',
		]);
		expect(await names('searchCompanies', {}, 'maple')).toEqual(['Maple Leaf Outfitters Inc.']);
	});
});
