import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

/** 7.25 % in HubSpot's tax library. */
const TAXED = { hs_tax_rate_group_id: '2148420997' };
const place = {
	address: '1420 Broadway',
	city: 'Oakland',
	state: 'CA',
	zip: '94612',
	country: 'USA',
};

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

interface Deal {
	id: string;
	bill: (more?: INodeParameters) => Promise<Invoice>;
}

/** A deal of the item "Design hours", which is not taxable in QuickBooks, and perhaps of others. */
async function deal(
	prices: string[],
	tax = TAXED,
	more: Record<string, string> = { name: 'Design hours', hs_sku: 'GD-HOUR' },
): Promise<Deal> {
	const id = await billing.create(
		'deals',
		{ dealname: 'Taxed', pipeline: 'default', dealstage: 'closedwon' },
		[[3, await billing.contact(place)]],
	);
	for (const price of prices)
		await billing.create('line_items', { quantity: '1', price, ...more, ...tax }, [[20, id]]);
	return {
		id,
		bill: async (parameters = {}) => {
			const result = await billing.bill({
				deal: picked(id),
				source: 'scratch',
				ifNoItem: 'fail',
				...parameters,
			});
			expect(result.warnings).toEqual([]);
			return await billing.invoice(result.quickbooks.id);
		},
	};
}

const half: INodeParameters = { share: 'percentage', sharePercentage: 50 };
const rest: INodeParameters = { share: 'rest' };
const byHubSpot: INodeParameters = { taxes: { useHubSpotTax: true } };
const taxOf = (invoice: Invoice) => invoice.TxnTaxDetail?.TotalTax ?? 0;
const codesOf = (invoice: Invoice) =>
	invoice.Line.flatMap(({ SalesItemLineDetail }) => SalesItemLineDetail?.TaxCodeRef?.value ?? []);
const inCents = (amounts: number[]) =>
	Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100);

// https://github.com/odoo/odoo/pull/247748
describe('a part of a deal is taxed as the whole is', () => {
	it('where HubSpot taxed the line', async () => {
		const whole = await (await deal(['1000'])).bill();
		const { bill } = await deal(['1000']);
		const parts = [await bill(half), await bill(rest)];
		count({ runs: 3 });
		expect([whole, ...parts].map(codesOf)).toEqual([['TAX'], ['TAX'], ['TAX']]);
		expect([taxOf(whole), ...parts.map(taxOf)]).toEqual([102.5, 51.25, 51.25]);
	});

	it('where only the item is taxable', async () => {
		const { bill } = await deal(['100'], {} as typeof TAXED, {
			name: 'Fertilizer',
			hs_sku: 'FERT-KG',
		});
		expect([codesOf(await bill(half)), codesOf(await bill(rest))]).toEqual([['TAX'], ['TAX']]);
	});

	it('even a part whose tax is less than a cent', async () => {
		const { bill } = await deal(['1000']);
		expect(codesOf(await bill({ share: 'amount', shareAmount: 0.01 }))).toEqual(['TAX']);
	});

	it('with HubSpot’s tax, each with its share of it', async () => {
		const whole = await (await deal(['1000'])).bill(byHubSpot);
		const { bill } = await deal(['1000']);
		expect([
			taxOf(whole),
			taxOf(await bill({ ...half, ...byHubSpot })),
			taxOf(await bill({ ...rest, ...byHubSpot })),
		]).toEqual([72.5, 36.25, 36.25]);
	});

	it('with HubSpot’s tax the parts come to the whole’s tax to the cent, however they are cut', async () => {
		const prices = ['33.33', '10.01', '0.07', '199.99'];
		const whole = await (await deal(prices)).bill(byHubSpot);
		const { bill } = await deal(prices);
		const parts: Invoice[] = [];
		for (const share of [33.33, 0.5, 17])
			parts.push(await bill({ share: 'percentage', sharePercentage: share, ...byHubSpot }));
		parts.push(await bill({ ...rest, ...byHubSpot }));
		count({ runs: 5 });
		expect(inCents(parts.map(taxOf))).toBe(inCents([taxOf(whole)]));
		expect(inCents(parts.map(({ TotalAmt }) => TotalAmt))).toBe(inCents([whole.TotalAmt]));
	});

	it('and a line without tax beside a taxed one stays without', async () => {
		const { id, bill } = await deal(['600']);
		await billing.create('line_items', { name: 'Hours', quantity: '1', price: '400' }, [[20, id]]);
		expect([
			codesOf(await bill({ ...half, ...byHubSpot })),
			taxOf(await bill({ ...rest, ...byHubSpot })),
		]).toEqual([['TAX', 'NON'], 21.75]);
	});
});
