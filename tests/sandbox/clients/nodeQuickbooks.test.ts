import { Readable } from 'node:stream';
import type { Sandbox } from '../../../sandbox/start';
import { connectCompany, realms, startDemoSandbox, type Json } from '../quickbooks/companyClient';
import { connectSdk, rows, type Ask, type QuickBooksSdk } from './nodeQuickbooksSdk';

let sandbox: Sandbox;
let sdk: QuickBooksSdk;
let ask: Ask;
let customer: string;
let item: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	({ sdk, ask } = await connectSdk(sandbox, realms.us));
	customer = rows(await ask('findCustomers', { DisplayName: "Niamh O'Brien" }), 'Customer')[0]?.[
		'Id'
	] as string;
	item = rows(await ask('findItems', { Name: 'Design hours' }), 'Item')[0]?.['Id'] as string;
});
afterAll(() => sandbox.stop());

const line = (amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount: amount,
	SalesItemLineDetail: { ItemRef: { value: item } },
});
const sale = () => ({ CustomerRef: { value: customer }, Line: [line(40), line(2.5)] });

describe('node-quickbooks', () => {
	it('pages, orders, counts and fetches all invoices', async () => {
		for (let number = 1; number <= 5; number += 1)
			await ask('createInvoice', { ...sale(), Line: [line(number)], PrivateNote: `n${number}` });
		const page = await ask('findInvoices', [
			{ field: 'TotalAmt', value: '6', operator: '<' },
			{ field: 'desc', value: 'TotalAmt' },
			{ field: 'limit', value: 2 },
			{ field: 'offset', value: 2 },
		]);
		expect(rows(page, 'Invoice').map(({ TotalAmt }) => TotalAmt as number)).toEqual([4, 3]);
		expect(page['QueryResponse']).toMatchObject({ startPosition: 2, maxResults: 2 });
		expect((await ask('findInvoices', { count: true }))['QueryResponse']).toEqual({
			totalCount: expect.any(Number),
		});
		const all = rows(await ask('findInvoices', { fetchAll: true, limit: 4 }), 'Invoice');
		expect(new Set(all.map(({ Id }) => Id as string)).size).toBe(
			(await ask('findInvoices', { count: true }))['QueryResponse'].totalCount,
		);
		expect(
			rows(
				await ask('findInvoices', [{ field: 'TotalAmt', value: ['1', '3'], operator: 'IN' }]),
				'Invoice',
			)
				.map(({ TotalAmt }) => TotalAmt as number)
				.sort(),
		).toEqual([1, 3]);
	});

	it('finds names that begin with a text', async () => {
		expect(
			rows(
				await ask('findCustomers', [{ field: 'DisplayName', value: 'Harbor%', operator: 'LIKE' }]),
				'Customer',
			).map(({ DisplayName }) => DisplayName as string),
		).toEqual(expect.arrayContaining(['Harbor View HOA']));
	});

	it('gives the code of a refused query', async () => {
		await expect(ask('findInvoices', "where Colour = 'red'")).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '4001' }] } },
		});
		await expect(ask('findInvoices', 'where')).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '4000' }] } },
		});
	});

	it('batches several kinds of work', async () => {
		const existing = await ask('createCustomer', { DisplayName: 'Batched before' });
		const { BatchItemResponse: answers } = await ask('batch', [
			{ bId: 'c', operation: 'create', Customer: { DisplayName: 'Batched' } },
			{ bId: 'd', operation: 'create', Customer: { DisplayName: 'Batched before' } },
			{ bId: 'u', operation: 'update', Customer: { ...existing, Notes: 'changed' } },
			{ bId: 'q', Query: "select count(*) from Term where Name = 'Net 15'" },
		]);
		const byId = Object.fromEntries((answers as Json[]).map((answer) => [answer['bId'], answer]));
		expect(byId).toMatchObject({
			c: { Customer: { DisplayName: 'Batched' } },
			d: { Fault: { Error: [{ code: '6240' }] } },
			u: { Customer: { Notes: 'changed', SyncToken: '1' } },
			q: { QueryResponse: { totalCount: 1 } },
		});
	});

	it('follows changes and deletions', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		const { Id: kept } = await ask('createInvoice', sale());
		await ask('deleteInvoice', id);
		const {
			CDCResponse: [
				{
					QueryResponse: [invoices, customers],
				},
			],
		} = await ask(
			'changeDataCapture',
			['Invoice', 'Customer'],
			new Date('2026-07-01T18:59:00Z').toISOString(),
		);
		const changed = Object.fromEntries(
			(invoices.Invoice as Json[]).map((row) => [row['Id'], row['status'] ?? row['TotalAmt']]),
		);
		expect(changed).toMatchObject({ [id]: 'Deleted', [kept]: 42.5 });
		expect((customers.Customer as Json[]).map((row) => row['Id'] as string)).toContain(customer);
	});

	it('attaches a file to an invoice', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		const attached = await ask(
			'upload',
			'plan.txt',
			'text/plain',
			Readable.from([Buffer.from('a plan')]),
			'Invoice',
			id,
		);
		expect(attached).toMatchObject({
			FileName: 'plan.txt',
			AttachableRef: [{ EntityRef: { type: 'Invoice', value: id } }],
		});
		expect(
			rows(
				await ask('findAttachables', [{ field: 'AttachableRef.EntityRef.value', value: id }]),
				'Attachable',
			),
		).toHaveLength(1);
	});

	it('reads rates of a company with several currencies', async () => {
		const { ask: askCanada } = await connectSdk(sandbox, realms.ca);
		const currencies = rows(await askCanada('findCompanyCurrencies'), 'CompanyCurrency');
		expect(currencies.map(({ Code }) => Code as string)).toContain('USD');
		expect(await askCanada('getCompanyCurrency', currencies[0]?.['Id'])).toMatchObject({
			Code: currencies[0]?.['Code'],
		});
		expect(
			await askCanada('getExchangeRate', { sourcecurrencycode: 'USD', asofdate: '2026-06-30' }),
		).toMatchObject({
			ExchangeRate: {
				SourceCurrencyCode: 'USD',
				TargetCurrencyCode: 'CAD',
				Rate: expect.any(Number),
			},
		});
	});

	it('is told what it may not', async () => {
		await expect(ask('createCustomer', { DisplayName: 'Ann Miller' })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { type: 'ValidationFault', Error: [{ code: '6240' }] } },
		});
		await expect(ask('createInvoice', { Line: [line(1)] })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '2020' }] } },
		});
		const { body } = await (await connectCompany(sandbox, realms.us)).post('/invoice', '');
		expect(body['Fault']).toEqual({
			type: 'ValidationFault',
			Error: [
				{
					Message: 'Error parsing object',
					Detail: 'ObjectParserError: Request Body is Empty',
					code: '2310',
					element: '',
				},
			],
		});
		sdk.token = 'none';
		await expect(ask('getPreferences')).rejects.toMatchObject({ status: 401 });
	});
});
