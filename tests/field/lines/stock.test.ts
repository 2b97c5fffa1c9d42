import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

interface Sold {
	Amount: number;
	Description?: string;
	SalesItemLineDetail: { ItemRef: { value: string }; Qty?: number; UnitPrice?: number };
}
type Line = Sold & { DetailType: string; GroupLineDetail?: { Quantity: number; Line: Sold[] } };

let billing: BillingAccounts;
let income: string;
let nextItem = 0;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	income = await billing.id('Account', "AccountType = 'Income'");
});
afterAll(async () => await billing.accounts.stop());

const account = async (type: string) => ({
	value: await billing.id('Account', `AccountType = '${type}'`),
});

/** An item of which QuickBooks counts the stock; 100 are there. */
async function stocked(price = 100): Promise<{ id: string; sku: string }> {
	nextItem += 1;
	const { Item } = await billing.accounts.quickBooks<{ Item: { Id: string; Sku: string } }>(
		'item',
		{
			Name: `Pump ${nextItem}`,
			Sku: `ST-${nextItem}`,
			Type: 'Inventory',
			TrackQtyOnHand: true,
			QtyOnHand: 100,
			InvStartDate: '2020-01-01',
			UnitPrice: price,
			IncomeAccountRef: { value: income },
			AssetAccountRef: await account('Other Current Asset'),
			ExpenseAccountRef: await account('Cost of Goods Sold'),
		},
	);
	return { id: Item.Id, sku: Item.Sku };
}

async function dealWith(...lines: Array<Record<string, string>>): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Stock', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', hs_line_item_currency_code: 'USD', ...line },
			[[20, deal]],
		);
	return deal;
}

const bill = async (deal: string, more: IDataObject = {}) =>
	await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
const refusal = async (deal: string) =>
	(await billing.accounts.run(TYPE, { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' }))
		.error?.message;
const linesOf = async ({ quickbooks }: { quickbooks: { id: string } }) =>
	((await billing.invoice(quickbooks.id)).Line as unknown as Line[]).filter(
		({ DetailType }) => DetailType !== 'SubTotalLineDetail',
	);
const numbers = (lines: readonly Sold[]) =>
	lines.map(({ Amount, SalesItemLineDetail: { Qty, UnitPrice } }) => [Amount, Qty, UnitPrice]);
const left = async (id: string) =>
	(await billing.accounts.query<{ QtyOnHand: number }>(`select * from Item where Id = '${id}'`))[0]
		?.QtyOnHand;

/** Public report: https://github.com/n8n-io/n8n/issues/12956 */
describe('an item that is kept in stock', () => {
	it('is billed in shares with its part of the quantity, so that the stock leaves once in all', async () => {
		const { id, sku } = await stocked();
		const deal = await dealWith(
			{ name: 'Pump', hs_sku: sku, quantity: '4', price: '100' },
			{ name: 'Design hours', hs_sku: 'GD-HOUR', quantity: '2', price: '100' },
		);
		const half = await bill(deal, { share: 'percentage', sharePercentage: 50 });
		const [pump, hours] = await linesOf(half);
		expect([numbers([pump as Sold]), pump?.Description, numbers([hours as Sold])]).toEqual([
			[[200, 2, 100]],
			'50 % of 4 × 100 = 400.00',
			[[100, undefined, undefined]],
		]);
		const rest = await bill(deal, { share: 'rest' });
		expect([
			numbers((await linesOf(rest)).slice(0, 1)),
			await left(id),
			half.warnings,
			rest.warnings,
		]).toEqual([[[200, 2, 100]], 96, [], []]);
	});

	it('comes to the whole quantity in shares that no number divides', async () => {
		const { id, sku } = await stocked();
		const deal = await dealWith(
			{ name: 'Pump', hs_sku: sku, quantity: '7', price: '33.33', hs_discount_percentage: '3' },
			{ name: 'Given away', hs_sku: sku, quantity: '1', price: '0' },
		);
		for (const share of [
			{ share: 'percentage', sharePercentage: 33.33 },
			{ share: 'amount', shareAmount: 17.01 },
			{ share: 'rest' },
		])
			expect((await bill(deal, share)).warnings).toEqual([]);
		expect(await left(id)).toBe(92);
	});

	it('has a quantity where its price has more decimals than QuickBooks keeps, where prices stand in tiers, and where it is free', async () => {
		const { id, sku } = await stocked();
		const fine = { name: 'Pump', hs_sku: sku };
		const tiers = {
			hs_pricing_model: 'stairstep',
			hs_tier_ranges: '[{"start":0}]',
			hs_tier_prices: '[{"index":0,"price":80}]',
		};
		const billed = await bill(
			await dealWith(
				{ ...fine, quantity: '3', price: '0.123456789' },
				{ ...fine, quantity: '6', ...tiers },
				{ ...fine, quantity: '2', price: '9', hs_discount_percentage: '100' },
			),
		);
		expect(numbers(await linesOf(billed))).toEqual([
			[0.37, 3, 0.1234568],
			[80, 6, 13.3333333],
			[0, 2, 0],
		]);
		expect(await left(id)).toBe(89);
	});

	it('is declined before anything is written where no price of one unit gives the amount', async () => {
		const { sku } = await stocked();
		const contacts = (await billing.accounts.query('select * from Customer')).length;
		expect(
			await refusal(
				await dealWith({ name: 'Grain', hs_sku: sku, quantity: '9999999', price: '0.00000012' }),
			),
		).toMatch(/"Grain" sells an item that QuickBooks keeps in stock.*9999999.*1\.20/);
		expect(await billing.accounts.query('select * from Customer')).toHaveLength(contacts);
	});

	it('is declined where the line bills money and no quantity', async () => {
		const { sku } = await stocked();
		billing.accounts.sandbox.hubspot.setSwitches({ lineItemAmount: 'kept' });
		const deal = await dealWith({ name: 'None', hs_sku: sku, quantity: '0', amount: '50' });
		billing.accounts.sandbox.hubspot.setSwitches({ lineItemAmount: 'computed' });
		expect(await refusal(deal)).toMatch(/"None" sells an item that QuickBooks keeps in stock/);
	});
});

describe('a bundle of which an item is kept in stock', () => {
	let sod: string;
	beforeAll(async () => {
		sod = await billing.id('Item', "Name LIKE 'Sod roll%'");
		const { Item } = await billing.accounts.quickBooks<{ Item: IDataObject }>(`item/${sod}`);
		const stock = {
			Type: 'Inventory',
			TrackQtyOnHand: true,
			QtyOnHand: 100,
			InvStartDate: '2020-01-01',
			AssetAccountRef: await account('Other Current Asset'),
			ExpenseAccountRef: await account('Cost of Goods Sold'),
		};
		await billing.accounts.quickBooks('item', { ...Item, ...stock });
	});
	const kit = { name: 'Lawn starter kit', hs_sku: 'KIT-LAWN', quantity: '2', price: '150' };
	const partsOf = (lines: readonly Line[]) => numbers(lines[0]?.GroupLineDetail?.Line ?? []);

	it('is billed with the quantity of each part', async () => {
		const billed = await bill(await dealWith(kit));
		// 2 × (5 × 6.40 + 2.5 × 3.196) as their own prices stand to each other.
		expect([partsOf(await linesOf(billed)), await left(sod), billed.warnings]).toEqual([
			[
				[240.06, 10, 24.006],
				[59.94, 5, 11.988],
			],
			90,
			[],
		]);
	});

	it('is billed in shares, so that the stock leaves once in all', async () => {
		const before = await left(sod);
		const deal = await dealWith({ ...kit, quantity: '1' });
		const third = await bill(deal, { share: 'percentage', sharePercentage: 33 });
		expect([
			(await linesOf(third))[0]?.GroupLineDetail?.Quantity,
			partsOf(await linesOf(third)),
		]).toEqual([
			0.33,
			[
				[39.61, 1.65, 24.0060606],
				[9.89, 0.825, 11.9878788],
			],
		]);
		await bill(deal, { share: 'rest' });
		expect(await left(sod)).toBe((before ?? 0) - 5);
	});
});
