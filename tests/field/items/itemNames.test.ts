import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

interface Item {
	Id: string;
	Name: string;
	Sku?: string;
	Type: string;
	UnitPrice?: number;
}
interface Line {
	DetailType: string;
	Description?: string;
	SalesItemLineDetail: { ItemRef: { value: string } };
}

let billing: BillingAccounts;
let income: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	income = await billing.id('Account', "AccountType = 'Income'");
});
afterAll(async () => await billing.accounts.stop());

async function dealWith(...lines: Array<Record<string, string>>): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Items', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', price: '10', hs_line_item_currency_code: 'USD', ...line },
			[[20, deal]],
		);
	return deal;
}

const creating = (deal: string, more: IDataObject = {}) => ({
	deal: picked(deal),
	source: 'scratch',
	ifNoItem: 'create',
	incomeAccount: picked(income),
	defaultTaxCode: picked('NON'),
	...more,
});
const bill = async (deal: string, more: IDataObject = {}) =>
	await billing.bill(creating(deal, more));
const linesOf = async ({ quickbooks }: { quickbooks: { id: string } }) =>
	((await billing.invoice(quickbooks.id)).Line as unknown as Line[]).filter(
		({ DetailType }) => DetailType === 'SalesItemLineDetail',
	);
const soldIn = async (billed: { quickbooks: { id: string } }) =>
	(await linesOf(billed)).map(({ SalesItemLineDetail: { ItemRef } }) => ItemRef.value);
const items = async (where: string) =>
	await billing.accounts.query<Item>(`select * from Item where ${where}`);
const makeItem = async (more: IDataObject) =>
	(
		await billing.accounts.quickBooks<{ Item: Item }>('item', {
			Type: 'Service',
			IncomeAccountRef: { value: income },
			...more,
		})
	).Item.Id;
const told = async (parameters: ReturnType<typeof creating>) => {
	const { error } = await billing.accounts.run(TYPE, parameters);
	return error as unknown as { message: string; description: string };
};

/** Public report: https://github.com/odoo/odoo/pull/265811 */
describe('products whose names differ after the first hundred characters', () => {
	const long = `Steel pergola with louvred roof, rain sensor, four posts and a gutter, powder coated, delivered and mounted, ${'x'.repeat(20)}`;

	it('are items of their own, found again in later deals', async () => {
		const first = await bill(
			await dealWith({ name: `${long} type A` }, { name: `${long} type B`, price: '90' }),
		);
		const later = await bill(
			await dealWith(
				{ name: `${long}  TYPE a` },
				{ name: `${long} type C`, price: '70' },
				{ name: `${long} type B`, price: '95' },
			),
		);
		const made = await items("Name LIKE 'Steel pergola%'");
		expect(made).toHaveLength(3);
		expect(made.map(({ UnitPrice }) => UnitPrice).sort()).toEqual([10, 70, 90]);
		const [a, b] = await soldIn(first);
		const again = await soldIn(later);
		expect([again[0], again[2]]).toEqual([a, b]);
		expect(new Set([a, b, again[1]]).size).toBe(3);
		expect(first.warnings).toEqual([
			expect.stringMatching(/name of the new item was cut/),
			expect.stringMatching(/name of the new item was cut/),
		]);
		expect(made.every(({ Name }) => Name.length <= 100)).toBe(true);
	});

	it('and have SKUs: the SKU stands in the name, and finds the item where QuickBooks keeps none', async () => {
		const sku = { name: `Bench ${long}`, hs_sku: 'BE-1' };
		const billed = await bill(await dealWith(sku));
		const [steelBench] = await items("Name LIKE 'Bench Steel%'");
		expect(steelBench?.Name).toMatch(/ \(BE-1\)$/);
		const { Item: stored } = await billing.accounts.quickBooks<{ Item: IDataObject }>(
			`item/${steelBench?.Id}`,
		);
		const { Sku: _none, ...rest } = stored;
		await billing.accounts.quickBooks('item', rest);
		expect(await soldIn(await bill(await dealWith(sku)))).toEqual(await soldIn(billed));
	});

	it('a person’s item that bears the beginning is sold where no items are made', async () => {
		const name = `Arch ${long}`;
		const own = await makeItem({ Name: name.slice(0, 100) });
		expect(await soldIn(await bill(await dealWith({ name }), { ifNoItem: 'fail' }))).toEqual([own]);
	});
});

/** Public report: https://github.com/Repair-DeskPOS/RepairDesk-BUGS-IMPROVEMENTS/issues/379 */
describe('several products of one SKU', () => {
	it('become one item, which later deals find', async () => {
		const first = await soldIn(
			await bill(
				await dealWith({ name: 'Chair blue', hs_sku: 'C-1' }, { name: 'Chair red', hs_sku: 'c-1' }),
			),
		);
		const later = await soldIn(await bill(await dealWith({ name: 'Chair red', hs_sku: 'C-1' })));
		expect(new Set([...first, ...later]).size).toBe(1);
		expect(await items("Name LIKE 'Chair %'")).toHaveLength(1);
	});

	it('that are several items already: the one of the very name is sold, else the refusal says what helps', async () => {
		const [blue, red] = [
			await makeItem({ Name: 'Stool blue', Sku: 'S-1' }),
			await makeItem({ Name: 'Stool  red', Sku: 'S-1' }),
		];
		expect(
			await soldIn(
				await bill(
					await dealWith(
						{ name: 'stool red', hs_sku: 'S-1' },
						{ name: 'Stool blue', hs_sku: 's-1' },
					),
				),
			),
		).toEqual([red, blue]);
		const error = await told(creating(await dealWith({ name: 'Stool green', hs_sku: 'S-1' })));
		expect(error.message).toMatch(
			/matches several QuickBooks items by SKU: "Stool blue".*"Stool {1,2}red"/,
		);
		expect(error.description).toMatch(/name of one of them/);
	});
});

/**
 * Public report: the remedy that QuickBooks' own help gives for "Categories cannot be used in
 * transactions".
 */
describe('a product whose name a category has', () => {
	let category: string;
	beforeAll(async () => {
		category = (
			await billing.accounts.quickBooks<{ Item: Item }>('item', {
				Name: 'CONSULTING',
				Type: 'Category',
			})
		).Item.Id;
	});

	it('is declined before anything is written, and the category is never sold', async () => {
		const customers = (await billing.accounts.query('select Id from Customer')).length;
		const error = await told(creating(await dealWith({ name: 'Consulting' })));
		expect(error.message).toMatch(
			/"Consulting" has no item in QuickBooks, and the category "CONSULTING" has its name/,
		);
		expect(error.description).toMatch(/another name or a SKU/);
		expect(await billing.accounts.query('select Id from Customer')).toHaveLength(customers);
	});

	it('bears its SKU where it has one', async () => {
		const [sold] = await soldIn(await bill(await dealWith({ name: 'Consulting', hs_sku: 'CO-1' })));
		expect(sold).not.toBe(category);
		expect(await items("Name = 'Consulting (CO-1)'")).toMatchObject([
			{ Id: sold, Type: 'Service' },
		]);
	});

	it('is the item below the category that has the name, too', async () => {
		const own = await makeItem({
			Name: 'Consulting',
			SubItem: true,
			ParentRef: { value: category },
		});
		expect(await soldIn(await bill(await dealWith({ name: 'Consulting' })))).toEqual([own]);
	});
});

/**
 * Public report:
 * https://teachworks.uservoice.com/knowledgebase/articles/1824445-quickbooks-online-error-messages
 */
describe('names that differ in spaces or capital letters', () => {
	it('are one item and one customer', async () => {
		const survey = await makeItem({ Name: 'Site  Survey' });
		const consultation = await makeItem({ Name: 'ÉTUDE DU  SITE' });
		const customer = (
			await billing.accounts.quickBooks<{ Customer: Item }>('customer', {
				DisplayName: 'Peter  SPACE',
			})
		).Customer.Id;
		const contact = await billing.contact({ firstname: 'Peter', lastname: 'Space' });
		const deal = await billing.create(
			'deals',
			{
				dealname: 'Spaces',
				pipeline: 'default',
				dealstage: 'closedwon',
				deal_currency_code: 'USD',
			},
			[[3, contact]],
		);
		for (const name of ['Site  Survey', 'site survey', 'Étude du site'])
			await billing.create(
				'line_items',
				{ name, quantity: '1', price: '10', hs_line_item_currency_code: 'USD' },
				[[20, deal]],
			);
		const billed = await bill(deal);
		expect([
			await soldIn(billed),
			(await billing.invoice(billed.quickbooks.id)).CustomerRef.value,
			billed.warnings,
		]).toEqual([[survey, survey, consultation], customer, []]);
		expect(
			await soldIn(
				await bill(await dealWith({ name: 'SITE SURVEY' }), {
					ifNoItem: 'default',
					defaultItem: picked(consultation),
				}),
			),
		).toEqual([survey]);
	});
});

/** Public report: https://github.com/odoo/odoo/pull/177242 */
describe('lines that are sold under the default item', () => {
	const chair = (colour: string, more: Record<string, string> = {}) => ({
		name: `${colour} chair`,
		description: 'Delivery within two weeks',
		...more,
	});

	it('say what was sold, above their description', async () => {
		const defaultItem = picked(await makeItem({ Name: 'Sales in general' }));
		const deal = await dealWith(
			chair('Blue'),
			chair('Red', { quantity: '2' }),
			{ name: 'Bench' },
			{ name: 'Lamp', description: 'Lamp, brass' },
		);
		const billed = await bill(deal, {
			ifNoItem: 'default',
			defaultItem,
			share: 'percentage',
			sharePercentage: 50,
		});
		expect((await linesOf(billed)).map(({ Description }) => Description)).toEqual([
			'Blue chair\nDelivery within two weeks\n50 % of 1 × 10 = 10.00',
			'Red chair\nDelivery within two weeks\n50 % of 2 × 10 = 20.00',
			'Bench\n50 % of 1 × 10 = 10.00',
			'Lamp, brass\n50 % of 1 × 10 = 10.00',
		]);
		const whole = await bill(await dealWith(chair('Blue'), { name: 'Bench' }), {
			ifNoItem: 'default',
			defaultItem,
		});
		expect((await linesOf(whole)).map(({ Description }) => Description)).toEqual([
			'Blue chair\nDelivery within two weeks',
			'Bench',
		]);
	});
});
