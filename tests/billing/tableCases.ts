import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { halfUp, type CaseLine } from '../support/lineAmounts';
import { beforeTax, picked, BillingAccounts, type Invoice } from '../support/billingAccounts';

export interface Region {
	name: string;
	company: string;
	currency: string;
	/** QuickBooks name of the default tax code. */
	taxCode?: string;
	sku: string;
	item: string;
}

export const regions: Region[] = [
	{ name: 'US', company: 'us', currency: 'USD', sku: 'GD-HOUR', item: 'Design hours' },
	{
		name: 'US, own numbers',
		company: 'us-numbers',
		currency: 'USD',
		sku: 'WD-1',
		item: 'Workshop day',
	},
	{
		name: 'UK',
		company: 'uk',
		currency: 'GBP',
		taxCode: '20.0% S',
		sku: 'HT-H',
		item: 'Hedge trimming',
	},
	{
		name: 'Canada',
		company: 'ca',
		currency: 'CAD',
		taxCode: 'HST ON',
		sku: 'AM-1',
		item: 'Aménagement',
	},
	{
		name: 'Canada in USD',
		company: 'ca',
		currency: 'USD',
		taxCode: 'Zero-rated',
		sku: 'AM-1',
		item: 'Aménagement',
	},
];

export const sources = ['deal', 'lines', 'quote'] as const;
type Source = (typeof sources)[number];

export interface Discount {
	name: string;
	line?: Pick<CaseLine, 'percentOff' | 'eachOff'>;
	options?: INodeParameters;
	/** The same on a quote. */
	quote?: IDataObject;
	/** Off the sum of the lines, in cents. */
	order?: (sum: bigint) => bigint;
}

export const discounts: Discount[] = [
	{ name: 'no discount' },
	{ name: '15 % off a line', line: { percentOff: 15 } },
	{ name: '1.25 off each unit', line: { eachOff: 125 } },
	{
		name: '15 % off a line, shown below the subtotal',
		line: { percentOff: 15 },
		options: { lineDiscounts: 'line' },
	},
	{
		name: '7 % off the whole',
		options: { discountPercent: 7 },
		quote: { hs_type: 'PERCENT', hs_value: '7' },
		order: (sum) => halfUp(sum * 7n, 100n),
	},
	{
		name: '20.05 off the whole',
		options: { discountAmount: 20.05 },
		quote: { hs_type: 'FIXED', hs_value: '20.05' },
		order: () => 2005n,
	},
];

export function caseLines({ sku, item }: Region, { line = {} }: Discount): CaseLine[] {
	return [
		{ sku, name: item, quantity: 12_500, price: 85_000, ...line },
		{ sku, name: item, quantity: 17_625, price: 3_196 },
		{ sku, name: item, quantity: 3_000, price: 9_995, ...line },
	];
}

const billingByCompany = new Map<string, BillingAccounts>();
/** Each company twice: QuickBooks numbers, and people do. */
async function openBilling(company: string, byHand: boolean): Promise<void> {
	const billing = await BillingAccounts.open(company);
	await billing.prefer('SalesFormsPrefs', { CustomTxnNumbers: byHand });
	billingByCompany.set(`${company}, ${byHand}`, billing);
}
beforeAll(async () => {
	for (const company of new Set(regions.map((region) => region.company)))
		for (const byHand of [false, true]) await openBilling(company, byHand);
}, 120_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});
export const billingOf = ({ company }: Region, byHand = false): BillingAccounts =>
	billingByCompany.get(`${company}, ${byHand}`) as BillingAccounts;

export async function taxParameters(region: Region): Promise<INodeParameters> {
	return region.taxCode
		? {
				defaultTaxCode: picked(await billingOf(region).id('TaxCode', `Name = '${region.taxCode}'`)),
			}
		: {};
}

interface Expected {
	region: Region;
	source: Source;
	deal: string;
	quote: string | undefined;
	sum: bigint;
	expected: bigint;
}

/** Compares the invoice in QuickBooks with the case's own reckoning and with HubSpot's totals. */
export async function expectInvoice(
	billing: BillingAccounts,
	result: Awaited<ReturnType<BillingAccounts['bill']>>,
	{ region, source, deal, quote, sum, expected }: Expected,
): Promise<Invoice> {
	expect(result.action).toBe('created');
	const invoice = await billing.invoice(result.quickbooks.id);
	expect([beforeTax(invoice), invoice.CurrencyRef.value, invoice.Balance]).toEqual([
		expected,
		region.currency,
		invoice.TotalAmt,
	]);
	const tax = invoice.TxnTaxDetail?.TotalTax ?? 0;
	expect(result.warnings).toEqual(
		source === 'quote' && tax > 0
			? [
					expect.stringContaining(
						`the quote shows 0.00 for what is billed: the customer is asked for ${tax.toFixed(2)} more`,
					),
				]
			: [],
	);
	const hubSpot =
		source === 'quote'
			? await billing.hubSpotTotal('quotes', quote ?? '')
			: await billing.hubSpotTotal('deals', deal);
	expect(hubSpot).toBe(sum);
	const { properties } = await billing.accounts.deal(deal, [
		'quickbooks_invoice_amount_billed',
		'quickbooks_total_billed',
		'quickbooks_invoice_number',
		'quickbooks_invoice_due_date',
	]);
	expect([
		Number(properties['quickbooks_invoice_amount_billed']),
		Number(properties['quickbooks_total_billed']),
	]).toEqual([invoice.TotalAmt, invoice.TotalAmt]);
	expect([
		properties['quickbooks_invoice_number'],
		properties['quickbooks_invoice_due_date'],
	]).toEqual([invoice.DocNumber, invoice.DueDate]);
	return invoice;
}
