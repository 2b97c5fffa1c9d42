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

describe('customers', () => {
	it('a name is enough; the rest is as in real replies', async () => {
		const customer = await create('customer', { DisplayName: 'Test Customer May' });
		expect(customer).toEqual({
			Taxable: true,
			Job: false,
			BillWithParent: false,
			Balance: 0,
			BalanceWithJobs: 0,
			CurrencyRef: { value: 'USD', name: 'United States Dollar' },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			domain: 'QBO',
			sparse: false,
			Id: customer['Id'],
			SyncToken: '0',
			MetaData: {
				CreateTime: '2026-07-01T12:00:00-07:00',
				LastUpdatedTime: '2026-07-01T12:00:00-07:00',
			},
			FullyQualifiedName: 'Test Customer May',
			DisplayName: 'Test Customer May',
			PrintOnCheckName: 'Test Customer May',
			Active: true,
			DefaultTaxCodeRef: { value: '2' },
		});
		const row = await us.one("select * from Customer where DisplayName = 'Test Customer May'");
		expect(row).toEqual({
			...customer,
			ClientEntityId: '0',
			V4IDPseudonym: row['V4IDPseudonym'],
			DefaultTaxCodeRef: undefined,
		});
	});

	it('the display name is made of the parts; company or given and family name go on cheques', async () => {
		expect(
			await create('customer', {
				Title: 'Dr.',
				GivenName: 'José',
				FamilyName: 'García-Núñez',
				Suffix: 'Jr.',
			}),
		).toMatchObject({
			DisplayName: 'Dr. José García-Núñez Jr.',
			PrintOnCheckName: 'José García-Núñez',
		});
		expect(
			await create('customer', { DisplayName: '小龙 李 🐉', CompanyName: 'Drachen GmbH' }),
		).toMatchObject({ FullyQualifiedName: '小龙 李 🐉', PrintOnCheckName: 'Drachen GmbH' });
		expect(await faultOf('customer', { CompanyName: 'Nameless' })).toEqual([400, '6080']);
		expect(await faultOf('customer', { DisplayName: 'A:B' })).toEqual([
			400,
			['2040', 'DisplayName'],
		]);
		expect(
			await faultOf('customer', { DisplayName: 'A', PrimaryEmailAddr: { Address: 'nobody' } }),
		).toEqual([400, ['2210', 'Address']]);
	});

	it('customers, vendors and employees share their names, whatever their case', async () => {
		const reply = await us.post('/customer', { DisplayName: 'CAFÉ OLÉ 🌿' });
		expect([reply.status, reply.body['Fault'].Error[0]]).toEqual([
			400,
			{
				Message: 'Duplicate Name Exists Error',
				Detail:
					'The name supplied already exists. : Another customer, vendor or employee is already using this \nname. Please use a different name.',
				code: '6240',
				element: '',
			},
		]);
		await us.control('GET', '/companies');
		sandbox.quickbooks.setSwitches({ duplicateNameDetail: 'null' });
		expect(
			(await us.post('/customer', { DisplayName: 'Ann Miller' })).body['Fault'].Error[0],
		).toEqual({
			Message: 'Duplicate Name Exists Error',
			Detail: 'The name supplied already exists. : null',
			code: '6240',
		});
		sandbox.quickbooks.setSwitches({ duplicateNameDetail: 'sentence' });
	});

	it('an inactive one is marked, hidden, readable, and can come back', async () => {
		const { Id } = await create('customer', { DisplayName: 'Come and Go', GivenName: 'Come' });
		const gone = (await us.post('/customer', { Id, SyncToken: '0', sparse: true, Active: false }))
			.body['Customer'] as Json;
		expect(gone).toMatchObject({
			DisplayName: 'Come and Go (deleted)',
			FullyQualifiedName: 'Come and Go (deleted)',
			PrintOnCheckName: 'Come',
			Active: false,
			SyncToken: '1',
		});
		expect(
			(await us.query(`select * from Customer where Id = '${Id}'`)).body['QueryResponse'],
		).toEqual({});
		expect(
			await us.one(`select * from Customer where Id = '${Id}' and Active = false`),
		).toMatchObject({ Active: false });
		expect(await read('customer', Id)).toMatchObject({ Active: false });
		expect(await create('customer', { DisplayName: 'Come and Go' })).toMatchObject({
			Active: true,
		});
		expect(await faultOf('customer', { Id, SyncToken: '1', sparse: true, Active: true })).toEqual([
			400,
			['6240', ''],
		]);
		const back = (
			await us.post('/customer', {
				Id,
				SyncToken: '1',
				sparse: true,
				Active: true,
				DisplayName: 'Come again',
			})
		).body['Customer'] as Json;
		expect(back).toMatchObject({ DisplayName: 'Come again', Active: true, SyncToken: '2' });
		const owing = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		expect(
			await faultOf('customer', {
				Id: owing['Id'],
				SyncToken: owing['SyncToken'],
				sparse: true,
				Active: false,
			}),
		).toEqual([400, ['6220', '']]);
	});

	it('sub-customers carry their parents’ names, five levels deep, and follow a new name', async () => {
		let parent = await create('customer', { DisplayName: 'Top' });
		const ids: string[] = [parent['Id']];
		for (const name of ['a', 'b', 'c', 'd'])
			ids.push(
				(parent = await create('customer', {
					DisplayName: name,
					ParentRef: { value: parent['Id'] },
				}))['Id'],
			);
		expect(parent).toMatchObject({
			Job: true,
			Level: 4,
			FullyQualifiedName: 'Top:a:b:c:d',
			DisplayName: 'd',
			ParentRef: { value: ids[3] },
		});
		expect(
			await faultOf('customer', { DisplayName: 'e', ParentRef: { value: parent['Id'] } }),
		).toEqual([400, ['6180', '']]);
		await us.post('/customer', { Id: ids[1], SyncToken: '0', sparse: true, DisplayName: 'A2' });
		expect(await read('customer', parent['Id'])).toMatchObject({
			FullyQualifiedName: 'Top:A2:b:c:d',
			SyncToken: '0',
		});
	});

	it('a full update keeps balance and currency and empties the rest', async () => {
		const { Id } = await create('customer', {
			DisplayName: 'Doe2, Jane',
			Notes: 'x',
			BillAddr: { Line1: '1 Way' },
		});
		expect(
			(
				await us.post('/customer', {
					Id,
					SyncToken: '0',
					DisplayName: 'Jack Moe',
					PrimaryPhone: { FreeFormNumber: '(415) 444-1234' },
				})
			).body['Customer'],
		).toEqual({
			Taxable: true,
			Job: false,
			BillWithParent: false,
			Balance: 0,
			BalanceWithJobs: 0,
			CurrencyRef: { value: 'USD', name: 'United States Dollar' },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			domain: 'QBO',
			sparse: false,
			Id,
			SyncToken: '1',
			MetaData: expect.anything(),
			FullyQualifiedName: 'Jack Moe',
			DisplayName: 'Jack Moe',
			PrintOnCheckName: 'Jack Moe',
			Active: true,
			PrimaryPhone: { FreeFormNumber: '(415) 444-1234' },
			DefaultTaxCodeRef: { value: '2' },
		});
	});
});

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
