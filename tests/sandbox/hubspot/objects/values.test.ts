import { startClient, type HubSpotClient } from '../hubSpotClient';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

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
