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

	it('is refused with an old token', async () => {
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
	});

	it('is refused without a token, and for ids that do not exist', async () => {
		const invoice = await create();
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
