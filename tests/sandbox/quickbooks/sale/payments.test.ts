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

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	sandbox.runtime.clock.advance(60_000);
	customer = (
		(
			await us.post('/customer', {
				DisplayName: `Payer ${sandbox.runtime.clock.now().toISOString().replaceAll(':', '.')}`,
			})
		).body['Customer'] as Json
	)['Id'];
});

const invoice = async (Amount: number) =>
	(
		(
			await us.post('/invoice', {
				CustomerRef: { value: customer },
				Line: [{ DetailType: 'SalesItemLineDetail', Amount, SalesItemLineDetail: {} }],
			})
		).body['Invoice'] as Json
	)['Id'] as string;
const on = (Amount: number, TxnId: string, TxnType = 'Invoice') => ({
	Amount,
	LinkedTxn: [{ TxnId, TxnType }],
});
const pay = async (TotalAmt: number, Line?: Json[]) =>
	(await us.post('/payment', { CustomerRef: { value: customer }, TotalAmt, ...(Line && { Line }) }))
		.body['Payment'] as Json;
const refusal = async (TotalAmt: number, Line: Json[]) =>
	(await us.post('/payment', { CustomerRef: { value: customer }, TotalAmt, Line })).body['Fault']
		?.Error[0].code;
const read = async (entity: string, id: string) =>
	Object.values((await us.get(`/${entity}/${id}`)).body)[0] as Json;
const owed = async () => (await read('customer', customer))['Balance'];

it('a payment without lines is credit', async () => {
	const payment = await pay(120);
	expect(payment).toEqual({
		CustomerRef: { value: customer, name: expect.stringMatching(/^Payer /) },
		DepositToAccountRef: { value: '4' },
		TotalAmt: 120,
		UnappliedAmt: 120,
		ProcessPayment: false,
		domain: 'QBO',
		sparse: false,
		Id: payment['Id'],
		SyncToken: '0',
		MetaData: {
			CreateTime: '2026-07-01T12:01:00-07:00',
			LastUpdatedTime: '2026-07-01T12:01:00-07:00',
		},
		TxnDate: '2026-07-01',
		CurrencyRef: { value: 'USD', name: 'United States Dollar' },
		Line: [],
	});
	expect(await owed()).toBe(-120);
});

it('payments lower the balance, raise the invoice’s token and time, and come newest first', async () => {
	const id = await invoice(750);
	sandbox.runtime.clock.advance(60_000);
	const first = await pay(300, [on(300, id)]);
	expect(first['Line']).toEqual([
		{
			...on(300, id),
			LineEx: {
				any: expect.arrayContaining([
					expect.objectContaining({ value: { Name: 'txnOpenBalance', Value: '750.00' } }),
				]),
			},
		},
	]);
	expect(await read('invoice', id)).toMatchObject({
		Balance: 450,
		TotalAmt: 750,
		SyncToken: '1',
		LinkedTxn: [{ TxnId: first['Id'], TxnType: 'Payment' }],
		MetaData: { LastUpdatedTime: first['MetaData'].LastUpdatedTime },
	});
	const second = await pay(500, [on(450, id)]);
	expect(second).toMatchObject({ UnappliedAmt: 50 });
	expect(await read('invoice', id)).toMatchObject({
		Balance: 0,
		SyncToken: '2',
		LinkedTxn: [
			{ TxnId: second['Id'], TxnType: 'Payment' },
			{ TxnId: first['Id'], TxnType: 'Payment' },
		],
	});
	expect(await owed()).toBe(-50);
});

it('changing, voiding and deleting a payment gives the invoice its balance back', async () => {
	const id = await invoice(100);
	const payment = await pay(100, [on(100, id)]);
	const changed = (
		await us.post('/payment', {
			Id: payment['Id'],
			SyncToken: '0',
			sparse: true,
			Line: [on(40, id)],
		})
	).body['Payment'] as Json;
	expect([changed['UnappliedAmt'], (await read('invoice', id))['Balance'], await owed()]).toEqual([
		60, 60, 0,
	]);
	const voided = (
		await us.post('/payment?operation=update&include=void', {
			Id: payment['Id'],
			SyncToken: '1',
			sparse: true,
		})
	).body['Payment'] as Json;
	expect(voided).toMatchObject({
		TotalAmt: 0,
		UnappliedAmt: 0,
		PrivateNote: 'Voided',
		Line: [],
		SyncToken: '2',
	});
	expect(await read('invoice', id)).toMatchObject({ Balance: 100, LinkedTxn: [] });
	const again = await pay(30, [on(30, id)]);
	expect(
		(await us.post('/payment?operation=delete', { Id: again['Id'], SyncToken: '0' })).body[
			'Payment'
		],
	).toEqual({ domain: 'QBO', status: 'Deleted', Id: again['Id'] });
	expect([(await read('invoice', id))['Balance'], await owed()]).toEqual([100, 100]);
});

it('nothing is paid twice, for others, or beyond what is open', async () => {
	const id = await invoice(100);
	const others = (await us.one("select * from Invoice where DocNumber = '1006'"))['Id'];
	expect([
		await refusal(200, [on(101, id)]),
		await refusal(50, [on(60, id)]),
		await refusal(10, [on(10, others)]),
		await refusal(10, [on(10, '987654')]),
		await refusal(10, [on(-1, id)]),
	]).toEqual(['6000', '6000', '6000', '620', '2290']);
	expect(
		(await us.post('/payment', {})).body['Fault'].Error.map(({ element }: Json) => element),
	).toEqual(['CustomerRef', 'TotalAmt']);
	expect(await read('invoice', id)).toMatchObject({ Balance: 100, SyncToken: '0' });
});

it('a credit memo pays with a payment of nothing', async () => {
	const id = await invoice(100);
	const memo = (
		await us.post('/creditmemo', {
			CustomerRef: { value: customer },
			Line: [{ DetailType: 'SalesItemLineDetail', Amount: 70, SalesItemLineDetail: {} }],
		})
	).body['CreditMemo'] as Json;
	expect(await owed()).toBe(30);
	await pay(0, [on(60, id), on(60, memo['Id'], 'CreditMemo')]);
	expect([
		(await read('invoice', id))['Balance'],
		(await read('creditmemo', memo['Id']))['RemainingCredit'],
		await owed(),
	]).toEqual([40, 10, 30]);
});

it('an invoice that shrinks below its payments gives the rest back; one that is paid is not voided, unless the switch says so', async () => {
	const id = await invoice(100);
	const payment = await pay(90, [on(90, id)]);
	const shrunk = (
		await us.post('/invoice', {
			Id: id,
			SyncToken: '1',
			sparse: true,
			Line: [{ Id: '1', DetailType: 'SalesItemLineDetail', Amount: 50, SalesItemLineDetail: {} }],
		})
	).body['Invoice'] as Json;
	expect([
		shrunk['Balance'],
		(await read('payment', payment['Id']))['UnappliedAmt'],
		await owed(),
	]).toEqual([0, 40, -40]);
	const refused = await us.post('/invoice?operation=void', {
		Id: id,
		SyncToken: shrunk['SyncToken'],
	});
	expect([refused.status, refused.body['Fault'].Error[0].code]).toEqual([400, '6000']);
	sandbox.quickbooks.setSwitches({ voidPaidInvoice: 'unlink' });
	const voided = (
		await us.post('/invoice?operation=void', { Id: id, SyncToken: shrunk['SyncToken'] })
	).body['Invoice'] as Json;
	expect([
		voided['LinkedTxn'],
		voided['Balance'],
		(await read('payment', payment['Id']))['UnappliedAmt'],
		await owed(),
	]).toEqual([[], 0, 90, -90]);
});

it('deleting a paid invoice frees the payment', async () => {
	const id = await invoice(80);
	const payment = await pay(80, [on(80, id)]);
	expect((await us.post('/invoice?operation=delete', { Id: id, SyncToken: '1' })).status).toBe(200);
	expect(await read('payment', payment['Id'])).toMatchObject({ UnappliedAmt: 80, Line: [] });
	expect(await owed()).toBe(-80);
});

it('a parent pays for its sub-customer, whose balance counts above too', async () => {
	const child = (
		(await us.post('/customer', { DisplayName: 'Branch', ParentRef: { value: customer } })).body[
			'Customer'
		] as Json
	)['Id'];
	const bill = (
		await us.post('/invoice', {
			CustomerRef: { value: child },
			Line: [{ DetailType: 'SalesItemLineDetail', Amount: 25, SalesItemLineDetail: {} }],
		})
	).body['Invoice'] as Json;
	expect(await read('customer', customer)).toMatchObject({ Balance: 0, BalanceWithJobs: 25 });
	expect(await pay(25, [on(25, bill['Id'])])).toMatchObject({ UnappliedAmt: 0 });
	expect(await read('customer', customer)).toMatchObject({ Balance: 0, BalanceWithJobs: 0 });
});
