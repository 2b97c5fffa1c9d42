import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
const companies: Record<string, CompanyClient> = {};

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	for (const [key, realm] of Object.entries(realms))
		companies[key] = await connectCompany(sandbox, realm);
});
afterAll(() => sandbox.stop());

const company = (key: string) => companies[key] as CompanyClient;
const line = (item: string, Amount: number, detail: Json = {}) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: item }, ...detail },
});
const coded = (value: string) => ({ TaxCodeRef: { value } });
const taxLine = (Amount: number, value: string, TaxPercent: number, NetAmountTaxable: number) => ({
	Amount,
	DetailType: 'TaxLineDetail',
	TaxLineDetail: { TaxRateRef: { value }, PercentBased: true, TaxPercent, NetAmountTaxable },
});

describe('VAT in the UK', () => {
	let customer: string;
	let item: string;
	const post = async (body: Json) =>
		company('uk').post('/invoice', { CustomerRef: { value: customer }, ...body });
	const created = async (body: Json) => (await post(body)).body['Invoice'] as Json;
	beforeAll(async () => {
		customer = (await company('uk').one('select * from Customer'))['Id'];
		item = (await company('uk').one('select * from Item'))['Id'];
	});

	it('every line needs a rate of the company', async () => {
		const { status, body } = await post({ Line: [line(item, 100)] });
		expect([status, body['Fault'].Error]).toEqual([
			400,
			[
				{
					Message: 'A business validation error has occurred while processing your request',
					Detail:
						'Business Validation Error: Make sure all your transactions have a VAT rate before you save.',
					code: '6000',
					element: '',
				},
			],
		]);
		expect(
			(await post({ Line: [line(item, 100, coded('TAX'))] })).body['Fault'].Error[0].code,
		).toBe('2500');
	});

	it('comes on top, by rate, and after the discount', async () => {
		const discount = {
			DetailType: 'DiscountLineDetail',
			DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
		};
		const invoice = await created({
			Line: [
				line(item, 100, coded('2')),
				line(item, 50, coded('3')),
				line(item, 10, coded('4')),
				discount,
			],
		});
		expect(invoice).toMatchObject({
			GlobalTaxCalculation: 'TaxExcluded',
			TotalAmt: 164.25,
			Balance: 164.25,
			CurrencyRef: { value: 'GBP', name: 'British Pound Sterling' },
		});
		expect(invoice['TxnTaxDetail']).toEqual({
			TotalTax: 20.25,
			TaxLine: [taxLine(18, '3', 20, 90), taxLine(2.25, '4', 5, 45), taxLine(0, '5', 0, 9)],
		});
		expect(
			['ExchangeRate', 'HomeTotalAmt', 'ApplyTaxAfterDiscount', 'ShipFromAddr'].filter(
				(name) => name in invoice,
			),
		).toEqual([]);
	});

	it('within the price: net amounts beside the gross ones, which add up', async () => {
		const invoice = await created({
			GlobalTaxCalculation: 'TaxInclusive',
			Line: [line(item, 83.33, { ...coded('2'), TaxInclusiveAmt: 100, Qty: 2, UnitPrice: 41.665 })],
		});
		expect(invoice['Line'][0]).toMatchObject({
			Amount: 83.33,
			SalesItemLineDetail: { UnitPrice: 41.665, TaxInclusiveAmt: 100 },
		});
		expect([invoice['TotalAmt'], invoice['TxnTaxDetail'].TotalTax]).toEqual([100, 16.67]);
		expect(
			await created({ GlobalTaxCalculation: 'TaxInclusive', Line: [line(item, 50, coded('2'))] }),
		).toMatchObject({ TotalAmt: 60, TxnTaxDetail: { TotalTax: 10 } });
		sandbox.quickbooks.setSwitches({ taxInclusiveAmount: 'gross' });
		const gross = await created({
			GlobalTaxCalculation: 'TaxInclusive',
			Line: [line(item, 60, { ...coded('2'), Qty: 3, UnitPrice: 20 })],
		});
		expect(gross['Line'][0]).toMatchObject({
			Amount: 50,
			SalesItemLineDetail: { UnitPrice: 16.6666667, Qty: 3, TaxInclusiveAmt: 60 },
		});
		expect(gross).toMatchObject({ TotalAmt: 60, TxnTaxDetail: { TotalTax: 10 } });
		const again = (await company('uk').post('/invoice', { ...gross, sparse: true })).body[
			'Invoice'
		] as Json;
		expect(again).toEqual(gross);
		sandbox.quickbooks.setSwitches({ taxInclusiveAmount: 'net' });
	});

	it('or not at all', async () => {
		expect(
			await created({ GlobalTaxCalculation: 'NotApplicable', Line: [line(item, 100)] }),
		).toMatchObject({ TotalAmt: 100, TxnTaxDetail: { TotalTax: 0 } });
		expect(
			(
				await post({
					GlobalTaxCalculation: 'NotApplicable',
					TxnTaxDetail: { TotalTax: 5 },
					Line: [line(item, 100)],
				})
			).body['Fault'].Error[0].code,
		).toBe('6170');
	});
});

describe('Canada, in several currencies', () => {
	let item: string;
	let home: string;
	let foreign: string;
	beforeAll(async () => {
		item = (await company('ca').one('select * from Item'))['Id'];
		home = (
			await company('ca').one(
				"select * from Customer where DisplayName = 'Maple Leaf Outfitters Inc.'",
			)
		)['Id'];
		foreign = (
			await company('ca').one(
				"select * from Customer where DisplayName = 'Pine State Gardens (USD)'",
			)
		)['Id'];
	});
	const post = async (customer: string, more: Json) =>
		company('ca').post('/invoice', {
			CustomerRef: { value: customer },
			Line: [line(item, 200, coded('4'))],
			...more,
		});

	it('two taxes of one code are two lines', async () => {
		const invoice = (await post(home, {})).body['Invoice'] as Json;
		expect(invoice['TxnTaxDetail']).toEqual({
			TotalTax: 24,
			TaxLine: [taxLine(10, '5', 5, 200), taxLine(14, '6', 7, 200)],
		});
		expect(invoice).toMatchObject({
			CurrencyRef: { value: 'CAD', name: 'Canadian Dollar' },
			ExchangeRate: 1,
			HomeTotalAmt: 224,
			HomeBalance: 224,
			TotalAmt: 224,
		});
		expect((await post(home, { Line: [line(item, 5)] })).body['Fault'].Error[0].Detail).toBe(
			'Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.',
		);
	});

	it('an invoice has its customer’s currency and no other', async () => {
		const clash =
			'Business Validation Error: You can only use one foreign currency per transaction.';
		expect(
			(await post(home, { CurrencyRef: { value: 'USD' } })).body['Fault'].Error[0],
		).toMatchObject({ code: '6000', Detail: clash });
		expect((await post(foreign, {})).body['Fault'].Error[0]).toMatchObject({
			code: '6000',
			Detail: clash,
		});
		expect(
			(await post(foreign, { CurrencyRef: { value: 'USD' }, ExchangeRate: 1.37 })).body['Invoice'],
		).toMatchObject({
			ExchangeRate: 1.37,
			TotalAmt: 224,
			HomeTotalAmt: 306.88,
			HomeBalance: 306.88,
		});
	});

	it('what a missing rate means is a switch', async () => {
		const rate = (
			await company('ca').get('/exchangerate?sourcecurrencycode=USD&asofdate=2026-06-30')
		).body['ExchangeRate'] as Json;
		expect(rate).toMatchObject({
			SourceCurrencyCode: 'USD',
			TargetCurrencyCode: 'CAD',
			AsOfDate: '2026-06-30',
			Rate: expect.any(Number),
		});
		const bill = async () =>
			post(foreign, { CurrencyRef: { value: 'USD' }, TxnDate: '2026-06-30' });
		expect((await bill()).body['Invoice']['ExchangeRate']).toBe(1);
		sandbox.quickbooks.setSwitches({ missingExchangeRate: 'daily' });
		expect((await bill()).body['Invoice']['ExchangeRate']).toBe(rate['Rate']);
		sandbox.quickbooks.setSwitches({ missingExchangeRate: 'refuse' });
		expect((await bill()).body['Fault'].Error[0]).toMatchObject({
			code: '2410',
			Detail: 'The currency and exchange rate are required for transaction in foreign currency.',
		});
		sandbox.quickbooks.setSwitches({
			missingExchangeRate: 'one',
			missingInvoiceCurrency: 'customer',
		});
		expect((await post(foreign, {})).body['Invoice']['CurrencyRef'].value).toBe('USD');
		sandbox.quickbooks.setSwitches({ missingInvoiceCurrency: 'home' });
	});

	it('rates can be set, and currencies added', async () => {
		expect(
			(
				await company('ca').post('/exchangerate', {
					SourceCurrencyCode: 'EUR',
					Rate: 1.61,
					AsOfDate: '2026-06-01',
				})
			).body['ExchangeRate'],
		).toMatchObject({ Rate: 1.61 });
		expect(
			(await company('ca').get('/exchangerate?sourcecurrencycode=EUR&asofdate=2026-06-20')).body[
				'ExchangeRate'
			],
		).toMatchObject({ Rate: 1.61, AsOfDate: '2026-06-20' });
		expect(
			(await company('ca').post('/companycurrency', { Code: 'GBP' })).body['CompanyCurrency'],
		).toMatchObject({ Name: 'British Pound Sterling', Code: 'GBP', Active: true });
		expect(
			(
				await company('us').post('/customer', {
					DisplayName: 'Foreign',
					CurrencyRef: { value: 'EUR' },
				})
			).body['Fault'].Error[0].code,
		).toBe('6000');
	});
});

describe('numbers of one’s own', () => {
	it('what is left out stays out, AUTO_GENERATE asks for one, and duplicates can be allowed', async () => {
		const numbers = company('numbers');
		const [customer, item] = [
			(await numbers.one('select * from Customer'))['Id'],
			(await numbers.one('select * from Item'))['Id'],
		];
		const create = async (more: Json) =>
			numbers.post('/invoice', {
				CustomerRef: { value: customer },
				Line: [line(item, 5)],
				...more,
			});
		expect((await create({})).body['Invoice']).not.toHaveProperty('DocNumber');
		expect((await create({ DocNumber: 'AUTO_GENERATE' })).body['Invoice']['DocNumber']).toBe(
			'1001',
		);
		expect((await create({ DocNumber: 'NW-2026-014' })).body['Fault'].Error[0].code).toBe('6140');
		sandbox.quickbooks.setSwitches({ duplicateNumbers: 'allowed' });
		expect((await create({ DocNumber: 'NW-2026-014' })).body['Invoice']['DocNumber']).toBe(
			'NW-2026-014',
		);
		sandbox.quickbooks.setSwitches({ duplicateNumbers: 'refused' });
	});

	it('a company that numbers by itself keeps or ignores a number that is sent, and counts on', async () => {
		const us = company('us');
		const customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))[
			'Id'
		];
		const number = async (more: Json) =>
			(
				(
					await us.post('/invoice', {
						CustomerRef: { value: customer },
						Line: [line('1', 5)],
						...more,
					})
				).body['Invoice'] as Json
			)['DocNumber'];
		expect([
			await number({}),
			await number({ DocNumber: '2000' }),
			await number({}),
			await number({ DocNumber: 'A-1' }),
			await number({}),
		]).toEqual(['1007', '2000', '2001', 'A-1', '2002']);
		sandbox.quickbooks.setSwitches({ docNumberWhenAutomatic: 'ignored' });
		expect(await number({ DocNumber: 'B-1' })).toBe('2003');
	});

	it('classes and departments are kept where the company tracks them', async () => {
		const numbers = company('numbers');
		const [customer, item] = [
			(await numbers.one('select * from Customer'))['Id'],
			(await numbers.one('select * from Item'))['Id'],
		];
		const [workshops, reno] = [
			(await numbers.one('select * from Class'))['Id'],
			(await numbers.one('select * from Department'))['Id'],
		];
		expect(workshops).toBe('5000000000000000001');
		const body = {
			ClassRef: { value: workshops },
			DepartmentRef: { value: reno },
			Line: [line(item, 5, { ClassRef: { value: workshops } })],
		};
		const invoice = (await numbers.post('/invoice', { CustomerRef: { value: customer }, ...body }))
			.body['Invoice'] as Json;
		expect(invoice).toMatchObject({
			DepartmentRef: { value: reno, name: 'Reno' },
			Line: [{ SalesItemLineDetail: { ClassRef: { value: workshops, name: 'Workshops' } } }, {}],
		});
		expect(invoice).not.toHaveProperty('ClassRef');
	});
});
