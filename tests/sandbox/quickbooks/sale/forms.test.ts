import type { Sandbox } from '../../../../sandbox/start';
import { entity } from '../../../../sandbox/quickbooks/schema/entities';
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
	customer = (await us.one("select * from Customer where DisplayName = 'Niamh O\\'Brien'"))['Id'];
});
afterAll(() => sandbox.stop());

const write = async (path: string, body: Json) =>
	Object.values((await us.post(path, body)).body)[0] as Json;
const read = async (path: string) => Object.values((await us.get(path)).body)[0] as Json;
const row = async (entity: string, id: string) =>
	us.one(`select * from ${entity} where Id = '${id}'`);
const text = { DetailType: 'SalesItemLineDetail', Amount: 5, SalesItemLineDetail: {} };

describe('what each reply of 2026 shows', () => {
	it.each(['estimate', 'creditmemo'])(
		'of an %s: where goods come from, but not who changed it',
		async (name) => {
			const made = await write(`/${name}`, { CustomerRef: { value: customer }, Line: [text] });
			for (const shown of [
				made,
				await read(`/${name}/${made['Id']}`),
				await row(name, made['Id']),
			]) {
				expect(shown).toMatchObject({
					FreeFormAddress: true,
					ShipFromAddr: { Line1: '88 Telegraph Ave' },
					CustomField: [],
					Line: [{ CustomExtensions: [] }, {}],
				});
				expect(shown['MetaData']).toEqual({
					CreateTime: expect.any(String),
					LastUpdatedTime: expect.any(String),
				});
			}
		},
	);

	it('of a vendor: its rates everywhere but in lists, a pseudonym everywhere', async () => {
		const made = await write('/vendor', { DisplayName: 'Rates & Co' });
		for (const shown of [
			made,
			await read(`/vendor/${made['Id']}`),
			await write('/vendor', { Id: made['Id'], SyncToken: '0', sparse: true, AcctNum: '7' }),
		]) {
			expect(shown).toMatchObject({
				BillRate: 0,
				CostRate: 0,
				V4IDPseudonym: expect.stringMatching(/^002098/),
			});
		}
		const listed = await row('Vendor', made['Id']);
		expect([listed['BillRate'], listed['CostRate'], typeof listed['V4IDPseudonym']]).toEqual([
			undefined,
			undefined,
			'string',
		]);
	});

	it('of an item: whether revenue is deferred, but not in lists', async () => {
		const made = await write('/item', { Name: 'Deferred or not', Type: 'NonInventory' });
		expect([
			made['DeferredRevenue'],
			(await read(`/item/${made['Id']}`))['DeferredRevenue'],
			(await row('Item', made['Id']))['DeferredRevenue'],
		]).toEqual([false, false, undefined]);
	});

	it('of a new account: its usual sub-type, and no time of change yet', async () => {
		const made = await write('/account', { Name: 'Petty cash', AccountType: 'Bank' });
		expect([made['AccountSubType'], Object.keys(made['MetaData'])]).toEqual([
			'CashOnHand',
			['CreateTime'],
		]);
		expect(Object.keys((await read(`/account/${made['Id']}`))['MetaData'])).toEqual([
			'CreateTime',
			'LastUpdatedTime',
		]);
	});

	it('of an account that is named: those above it too', async () => {
		const above = await write('/account', { Name: 'Utilities', AccountType: 'Expense' });
		const below = await write('/account', {
			Name: 'Water',
			AccountType: 'Expense',
			SubAccount: true,
			ParentRef: { value: above['Id'] },
		});
		const entry = await write('/journalentry', {
			Line: ['Debit', 'Credit'].map((PostingType) => ({
				DetailType: 'JournalEntryLineDetail',
				Amount: 5,
				JournalEntryLineDetail: { PostingType, AccountRef: { value: below['Id'] } },
			})),
		});
		expect(entry['Line'][0].JournalEntryLineDetail.AccountRef).toEqual({
			value: below['Id'],
			name: 'Utilities:Water',
		});
	});

	it('of an invoice that is mailed: neither who changed it, nor the income accounts, nor the form of its addresses', async () => {
		const { Id: item } = await us.one("select * from Item where Sku = 'GD-HOUR'");
		const made = await write('/invoice', {
			CustomerRef: { value: customer },
			BillEmail: { Address: 'a@example.com' },
			Line: [{ ...text, SalesItemLineDetail: { ItemRef: { value: item } } }],
		});
		const sent = await write(`/invoice/${made['Id']}/send`, {});
		expect(
			[made, sent].map((shown) => [
				shown['FreeFormAddress'],
				shown['MetaData'].LastModifiedByRef !== undefined,
				shown['Line'][0].SalesItemLineDetail.ItemAccountRef !== undefined,
			]),
		).toEqual([
			[true, true, true],
			[undefined, false, false],
		]);
	});

	it('of an invoice from before it had a place to ship from: a partial change adds none, a full one does', async () => {
		sandbox.quickbooks.setSwitches({ replyAge: '2020' });
		const made = await write('/invoice', { CustomerRef: { value: customer }, Line: [text] });
		sandbox.quickbooks.setSwitches({ replyAge: '2026' });
		const company = sandbox.quickbooks.services.companies.get(realms.us);
		const stored = company?.records.find('Invoice', made['Id']);
		if (stored)
			company?.records.put(entity('Invoice'), {
				...stored,
				fields: { ...stored.fields, ShipFromAddr: undefined },
			});
		expect(
			await write('/invoice', { Id: made['Id'], SyncToken: '0', sparse: true, PrivateNote: 'x' }),
		).not.toHaveProperty('ShipFromAddr');
		expect(
			await write('/invoice', {
				Id: made['Id'],
				SyncToken: '1',
				CustomerRef: { value: customer },
				Line: [text],
			}),
		).toHaveProperty('ShipFromAddr');
	});

	it('of a payment whose lines nobody sent: the same lines', async () => {
		const made = await write('/invoice', {
			CustomerRef: { value: customer },
			Line: [{ ...text, Amount: 40 }],
		});
		const payment = await write('/payment', {
			CustomerRef: { value: customer },
			TotalAmt: 40,
			Line: [{ Amount: 40, LinkedTxn: [{ TxnId: made['Id'], TxnType: 'Invoice' }] }],
		});
		expect(
			await write('/payment', {
				Id: payment['Id'],
				SyncToken: '0',
				sparse: true,
				PrivateNote: 'cheque',
			}),
		).toMatchObject({
			SyncToken: '1',
			PrivateNote: 'cheque',
			UnappliedAmt: 0,
			Line: payment['Line'],
		});
	});
});
