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
const code = async (path: string, body: unknown) => {
	const { status, body: answer } = await us.post(path, body);
	return [status, answer['Fault']?.Error[0].code];
};

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
		const owedCents = async () =>
			Math.round(Number((await us.get(`/customer/${customer}`)).body['Customer'].Balance) * 100);
		const invoice = await create();
		const before = await owedCents();
		const { CreditMemo: memo } = (
			await us.post('/creditmemo', { CustomerRef: { value: customer }, Line: [line(1)] })
		).body as { CreditMemo: Json };
		expect([
			Number(memo['DocNumber']) - Number(invoice['DocNumber']),
			memo['RemainingCredit'],
			memo['Balance'],
			await owedCents(),
		]).toEqual([1, 85, 85, before - 8500]);
	});
});
