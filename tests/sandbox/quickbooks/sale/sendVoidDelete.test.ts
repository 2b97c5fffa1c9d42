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
