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
let vendor: string;
let expense: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	expense = (
		(
			await us.get(
				`/query?query=${encodeURIComponent("select * from Account where Name = 'Office Expenses'")}`,
			)
		).body['QueryResponse'] as Json
	)['Account'][0].Id;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	sandbox.runtime.clock.advance(60_000);
	vendor = (
		(
			await us.post('/vendor', {
				DisplayName: `Depot ${sandbox.runtime.clock.now().toISOString().replaceAll(':', '.')}`,
			})
		).body['Vendor'] as Json
	)['Id'];
});
afterEach(() => sandbox.quickbooks.setSwitches({ alsoShown: [] }));

const line = (Amount: number, more: Json = {}) => ({
	DetailType: 'AccountBasedExpenseLineDetail',
	Amount,
	AccountBasedExpenseLineDetail: { AccountRef: { value: expense }, ...more },
});
const write = async (path: string, body: Json) =>
	Object.values((await us.post(path, body)).body)[0] as Json;
const fault = async (path: string, body: Json) =>
	(await us.post(path, body)).body['Fault']?.Error[0].code;
const read = async (entity: string, id: string) =>
	Object.values((await us.get(`/${entity}/${id}`)).body)[0] as Json;
const owed = async () => (await read('vendor', vendor))['Balance'];

it('a bill adds up its lines and is owed to its vendor', async () => {
	const bill = await write('/bill', {
		VendorRef: { value: vendor },
		Line: [line(12.5), line(7.25, { BillableStatus: 'Billable' })],
	});
	expect(bill).toEqual({
		DueDate: bill['TxnDate'],
		Balance: 19.75,
		domain: 'QBO',
		sparse: false,
		Id: bill['Id'],
		SyncToken: '0',
		MetaData: {
			CreateTime: expect.any(String),
			LastModifiedByRef: { value: '9341450000009001' },
			LastUpdatedTime: expect.any(String),
		},
		TxnDate: expect.stringMatching(/^2026-/),
		CurrencyRef: { value: 'USD', name: 'United States Dollar' },
		Line: [
			{
				Id: '1',
				LineNum: 1,
				Amount: 12.5,
				LinkedTxn: [],
				CustomExtensions: [],
				DetailType: 'AccountBasedExpenseLineDetail',
				AccountBasedExpenseLineDetail: {
					AccountRef: { value: expense, name: 'Office Expenses' },
					BillableStatus: 'NotBillable',
					TaxCodeRef: { value: 'NON' },
				},
			},
			{
				Id: '2',
				LineNum: 2,
				Amount: 7.25,
				LinkedTxn: [],
				CustomExtensions: [],
				DetailType: 'AccountBasedExpenseLineDetail',
				AccountBasedExpenseLineDetail: {
					AccountRef: { value: expense, name: 'Office Expenses' },
					BillableStatus: 'Billable',
					TaxCodeRef: { value: 'NON' },
				},
			},
		],
		VendorRef: { value: vendor, name: expect.stringMatching(/^Depot /) },
		APAccountRef: { value: expect.any(String), name: 'Accounts Payable (A/P)' },
		TotalAmt: 19.75,
	});
	expect(await owed()).toBe(19.75);
});

it('a bill payment closes the bill, and its deletion opens it again', async () => {
	const bill = await write('/bill', { VendorRef: { value: vendor }, Line: [line(80)] });
	const paid = await write('/billpayment', {
		VendorRef: { value: vendor },
		PayType: 'Check',
		TotalAmt: 80,
		CheckPayment: { BankAccountRef: { value: expense } },
		Line: [{ Amount: 80, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }],
	});
	expect(paid).toMatchObject({
		TotalAmt: 80,
		PayType: 'Check',
		CheckPayment: { PrintStatus: 'NeedToPrint', BankAccountRef: { value: expense } },
		Line: [{ Amount: 80, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }],
	});
	expect(await read('bill', bill['Id'])).toMatchObject({
		Balance: 0,
		SyncToken: '1',
		LinkedTxn: [{ TxnId: paid['Id'], TxnType: 'BillPaymentCheck' }],
	});
	expect(await owed()).toBe(0);
	expect(await fault('/bill?operation=delete', { Id: bill['Id'], SyncToken: '1' })).toBe('6480');
	expect(await write('/billpayment?operation=delete', { Id: paid['Id'], SyncToken: '0' })).toEqual({
		domain: 'QBO',
		status: 'Deleted',
		Id: paid['Id'],
	});
	expect(await read('bill', bill['Id'])).toMatchObject({ Balance: 80, LinkedTxn: [] });
	expect(await owed()).toBe(80);
});

it('a changed bill keeps what was paid, its number of the vendor and its lines’ Ids', async () => {
	const bill = await write('/bill', {
		VendorRef: { value: vendor },
		DocNumber: 'V-7',
		Line: [line(50)],
	});
	const more = await write('/bill', {
		Id: bill['Id'],
		SyncToken: '0',
		VendorRef: { value: vendor },
		Line: [{ ...line(60), Id: '1' }, line(5)],
	});
	expect(more).toMatchObject({
		SyncToken: '1',
		DocNumber: 'V-7',
		TotalAmt: 65,
		Balance: 65,
		Line: [
			{ Id: '1', Amount: 60 },
			{ Id: '2', Amount: 5 },
		],
	});
	expect(await owed()).toBe(65);
	expect(
		await fault('/bill', { Id: bill['Id'], SyncToken: '0', sparse: true, PrivateNote: 'late' }),
	).toBe('5010');
});

it('what lacks, does not add up or does not balance is refused', async () => {
	expect(await fault('/bill', { Line: [line(1)] })).toBe('2020');
	expect(await fault('/bill', { VendorRef: { value: '999999' }, Line: [line(1)] })).toBe('2500');
	expect(
		await fault('/bill', {
			VendorRef: { value: vendor },
			Line: [{ ...line(1), DetailType: 'NoDetail' }],
		}),
	).toBe('2170');
	const item = (
		(await us.post('/item', { Name: `Hose ${vendor}`, Type: 'NonInventory' })).body['Item'] as Json
	)['Id'];
	expect(
		await fault('/purchase', {
			AccountRef: { value: expense },
			PaymentType: 'Cash',
			Line: [
				{
					DetailType: 'ItemBasedExpenseLineDetail',
					Amount: 10,
					ItemBasedExpenseLineDetail: { ItemRef: { value: item }, Qty: 3, UnitPrice: 3 },
				},
			],
		}),
	).toBe('6070');
	const side = (PostingType: string, Amount: number) => ({
		DetailType: 'JournalEntryLineDetail',
		Amount,
		JournalEntryLineDetail: { PostingType, AccountRef: { value: expense } },
	});
	expect(await fault('/journalentry', { Line: [side('Debit', 10), side('Credit', 9)] })).toBe(
		'6000',
	);
	expect(
		await write('/journalentry', { Line: [side('Debit', 10), side('Credit', 10)] }),
	).toMatchObject({
		Adjustment: false,
		TotalAmt: 0,
		TxnTaxDetail: {},
		Line: [
			{ Id: '0', CustomExtensions: [] },
			{ Id: '1', CustomExtensions: [] },
		],
	});
	expect(
		await fault('/billpayment', {
			VendorRef: { value: vendor },
			PayType: 'Check',
			TotalAmt: 5,
			Line: [{ Amount: 5, LinkedTxn: [{ TxnId: '999999', TxnType: 'Bill' }] }],
		}),
	).toBe('620');
});

it('a switch adds keys of which other entities are known', async () => {
	sandbox.quickbooks.setSwitches({
		alsoShown: [
			'VendorCredit.LinkedTxn',
			'VendorCredit.LastModifiedByRef',
			'VendorCredit.CustomExtensions',
			'VendorCredit.totalCount',
		],
	});
	const credit = await write('/vendorcredit', { VendorRef: { value: vendor }, Line: [line(1)] });
	expect(credit).toMatchObject({
		LinkedTxn: [],
		MetaData: { LastModifiedByRef: { value: expect.any(String) } },
		Line: [{ CustomExtensions: [] }],
	});
	expect(
		(await us.get(`/query?query=${encodeURIComponent('select * from VendorCredit')}`)).body[
			'QueryResponse'
		],
	).toMatchObject({ maxResults: 1, totalCount: 1 });
	expect(() => sandbox.quickbooks.setSwitches({ alsoShown: ['Bill.Nonsense'] })).toThrow();
});

it('a purchase order counts by itself, shows empty lists and what has come, and loses a number that a full update leaves out', async () => {
	const { Item: item } = (await us.post('/item', { Name: `Pump ${vendor}`, Type: 'NonInventory' }))
		.body as { Item: Json };
	const ordered = {
		DetailType: 'ItemBasedExpenseLineDetail',
		Amount: 10,
		ItemBasedExpenseLineDetail: { ItemRef: { value: item['Id'] }, Qty: 5, UnitPrice: 2 },
	};
	const first = await write('/purchaseorder', {
		VendorRef: { value: vendor },
		Line: [ordered, line(4)],
	});
	expect(first).toMatchObject({
		DocNumber: '1001',
		CustomField: [],
		LinkedTxn: [],
		POStatus: 'Open',
		MetaData: { LastModifiedByRef: { value: expect.any(String) } },
		Line: [{ Received: 0, CustomExtensions: [] }, { CustomExtensions: [] }],
	});
	expect(first['Line'][1]).not.toHaveProperty('Received');
	expect(
		(await write('/purchaseorder', { VendorRef: { value: vendor }, Line: [line(4)] }))['DocNumber'],
	).toBe('1002');
	expect(
		(
			await write('/purchaseorder', { Id: first['Id'], SyncToken: '0', sparse: true, Memo: 'soon' })
		)['DocNumber'],
	).toBe('1001');
	expect(
		await write('/purchaseorder', {
			Id: first['Id'],
			SyncToken: '1',
			VendorRef: { value: vendor },
			Line: [line(4)],
		}),
	).not.toHaveProperty('DocNumber');
});

it('a deposit shows its empty tax, and how a payment that it takes in was paid', async () => {
	const detail = { PaymentMethodRef: { value: '2' }, CheckNum: '88' };
	const links = [{ TxnId: '77', TxnType: 'Payment', TxnLineId: '0' }];
	const deposit = await write('/deposit', {
		DepositToAccountRef: { value: expense },
		Line: [
			{ Amount: 5, LinkedTxn: links, DepositLineDetail: detail },
			{
				Amount: 6,
				DetailType: 'DepositLineDetail',
				DepositLineDetail: { AccountRef: { value: expense } },
			},
		],
	});
	expect(deposit).toMatchObject({ TxnTaxDetail: {}, TotalAmt: 11 });
	expect(deposit['MetaData']).not.toHaveProperty('LastModifiedByRef');
	expect(deposit['Line'][0]).toEqual({ Amount: 5, LinkedTxn: links, DepositLineDetail: detail });
	expect(deposit['Line'][1]).toMatchObject({ Id: '1', LineNum: 2, CustomExtensions: [] });
});
