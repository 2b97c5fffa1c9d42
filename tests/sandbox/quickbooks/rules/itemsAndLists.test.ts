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

const create = async (entity: string, body: Json) =>
	Object.values((await us.post(`/${entity}`, body)).body)[0] as Json;
const faultOf = async (entity: string, body: Json) => {
	const { status, body: answer } = await us.post(`/${entity}`, body);
	return [
		status,
		...(answer['Fault']?.Error as Json[]).map(({ code, element }) =>
			element === undefined ? code : [code, element],
		),
	];
};
const read = async (entity: string, id: string) =>
	Object.values((await us.get(`/${entity}/${id}`)).body)[0] as Json;

describe('items and lists', () => {
	it('a service needs a name and an income account, and answers as real ones do', async () => {
		const item = await create('item', {
			Name: 'Pruning',
			Type: 'Service',
			IncomeAccountRef: { value: '5' },
		});
		expect(item).toEqual({
			Name: 'Pruning',
			Active: true,
			FullyQualifiedName: 'Pruning',
			Taxable: false,
			UnitPrice: 0,
			Type: 'Service',
			IncomeAccountRef: { value: '5', name: 'Services' },
			PurchaseCost: 0,
			TrackQtyOnHand: false,
			DeferredRevenue: false,
			domain: 'QBO',
			sparse: false,
			Id: item['Id'],
			SyncToken: '0',
			MetaData: expect.anything(),
		});
		expect(await faultOf('item', { Type: 'Service' })).toEqual([
			400,
			['2020', 'Name'],
			['2020', 'IncomeAccountRef'],
		]);
		expect(
			await faultOf('item', { Name: 'pruning', Type: 'Service', IncomeAccountRef: { value: '5' } }),
		).toEqual([400, ['6240', '']]);
		expect(
			await faultOf('item', { Name: 'Odd', Type: 'Service', IncomeAccountRef: { value: '3' } }),
		).toEqual([400, ['6430', 'IncomeAccountRef']]);
		expect(
			await faultOf('item', { Name: 'Odd', Type: 'Service', IncomeAccountRef: { value: '99' } }),
		).toEqual([400, ['2500', '']]);
	});

	it('stock needs its accounts, and is not sold before its first day', async () => {
		const stock = {
			Name: 'Stone',
			Type: 'Inventory',
			IncomeAccountRef: { value: '6' },
			AssetAccountRef: { value: '9' },
			ExpenseAccountRef: { value: '8' },
			InvStartDate: '2026-06-20',
			QtyOnHand: 10,
			TrackQtyOnHand: true,
		};
		expect(
			await faultOf('item', { ...stock, AssetAccountRef: undefined, TrackQtyOnHand: undefined }),
		).toEqual([400, ['2020', 'AssetAccountRef'], ['2020', 'TrackQtyOnHand']]);
		const { Id } = await create('item', stock);
		const customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))[
			'Id'
		];
		const invoice = {
			CustomerRef: { value: customer },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 10,
					SalesItemLineDetail: { ItemRef: { value: Id }, Qty: 2, UnitPrice: 5 },
				},
			],
		};
		expect(await faultOf('invoice', { ...invoice, TxnDate: '2026-06-19' })).toEqual([
			400,
			['6270', ''],
		]);
		const [line] = invoice.Line;
		expect(
			await faultOf('invoice', {
				...invoice,
				Line: [{ ...line, SalesItemLineDetail: { ItemRef: { value: Id } } }],
			}),
		).toEqual([400, ['6520', 'Line.Qty']]);
		expect(
			await faultOf('invoice', {
				...invoice,
				Line: [
					{
						...line,
						Amount: -10,
						SalesItemLineDetail: { ItemRef: { value: Id }, Qty: -2, UnitPrice: 5 },
					},
				],
			}),
		).toEqual([400, ['6000', '']]);
		await create('invoice', invoice);
		expect(await read('item', Id)).toMatchObject({ QtyOnHand: 8, SyncToken: '0' });
	});

	it('terms decide when an invoice is due', async () => {
		const customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))[
			'Id'
		];
		const due = async (term: string, TxnDate: string) =>
			(
				await create('invoice', {
					CustomerRef: { value: customer },
					TxnDate,
					SalesTermRef: { value: term },
					Line: [{ DetailType: 'SalesItemLineDetail', Amount: 1, SalesItemLineDetail: {} }],
				})
			)['DueDate'];
		const { Id: fifth } = await create('term', {
			Name: 'By the 31st',
			DayOfMonthDue: 31,
			DueNextMonthDays: 5,
		});
		expect(
			await Promise.all([
				due('1', '2026-02-10'),
				due('2', '2026-02-20'),
				due(fifth, '2026-02-10'),
				due(fifth, '2026-02-26'),
			]),
		).toEqual(['2026-02-10', '2026-03-07', '2026-02-28', '2026-03-31']);
		expect(await read('term', '3')).toMatchObject({
			Name: 'Net 30',
			Active: true,
			Type: 'STANDARD',
			DiscountPercent: 0,
			DueDays: 30,
			DiscountDays: 0,
		});
		expect(await faultOf('term', { Name: 'Nothing' })).toEqual([400, ['2020', 'DueDays']]);
	});

	it('tax codes and rates are as the company has them', async () => {
		expect(await read('taxcode', 'TAX')).toMatchObject({ Name: 'TAX', Taxable: true });
		expect(await read('taxcode', '2')).toMatchObject({
			Name: 'California',
			SalesTaxRateList: {
				TaxRateDetail: [
					{
						TaxRateRef: { value: '3', name: 'California State' },
						TaxTypeApplicable: 'TaxOnAmount',
						TaxOrder: 0,
					},
					{ TaxRateRef: { value: '4' } },
				],
			},
		});
		expect(await read('taxrate', '3')).toMatchObject({
			RateValue: 7.25,
			AgencyRef: { value: '1' },
		});
	});

	it('the company tells its settings', async () => {
		expect((await us.get('/preferences')).body['Preferences']).toMatchObject({
			SalesFormsPrefs: {
				CustomTxnNumbers: false,
				DefaultTerms: { value: '3' },
				ETransactionPaymentEnabled: true,
			},
			CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } },
			TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
		});
		expect((await us.get(`/companyinfo/${realms.us}`)).body['CompanyInfo']).toMatchObject({
			CompanyName: "Zoë's Garden & Design LLC",
			Country: 'US',
			CompanyAddr: { City: 'Oakland' },
		});
	});

	it('custom fields that are switched on stand on every sale', async () => {
		const { SyncToken } = (await us.get('/preferences')).body['Preferences'] as Json;
		const settings = [
			{
				CustomField: [
					{ Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: true },
					{ Name: 'SalesFormsPrefs.SalesCustomName1', Type: 'StringType', StringValue: 'Crew #' },
				],
			},
		];
		expect(
			(
				await us.post('/preferences', {
					Id: '1',
					SyncToken,
					sparse: true,
					SalesFormsPrefs: { CustomField: settings },
				})
			).status,
		).toBe(200);
		const customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))[
			'Id'
		];
		const invoice = await create('invoice', {
			CustomerRef: { value: customer },
			CustomField: [{ DefinitionId: '1', Type: 'StringType', StringValue: 'North' }],
			Line: [{ DetailType: 'SalesItemLineDetail', Amount: 1, SalesItemLineDetail: {} }],
		});
		expect(invoice['CustomField']).toEqual([
			{ DefinitionId: '1', Name: 'Crew #', Type: 'StringType', StringValue: 'North' },
		]);
	});
});
