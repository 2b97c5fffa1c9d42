import { startClient, type HubSpotClient } from '../hubSpotClient';
const deals = '/crm/properties/2026-03/deals';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe("HubSpot's own properties", () => {
	it('say what they are', async () => {
		expect(
			await hubspot.ask('GET', '/crm/v3/properties/line_items/hs_discount_percentage'),
		).toEqual({
			status: 200,
			body: {
				name: 'hs_discount_percentage',
				label: 'Discount percentage',
				type: 'number',
				fieldType: 'number',
				description: '',
				groupName: 'lineiteminformation',
				options: [],
				displayOrder: 8,
				calculated: false,
				externalOptions: false,
				hasUniqueValue: false,
				hidden: false,
				hubspotDefined: true,
				formField: false,
				archived: false,
				modificationMetadata: {
					archivable: false,
					readOnlyDefinition: true,
					readOnlyValue: false,
				},
			},
		});
		const { body } = await hubspot.ask('GET', deals);
		const named = (name: string) => body.results.find((one: { name: string }) => one.name === name);
		expect(named('hs_is_closed_won')).toMatchObject({
			type: 'bool',
			calculated: true,
			modificationMetadata: { readOnlyValue: true },
		});
		expect(named('deal_currency_code').options.map((one: { value: string }) => one.value)).toEqual([
			'USD',
			'CAD',
			'EUR',
			'GBP',
		]);
		expect(named('dealstage').options).toHaveLength(11);
	});

	it('of invoices obey the switches', async () => {
		const readOnly = async (name: string) =>
			(await hubspot.ask('GET', `/crm/v3/properties/0-53/${name}`)).body.modificationMetadata
				.readOnlyValue as boolean;
		expect([await readOnly('hs_amount_billed'), await readOnly('hs_balance_due')]).toEqual([
			false,
			true,
		]);
		hubspot.setSwitches({ invoiceOutputFields: 'readOnly', invoiceBalance: 'nonBillable' });
		expect([await readOnly('hs_amount_billed'), await readOnly('hs_balance_due')]).toEqual([
			true,
			false,
		]);
	});

	it('cannot be changed or archived', async () => {
		expect((await hubspot.ask('PATCH', `${deals}/amount`, { label: 'Money' })).status).toBe(400);
		expect((await hubspot.ask('DELETE', `${deals}/amount`)).status).toBe(400);
	});
});
