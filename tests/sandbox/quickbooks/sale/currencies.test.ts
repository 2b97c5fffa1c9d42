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
