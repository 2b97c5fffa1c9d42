import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

interface Line {
	Amount: number;
	DetailType: string;
	SalesItemLineDetail: { Qty?: number; UnitPrice?: number };
}

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

async function dealWith(amount: string, ...lines: Array<Record<string, string>>): Promise<string> {
	const deal = await billing.create(
		'deals',
		{
			dealname: 'Trade-in',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: 'USD',
			amount,
		},
		[[3, await billing.contact()]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ name: 'Design hours', hs_sku: 'GD-HOUR', hs_line_item_currency_code: 'USD', ...line },
			[[20, deal]],
		);
	return deal;
}
const hours = { quantity: '10', price: '100' };
const tradeIn = { quantity: '-1', price: '150' };

const bill = async (deal: string, more: IDataObject = {}) =>
	await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
const linesOf = async ({ quickbooks }: { quickbooks: { id: string } }) =>
	((await billing.invoice(quickbooks.id)).Line as unknown as Line[]).filter(
		({ DetailType }) => DetailType === 'SalesItemLineDetail',
	);
const numbers = (lines: readonly Line[]) =>
	lines.map(({ Amount, SalesItemLineDetail: { Qty, UnitPrice } }) => [Amount, Qty, UnitPrice]);
const refused = async (deal: string) =>
	(await billing.accounts.run(TYPE, { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' }))
		.error as unknown as { message: string; description: string };

/**
 * Public reports: https://github.com/Dolibarr/dolibarr/pull/36781,
 * https://github.com/frappe/erpnext/issues/4330
 */
describe('a line of a negative quantity', () => {
	it('takes its amount off the invoice', async () => {
		const billed = await bill(await dealWith('850', hours, tradeIn));
		expect([numbers(await linesOf(billed)), billed['invoice'], billed.warnings]).toEqual([
			[
				[1000, 10, 100],
				[-150, -1, 150],
			],
			expect.objectContaining({ total: '850.00' }),
			[],
		]);
	});

	it('in shares takes its part off each, and all of it in all', async () => {
		const deal = await dealWith('850', hours, tradeIn);
		const parts = [];
		for (const share of [
			{ share: 'percentage', sharePercentage: 33.33 },
			{ share: 'amount', shareAmount: 100.01 },
			{ share: 'rest' },
		])
			parts.push(await bill(deal, share));
		const amounts = await Promise.all(
			parts.map(async (part) =>
				(await linesOf(part)).map(({ Amount }) => Math.round(Amount * 100)),
			),
		);
		const sums = [0, 1].map((index) => amounts.reduce((sum, part) => sum + (part[index] ?? 0), 0));
		expect(sums).toEqual([100_000, -15_000]);
		expect(amounts.map((part) => part.reduce((sum, one) => sum + one, 0))).toEqual([
			28_331, 10_001, 46_668,
		]);
	});

	it('is declined with what to do where the whole is below zero', async () => {
		const { message, description } = await refused(
			await dealWith('-50', { quantity: '1', price: '100' }, tradeIn),
		);
		expect([message, description]).toEqual([
			expect.stringMatching(/comes to -50\.00, and QuickBooks accepts no invoice below zero/),
			expect.stringMatching(/credit memo/),
		]);
	});
});

/** Public report: https://github.com/smartstore/SmartStoreNET/issues/1102 */
describe('a deal that is free', () => {
	it('is declined without being called a mistake', async () => {
		const { message, description } = await refused(
			await dealWith('0', { ...hours, hs_discount_percentage: '100' }),
		);
		expect([message, description]).toEqual([
			expect.stringMatching(/comes to 0\.00, so there is nothing to bill/),
			expect.stringMatching(/^If the deal is meant to be free, leave such deals out/),
		]);
	});
});
