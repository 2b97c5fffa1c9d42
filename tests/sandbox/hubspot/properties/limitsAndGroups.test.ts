import { startClient, type HubSpotClient } from '../hubSpotClient';
const deals = '/crm/properties/2026-03/deals';
const number = {
	name: 'invoice_number',
	label: 'Number',
	type: 'string',
	fieldType: 'text',
	groupName: 'dealinformation',
};
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe('how many there may be', () => {
	it.each(['/crm/v3/limits', '/crm/limits/2026-03', '/crm/limits/2026-09'])(
		'is told by object under %s, of those that are not archived',
		async (path) => {
			hubspot.setSwitches({ ownProperties: 2 });
			await hubspot.ask('POST', deals, number);
			await hubspot.ask('POST', deals, { ...number, name: 'other' });
			expect((await hubspot.ask('POST', deals, { ...number, name: 'third' })).status).toBe(400);
			await hubspot.ask('DELETE', `${deals}/other`);
			const { body } = await hubspot.ask('GET', `${path}/custom-properties`);
			expect(
				body.byObjectType.find((one: { objectTypeId: string }) => one.objectTypeId === '0-3'),
			).toEqual({
				objectTypeId: '0-3',
				singularLabel: 'Deal',
				pluralLabel: 'Deals',
				limit: 2,
				usage: 1,
				percentage: 50,
			});
			expect(body).toMatchObject({ overallLimit: 20, overallUsage: 1, overallPercentage: 5 });
		},
	);

	it.each([
		['notFound', 404],
		['forbidden', 403],
	] as const)('or is not (%s)', async (propertyLimits, status) => {
		hubspot.setSwitches({ propertyLimits });
		expect((await hubspot.ask('GET', '/crm/limits/2026-03/custom-properties')).status).toBe(status);
	});
});

describe('groups', () => {
	it('are created once, renamed, and removed when empty', async () => {
		const group = { name: 'quickbooks_invoice', label: 'QuickBooks invoice', displayOrder: 3 };
		expect(await hubspot.ask('POST', `${deals}/groups`, group)).toEqual({
			status: 201,
			body: { ...group, archived: false },
		});
		expect(await hubspot.ask('POST', `${deals}/groups`, group)).toMatchObject({
			status: 409,
			body: { category: 'OBJECT_ALREADY_EXISTS' },
		});
		expect(
			(await hubspot.ask('PATCH', `${deals}/groups/quickbooks_invoice`, { label: 'Billing' })).body,
		).toEqual({ ...group, label: 'Billing', archived: false });
		await hubspot.ask('POST', deals, { ...number, groupName: group.name });
		expect(await hubspot.ask('DELETE', `${deals}/groups/quickbooks_invoice`)).toMatchObject({
			status: 400,
			body: { subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES' },
		});
		await hubspot.ask('DELETE', `${deals}/invoice_number`);
		expect((await hubspot.ask('DELETE', `${deals}/groups/quickbooks_invoice`)).status).toBe(204);
		expect(
			(await hubspot.ask('GET', `${deals}/groups`)).body.results.map(
				(one: { name: string }) => one.name,
			),
		).toEqual(['dealinformation', 'deal_revenue']);
	});
});
