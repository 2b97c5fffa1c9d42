import type { Sandbox } from '../../../sandbox/start';
import { open, realms, started, type Json, type Opened } from './opened';

let sandbox: Sandbox;
let us: Opened;
let vendor: string;
let expense: string;

beforeAll(async () => {
	sandbox = await started();
	us = await open(sandbox, realms.us);
	expense = ((await us.get(`/query?query=${encodeURIComponent("select * from Account where Name = 'Office Expenses'")}`)).body['QueryResponse'] as Json)['Account'][0].Id;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	sandbox.surroundings.clock.advance(60_000);
	vendor = ((await us.post('/vendor', { DisplayName: `Depot ${sandbox.surroundings.clock.now().toISOString().replaceAll(':', '.')}` })).body['Vendor'] as Json)['Id'];
});
afterEach(() => sandbox.quickbooks.setSwitches({ alsoShown: ['Estimate.LastModifiedByRef', 'CreditMemo.LastModifiedByRef', 'SalesReceipt.LastModifiedByRef'] }));

const line = (Amount: number, more: Json = {}) => ({ DetailType: 'AccountBasedExpenseLineDetail', Amount, AccountBasedExpenseLineDetail: { AccountRef: { value: expense }, ...more } });
const write = async (path: string, body: Json) => Object.values((await us.post(path, body)).body)[0] as Json;
const fault = async (path: string, body: Json) => ((await us.post(path, body)).body['Fault']?.Error[0].code);
const read = async (entity: string, id: string) => Object.values((await us.get(`/${entity}/${id}`)).body)[0] as Json;
const owed = async () => (await read('vendor', vendor))['Balance'];

it('a bill adds up its lines and is owed to its vendor', async () => {
	const bill = await write('/bill', { VendorRef: { value: vendor }, Line: [line(12.5), line(7.25, { BillableStatus: 'Billable' })] });
	expect(bill).toEqual({
		DueDate: bill['TxnDate'], Balance: 19.75, domain: 'QBO', sparse: false, Id: bill['Id'], SyncToken: '0', MetaData: { CreateTime: expect.any(String), LastUpdatedTime: expect.any(String) }, TxnDate: expect.stringMatching(/^2026-/),
		CurrencyRef: { value: 'USD', name: 'United States Dollar' },
		Line: [
			{ Id: '1', LineNum: 1, Amount: 12.5, DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail: { AccountRef: { value: expense, name: 'Office Expenses' }, BillableStatus: 'NotBillable', TaxCodeRef: { value: 'NON' } } },
			{ Id: '2', LineNum: 2, Amount: 7.25, DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail: { AccountRef: { value: expense, name: 'Office Expenses' }, BillableStatus: 'Billable', TaxCodeRef: { value: 'NON' } } },
		],
		VendorRef: { value: vendor, name: expect.stringMatching(/^Depot /) }, APAccountRef: { value: expect.any(String), name: 'Accounts Payable (A/P)' }, TotalAmt: 19.75,
	});
	expect(await owed()).toBe(19.75);
});

it('a bill payment closes the bill, and its deletion opens it again', async () => {
	const bill = await write('/bill', { VendorRef: { value: vendor }, Line: [line(80)] });
	const paid = await write('/billpayment', { VendorRef: { value: vendor }, PayType: 'Check', TotalAmt: 80, CheckPayment: { BankAccountRef: { value: expense } }, Line: [{ Amount: 80, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }] });
	expect(paid).toMatchObject({ TotalAmt: 80, PayType: 'Check', CheckPayment: { PrintStatus: 'NeedToPrint', BankAccountRef: { value: expense } }, Line: [{ Amount: 80, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }] });
	expect(await read('bill', bill['Id'])).toMatchObject({ Balance: 0, SyncToken: '1', LinkedTxn: [{ TxnId: paid['Id'], TxnType: 'BillPaymentCheck' }] });
	expect(await owed()).toBe(0);
	expect(await fault('/bill?operation=delete', { Id: bill['Id'], SyncToken: '1' })).toBe('6480');
	expect(await write('/billpayment?operation=delete', { Id: paid['Id'], SyncToken: '0' })).toEqual({ domain: 'QBO', status: 'Deleted', Id: paid['Id'] });
	expect(await read('bill', bill['Id'])).toMatchObject({ Balance: 80, LinkedTxn: [] });
	expect(await owed()).toBe(80);
});

it('a changed bill keeps what was paid, its number of the vendor and its lines’ Ids', async () => {
	const bill = await write('/bill', { VendorRef: { value: vendor }, DocNumber: 'V-7', Line: [line(50)] });
	const more = await write('/bill', { Id: bill['Id'], SyncToken: '0', VendorRef: { value: vendor }, Line: [{ ...line(60), Id: '1' }, line(5)] });
	expect(more).toMatchObject({ SyncToken: '1', DocNumber: 'V-7', TotalAmt: 65, Balance: 65, Line: [{ Id: '1', Amount: 60 }, { Id: '2', Amount: 5 }] });
	expect(await owed()).toBe(65);
	expect(await fault('/bill', { Id: bill['Id'], SyncToken: '0', sparse: true, PrivateNote: 'late' })).toBe('5010');
});

it('what lacks, does not add up or does not balance is refused', async () => {
	expect(await fault('/bill', { Line: [line(1)] })).toBe('2020');
	expect(await fault('/bill', { VendorRef: { value: '999999' }, Line: [line(1)] })).toBe('2500');
	expect(await fault('/bill', { VendorRef: { value: vendor }, Line: [{ ...line(1), DetailType: 'NoDetail' }] })).toBe('2170');
	const item = ((await us.post('/item', { Name: `Hose ${vendor}`, Type: 'NonInventory' })).body['Item'] as Json)['Id'];
	expect(await fault('/purchase', { AccountRef: { value: expense }, PaymentType: 'Cash', Line: [{ DetailType: 'ItemBasedExpenseLineDetail', Amount: 10, ItemBasedExpenseLineDetail: { ItemRef: { value: item }, Qty: 3, UnitPrice: 3 } }] })).toBe('6070');
	const side = (PostingType: string, Amount: number) => ({ DetailType: 'JournalEntryLineDetail', Amount, JournalEntryLineDetail: { PostingType, AccountRef: { value: expense } } });
	expect(await fault('/journalentry', { Line: [side('Debit', 10), side('Credit', 9)] })).toBe('6000');
	expect(await write('/journalentry', { Line: [side('Debit', 10), side('Credit', 10)] })).toMatchObject({ Adjustment: false, Line: [{ Id: '0' }, { Id: '1' }] });
	expect(await fault('/billpayment', { VendorRef: { value: vendor }, PayType: 'Check', TotalAmt: 5, Line: [{ Amount: 5, LinkedTxn: [{ TxnId: '999999', TxnType: 'Bill' }] }] })).toBe('620');
});

it('a switch adds keys of which only invoices are known', async () => {
	sandbox.quickbooks.setSwitches({ alsoShown: ['Bill.LinkedTxn', 'Bill.LastModifiedByRef', 'Bill.CustomExtensions', 'VendorCredit.totalCount'] });
	const bill = await write('/bill', { VendorRef: { value: vendor }, Line: [line(3)] });
	expect(bill).toMatchObject({ LinkedTxn: [], MetaData: { LastModifiedByRef: { value: expect.any(String) } }, Line: [{ CustomExtensions: [] }] });
	await write('/vendorcredit', { VendorRef: { value: vendor }, Line: [line(1)] });
	expect((await us.get(`/query?query=${encodeURIComponent('select * from VendorCredit')}`)).body['QueryResponse']).toMatchObject({ maxResults: 1, totalCount: 1 });
	expect(() => sandbox.quickbooks.setSwitches({ alsoShown: ['Bill.Nonsense'] })).toThrow();
});
