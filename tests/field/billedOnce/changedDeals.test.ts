import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

let billing: BillingAccounts;
let defaultItem: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('uk');
	await item('Survey', '20.0% S');
	await item('Leaflet', '0.0% Z');
	defaultItem = await item('Sundries', '20.0% S');
});
afterAll(async () => await billing.accounts.stop());

/** An item whose tax code is its own. */
async function item(Name: string, code: string): Promise<string> {
	const [SalesTaxCodeRef, IncomeAccountRef] = [
		{ value: await billing.id('TaxCode', `Name = '${code}'`) },
		{ value: await billing.id('Account', "AccountType = 'Income'") },
	];
	return (
		await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', {
			Name,
			Type: 'Service',
			SalesTaxCodeRef,
			IncomeAccountRef,
		})
	).Item.Id;
}

const later = {
	recurringbillingfrequency: 'monthly',
	hs_recurring_billing_start_date: '2036-01-01',
};
const addLine = async (deal: string, line: IDataObject) =>
	await billing.create(
		'line_items',
		{ quantity: '1', hs_line_item_currency_code: 'GBP', ...line },
		[[20, deal]],
	);

async function dealWith(...lines: IDataObject[]): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Meadow', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'GBP' },
		[[3, await billing.contact()]],
	);
	for (const line of lines) await addLine(deal, line);
	return deal;
}

/** What an invoice sells, and its tax. */
async function bill(
	deal: string,
	more: INodeParameters = {},
): Promise<{ sold: unknown[]; tax: number | undefined; total: number; warnings: string[] }> {
	const { quickbooks, warnings } = await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	});
	const { Line, TxnTaxDetail, TotalAmt } = (await billing.invoice(quickbooks.id)) as Omit<
		Invoice,
		'Line'
	> & {
		Line: Array<{ Description?: string; Amount?: number; SalesItemLineDetail?: { Qty?: number } }>;
	};
	const sold = Line.flatMap(({ Description, Amount, SalesItemLineDetail }) =>
		SalesItemLineDetail ? [[Description, Amount, SalesItemLineDetail.Qty]] : [],
	);
	return {
		sold,
		tax: TxnTaxDetail?.TotalTax,
		total: TotalAmt,
		warnings: warnings.filter((one) => /deal/.test(one)),
	};
}
const rest = { share: 'rest' };
const withoutLater = { options: { laterLines: 'leaveOut' } };

describe('the rest of a deal that has changed is what its lines still have to be billed for', () => {
	it('a line that was left for later is billed whole, with its own tax, and no other line again', async () => {
		const deal = await dealWith(
			{ name: 'Survey', price: '100' },
			{ name: 'Leaflet', price: '50', ...later },
		);
		expect(await bill(deal, withoutLater)).toEqual({
			sold: [['Survey', 100, 1]],
			tax: 20,
			total: 120,
			warnings: [],
		});
		expect(await bill(deal, rest)).toEqual({
			sold: [['Leaflet', 50, 1]],
			tax: 0,
			total: 50,
			warnings: [],
		});
		count({ runs: 2 });
	});

	it('a line that was added after the deal was billed whole', async () => {
		const deal = await dealWith({ name: 'Survey', price: '100' });
		await bill(deal);
		await addLine(deal, { name: 'Leaflet', price: '10', quantity: '5' });
		expect(await bill(deal, rest)).toEqual({
			sold: [['Leaflet', 50, 5]],
			tax: 0,
			total: 50,
			warnings: [],
		});
	});

	it('a line of which a part was billed, beside one that was left for later', async () => {
		const deal = await dealWith(
			{ name: 'Survey', price: '100' },
			{ name: 'Leaflet', price: '50', ...later },
		);
		await bill(deal, { ...withoutLater, share: 'percentage', sharePercentage: 30 });
		expect(await bill(deal, rest)).toEqual({
			sold: [
				['70 % of 1 × 100 = 100.00', 70, undefined],
				['Leaflet', 50, 1],
			],
			tax: 14,
			total: 134,
			warnings: [],
		});
	});

	it('a free line is billed once', async () => {
		const deal = await dealWith(
			{ name: 'Survey', price: '100' },
			{ name: 'Leaflet', price: '0', quantity: '3' },
		);
		await bill(deal);
		await addLine(deal, { name: 'Leaflet', price: '0', quantity: '2' });
		await addLine(deal, { name: 'Survey', price: '60' });
		expect((await bill(deal, rest)).sold).toEqual([
			['Leaflet', 0, 2],
			['Survey', 60, 1],
		]);
	});

	it('a line that costs more now', async () => {
		const deal = await dealWith({ name: 'Leaflet', price: '50' });
		const line = await addLine(deal, { name: 'Survey', price: '100' });
		await bill(deal);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/line_items/${line}`,
			{ properties: { price: '160' } },
			'PATCH',
		);
		expect(await bill(deal, rest)).toEqual({
			sold: [['37.5 % of 1 × 160 = 160.00', 60, undefined]],
			tax: 12,
			total: 72,
			warnings: [],
		});
	});

	it('lines that are sold under one item are told apart by their amounts', async () => {
		const deal = await dealWith({ name: 'Hedge', price: '100' }, { name: 'Pond', price: '80' });
		const sundries = { ifNoItem: 'default', defaultItem: picked(defaultItem) };
		await bill(deal, sundries);
		await addLine(deal, { name: 'Bench', price: '40' });
		expect(await bill(deal, { ...sundries, ...rest })).toEqual({
			sold: [['Bench', 40, 1]],
			tax: 8,
			total: 48,
			warnings: [],
		});
	});

	it('where lines were exchanged, nobody can tell which were billed, so all of them bear a part', async () => {
		const deal = await dealWith({ name: 'Survey', price: '100' });
		await bill(deal);
		const { results } = await billing.accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
			`/crm/v4/objects/deals/${deal}/associations/line_items`,
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/line_items/${results[0]?.toObjectId}`,
			undefined,
			'DELETE',
		);
		await addLine(deal, { name: 'Leaflet', price: '150' });
		const billed = await bill(deal, rest);
		expect(billed.warnings).toContainEqual(
			expect.stringMatching(/Which lines are already billed is unknown, so each line bills a part/),
		);
		expect(billed.sold).toEqual([['33.33 % of 1 × 150 = 150.00', 50, undefined]]);
	});
});
