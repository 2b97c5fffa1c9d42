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
let customer: Json;
let design: Json;
let sod: Json;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = await us.one("select * from Customer where DisplayName = 'Niamh O\\'Brien'");
	design = await us.one("select * from Item where Sku = 'GD-HOUR'");
	sod = await us.one("select * from Item where Name = 'Sod roll 5\\' × 2\"'");
});
afterAll(() => sandbox.stop());

const line = (item: Json, Qty: number, UnitPrice: number, Amount: number, tax?: string) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: {
		ItemRef: { value: item['Id'] },
		Qty,
		UnitPrice,
		...(tax && { TaxCodeRef: { value: tax } }),
	},
});
const created = async (body: Json, query = '') =>
	(await us.post(`/invoice${query}`, { CustomerRef: { value: customer['Id'] }, ...body })).body[
		'Invoice'
	] as Json;

describe('creating an invoice', () => {
	it('answers with everything that the server adds, in the order of real replies', async () => {
		const reply = await us.post('/invoice', {
			CustomerRef: { value: customer['Id'], name: 'any name' },
			Line: [line(design, 12.5, 85, 1062.5)],
		});
		expect(reply.status).toBe(200);
		expect(reply.headers.get('content-type')).toBe('application/json;charset=UTF-8');
		expect(reply.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
		const { Invoice: invoice, time } = reply.body as { Invoice: Json; time: string };
		expect(time).toBe('2026-07-01T12:00:00.000-07:00');
		expect(Object.keys(invoice)).toEqual([
			'AllowIPNPayment',
			'AllowOnlinePayment',
			'AllowOnlineCreditCardPayment',
			'AllowOnlineACHPayment',
			'domain',
			'sparse',
			'Id',
			'SyncToken',
			'MetaData',
			'CustomField',
			'DocNumber',
			'TxnDate',
			'CurrencyRef',
			'LinkedTxn',
			'Line',
			'TxnTaxDetail',
			'CustomerRef',
			'BillAddr',
			'ShipAddr',
			'FreeFormAddress',
			'ShipFromAddr',
			'DueDate',
			'TotalAmt',
			'ApplyTaxAfterDiscount',
			'PrintStatus',
			'EmailStatus',
			'Balance',
		]);
		const address = {
			Line1: '1420 Broadway',
			City: 'Oakland',
			CountrySubDivisionCode: 'CA',
			PostalCode: '94612',
		};
		expect(invoice).toEqual({
			AllowIPNPayment: false,
			AllowOnlinePayment: false,
			AllowOnlineCreditCardPayment: true,
			AllowOnlineACHPayment: true,
			domain: 'QBO',
			sparse: false,
			Id: invoice['Id'],
			SyncToken: '0',
			MetaData: {
				CreateTime: '2026-07-01T12:00:00-07:00',
				LastModifiedByRef: { value: '9341450000009001' },
				LastUpdatedTime: '2026-07-01T12:00:00-07:00',
			},
			CustomField: [],
			DocNumber: '1007',
			TxnDate: '2026-07-01',
			CurrencyRef: { value: 'USD', name: 'United States Dollar' },
			LinkedTxn: [],
			Line: [
				{
					Id: '1',
					LineNum: 1,
					Amount: 1062.5,
					DetailType: 'SalesItemLineDetail',
					CustomExtensions: [],
					SalesItemLineDetail: {
						ItemRef: { value: design['Id'], name: 'Design hours' },
						UnitPrice: 85,
						Qty: 12.5,
						ItemAccountRef: { value: '5', name: 'Services' },
						TaxCodeRef: { value: 'NON' },
					},
				},
				{ Amount: 1062.5, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
			],
			TxnTaxDetail: { TotalTax: 0 },
			CustomerRef: { value: customer['Id'], name: "Niamh O'Brien" },
			BillAddr: { Id: expect.stringMatching(/^\d+$/), ...address },
			ShipAddr: { Id: expect.stringMatching(/^\d+$/), ...address },
			ShipFromAddr: {
				Id: expect.stringMatching(/^\d+$/),
				Line1: '88 Telegraph Ave',
				Line2: 'Oakland, CA  94612',
			},
			FreeFormAddress: true,
			DueDate: '2026-07-31',
			TotalAmt: 1062.5,
			ApplyTaxAfterDiscount: false,
			PrintStatus: 'NeedToPrint',
			EmailStatus: 'NotSet',
			Balance: 1062.5,
		});
		expect(reply.text).toContain('"TotalAmt":1062.50,');
	});

	it('takes the percentage of a discount, then taxes by the place the goods go to', async () => {
		const invoice = await created({
			Line: [
				line(design, 12.5, 85, 1062.5),
				line(sod, 40, 6.4, 256, 'TAX'),
				{
					DetailType: 'DiscountLineDetail',
					DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
				},
			],
			SalesTermRef: { value: '4' },
			TxnDate: '2026-06-15',
		});
		expect(invoice['Line'].slice(2)).toEqual([
			{ Amount: 1318.5, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
			{
				Amount: 131.85,
				DetailType: 'DiscountLineDetail',
				DiscountLineDetail: {
					PercentBased: true,
					DiscountPercent: 10,
					DiscountAccountRef: { value: '7', name: 'Discounts given' },
				},
			},
		]);
		const tax = (Amount: number, value: string, TaxPercent: number) => ({
			Amount,
			DetailType: 'TaxLineDetail',
			TaxLineDetail: {
				TaxRateRef: { value },
				PercentBased: true,
				TaxPercent,
				NetAmountTaxable: 256,
			},
		});
		expect(invoice['TxnTaxDetail']).toEqual({
			TxnTaxCodeRef: { value: '2' },
			TotalTax: 26.24,
			TaxLine: [tax(18.56, '3', 7.25), tax(7.68, '4', 3)],
		});
		expect(invoice).toMatchObject({
			TotalAmt: 1212.89,
			Balance: 1212.89,
			DueDate: '2026-08-14',
			SalesTermRef: { value: '4', name: 'Net 60' },
		});
	});

	it('taxes the rest after the discount where the invoice says so, and honours a total that is sent', async () => {
		const Line = [
			line(sod, 100, 10, 1000, 'TAX'),
			{
				DetailType: 'DiscountLineDetail',
				Amount: 500,
				DiscountLineDetail: { PercentBased: false },
			},
		];
		expect(await created({ Line, ApplyTaxAfterDiscount: true })).toMatchObject({
			TotalAmt: 551.25,
			TxnTaxDetail: { TotalTax: 51.25 },
		});
		expect(await created({ Line, TxnTaxDetail: { TotalTax: 12.34 } })).toMatchObject({
			TotalAmt: 512.34,
			TxnTaxDetail: { TotalTax: 12.34 },
		});
		expect(
			await created({
				Line: [line(sod, 1, 10, 10, 'TAX')],
				ShipAddr: { Line1: '1 Elm', City: 'Portland', CountrySubDivisionCode: 'OR' },
			}),
		).toMatchObject({ TotalAmt: 10, TxnTaxDetail: { TotalTax: 0 } });
	});

	it('rounds half a cent up, and refuses what is not quantity times price', async () => {
		const fertilizer = await us.one("select * from Item where Sku = 'FERT-KG'");
		expect((await created({ Line: [line(fertilizer, 17.625, 3.196, 56.33)] }))['TotalAmt']).toBe(
			56.33,
		);
		expect(
			(
				await us.post('/invoice', {
					CustomerRef: { value: customer['Id'] },
					Line: [line(design, 2, 930.535, 1861.06)],
				})
			).body,
		).toEqual({
			Fault: {
				Error: [
					{
						Message: 'Amount calculation incorrect in the request.',
						Detail: 'Amount is not equal to UnitPrice * Qty. Supplied value:1,861.06',
						code: '6070',
						element: 'Line.Amount',
					},
				],
				type: 'ValidationFault',
			},
			time: '2026-07-01T12:00:00.000-07:00',
		});
	});

	it('moves what the customer owes, but not its SyncToken', async () => {
		const before = (await us.get(`/customer/${customer['Id']}`)).body['Customer'] as Json;
		sandbox.runtime.clock.advance(60_000);
		await created({ Line: [line(design, 1, 85, 85)] });
		const after = (await us.get(`/customer/${customer['Id']}`)).body['Customer'] as Json;
		expect(after['Balance']).toBeCloseTo(Number(before['Balance']) + 85, 6);
		expect([
			after['SyncToken'],
			before['MetaData'].LastUpdatedTime < after['MetaData'].LastUpdatedTime,
		]).toEqual([before['SyncToken'], true]);
	});
});
