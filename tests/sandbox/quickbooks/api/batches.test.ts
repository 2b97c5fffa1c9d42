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

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());

const batch = async (items: Json[], query = '') =>
	us.post(`/batch${query}`, { BatchItemRequest: items });
const text = (Amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: {},
});

describe('batches', () => {
	it('each item stands on its own, in the order and with the id that it was sent', async () => {
		const ann = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		const paid = await us.one("select * from Invoice where DocNumber = '1001'");
		const { status, body } = await batch([
			{ bId: 'bid1', operation: 'create', Vendor: { DisplayName: 'Boraski Family Store' } },
			{ bId: 'bid2', operation: 'delete', Invoice: { Id: '98765', SyncToken: '0' } },
			{
				bId: 'bid3',
				operation: 'update',
				Customer: { sparse: true, Id: ann['Id'], SyncToken: '9', Notes: 'x' },
			},
			{ bId: 'bid4', Query: "select * from Invoice where DocNumber = '1001'" },
			{
				bId: 'bid5',
				operation: 'create',
				Invoice: { CustomerRef: { value: ann['Id'] }, DocNumber: '1001', Line: [text(5)] },
			},
			{
				bId: 'bid6',
				operation: 'create',
				optionsData: 'allowduplicatedocnum',
				Invoice: { CustomerRef: { value: ann['Id'] }, DocNumber: '1001', Line: [text(5)] },
			},
			{ bId: 'bid7', operation: 'create', Customer: { DisplayName: 'Boraski Family Store' } },
			{ bId: 'bid8', operation: 'create', Nonsense: {} },
		]);
		const items = body['BatchItemResponse'] as Json[];
		const codes = items.map((item) => item['Fault']?.Error[0].code as string | undefined);
		expect([status, items.map(({ bId }) => bId), codes]).toEqual([
			200,
			['bid1', 'bid2', 'bid3', 'bid4', 'bid5', 'bid6', 'bid7', 'bid8'],
			[undefined, '610', '5010', undefined, '6140', undefined, '6240', '2010'],
		]);
		expect(items[0]).toEqual({
			Vendor: {
				Balance: 0,
				BillRate: 0,
				Vendor1099: false,
				CostRate: 0,
				V4IDPseudonym: expect.stringMatching(/^002098[0-9a-f]{32}$/),
				CurrencyRef: { value: 'USD', name: 'United States Dollar' },
				domain: 'QBO',
				sparse: false,
				Id: items[0]?.['Vendor'].Id,
				SyncToken: '0',
				MetaData: expect.anything(),
				DisplayName: 'Boraski Family Store',
				PrintOnCheckName: 'Boraski Family Store',
				Active: true,
			},
			bId: 'bid1',
		});
		expect(items[2]?.['Fault'].type).toBe('ValidationFault');
		expect(items[3]?.['QueryResponse']).toEqual({
			Invoice: [paid],
			startPosition: 1,
			maxResults: 1,
			totalCount: 1,
		});
	});

	it('voids by option, and takes thirty at most', async () => {
		const ann = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		const [created] = (
			await batch([
				{
					bId: '1',
					operation: 'create',
					Invoice: { CustomerRef: { value: ann['Id'] }, Line: [text(9)] },
				},
			])
		).body['BatchItemResponse'] as Json[];
		const { Id, SyncToken } = created?.['Invoice'] as Json;
		const [voided] = (
			await batch([
				{
					bId: '2',
					operation: 'update',
					optionsData: 'void',
					Invoice: { Id, SyncToken, sparse: true },
				},
			])
		).body['BatchItemResponse'] as Json[];
		expect(voided?.['Invoice']).toMatchObject({ Id, TotalAmt: 0, PrivateNote: 'Voided' });
		const many = Array.from({ length: 31 }, (_, index) => ({
			bId: String(index),
			operation: 'create',
			Customer: { DisplayName: `Many ${index}` },
		}));
		expect((await batch(many)).body['Fault'].Error[0].code).toBe('1040');
		const thirty = (await batch(many.slice(0, 30))).body['BatchItemResponse'] as Json[];
		expect(thirty.filter((item) => item['Customer']).length).toBe(30);
		expect((await batch([])).body['Fault'].Error[0].code).toBe('2020');
	});

	it('an item that fails midway leaves nothing behind', async () => {
		const ann = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		const before = (await us.query('select count(*) from Invoice')).body['QueryResponse'];
		const Line = [text(9)];
		const [failed] = (
			await batch([
				{
					bId: '1',
					operation: 'create',
					Invoice: {
						CustomerRef: { value: ann['Id'] },
						Line,
						LinkedTxn: [{ TxnId: '77777', TxnType: 'Estimate' }],
					},
				},
			])
		).body['BatchItemResponse'] as Json[];
		expect(failed?.['Fault'].Error[0].code).toBe('620');
		expect((await us.query('select count(*) from Invoice')).body['QueryResponse']).toEqual(before);
		expect((await us.get(`/customer/${ann['Id']}`)).body['Customer'].Balance).toBe(ann['Balance']);
	});
});

describe('change data capture', () => {
	const cdc = (entities: string, since: string) =>
		us.get(`/cdc?entities=${entities}&changedSince=${encodeURIComponent(since)}`);

	it('tells by entity what has changed since, deleted ones last', async () => {
		sandbox.runtime.clock.advance(1_800_000);
		const since = sandbox.runtime.clock.now().toISOString();
		const ann = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		const invoices: Json[] = [];
		for (const amount of [1, 2, 3]) {
			sandbox.runtime.clock.advance(2000);
			invoices.push(
				(await us.post('/invoice', { CustomerRef: { value: ann['Id'] }, Line: [text(amount)] }))
					.body['Invoice'] as Json,
			);
		}
		await us.post('/invoice?operation=delete', { Id: invoices[1]?.['Id'], SyncToken: '0' });
		const { status, body } = await cdc('invoice,Item,Customer', since);
		const [changed, items, customers] = (body['CDCResponse'] as Json[])[0]?.[
			'QueryResponse'
		] as Json[];
		expect(status).toBe(200);
		expect(changed).toEqual({
			Invoice: [
				invoices[2],
				invoices[0],
				{
					domain: 'QBO',
					status: 'Deleted',
					Id: invoices[1]?.['Id'],
					MetaData: { LastUpdatedTime: '2026-07-01T12:30:06-07:00' },
				},
			],
			startPosition: 1,
			maxResults: 3,
			totalCount: 3,
		});
		expect(items).toEqual({});
		expect(customers?.['Customer']).toHaveLength(1);
	});

	it('gives at most a thousand objects in all', async () => {
		const big = await startDemoSandbox({ seed: { customers: 700, seed: 3 } });
		const opened = await connectCompany(big, realms.us);
		const { body } = await opened.get(
			'/cdc?entities=Customer,Invoice,Item&changedSince=2011-10-10T09:00:00-07:00',
		);
		const parts = (body['CDCResponse'] as Json[])[0]?.['QueryResponse'] as Json[];
		expect([parts[0]?.['Customer'].length, parts[1]?.['Invoice'].length, parts[2]]).toEqual([
			700,
			300,
			{},
		]);
		await big.stop();
	});

	it('refuses what is no entity or no time, or passes it over by switch', async () => {
		expect([
			(await cdc('Nonsense', '2026-07-01')).body['Fault'].Error[0].code,
			(await cdc('Invoice', 'yesterday')).body['Fault'].Error[0].code,
			(await cdc('TaxCode', '2026-07-01')).status,
		]).toEqual(['4001', '2060', 400]);
		const unencoded = await us.get('/cdc?entities=Invoice&changedSince=2026-07-01T09:00:00+02:00');
		expect([
			unencoded.body['Fault'].Error[0].code,
			(await cdc('Invoice', '2026-07-01T09:00:00+02:00')).status,
		]).toEqual(['2060', 200]);
		sandbox.quickbooks.setSwitches({ cdcErrors: 'empty' });
		expect((await cdc('Nonsense,TaxCode', '2026-07-01')).body['CDCResponse']).toEqual([
			{ QueryResponse: [{}, {}] },
		]);
	});
});
