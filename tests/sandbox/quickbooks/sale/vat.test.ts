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
