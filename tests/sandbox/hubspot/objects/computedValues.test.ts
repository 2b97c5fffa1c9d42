import { startClient, type HubSpotClient } from '../hubSpotClient';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe('computed values', () => {
	it('a line item takes over its product and computes its amounts', async () => {
		const product = await hubspot.make('products', {
			name: 'Fertilizer',
			hs_sku: 'F',
			price: '3.196',
			description: 'Per kg',
		});
		const line = await hubspot.make('line_items', {
			hs_product_id: product,
			quantity: '17.625',
			hs_discount_percentage: '10',
			name: 'Fertiliser',
		});
		expect(
			await hubspot.values(
				'line_items',
				line,
				'name',
				'hs_sku',
				'price',
				'description',
				'amount',
				'hs_pre_discount_amount',
				'hs_total_discount',
			),
		).toEqual({
			name: 'Fertiliser',
			hs_sku: 'F',
			price: '3.196',
			description: 'Per kg',
			amount: '50.7',
			hs_pre_discount_amount: '56.33',
			hs_total_discount: '5.63',
		});
	});

	it.each([
		['perUnit', '42'],
		['percentage', '49'],
		['wholeLine', '48'],
	] as const)(
		'a discount of 2 on 5 × 10 meant as %s leaves %s',
		async (lineItemDiscount, amount) => {
			hubspot.setSwitches({ lineItemDiscount });
			const line = await hubspot.make('line_items', {
				name: 'x',
				price: '10',
				quantity: '5',
				discount: lineItemDiscount === 'perUnit' ? '1.6' : '2',
				amount: '999',
			});
			expect(await hubspot.values('line_items', line, 'amount')).toEqual({ amount });
		},
	);

	it('a tax rate gives the tax of a line', async () => {
		const line = await hubspot.make('line_items', {
			name: 'x',
			price: '19.99',
			quantity: '3',
			hs_tax_rate_group_id: '2148420997',
		});
		expect(
			await hubspot.values('line_items', line, 'amount', 'hs_tax_amount', 'hs_post_tax_amount'),
		).toEqual({ amount: '59.97', hs_tax_amount: '4.35', hs_post_tax_amount: '64.32' });
	});

	it('a deal knows whether it is closed, since when, and what it is worth at home', async () => {
		const deal = await hubspot.make('deals', {
			dealname: 'x',
			dealstage: 'contractsent',
			amount: '100',
			deal_currency_code: 'CAD',
		});
		const names = [
			'hs_is_closed',
			'hs_is_closed_won',
			'hs_deal_amount_in_home_currency',
			'hs_v2_date_entered_closedwon',
		];
		expect(await hubspot.values('deals', deal, ...names)).toEqual({
			hs_is_closed: 'false',
			hs_is_closed_won: 'false',
			hs_deal_amount_in_home_currency: '72',
			hs_v2_date_entered_closedwon: null,
		});
		hubspot.clock.advance(1000);
		await hubspot.ask('PATCH', `/crm/v3/objects/deals/${deal}`, {
			properties: { dealstage: 'closedwon' },
		});
		expect(await hubspot.values('deals', deal, ...names)).toEqual({
			hs_is_closed: 'true',
			hs_is_closed_won: 'true',
			hs_deal_amount_in_home_currency: '72',
			hs_v2_date_entered_closedwon: '2026-11-24T10:00:01.000Z',
		});
	});
});
