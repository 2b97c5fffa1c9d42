import type { INodeParameters } from 'n8n-workflow';
import { picked, Town } from '../billing/town';

let town: Town;
let form: INodeParameters;
beforeAll(async () => {
	town = await Town.open('ca');
	form = {
		source: 'scratch',
		incomeAccount: picked(await town.id('Account', "AccountType = 'Income'")),
		defaultTaxCode: picked(await town.id('TaxCode', "Name = 'Zero-rated'")),
	};
});
afterAll(async () => await town.world.stop());

it.each([
	[
		'USD',
		undefined,
		[
			'Line "Survey USD": the new item has no price; QuickBooks keeps prices of items in CAD, and the line is in USD.',
		],
	],
	['CAD', 125, []],
])('a new item sold in %s has a price of %s', async (currency, price, expected) => {
	const name = `Survey ${currency}`;
	const contact = await town.contact();
	const deal = await town.create(
		'deals',
		{ dealname: name, pipeline: 'default', dealstage: 'closedwon', deal_currency_code: currency },
		[[3, contact]],
	);
	await town.create(
		'line_items',
		{ name, quantity: '1', price: '125', hs_line_item_currency_code: currency },
		[[20, deal]],
	);
	const { quickbooks, warnings } = await town.bill({ deal: picked(deal), ...form });
	expect((await town.invoice(quickbooks.id)).TotalAmt).toBe(125);
	const [item] = await town.world.query<{ UnitPrice?: number }>(
		`select * from Item where Name = '${name}'`,
	);
	expect([
		item?.UnitPrice || undefined,
		warnings.filter((text) => text.includes('new item')),
	]).toEqual([price, expected]);
});
