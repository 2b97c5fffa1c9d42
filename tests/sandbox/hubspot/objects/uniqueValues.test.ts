import { startClient, type HubSpotClient } from '../hubSpotClient';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

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
