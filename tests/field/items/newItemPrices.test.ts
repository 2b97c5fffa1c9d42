import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';

let billing: BillingAccounts;
let form: INodeParameters;
beforeAll(async () => {
	billing = await BillingAccounts.open('ca');
	form = {
		source: 'scratch',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'Zero-rated'")),
	};
});
afterAll(async () => await billing.accounts.stop());

it.each([
	[
		'USD',
		undefined,
		[
			'Line "Survey USD": the new item has no price, because QuickBooks keeps prices of items in CAD, and the line is in USD.',
		],
	],
	['CAD', 125, []],
])('a new item sold in %s has a price of %s', async (currency, price, expected) => {
	const name = `Survey ${currency}`;
	const contact = await billing.contact();
	const deal = await billing.create(
		'deals',
		{ dealname: name, pipeline: 'default', dealstage: 'closedwon', deal_currency_code: currency },
		[[3, contact]],
	);
	await billing.create(
		'line_items',
		{ name, quantity: '1', price: '125', hs_line_item_currency_code: currency },
		[[20, deal]],
	);
	const { quickbooks, warnings } = await billing.bill({ deal: picked(deal), ...form });
	expect((await billing.invoice(quickbooks.id)).TotalAmt).toBe(125);
	const [item] = await billing.accounts.query<{ UnitPrice?: number }>(
		`select * from Item where Name = '${name}'`,
	);
	expect([
		item?.UnitPrice || undefined,
		warnings.filter((text) => text.includes('new item')),
	]).toEqual([price, expected]);
});
