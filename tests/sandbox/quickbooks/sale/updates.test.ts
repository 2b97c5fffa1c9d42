import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
let us: CompanyClient;
let customer: string;
let item: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = (await us.one("select * from Customer where DisplayName = 'Harbor View HOA'"))['Id'];
	item = (await us.one("select * from Item where Sku = 'GD-HOUR'"))['Id'];
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.runtime.clock.advance(10_000));

const line = (Qty: number, more: Json = {}): Json => ({
	DetailType: 'SalesItemLineDetail',
	Amount: Qty * 85,
	SalesItemLineDetail: { ItemRef: { value: item }, Qty, UnitPrice: 85 },
	...more,
});
const create = async (more: Json = {}) =>
	(await us.post('/invoice', { CustomerRef: { value: customer }, Line: [line(2)], ...more })).body[
		'Invoice'
	] as Json;
const update = async (body: Json) => (await us.post('/invoice', body)).body['Invoice'] as Json;
const code = async (path: string, body: unknown) => {
	const { status, body: answer } = await us.post(path, body);
	return [status, answer['Fault']?.Error[0].code];
};
const read = async (id: string) => (await us.get(`/invoice/${id}`)).body['Invoice'] as Json;

describe('updating', () => {
	it('in part: changes what is sent, empties what is null, raises the token and the time', async () => {
		const invoice = await create({ PrivateNote: 'first', CustomerMemo: { value: 'Thanks' } });
		sandbox.runtime.clock.advance(60_000);
		const after = await update({
			Id: invoice['Id'],
			SyncToken: '0',
			sparse: true,
			PrivateNote: 'second',
			CustomerMemo: null,
		});
		const { CustomerMemo: _memo, ...rest } = invoice;
		expect(after).toEqual({
			...rest,
			SyncToken: '1',
			PrivateNote: 'second',
			MetaData: { ...invoice['MetaData'], LastUpdatedTime: after['MetaData'].LastUpdatedTime },
		});
		expect(
			Date.parse(after['MetaData'].LastUpdatedTime) -
				Date.parse(invoice['MetaData'].LastUpdatedTime),
		).toBe(60_000);
	});

	it('wholly: empties what is left out, except number, currency, print and mail state', async () => {
		const invoice = await create({
			PrivateNote: 'first',
			SalesTermRef: { value: '2' },
			TxnDate: '2026-05-01',
			BillEmail: { Address: 'a@b.example' },
		});
		expect(invoice['DueDate']).toBe('2026-05-16');
		const after = await update({
			Id: invoice['Id'],
			SyncToken: '0',
			CustomerRef: { value: customer },
			Line: [line(3, { Id: '1' })],
		});
		expect(after).toMatchObject({
			DocNumber: invoice['DocNumber'],
			CurrencyRef: { value: 'USD' },
			PrintStatus: 'NeedToPrint',
			TxnDate: '2026-07-01',
			DueDate: '2026-07-31',
			TotalAmt: 255,
			Balance: 255,
		});
		expect(Object.keys(after)).toEqual(
			expect.not.arrayContaining(['PrivateNote', 'SalesTermRef', 'BillEmail']),
		);
	});

	it('replaces lines: known ids stay, others are new and get ids that never were', async () => {
		const invoice = await create({ Line: [line(1), line(2), line(3)] });
		const after = await update({
			Id: invoice['Id'],
			SyncToken: '0',
			sparse: true,
			Line: [line(3, { Id: '3' }), line(5), line(1, { Id: '77' })],
		});
		expect(
			after['Line'].map((each: Json) => [each['Id'], each['LineNum'], each['Amount']]),
		).toEqual([
			['3', 1, 255],
			['4', 2, 425],
			['5', 3, 85],
			[undefined, undefined, 765],
		]);
	});

	it('with the same content changes neither token nor time', async () => {
		const invoice = await create();
		expect(await update({ ...invoice, sparse: true })).toEqual(invoice);
	});

	it('a sent invoice stays sent when it is updated wholly without its address', async () => {
		const { Id } = await create();
		await us.post(`/invoice/${Id}/send?sendTo=x%40y.example`);
		const after = await update({
			Id,
			SyncToken: '0',
			CustomerRef: { value: customer },
			Line: [line(3, { Id: '1' })],
		});
		expect([
			after['EmailStatus'],
			'BillEmail' in after,
			'DeliveryTime' in after['DeliveryInfo'],
		]).toEqual(['EmailSent', false, true]);
	});

	it('faults come with HTTP 200 where the switch says so', async () => {
		sandbox.quickbooks.setSwitches({ faultStatus: '200' });
		expect(await code('/invoice', {})).toEqual([200, '2020']);
		sandbox.quickbooks.setSwitches({ faultStatus: '400' });
	});

	it('is refused with an old token, without one, and for ids that are none', async () => {
		const invoice = await create();
		await update({ Id: invoice['Id'], SyncToken: '0', sparse: true, PrivateNote: 'mine' });
		const stale = await us.post('/invoice', {
			Id: invoice['Id'],
			SyncToken: '0',
			sparse: true,
			PrivateNote: 'yours',
		});
		expect([stale.status, stale.body['Fault']]).toEqual([
			400,
			{
				Error: [
					{
						Message: 'Stale Object Error',
						Detail:
							'Stale Object Error : You and Zoë Hartmann were working on this at the same time. Zoë Hartmann finished before you did, so your work was not saved.',
						code: '5010',
						element: '',
					},
				],
				type: 'ValidationFault',
			},
		]);
		expect(
			(await us.post('/invoice', { Id: invoice['Id'], sparse: true })).body['Fault'].Error[0],
		).toMatchObject({ code: '2020', element: 'SyncToken' });
		expect(await code('/invoice', { Id: '987654', SyncToken: '0', sparse: true })).toEqual([
			400,
			'610',
		]);
		expect((await us.get('/invoice/1.5')).body).toEqual({
			Fault: {
				Error: [
					{
						Message: 'Invalid ID',
						Detail: 'Id should be a valid number. Supplied value:1.5',
						code: '2030',
						element: 'Id',
					},
				],
				type: 'ValidationFault',
			},
		});
		expect(await code('/invoice', '{"Line": [')).toEqual([400, '2010']);
	});
});

describe('sending, voiding, deleting', () => {
	it('sending marks the invoice, keeps the token, moves the time, and leaves the income account out', async () => {
		const invoice = await create();
		sandbox.runtime.clock.advance(60_000);
		const { Invoice: sent } = (
			await us.post(
				`/invoice/${invoice['Id']}/send?sendTo=${encodeURIComponent('board+july@harborview.example')}`,
			)
		).body as { Invoice: Json };
		expect(sent).toMatchObject({
			SyncToken: '0',
			EmailStatus: 'EmailSent',
			BillEmail: { Address: 'board+july@harborview.example' },
			DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: sent['MetaData'].LastUpdatedTime },
		});
		expect(sent['Line'][0].SalesItemLineDetail).not.toHaveProperty('ItemAccountRef');
		expect(sent['MetaData'].LastUpdatedTime).not.toBe(invoice['MetaData'].LastUpdatedTime);
		expect((await read(invoice['Id']))['Line'][0].SalesItemLineDetail.ItemAccountRef).toEqual({
			value: '5',
			name: 'Services',
		});
	});

	it('sending needs an address that is one', async () => {
		const { Id } = await create();
		expect((await us.post(`/invoice/${Id}/send`)).body['Fault'].Error[0].code).toBe('6420');
		expect(
			(await us.post(`/invoice/${Id}/send?sendTo=nobody`)).body['Fault'].Error[0],
		).toMatchObject({
			code: '4002',
			Detail: 'QueryProcessingError: To email address entered is invalid',
		});
		expect(
			await code('/invoice', { Id, SyncToken: '0', sparse: true, EmailStatus: 'NeedToSend' }),
		).toEqual([400, '6420']);
		expect(
			await update({
				Id,
				SyncToken: '0',
				sparse: true,
				EmailStatus: 'NeedToSend',
				BillEmail: { Address: 'x@y.example' },
			}),
		).toMatchObject({ EmailStatus: 'NeedToSend', DeliveryInfo: { DeliveryType: 'Email' } });
	});

	it('online payment gives a link to invoices with an address, except in lists', async () => {
		const { Id } = await create({ BillEmail: { Address: 'x@y.example' } });
		expect((await read(Id))['InvoiceLink']).toMatch(
			/^https:\/\/developer\.intuit\.com\/comingSoonview\/scs-v1-[0-9a-f]{40}\?locale=en_US&cta=v3invoicelink$/,
		);
		expect(await us.one(`select * from Invoice where Id = '${Id}'`)).not.toHaveProperty(
			'InvoiceLink',
		);
	});

	it('voiding leaves number and dates, and zero everywhere', async () => {
		const before = await create({ PrivateNote: 'for the patio' });
		const { Invoice: after } = (
			await us.post('/invoice?operation=void', { Id: before['Id'], SyncToken: '0' })
		).body as { Invoice: Json };
		expect(after).toMatchObject({
			DocNumber: before['DocNumber'],
			TxnDate: before['TxnDate'],
			DueDate: before['DueDate'],
			SyncToken: '1',
			TotalAmt: 0,
			Balance: 0,
			PrivateNote: 'Voided - for the patio',
			TxnTaxDetail: { TotalTax: 0 },
		});
		expect(after['Line'].map((each: Json) => each['Amount'])).toEqual([0, 0]);
		const plain = await create();
		expect(
			(await us.post('/invoice?operation=void', { Id: plain['Id'], SyncToken: '0' })).body[
				'Invoice'
			].PrivateNote,
		).toBe('Voided');
	});

	it('deleting leaves nothing but a trace', async () => {
		const { Id } = await create();
		expect(
			(await us.post('/invoice?operation=delete', { Id, SyncToken: '0' })).body['Invoice'],
		).toEqual({ domain: 'QBO', status: 'Deleted', Id });
		expect((await us.get(`/invoice/${Id}`)).body['Fault'].Error[0]).toEqual({
			Message: 'Object Not Found',
			Detail:
				"Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
			code: '610',
			element: '',
		});
		expect(await code('/invoice?operation=delete', { Id, SyncToken: '0' })).toEqual([400, '610']);
		expect(await code('/customer?operation=delete', { Id: customer, SyncToken: '0' })).toEqual([
			400,
			'500',
		]);
	});

	it('an unknown path is an unsupported operation', async () => {
		const { status, body } = await us.get('/customer/1/5');
		const path = `/v3/company/${realms.us}/customer/1/5`;
		expect([status, body['Fault'].Error]).toEqual([
			400,
			[
				{
					Message: 'Unsupported Operation',
					Detail: `Operation Could not find resource for relative : ${path} of full path: ${path} is not supported.`,
					code: '500',
				},
			],
		]);
	});
});

describe('estimates and credit memos', () => {
	it('an invoice closes the estimate that it names, on every line', async () => {
		const { Estimate: estimate } = (
			await us.post('/estimate', { CustomerRef: { value: customer }, Line: [line(2)] })
		).body as { Estimate: Json };
		expect([
			estimate['TxnStatus'],
			estimate['DocNumber'],
			'LinkedTxn' in estimate,
			'Balance' in estimate,
			'DueDate' in estimate,
		]).toEqual(['Pending', '1001', false, false, false]);
		const link = [{ TxnId: estimate['Id'], TxnType: 'Estimate' }];
		const invoice = await create({ LinkedTxn: link });
		expect([invoice['LinkedTxn'], invoice['Line'][0].LinkedTxn]).toEqual([link, link]);
		expect((await us.get(`/estimate/${estimate['Id']}`)).body['Estimate']).toMatchObject({
			SyncToken: '0',
			TxnStatus: 'Closed',
			LinkedTxn: [{ TxnId: invoice['Id'], TxnType: 'Invoice' }],
		});
		expect(
			await code('/invoice', {
				CustomerRef: { value: customer },
				Line: [line(2)],
				LinkedTxn: link,
			}),
		).toEqual([400, '620']);
		await us.post('/invoice?operation=delete', { Id: invoice['Id'], SyncToken: '0' });
		const reopened = (await us.get(`/estimate/${estimate['Id']}`)).body['Estimate'] as Json;
		expect([reopened['TxnStatus'], 'LinkedTxn' in reopened]).toEqual(['Pending', false]);
	});

	it('a sales receipt is paid at once, and needs no customer', async () => {
		const Line = [line(2)];
		const receipt = (await us.post('/salesreceipt', { Line })).body['SalesReceipt'] as Json;
		expect(receipt).toMatchObject({
			TotalAmt: 170,
			Balance: 0,
			DepositToAccountRef: { value: '4', name: 'Undeposited Funds' },
			PrintStatus: 'NeedToPrint',
			EmailStatus: 'NotSet',
		});
		expect(
			['CustomerRef', 'LinkedTxn', 'DueDate', 'BillAddr'].filter((name) => name in receipt),
		).toEqual([]);
		const after = (await us.post('/salesreceipt', { Id: receipt['Id'], SyncToken: '0', Line }))
			.body['SalesReceipt'] as Json;
		expect([after['SyncToken'], after['Line'][0].Id, after['DocNumber']]).toEqual([
			'1',
			'2',
			receipt['DocNumber'],
		]);
	});

	it('credit memos are numbered with the invoices and lower what is owed', async () => {
		const owed = async () =>
			(await us.get(`/customer/${customer}`)).body['Customer'].Balance as number;
		const invoice = await create();
		const before = await owed();
		const { CreditMemo: memo } = (
			await us.post('/creditmemo', { CustomerRef: { value: customer }, Line: [line(1)] })
		).body as { CreditMemo: Json };
		expect([
			Number(memo['DocNumber']) - Number(invoice['DocNumber']),
			memo['RemainingCredit'],
			memo['Balance'],
			await owed(),
		]).toEqual([1, 85, 85, before - 85]);
	});
});
