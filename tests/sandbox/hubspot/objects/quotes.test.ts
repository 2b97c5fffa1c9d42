import { startClient, type HubSpotClient } from '../hubSpotClient';

let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

const line = (values: Record<string, string>) =>
	hubspot.make('line_items', { name: 'x', ...values });
const change = (type: string, id: string, properties: Record<string, string>) =>
	hubspot.ask('PATCH', `/crm/v3/objects/${type}/${id}`, { properties });

const quoteNames = [
	'hs_status',
	'hs_currency',
	'hs_quote_amount',
	'hs_quote_number',
	'hs_locked',
	'hs_quote_link',
	'hubspot_owner_id',
	'hs_payment_status',
];

describe('quotes', () => {
	it('without a status are minimal; a status fills in the rest from the deal and the lines', async () => {
		const deal = await hubspot.make('deals', {
			dealname: 'D',
			dealstage: 'closedwon',
			deal_currency_code: 'CAD',
			hubspot_owner_id: '81640011',
		});
		const quote = await hubspot.make(
			'quotes',
			{ hs_title: 'Q', hs_expiration_date: '2027-01-31' },
			[
				[64, deal],
				[67, await line({ price: '10', quantity: '3' })],
				[67, await line({ price: '0.333', quantity: '1' })],
			],
		);
		expect(
			Object.values(await hubspot.values('quotes', quote, ...quoteNames)).filter(
				(value) => value !== null,
			),
		).toEqual([]);
		await change('quotes', quote, { hs_status: 'DRAFT' });
		expect(await hubspot.values('quotes', quote, ...quoteNames)).toEqual({
			hs_status: 'DRAFT',
			hs_currency: 'CAD',
			hs_quote_amount: '30.33',
			hs_quote_number: '20261124-100000000',
			hs_locked: 'false',
			hs_quote_link: null,
			hubspot_owner_id: '81640011',
			hs_payment_status: null,
		});
	});

	it('are locked while they are published', async () => {
		hubspot.setSwitches({ payments: true });
		const quote = await hubspot.make('quotes', {
			hs_title: 'Q',
			hs_expiration_date: '2027-01-31',
			hs_status: 'APPROVAL_NOT_NEEDED',
			hs_payment_enabled: 'true',
		});
		expect(
			await hubspot.values('quotes', quote, 'hs_locked', 'hs_quote_link', 'hs_payment_status'),
		).toEqual({
			hs_locked: 'true',
			hs_quote_link: `https://garden-demo-48291573.com/q${quote}`,
			hs_payment_status: 'PENDING',
		});
		expect(await change('quotes', quote, { hs_title: 'Other' })).toMatchObject({
			status: 400,
			body: { category: 'VALIDATION_ERROR' },
		});
		expect((await change('quotes', quote, { hs_status: 'DRAFT', hs_title: 'Other' })).status).toBe(
			200,
		);
		expect(await hubspot.values('quotes', quote, 'hs_locked', 'hs_title')).toEqual({
			hs_locked: 'false',
			hs_title: 'Other',
		});
	});

	it('take their line items along when they are deleted', async () => {
		const item = await line({ price: '1', quantity: '1' });
		const quote = await hubspot.make(
			'quotes',
			{ hs_title: 'Q', hs_expiration_date: '2027-01-31' },
			[[67, item]],
		);
		await hubspot.ask('DELETE', `/crm/v3/objects/quotes/${quote}`);
		expect((await hubspot.ask('GET', `/crm/v3/objects/line_items/${item}`)).status).toBe(404);
	});

	it('follow their lines, discounts, fees and taxes', async () => {
		const item = await line({ price: '100', quantity: '2' });
		const discount = await hubspot.make('discounts', {
			hs_label: 'Spring',
			hs_type: 'PERCENT',
			hs_value: '10',
		});
		const fee = await hubspot.make('fees', {
			hs_label: 'Delivery',
			hs_type: 'FIXED',
			hs_value: '20',
		});
		const tax = await hubspot.make('taxes', { hs_label: 'GST', hs_type: 'PERCENT', hs_value: '5' });
		const quote = await hubspot.make(
			'quotes',
			{ hs_title: 'Q', hs_expiration_date: '2027-01-31', hs_status: 'DRAFT' },
			[
				[67, item],
				[362, discount],
				[364, fee],
			],
		);
		expect(await hubspot.values('quotes', quote, 'hs_quote_amount')).toEqual({
			hs_quote_amount: '200',
		});
		await hubspot.ask('PUT', `/crm/v4/objects/quotes/${quote}/associations/default/taxes/${tax}`);
		expect(await hubspot.values('quotes', quote, 'hs_quote_amount')).toEqual({
			hs_quote_amount: '210',
		});
		await change('line_items', item, { quantity: '4' });
		expect(await hubspot.values('quotes', quote, 'hs_quote_amount')).toEqual({
			hs_quote_amount: '399',
		});
		await change('discounts', discount, { hs_value: '12.3456' });
		expect(await hubspot.values('quotes', quote, 'hs_quote_amount')).toEqual({
			hs_quote_amount: '389.15',
		});
		await hubspot.ask('DELETE', `/crm/v3/objects/fees/${fee}`);
		expect(await hubspot.values('quotes', quote, 'hs_quote_amount')).toEqual({
			hs_quote_amount: '368.15',
		});
	});
});
