import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = '2026-11-24T10:00:00.000Z';
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

describe("the account's own", () => {
	it('are created once, and hold values', async () => {
		const made = await hubspot.ask('POST', deals, number);
		expect(made).toMatchObject({
			status: 201,
			body: {
				...number,
				hubspotDefined: false,
				archived: false,
				hasUniqueValue: false,
				createdAt: NOW,
				updatedAt: NOW,
				modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: false },
			},
		});
		expect(await hubspot.ask('POST', '/crm/v3/properties/0-3', number)).toEqual({
			status: 409,
			body: {
				status: 'error',
				message: "A property named 'invoice_number' already exists.",
				context: { name: ['invoice_number'] },
				category: 'OBJECT_ALREADY_EXISTS',
				subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
			},
		});
		const deal = await hubspot.make('deals', {
			dealname: 'x',
			dealstage: 'closedwon',
			invoice_number: 'A-1',
		});
		expect(await hubspot.values('deals', deal, 'invoice_number')).toEqual({
			invoice_number: 'A-1',
		});
	});

	it('are created in batches, where one that exists is an error of its own', async () => {
		await hubspot.ask('POST', deals, number);
		const { status, body } = await hubspot.ask('POST', `${deals}/batch/create`, {
			inputs: [number, { ...number, name: 'invoice_total', type: 'number', fieldType: 'number' }],
		});
		expect(status).toBe(207);
		expect(body.results).toMatchObject([{ name: 'invoice_total' }]);
		expect(body.errors).toMatchObject([
			{
				subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
				context: { name: ['invoice_number'] },
			},
		]);
		const read = await hubspot.ask('POST', `${deals}/batch/read`, {
			inputs: [{ name: 'invoice_total' }, { name: 'none' }],
		});
		expect(read.status).toBe(207);
		expect(read.body.results).toMatchObject([{ name: 'invoice_total', type: 'number' }]);
		expect(read.body.errors).toMatchObject([
			{ category: 'OBJECT_NOT_FOUND', context: { name: ['none'] } },
		]);
	});

	it('keep their options on a change without options, and take new ones as a whole', async () => {
		const status = {
			...number,
			name: 'invoice_status',
			type: 'enumeration',
			fieldType: 'select',
			options: [
				{ label: 'Paid', value: 'paid' },
				{ label: 'Open', value: 'open', displayOrder: 1 },
			],
		};
		await hubspot.ask('POST', deals, status);
		expect(
			(await hubspot.ask('PATCH', `${deals}/invoice_status`, { label: 'State' })).body,
		).toMatchObject({
			label: 'State',
			options: [{ value: 'paid', hidden: false }, { value: 'open' }],
		});
		expect(
			(
				await hubspot.ask('PATCH', `${deals}/invoice_status`, {
					options: [{ label: 'Void', value: 'void' }],
				})
			).body.options,
		).toHaveLength(1);
		const refused = await hubspot.ask('POST', '/crm/v3/objects/deals', {
			properties: { dealname: 'x', dealstage: 'closedwon', invoice_status: 'paid' },
		});
		expect(refused.body.errors[0].code).toBe('INVALID_OPTION');
	});

	it('come back when an archived one is made again', async () => {
		await hubspot.ask('POST', deals, number);
		expect((await hubspot.ask('DELETE', `${deals}/invoice_number`)).status).toBe(204);
		expect(await hubspot.ask('GET', `${deals}/invoice_number`)).toMatchObject({
			status: 404,
			body: { category: 'OBJECT_NOT_FOUND' },
		});
		expect((await hubspot.ask('GET', `${deals}?archived=true`)).body.results).toMatchObject([
			{ name: 'invoice_number', archived: true, archivedAt: NOW },
		]);
		hubspot.clock.advance(60_000);
		expect(await hubspot.ask('POST', deals, { ...number, label: 'Again' })).toMatchObject({
			status: 201,
			body: { label: 'Again', createdAt: NOW, archived: false },
		});
		expect((await hubspot.ask('GET', `${deals}?archived=true`)).body.results).toEqual([]);
	});

	it('hide their values while archived, and find them again', async () => {
		const unique = { ...number, hasUniqueValue: true };
		await hubspot.ask('POST', deals, unique);
		const deal = await hubspot.make('deals', {
			dealname: 'x',
			dealstage: 'closedwon',
			invoice_number: 'A-1',
		});
		await hubspot.ask('DELETE', `${deals}/invoice_number`);
		expect(await hubspot.values('deals', deal, 'invoice_number')).toEqual({});
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/deals/A-1?idProperty=invoice_number')).status,
		).toBe(400);
		await hubspot.ask('POST', deals, unique);
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/deals/A-1?idProperty=invoice_number')).body.id,
		).toBe(deal);
	});

	it.each([
		[{ ...number, fieldType: 'select' }],
		[{ ...number, groupName: 'nowhere' }],
		[{ ...number, name: 'Not A Name' }],
		[{ ...number, type: 'text' }],
		[{ ...number, type: 'date', fieldType: 'date', hasUniqueValue: true }],
	])('refuse %p', async (wanted) => {
		expect(await hubspot.ask('POST', deals, wanted)).toMatchObject({
			status: 400,
			body: { category: 'VALIDATION_ERROR' },
		});
	});

	it('can be unique ten times for each object, everywhere or on people and deals only', async () => {
		for (let n = 0; n < 10; n += 1)
			expect(
				(await hubspot.ask('POST', deals, { ...number, name: `u${n}`, hasUniqueValue: true }))
					.status,
			).toBe(201);
		expect(
			(await hubspot.ask('POST', deals, { ...number, name: 'u10', hasUniqueValue: true })).status,
		).toBe(400);
		hubspot.setSwitches({ uniquePropertiesOf: 'people' });
		const wanted = { ...number, groupName: 'productinformation', hasUniqueValue: true };
		expect((await hubspot.ask('POST', '/crm/v3/properties/products', wanted)).status).toBe(400);
		hubspot.setSwitches({ uniquePropertiesOf: 'all' });
		expect((await hubspot.ask('POST', '/crm/v3/properties/products', wanted)).status).toBe(201);
	});
});
