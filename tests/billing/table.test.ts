import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { halfUp, netOf, total, type CaseLine } from '../support/lineAmounts';
import { customerOfCase, customerPolicies, type Customer } from './customerOfCase';
import { pairsOf, withPairs } from './pairs';
import { beforeTax, picked, BillingAccounts, type Invoice } from '../support/billingAccounts';

interface Region {
	name: string;
	company: string;
	currency: string;
	/** QuickBooks name of the default tax code. */
	taxCode?: string;
	sku: string;
	item: string;
}

const regions: Region[] = [
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

const sources = ['deal', 'lines', 'quote'] as const;
type Source = (typeof sources)[number];

interface Discount {
	name: string;
	line?: Pick<CaseLine, 'percentOff' | 'eachOff'>;
	options?: INodeParameters;
	/** The same on a quote. */
	quote?: IDataObject;
	/** Off the sum of the lines, in cents. */
	order?: (sum: bigint) => bigint;
}

const discounts: Discount[] = [
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

function caseLines({ sku, item }: Region, { line = {} }: Discount): CaseLine[] {
	return [
		{ sku, name: item, quantity: 12_500, price: 85_000, ...line },
		{ sku, name: item, quantity: 17_625, price: 3_196 },
		{ sku, name: item, quantity: 3_000, price: 9_995, ...line },
	];
}

/** What the invoice's number is; all but the first need a company that numbers by hand. */
const numberings = [
	'QuickBooks’ own',
	'the next free one',
	'one of the user’s',
	'one that is taken',
] as const;
type Numbering = (typeof numberings)[number];

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
const billingOf = ({ company }: Region, byHand = false): BillingAccounts =>
	billingByCompany.get(`${company}, ${byHand}`) as BillingAccounts;

async function taxParameters(region: Region): Promise<INodeParameters> {
	return region.taxCode
		? {
				defaultTaxCode: picked(await billingOf(region).id('TaxCode', `Name = '${region.taxCode}'`)),
			}
		: {};
}

/** Every lines' price, in the form of the node. */
function givenLines(lines: readonly CaseLine[]): INodeParameters {
	return {
		line: lines.map(({ sku, name, quantity, price, percentOff, eachOff }) => ({
			sku: sku ?? '',
			name,
			quantity: quantity / 1000,
			unitPrice: price / 1000,
			discountPercent: percentOff ?? 0,
			discountAmount: eachOff ? (eachOff * quantity) / 100_000 : 0,
		})),
	};
}

let numbered = 0;

/** The number that the invoice is to have, and what the node is told of it. */
async function numberOf(
	numbering: Numbering,
	billing: BillingAccounts,
): Promise<{ options: INodeParameters; number: unknown }> {
	if (numbering === 'one of the user’s') {
		const number = `Nº ${(numbered += 1)}/é`;
		return { options: { number }, number };
	}
	if (numbering === 'one that is taken') {
		const taken = (
			await billing.accounts.query<{ DocNumber?: string }>('select * from Invoice')
		).find(({ DocNumber }) => DocNumber)?.DocNumber;
		return { options: { number: taken ?? '', allowDuplicateNumber: true }, number: taken };
	}
	return { options: {}, number: expect.stringMatching(/\S/) };
}

const crossed = regions.flatMap((region) =>
	discounts.flatMap((discount) =>
		sources.map((source) => ({ region: region.name, discount: discount.name, source })),
	),
);
const table = withPairs(crossed, { numbering: numberings, customer: customerPolicies });

describe('region × discount × source, with numbering and customer policy', () => {
	it('have every pair of values of any two', () => {
		const dimensions: string[][] = [
			regions.map(({ name }) => `region=${name}`),
			discounts.map(({ name }) => `discount=${name}`),
			sources.map((name) => `source=${name}`),
			numberings.map((name) => `numbering=${name}`),
			customerPolicies.map((name) => `customer=${name}`),
		];
		const all = dimensions.flatMap((ones, index) =>
			dimensions
				.slice(index + 1)
				.flatMap((others) => ones.flatMap((one) => others.map((other) => `${one} & ${other}`))),
		);
		const had = new Set(table.flatMap(pairsOf));
		expect(all.filter((pair) => !had.has(pair))).toEqual([]);
	});

	it.each(
		table.map((one) => ({
			...one,
			name: `${one.region}: ${one.discount}, from ${one.source === 'lines' ? 'lines in the node' : `the ${one.source}`}; number: ${one.numbering}; customer: ${one.customer}`,
		})),
	)('$name', async (one) => {
		const region = regions.find(({ name }) => name === one.region) as Region;
		const discount = discounts.find(({ name }) => name === one.discount) as Discount;
		const { source } = one;
		const billing = billingOf(region, one.numbering !== 'QuickBooks’ own');
		const lines = caseLines(region, discount);
		const who = await customerOfCase(
			billing,
			one.customer,
			region.company === 'ca' ? region.currency : undefined,
		);
		const deal = await billing.deal(lines, region.currency, who.contact, who.company);
		const asQuote = source === 'quote';
		const quote = asQuote
			? await billing.quote(deal, who.contact, lines, region.currency, discount.quote)
			: undefined;
		const { options, number } = await numberOf(one.numbering, billing);
		const {
			discountPercent: _percent,
			discountAmount: _amount,
			...rest
		} = (discount.options ?? {}) as IDataObject;
		const result = await billing.bill({
			deal: picked(deal),
			source: asQuote ? 'quote' : 'scratch',
			ifNoItem: 'fail',
			...(await taxParameters(region)),
			...who.parameters,
			...(quote && { quote: picked(quote) }),
			...(source === 'lines' && { lines: givenLines(lines) }),
			options: { ...options, ...(asQuote ? rest : discount.options) } as INodeParameters,
		});
		const sum = total(lines);
		const expected = sum - (discount.order?.(sum) ?? 0n);
		const invoice = await expectInvoice(billing, result, {
			region,
			source,
			deal,
			quote,
			sum,
			expected,
		});
		expect(invoice.DocNumber).toEqual(number);
		await who.check(
			(
				await billing.accounts.quickBooks<{ Customer: Customer }>(
					`customer/${invoice.CustomerRef.value}`,
				)
			).Customer,
		);
	});
});

interface Expected {
	region: Region;
	source: Source;
	deal: string;
	quote: string | undefined;
	sum: bigint;
	expected: bigint;
}

/** Compares the invoice in QuickBooks with the case's own reckoning and with HubSpot's totals. */
async function expectInvoice(
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
						`the quote names 0.00 for what is billed: the customer is asked for ${tax.toFixed(2)} more`,
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

describe('amounts that are hard to write down', () => {
	const us = regions[0] as Region;
	it.each<[string, Omit<CaseLine, 'name'>]>([
		['half a cent up', { quantity: 1_000, price: 5 }],
		['a third of a unit', { quantity: 333, price: 10_000 }],
		['three decimals on both sides', { quantity: 17_625, price: 3_196 }],
		['100 % off', { quantity: 2_000, price: 10_000, percentOff: 100 }],
		['99 % off an odd price', { quantity: 7_000, price: 9_990, percentOff: 99 }],
		['33 % off thirds', { quantity: 3_333, price: 3_333, percentOff: 33 }],
		['a large sum', { quantity: 12_345_000, price: 7_890_123 }],
		['many small ones', { quantity: 999_999_000, price: 10 }],
		['off each of a broken quantity', { quantity: 2_345, price: 40_000, eachOff: 333 }],
		['a price below a cent', { quantity: 1_000_000, price: 4 }],
	])('%s', async (_name, numbers) => {
		const billing = billingOf(us);
		const lines: CaseLine[] = [
			{ name: us.item, sku: us.sku, ...numbers },
			{ name: us.item, sku: us.sku, quantity: 1_000, price: 1_000 },
		];
		const deal = await billing.deal(lines, 'USD', await billing.contact());
		const result = await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' });
		const invoice = await expectInvoice(billing, result, {
			region: us,
			source: 'deal',
			deal,
			quote: undefined,
			sum: total(lines),
			expected: total(lines),
		});
		const [line] = invoice.Line;
		expect(BigInt(Math.round((line?.Amount ?? 0) * 100))).toBe(netOf(lines[0] as CaseLine));
	});
});

describe('shares', () => {
	it.each(
		regions.flatMap((region) =>
			[30, 12.5, 66.66].map((percent) => ({
				region,
				percent,
				name: `${region.name}: ${percent} %, 100.01, the rest`,
			})),
		),
	)('$name', async ({ region, percent }) => {
		const billing = billingOf(region);
		const lines = caseLines(region, discounts[1] as Discount);
		const deal = await billing.deal(lines, region.currency, await billing.contact());
		const common = {
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			...(await taxParameters(region)),
		};
		const parts = [
			await billing.bill({ ...common, share: 'percentage', sharePercentage: percent }),
			await billing.bill({ ...common, share: 'amount', shareAmount: 100.01 }),
			await billing.bill({ ...common, share: 'rest' }),
		];
		const invoices = await Promise.all(
			parts.map(async ({ quickbooks }) => await billing.invoice(quickbooks.id)),
		);
		expect(invoices.map(beforeTax).reduce((sum, one) => sum + one, 0n)).toBe(total(lines));
		expect(invoices.map(beforeTax).slice(0, 2)).toEqual([
			halfUp(total(lines) * BigInt(percent * 100), 10_000n),
			10001n,
		]);
		await expect(
			billing.bill({ ...common, share: 'amount', shareAmount: 0.01 }),
		).rejects.toMatchObject({
			message: expect.stringMatching(/only 0\.00 is left to bill/) as string,
		});
		const { properties } = await billing.accounts.deal(deal, [
			'quickbooks_invoice_count',
			'quickbooks_total_billed',
		]);
		expect([
			properties['quickbooks_invoice_count'],
			Math.round(Number(properties['quickbooks_total_billed']) * 100),
		]).toEqual(['3', Math.round(invoices.reduce((sum, { TotalAmt }) => sum + TotalAmt * 100, 0))]);
	});
});
