import { startClient, type HubSpotClient } from '../hubSpotClient';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe("rules of the account's administrators", () => {
	beforeEach(() =>
		hubspot.setSwitches({
			rules: [
				{ object: 'products', property: 'hs_sku' },
				{
					object: 'products',
					property: 'recurringbillingfrequency',
					when: { property: 'hs_product_type', value: 'service' },
				},
			],
		}),
	);

	it('count from 2026-09 on, for single records and batches', async () => {
		const service = { name: 'x', hs_product_type: 'service' };
		const errors = [
			{
				message: 'A value for hs_sku must be provided',
				code: 'MISSING_REQUIRED_PROPERTY',
				context: { propertyName: ['hs_sku'] },
			},
			{
				message:
					'recurringbillingfrequency is required because of a conditional property rule based on [hs_product_type]',
				code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
				context: { propertyName: ['recurringbillingfrequency'] },
			},
		];
		expect(
			await hubspot.ask('POST', '/crm/objects/2026-09/products', { properties: service }),
		).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR', errors } });
		const batch = await hubspot.ask('POST', '/crm/objects/2026-09/products/batch/create', {
			inputs: [
				{ properties: service, objectWriteTraceId: 'a' },
				{ properties: { name: 'y', hs_sku: 'Y' }, objectWriteTraceId: 'b' },
			],
		});
		expect(batch).toMatchObject({
			status: 207,
			body: {
				results: [{ properties: { hs_sku: 'Y' } }],
				errors: [{ errors, context: { objectWriteTraceId: ['a'] } }],
			},
		});
		for (const path of ['/crm/v3/objects/products', '/crm/objects/2026-03/products'])
			expect((await hubspot.ask('POST', path, { properties: service })).status).toBe(201);
	});

	it('hold for changes too', async () => {
		const id = await hubspot.make('products', { name: 'x', hs_sku: 'X' });
		expect(
			(
				await hubspot.ask('PATCH', `/crm/objects/2026-09/products/${id}`, {
					properties: { hs_sku: '' },
				})
			).body.errors[0].code,
		).toBe('MISSING_REQUIRED_PROPERTY');
		expect(
			(
				await hubspot.ask('PATCH', `/crm/objects/2026-03/products/${id}`, {
					properties: { hs_sku: '' },
				})
			).status,
		).toBe(200);
	});
});
