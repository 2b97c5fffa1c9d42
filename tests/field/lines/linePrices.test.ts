import type { IDataObject } from 'n8n-workflow';
import { bill, billing, dealWith, hubSpot, type Line, linesOf, refusal } from './billedLines';

const TIERS = {
	hs_tier_ranges: '[{"start":0,"end":99},{"start":100}]',
	hs_tier_prices: '[{"index":0,"price":100},{"index":1,"price":80}]',
};
const outline = (lines: readonly Line[]) =>
	lines.map(({ Amount, Description, SalesItemLineDetail: detail }) => [
		Amount,
		detail?.Qty,
		detail?.UnitPrice,
		Description,
	]);

/** What the lines of HubSpot's invoice record come to. */
async function recordOf({ hubspot }: IDataObject): Promise<Array<Record<string, string>>> {
	const { id } = hubspot as { id: string };
	const { results } = await billing.accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
		`/crm/v4/objects/invoices/${id}/associations/line_items`,
	);
	const items = await Promise.all(
		results.map(
			async ({ toObjectId }) =>
				await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
					`/crm/objects/2026-03/line_items/${toObjectId}?properties=name,quantity,price,amount,description,hs_position_on_quote`,
				),
		),
	);
	return items
		.map(({ properties }) => properties)
		.sort((a, b) => Number(a['hs_position_on_quote']) - Number(b['hs_position_on_quote']));
}

describe('prices in tiers', () => {
	const licence = (model: string, more: Record<string, string> = {}) => ({
		name: 'Licence',
		quantity: '120',
		hs_pricing_model: model,
		...TIERS,
		...more,
	});
	const told = (model: string) => `Licence\nQuantity 120; ${model}, 0 to 99 at 100, from 100 at 80`;

	it.each(['tier', 'effective', 'none'])(
		'are billed at the amount that HubSpot comes to (its price: %s)',
		async (tieredPrice) => {
			hubSpot({ tieredPrice });
			const billed = await bill(
				await dealWith([licence('volume'), licence('graduated'), licence('stairstep')]),
			);
			expect(outline(await linesOf(billed))).toEqual([
				[9600, 120, 80, told('volume')],
				// 99 at 100 and 21 at 80.
				[11580, 120, 96.5, told('graduated')],
				// No price of one unit gives that exactly.
				[80, undefined, undefined, told('stairstep')],
			]);
			expect(billed.warnings).toEqual([]);
			hubSpot({ tieredPrice: 'tier' });
		},
	);

	it('are billed at whatever amount HubSpot has, and HubSpot’s record comes to the same', async () => {
		hubSpot({ lineItemAmount: 'kept' });
		const deal = await dealWith(
			[
				licence('volume', { amount: '9600' }),
				licence('graduated', { price: '100', amount: '11680' }),
			],
			{ amount: '21280' },
		);
		hubSpot({ lineItemAmount: 'computed' });
		const billed = await bill(deal);
		expect(outline(await linesOf(billed))).toEqual([
			[9600, 120, 80, told('volume')],
			[11680, undefined, undefined, told('graduated')],
		]);
		expect(billed).toMatchObject({ invoice: { total: '21280.00' }, warnings: [] });
		expect(
			(await recordOf(billed)).map(({ quantity, amount }) => [quantity, Number(amount)]),
		).toEqual([
			['120', 9600],
			['1', 11680],
		]);
	});

	it('with a discount: the amount is what is left', async () => {
		const billed = await bill(
			await dealWith([licence('volume', { hs_discount_percentage: '10' })]),
		);
		expect(outline(await linesOf(billed))).toEqual([
			[8640, 120, 72, `${told('volume')}, less 10 %`],
		]);
	});

	it('in shares: each says what it is a part of', async () => {
		const deal = await dealWith([licence('graduated')]);
		const share = await bill(deal, { share: 'percentage', sharePercentage: 50 });
		expect(outline(await linesOf(share))).toEqual([
			[
				5790,
				undefined,
				undefined,
				'50 % of Quantity 120; graduated, 0 to 99 at 100, from 100 at 80 = 11580.00',
			],
		]);
		expect(await bill(deal, { share: 'rest' })).toMatchObject({ invoice: { total: '5790.00' } });
	});

	it('of a model that is not known: by amount, with a warning', async () => {
		hubSpot({ lineItemAmount: 'kept' });
		const deal = await dealWith([licence('TIERED', { amount: '9999' })]);
		hubSpot({ lineItemAmount: 'computed' });
		const billed = await bill(deal);
		expect(billed).toMatchObject({
			invoice: { total: '9999.00' },
			warnings: [
				'Line "Licence" has the pricing model "tiered", which the node does not know. HubSpot\'s amount of 9999.00 is billed.',
			],
		});
	});

	it('a plain line is still refused when its amount is a mistake', async () => {
		hubSpot({ lineItemAmount: 'kept' });
		const deal = await dealWith([
			{ name: 'Plain', quantity: '2', price: '10', amount: '25', hs_pricing_model: 'flat' },
		]);
		hubSpot({ lineItemAmount: 'computed' });
		expect(await refusal(deal)).toMatch(/"Plain" has the amount 25.00, but 2 × 10 = 20.00/);
	});
});

describe('small prices and fine quantities', () => {
	it('keep seven decimals', async () => {
		const billed = await bill(
			await dealWith([
				{ name: 'API calls', quantity: '100000', price: '0.0012345' },
				{ name: 'Storage', quantity: '3000', price: '0.123456' },
				{ name: 'Metering', quantity: '0.1234567', price: '1000' },
				{ name: 'Probe', quantity: '50000000', price: '0.0000001' },
			]),
		);
		expect(outline(await linesOf(billed))).toEqual([
			[123.45, 100000, 0.0012345, 'API calls'],
			[370.37, 3000, 0.123456, 'Storage'],
			[123.46, 0.1234567, 1000, 'Metering'],
			[5, 50000000, 0.0000001, 'Probe'],
		]);
		expect((await recordOf(billed)).map(({ quantity, price }) => `${quantity} × ${price}`)).toEqual(
			['100000 × 0.0012345', '3000 × 0.123456', '0.1234567 × 1000', '50000000 × 0.0000001'],
		);
	});

	it('that need more are told in the description', async () => {
		const billed = await bill(
			await dealWith([
				{ name: 'Rays', quantity: '1000000', price: '0.00012345678' },
				{ name: 'Dust', quantity: '0.12345678', price: '1000' },
			]),
		);
		expect(outline(await linesOf(billed))).toEqual([
			[123.46, undefined, undefined, 'Rays\n1000000 × 0.00012345678'],
			[123.46, undefined, undefined, 'Dust\n0.12345678 × 1000'],
		]);
	});
});
