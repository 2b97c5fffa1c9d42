import { halfUp, netOf, total, type CaseLine } from '../support/lineAmounts';
import { beforeTax, picked } from '../support/billingAccounts';
import {
	billingOf,
	caseLines,
	type Discount,
	discounts,
	expectInvoice,
	type Region,
	regions,
	taxParameters,
} from './tableCases';

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
