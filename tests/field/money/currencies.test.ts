import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';

let billing: BillingAccounts;
let form: INodeParameters;
beforeAll(async () => {
	billing = await BillingAccounts.open('ca', { [READ]: new ReadInvoicingData() });
	billing.accounts.sandbox.hubspot.setSwitches({ moreCurrencies: ['JPY', 'KRW', 'KWD', 'BHD'] });
	for (const Code of ['JPY', 'KRW', 'KWD'])
		await billing.accounts.quickBooks('companycurrency', { Code });
	form = {
		source: 'scratch',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'Zero-rated'")),
	};
});
afterAll(async () => await billing.accounts.stop());

async function deal(currency: string, lines: IDataObject[], amount?: string): Promise<string> {
	const contact = await billing.contact();
	const id = await billing.create(
		'deals',
		{
			dealname: 'Units',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: currency,
			...(amount && { amount }),
		},
		[[3, contact]],
	);
	for (const [at, line] of lines.entries())
		await billing.create(
			'line_items',
			{
				name: `Stone ${at + 1}`,
				quantity: '1',
				hs_position_on_quote: String(at),
				hs_line_item_currency_code: currency,
				...line,
			},
			[[20, id]],
		);
	return id;
}

const bill = async (id: string, more: INodeParameters = {}) =>
	await billing.bill({ deal: picked(id), ...form, ...more });
const refusal = async (id: string, more: INodeParameters = {}) =>
	(await billing.accounts.run(TYPE, { deal: picked(id), ...form, ...more })).error as
		(Error & { description?: string }) | undefined;
const sold = ({ Line }: Invoice) =>
	Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail');
const isWhole = (value: number | undefined) => value === undefined || Number.isInteger(value);

describe('a currency without cents', () => {
	beforeEach(() => billing.accounts.sandbox.quickbooks.setSwitches({ wholeUnits: 'refused' }));

	it.each(['kept', 'refused', 'rounded'])(
		'is billed in whole units, line by line, and what was rounded is told (decimals are %s)',
		async (wholeUnits) => {
			billing.accounts.sandbox.quickbooks.setSwitches({ wholeUnits });
			const id = await deal(
				'JPY',
				[
					{ quantity: '3', price: '33.5' },
					{ quantity: '3', price: '1000', hs_discount_percentage: '33.333' },
					{ quantity: '2', price: '33.5' },
				],
				'2167.51',
			);
			const { quickbooks, warnings } = await bill(id);
			const invoice = await billing.invoice(quickbooks.id);
			expect([invoice.TotalAmt, sold(invoice).map(({ Amount }) => Amount)]).toEqual([
				2168,
				[101, 2000, 67],
			]);
			expect(
				sold(invoice).map(({ SalesItemLineDetail }) => SalesItemLineDetail?.UnitPrice),
			).toEqual([undefined, undefined, 33.5]);
			expect(warnings.filter((text) => !text.includes('the new item has no price'))).toEqual([
				'Line "Stone 1" comes to 100.50 JPY, a currency without amounts below 1. 101 is billed.',
				'Line "Stone 2" comes to 2000.01 JPY, a currency without amounts below 1. 2000 is billed.',
			]);
			const { properties } = await billing.accounts.deal(id, ['quickbooks_total_billed']);
			expect(Number(properties['quickbooks_total_billed'])).toBe(2168);
		},
	);

	it('is billed in shares of whole units, with nothing lost', async () => {
		const id = await deal('KRW', [
			{ price: '1000' },
			{ price: '101' },
			{ quantity: '7', price: '13' },
		]);
		const parts = [
			await bill(id, { share: 'percentage', sharePercentage: 33.333 }),
			await bill(id, { share: 'amount', shareAmount: 100.4 }),
			await bill(id, { share: 'rest' }),
		];
		const invoices = await Promise.all(
			parts.map(async ({ quickbooks }) => await billing.invoice(quickbooks.id)),
		);
		expect(invoices.map(({ TotalAmt }) => TotalAmt)).toEqual([397, 100, 695]);
		expect(invoices.flatMap(sold).every(({ Amount }) => isWhole(Amount))).toBe(true);
	});

	it('has discounts and tax in whole units, also where amounts include tax', async () => {
		const off = await bill(await deal('JPY', [{ price: '1001' }, { price: '500' }]), {
			options: { discountPercent: 33.333 },
		});
		expect((await billing.invoice(off.quickbooks.id)).TotalAmt).toBe(1001);
		const hst = picked(await billing.id('TaxCode', "Name = 'HST ON'"));
		const included = await bill(await deal('JPY', [{ price: '1001' }, { price: '500' }]), {
			defaultTaxCode: hst,
			taxes: { calculation: 'TaxInclusive' },
			options: { discountPercent: 10 },
		});
		const invoice = await billing.invoice(included.quickbooks.id);
		expect([
			invoice.TotalAmt,
			sold(invoice).every(({ SalesItemLineDetail }) =>
				isWhole((SalesItemLineDetail as { TaxInclusiveAmt?: number }).TaxInclusiveAmt),
			),
			included.warnings,
		]).toEqual([1351, true, []]);
	});

	it('has a quote with its discount in whole units', async () => {
		const contact = await billing.contact();
		const id = await billing.create(
			'deals',
			{ dealname: 'Quote', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'JPY' },
			[[3, contact]],
		);
		const quote = await billing.quote(
			id,
			contact,
			[{ name: 'Stone', quantity: 3_000, price: 333_000 }],
			'JPY',
			{ hs_type: 'PERCENT', hs_value: '12.5', hs_label: 'Spring' },
		);
		const parts = [
			await bill(id, {
				source: 'quote',
				quote: picked(quote),
				share: 'percentage',
				sharePercentage: 50,
			}),
			await bill(id, { source: 'quote', quote: picked(quote), share: 'rest' }),
		];
		const totals = await Promise.all(
			parts.map(async ({ quickbooks }) => (await billing.invoice(quickbooks.id)).TotalAmt),
		);
		expect([totals.every(isWhole), totals.reduce((all, one) => all + one, 0)]).toEqual([true, 874]);
	});
});

describe('a currency with thousandths', () => {
	it('is billed as long as they are zero', async () => {
		const { quickbooks, warnings } = await bill(
			await deal('KWD', [
				{ quantity: '3', price: '1.25' },
				{ quantity: '2', price: '1.255' },
			]),
		);
		expect([(await billing.invoice(quickbooks.id)).TotalAmt, warnings]).toEqual([6.26, []]);
	});

	it('is declined where an amount has a third decimal, with what to do', async () => {
		const error = await refusal(await deal('KWD', [{ quantity: '3', price: '1.255' }]));
		expect([error?.message, error?.description]).toEqual([
			'Line "Stone 1" comes to 3.765 KWD, but QuickBooks keeps two decimals of an amount.',
			expect.stringContaining('two decimals'),
		]);
	});
});

describe('a form about such a deal', () => {
	it('shows what would be billed, and what stands in the way', async () => {
		const scratch = async (id: string) =>
			(
				(await billing.accounts.one(READ, { operation: 'choices', deal: picked(id) })) as {
					scratch: IDataObject;
				}
			)['scratch'];
		expect(await scratch(await deal('JPY', [{ quantity: '3', price: '33.5' }]))).toMatchObject({
			total: '101.00',
			obstacle: null,
		});
		expect(await scratch(await deal('KWD', [{ quantity: '3', price: '1.255' }]))).toMatchObject({
			obstacle: { message: expect.stringContaining('two decimals') },
		});
	});
});

describe('a currency that QuickBooks does not know', () => {
	it('is named', async () => {
		const error = await refusal(await deal('BHD', [{ price: '10' }]));
		expect([error?.message, error?.description]).toEqual([
			expect.stringMatching(/BHD is not among the currencies of/),
			expect.stringContaining('Make BHD one of the currencies'),
		]);
	});
});
