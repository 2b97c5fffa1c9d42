import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = '2026-11-24T10:00:00.000Z';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe('one record', () => {
	it('is created with its values, its times and its source, and found under every path and name', async () => {
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/contacts', {
			properties: { email: ' Zoë.Ångström@Example.COM ', firstname: 'Zoë' },
		});
		const id = body.id as string;
		const record = {
			id: '70000000001',
			properties: {
				createdate: NOW,
				email: 'zoë.ångström@example.com',
				firstname: 'Zoë',
				hs_email_domain: 'example.com',
				hs_full_name_or_email: 'Zoë',
				hs_object_id: '70000000001',
				hs_object_source: 'INTEGRATION',
				hs_object_source_label: 'INTEGRATION',
				lastmodifieddate: NOW,
				num_associated_deals: '0',
			},
			createdAt: NOW,
			updatedAt: NOW,
			archived: false,
			url: 'https://app.hubspot.com/contacts/48291573/record/0-1/70000000001',
		};
		expect({ status, body }).toEqual({ status: 201, body: record });
		const asked = {
			...record,
			properties: {
				createdate: NOW,
				firstname: 'Zoë',
				hs_object_id: id,
				lastmodifieddate: NOW,
				phone: null,
			},
		};
		for (const path of [
			'/crm/v3/objects/contacts',
			'/crm/objects/2026-03/contact',
			'/crm/objects/2026-09/0-1',
		]) {
			expect(
				await hubspot.ask('GET', `${path}/${id}?properties=firstname,phone&properties=nonsense`),
			).toEqual({ status: 200, body: asked });
		}
		const byEmail = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/contacts/${encodeURIComponent('ZOË.ångström@example.com')}?idProperty=email&properties=firstname&properties=phone`,
		);
		expect(byEmail).toEqual({ status: 200, body: asked });
	});

	it('changes, empties and keeps values; the time of the change moves', async () => {
		const id = await hubspot.make('companies', {
			name: 'Ünïted Gardens',
			phone: '1',
			website: 'https://www.Gardens.example/start',
		});
		hubspot.clock.advance(5000);
		const { status, body } = await hubspot.ask('PATCH', `/crm/v3/objects/companies/${id}`, {
			properties: { phone: '', numberofemployees: 12 },
		});
		expect({ status, updatedAt: body.updatedAt, createdAt: body.createdAt }).toEqual({
			status: 200,
			updatedAt: '2026-11-24T10:00:05.000Z',
			createdAt: NOW,
		});
		expect(
			await hubspot.values(
				'companies',
				id,
				'name',
				'phone',
				'numberofemployees',
				'domain',
				'hs_lastmodifieddate',
			),
		).toEqual({
			name: 'Ünïted Gardens',
			phone: null,
			numberofemployees: '12',
			domain: 'gardens.example',
			hs_lastmodifieddate: '2026-11-24T10:00:05.000Z',
		});
	});

	it('is gone after archiving, except for those who ask for archived ones', async () => {
		const id = await hubspot.make('products', { name: 'Rake' });
		expect(await hubspot.ask('DELETE', `/crm/v3/objects/products/${id}`)).toEqual({
			status: 204,
			body: undefined,
		});
		expect(await hubspot.ask('GET', `/crm/v3/objects/products/${id}`)).toEqual({
			status: 404,
			body: { status: 'error', message: 'resource not found', category: 'OBJECT_NOT_FOUND' },
		});
		const archived = await hubspot.ask('GET', `/crm/v3/objects/products/${id}?archived=true`);
		expect(archived).toMatchObject({
			status: 200,
			body: { id, archived: true, archivedAt: NOW, properties: { name: 'Rake' } },
		});
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/products?archived=true')).body.results,
		).toHaveLength(1);
		expect((await hubspot.ask('GET', '/crm/v3/objects/products')).body).toEqual({ results: [] });
		expect((await hubspot.ask('DELETE', `/crm/v3/objects/products/${id}`)).status).toBe(204);
	});

	it('frees its e-mail address when it is archived', async () => {
		const id = await hubspot.make('contacts', { email: 'a@example.com' });
		await hubspot.ask('DELETE', `/crm/v3/objects/contacts/${id}`);
		expect(await hubspot.make('contacts', { email: 'a@example.com' })).not.toBe(id);
	});

	it('is not found: a word is told from a number', async () => {
		expect(await hubspot.ask('PATCH', '/crm/v3/objects/contacts/lost', { properties: {} })).toEqual(
			{
				status: 404,
				body: {
					status: 'error',
					message: 'Object not found.  objectId are usually numeric.',
					context: { id: ['lost'] },
					category: 'OBJECT_NOT_FOUND',
				},
			},
		);
		expect((await hubspot.ask('GET', '/crm/v3/objects/gnomes/1')).body).toEqual({
			status: 'error',
			message: 'Unable to infer object type from: gnomes',
			category: 'VALIDATION_ERROR',
		});
	});
});

describe('histories', () => {
	it('hold the values of a property, the newest first', async () => {
		const id = await hubspot.make('deals', { dealname: 'D', dealstage: 'contractsent' });
		const said = (value: string, timestamp: string) => ({
			value,
			timestamp,
			sourceType: 'INTEGRATION',
		});
		const read = async () =>
			(
				await hubspot.ask(
					'GET',
					`/crm/v3/objects/deals/${id}?propertiesWithHistory=dealstage,amount`,
				)
			).body.propertiesWithHistory as unknown;
		expect(await read()).toEqual({ dealstage: [said('contractsent', NOW)], amount: [] });
		for (const dealstage of ['closedlost', 'closedwon']) {
			hubspot.clock.advance(1000);
			await hubspot.ask('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { dealstage } });
		}
		const dealstage = [
			said('closedwon', '2026-11-24T10:00:02.000Z'),
			said('closedlost', '2026-11-24T10:00:01.000Z'),
			said('contractsent', NOW),
		];
		expect(await read()).toEqual({ dealstage, amount: [] });
		const batch = await hubspot.ask('POST', '/crm/v3/objects/deals/batch/read', {
			inputs: [{ id }],
			propertiesWithHistory: ['dealstage'],
		});
		expect(batch.body.results[0].propertiesWithHistory).toEqual({ dealstage });
	});
});

describe('lists', () => {
	it('go page by page, ten at a time unless asked otherwise', async () => {
		const ids: string[] = [];
		for (let n = 0; n < 12; n += 1) ids.push(await hubspot.make('taxes', { hs_label: `T${n}` }));
		const first = await hubspot.ask('GET', '/crm/objects/2026-03/taxes?properties=hs_label');
		expect(first.body.results.map((one: { id: string }) => one.id)).toEqual(ids.slice(0, 10));
		expect(first.body.paging).toEqual({
			next: {
				after: ids[9],
				link: `${hubspot.url}/crm/objects/2026-03/taxes?properties=hs_label&after=${ids[9]}`,
			},
		});
		const second = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/taxes?after=${first.body.paging.next.after}`,
		);
		expect(second.body.results.map((one: { id: string }) => one.id)).toEqual(ids.slice(10));
		expect(second.body.paging).toBeUndefined();
	});

	it('refuse a limit above 100', async () => {
		expect((await hubspot.ask('GET', '/crm/v3/objects/taxes?limit=101')).status).toBe(400);
		expect((await hubspot.ask('GET', '/crm/v3/objects/taxes?limit=100')).status).toBe(200);
	});

	it('carry the associations that were asked for, under their plural names', async () => {
		const contact = await hubspot.make('contacts', { email: 'a@example.com' });
		const line = await hubspot.make('line_items', { name: 'x', price: '1', quantity: '1' });
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' }, [
			[3, contact],
			[19, line],
		]);
		const { body } = await hubspot.ask(
			'GET',
			'/crm/v3/objects/deals?associations=line_items&associations=contacts,companies',
		);
		expect(body.results[0]).toMatchObject({ id: deal });
		expect(body.results[0].associations).toEqual({
			'line items': { results: [{ id: line, type: 'deal_to_line_item' }] },
			contacts: { results: [{ id: contact, type: 'deal_to_contact' }] },
		});
	});
});

describe('many associations', () => {
	it('come a hundred at a time, with the address of the rest', async () => {
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' });
		const inputs = (count: number) => ({
			inputs: Array.from({ length: count }, (_, index) => ({
				properties: { name: `x ${index}` },
				associations: [
					{
						to: { id: deal },
						types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }],
					},
				],
			})),
		});
		await hubspot.ask('POST', '/crm/v3/objects/line_items/batch/create', inputs(100));
		await hubspot.ask('POST', '/crm/v3/objects/line_items/batch/create', inputs(3));
		const { body } = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/deals/${deal}?associations=line_items`,
		);
		const { results, paging } = body.associations['line items'] as {
			results: unknown[];
			paging: { next: { after: string; link: string } };
		};
		expect(results).toHaveLength(100);
		expect(paging.next.link).toBe(
			`${hubspot.url}/crm/objects/2026-03/deals/${deal}/associations/line_items?after=${paging.next.after}`,
		);
		expect(
			(await hubspot.ask('GET', paging.next.link.slice(hubspot.url.length))).body.results,
		).toHaveLength(3);
		expect(await hubspot.values('deals', deal, 'hs_num_of_associated_line_items')).toEqual({
			hs_num_of_associated_line_items: '103',
		});
	});
});

describe('values', () => {
	it('that are not valid are named all at once, in the message and in errors', async () => {
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/deals', {
			properties: {
				dealname: 'x',
				dealstage: 'nowhere',
				colour: 'red',
				amount: '1,000',
				closedate: 'soon',
				dealtype: 'newbusiness',
				hs_is_closed: 'true',
				deal_currency_code: 'JPY',
			},
		});
		expect(status).toBe(400);
		expect(body.category).toBe('VALIDATION_ERROR');
		const told = JSON.parse(
			(body.message as string).slice('Property values were not valid: '.length),
		) as unknown[];
		expect(told.slice(0, 2)).toEqual([
			{
				isValid: false,
				message: 'Property "colour" does not exist',
				error: 'PROPERTY_DOESNT_EXIST',
				name: 'colour',
				localizedErrorMessage: 'Property "colour" does not exist',
				portalId: 48291573,
			},
			{
				isValid: false,
				message: '1,000 was not a valid number.',
				error: 'INVALID_INTEGER',
				name: 'amount',
				localizedErrorMessage: '1,000 was not a valid number.',
				propertyValue: '1,000',
				portalId: 48291573,
			},
		]);
		expect(
			body.errors.map((one: { code: string; context: object }) => [one.code, one.context]),
		).toEqual([
			['PROPERTY_DOESNT_EXIST', { propertyName: ['colour'] }],
			['INVALID_INTEGER', { propertyName: ['amount'] }],
			['INVALID_LONG', { propertyName: ['closedate'] }],
			['READ_ONLY_VALUE', { propertyName: ['hs_is_closed'] }],
			['INVALID_OPTION', { propertyName: ['deal_currency_code'] }],
			['INVALID_OPTION', { propertyName: ['dealstage'] }],
		]);
	});

	it.each([
		['contacts', 'email', 'not an address', 'INVALID_EMAIL'],
		['contacts', 'hs_lead_status', 'HOT', 'INVALID_OPTION'],
		['line_items', 'quantity', '1e3', 'INVALID_INTEGER'],
		['line_items', 'price', '-1', 'INVALID_VALUE'],
		['line_items', 'hs_recurring_billing_start_date', '2026-02-30', 'INVALID_DATE'],
		['line_items', 'hs_recurring_billing_start_date', '1764000000000', 'INVALID_DATE'],
		['quotes', 'hs_locked', 'true', 'READ_ONLY_VALUE'],
		['quotes', 'hs_payment_enabled', 'yes', 'INVALID_OPTION'],
	])('%s.%s refuses %s', async (type, name, value, code) => {
		const { body } = await hubspot.ask('POST', `/crm/v3/objects/${type}`, {
			properties: { [name]: value },
		});
		expect(body.errors).toMatchObject([{ code, context: { propertyName: [name] } }]);
	});

	it('take dates as text or milliseconds, and add choices after a semicolon', async () => {
		const line = await hubspot.make('line_items', {
			name: 'x',
			hs_recurring_billing_start_date: '1764028800000',
		});
		expect(await hubspot.values('line_items', line, 'hs_recurring_billing_start_date')).toEqual({
			hs_recurring_billing_start_date: '2025-11-25',
		});
		const deal = await hubspot.make('deals', {
			dealname: 'x',
			dealstage: 'closedwon',
			closedate: '2026-12-01',
		});
		expect(await hubspot.values('deals', deal, 'closedate')).toEqual({
			closedate: '2026-12-01T00:00:00.000Z',
		});
		const contact = await hubspot.make('contacts', {
			email: 'a@example.com',
			hs_additional_emails: 'B@example.com',
		});
		await hubspot.ask('PATCH', `/crm/v3/objects/contacts/${contact}`, {
			properties: { hs_additional_emails: ';c@example.com' },
		});
		expect(await hubspot.values('contacts', contact, 'hs_additional_emails')).toEqual({
			hs_additional_emails: 'b@example.com;c@example.com',
		});
	});

	it('that are required must be there, and from 2026-09 on each is named', async () => {
		const message = 'Error creating DEAL. Some required properties were not set.';
		expect((await hubspot.ask('POST', '/crm/v3/objects/deals', { properties: {} })).body).toEqual({
			status: 'error',
			message,
			context: { properties: ['dealname', 'dealstage'] },
			category: 'VALIDATION_ERROR',
		});
		expect(
			(await hubspot.ask('POST', '/crm/objects/2026-09/deals', { properties: { dealname: 'x' } }))
				.body.errors,
		).toEqual([
			{
				message: 'A value for dealstage must be provided',
				code: 'MISSING_REQUIRED_PROPERTY',
				context: { propertyName: ['dealstage'] },
			},
		]);
		hubspot.setSwitches({ requiredOnCreate: 'none' });
		expect((await hubspot.ask('POST', '/crm/v3/objects/deals', { properties: {} })).status).toBe(
			201,
		);
	});
});

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

describe('bodies', () => {
	it.each([
		['{"properties": {', 400, 'Invalid input JSON on line 1, column 17: Unexpected character'],
		['', 400, 'Invalid input JSON on line 1, column 1: Unexpected end-of-input'],
		[
			'{"properties": {"email": {"a": 1}}}',
			400,
			'Invalid input JSON on line 1, column 1: Invalid input at "properties.email"',
		],
		['[]', 400, 'Invalid input JSON on line 1, column 1: Expected object, received array at ""'],
	])('%s', async (body, status, message) => {
		expect(await hubspot.ask('POST', '/crm/v3/objects/contacts', body)).toMatchObject({
			status,
			body: { category: 'VALIDATION_ERROR', message },
		});
	});

	it('of another content type are refused', async () => {
		const response = await fetch(`${hubspot.url}/crm/v3/objects/contacts`, {
			method: 'POST',
			headers: { authorization: `Bearer ${hubspot.serviceKey}`, 'content-type': 'text/plain' },
			body: '{}',
		});
		expect(response.status).toBe(415);
	});
});

describe('values that must differ', () => {
	it('an e-mail address, in any case and among the secondary ones, makes a conflict that names the holder', async () => {
		const id = await hubspot.make('contacts', {
			email: 'one@example.com',
			hs_additional_emails: 'two@example.com',
		});
		for (const email of ['ONE@example.com', 'two@Example.com']) {
			expect(
				await hubspot.ask('POST', '/crm/v3/objects/contacts', { properties: { email } }),
			).toEqual({
				status: 409,
				body: {
					status: 'error',
					message: `Contact already exists. Existing ID: ${id}`,
					category: 'CONFLICT',
				},
			});
		}
		const other = await hubspot.make('contacts', { email: 'three@example.com' });
		const clash = await hubspot.ask('PATCH', `/crm/v3/objects/contacts/${other}`, {
			properties: { email: 'two@example.com' },
		});
		expect(clash).toMatchObject({
			status: 400,
			body: {
				category: 'VALIDATION_ERROR',
				errors: [{ code: 'CONFLICTING_UNIQUE_VALUE', context: { propertyName: ['email'] } }],
			},
		});
		expect(await hubspot.values('contacts', other, 'email')).toEqual({
			email: 'three@example.com',
		});
	});

	it('a property of the account names a record, and its value is refused elsewhere', async () => {
		await hubspot.ask('POST', '/crm/v3/properties/products', {
			name: 'external_id',
			label: 'E',
			type: 'string',
			fieldType: 'text',
			groupName: 'productinformation',
			hasUniqueValue: true,
		});
		const id = await hubspot.make('products', { name: 'Rake', external_id: 'r:1' });
		expect(
			await hubspot.ask('PATCH', '/crm/v3/objects/products/r:1?idProperty=external_id', {
				properties: { price: '4' },
			}),
		).toMatchObject({ status: 200, body: { id } });
		const clash = await hubspot.ask('POST', '/crm/v3/objects/products', {
			properties: { name: 'Hoe', external_id: 'r:1' },
		});
		expect(clash.status).toBe(400);
		expect(clash.body.message).toContain(`${id} already has that value.`);
		expect(clash.body.errors[0].code).toBe('CONFLICTING_UNIQUE_VALUE');
		hubspot.setSwitches({ uniqueConflictStatus: 409 });
		expect(
			(
				await hubspot.ask('POST', '/crm/v3/objects/products', {
					properties: { name: 'Hoe', external_id: 'r:1' },
				})
			).status,
		).toBe(409);
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/products/Rake?idProperty=name')).body.message,
		).toBe('Unable to perform update/upsert by non-unique 0-7 property name');
	});
});

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
