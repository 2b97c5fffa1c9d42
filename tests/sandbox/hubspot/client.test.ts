import { Client } from '@hubspot/api-client';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

/**
 * HubSpot's own client, which speaks the classic paths, against the sandbox as it is started for
 * people.
 */
let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
	sandbox = await startSandbox({
		seed: 'demo',
		now: '2026-11-24T10:00:00Z',
		frozen: true,
		switches: { hubspot: { limits: false, searchLagSeconds: 0 } },
	});
	client = new Client({
		accessToken: String(sandbox.hubspot.describe()['serviceKey']),
		basePath: sandbox.hubspot.url,
	});
});
afterAll(() => sandbox.stop());

const spec = (associationTypeId: number) => ({
	associationCategory: 'HUBSPOT_DEFINED' as never,
	associationTypeId,
});

it('reads a deal with what belongs to it', async () => {
	const deal = await client.crm.deals.basicApi.getById(
		'401',
		['dealname', 'amount', 'hs_is_closed_won'],
		undefined,
		['line_items', 'contacts'],
	);
	expect(deal).toMatchObject({
		id: '401',
		properties: {
			dealname: "Spring planting – O'Brien's garden 🌷",
			amount: '1313.58',
			hs_is_closed_won: 'true',
		},
		createdAt: new Date('2026-11-24T10:00:00Z'),
	});
	expect(deal.associations?.['line items']?.results.map(({ id }) => id)).toEqual([
		'601',
		'602',
		'603',
		'604',
	]);
	const lines = await client.crm.lineItems.batchApi.read({
		inputs: [{ id: '601' }, { id: '603' }],
		properties: ['price', 'quantity', 'amount'],
		propertiesWithHistory: [],
	});
	expect(
		lines.results.map(({ properties: { price, quantity, amount } }) => [price, quantity, amount]),
	).toEqual([
		['85.00', '12.5', '956.25'],
		['3.196', '17.625', '56.33'],
	]);
});

it('pages through everything', async () => {
	expect((await client.crm.contacts.getAll(100)).map(({ id }) => id)).toEqual([
		'101',
		'102',
		'103',
		'104',
		'105',
	]);
	expect((await client.crm.quotes.basicApi.getPage(2)).paging?.next?.after).toBe('502');
});

it('searches', async () => {
	const found = await client.crm.contacts.searchApi.doSearch({
		filterGroups: [
			{
				filters: [
					{ propertyName: 'email', operator: 'EQ' as never, value: 'jose@cafe-ole.example' },
				],
			},
		],
		properties: ['lastname'],
		limit: 5,
	});
	expect({ total: found.total, ids: found.results.map(({ id }) => id) }).toEqual({
		total: 1,
		ids: ['102'],
	});
});

it('creates, links and upserts; a failure in a batch is told apart by its trace id', async () => {
	await client.crm.properties.groupsApi.create('deals', { name: 'billing', label: 'Billing' });
	await client.crm.properties.coreApi.create('contacts', {
		name: 'ledger_id',
		label: 'Ledger',
		type: 'string' as never,
		fieldType: 'text' as never,
		groupName: 'contactinformation',
		hasUniqueValue: true,
	});
	const upserted = await client.crm.contacts.batchApi.upsert({
		inputs: [
			{
				id: '9:1',
				idProperty: 'ledger_id',
				properties: { email: 'upsert@example.com' },
				objectWriteTraceId: 'a',
			},
			{
				id: '9:2',
				idProperty: 'ledger_id',
				properties: { email: 'ann.miller@example.com' },
				objectWriteTraceId: 'b',
			},
		],
	});
	expect(upserted).toMatchObject({
		status: 'COMPLETE',
		numErrors: 1,
		results: [
			{
				_new: true,
				objectWriteTraceId: 'a',
				properties: { ledger_id: '9:1', email: 'upsert@example.com' },
			},
		],
	});
	expect((upserted as { errors?: unknown }).errors).toMatchObject([
		{ category: 'CONFLICT', context: { objectWriteTraceId: ['b'], existingId: ['104'] } },
	]);

	const invoice = await client.crm.commerce.invoices.basicApi.create({
		properties: {
			hs_currency: 'USD',
			hs_invoice_billable: 'false',
			hs_number: '1045',
			hs_amount_billed: '1313.58',
			hs_invoice_status: 'open',
		},
		associations: [
			{ to: { id: '401' }, types: [spec(175)] },
			{ to: { id: '101' }, types: [spec(177)] },
		],
	});
	expect(
		await client.crm.associations.v4.basicApi.getPage('deals', '401', 'invoices'),
	).toMatchObject({
		results: [
			{ toObjectId: invoice.id, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 176 }] },
		],
	});
	const linked = await client.crm.associations.v4.batchApi.create('invoices', 'companies', {
		inputs: [{ _from: { id: invoice.id }, to: { id: '201' }, types: [spec(179)] }],
	});
	expect(linked).toMatchObject({
		status: 'COMPLETE',
		results: [{ fromObjectId: invoice.id, toObjectId: '201' }],
	});
	await client.crm.associations.v4.basicApi.archive('invoices', invoice.id, 'companies', '201');
	expect(
		(await client.crm.companies.basicApi.getById('201', undefined, undefined, ['invoices']))
			.associations,
	).toBeUndefined();
});

it('merges, and forgets', async () => {
	const extra = await client.crm.contacts.basicApi.create({
		properties: { email: 'niamh2@example.com', jobtitle: 'Owner' },
		associations: [],
	});
	const merged = await client.crm.contacts.basicApi.merge({
		primaryObjectId: '101',
		objectIdToMerge: extra.id,
	});
	expect((await client.crm.contacts.basicApi.getById(extra.id, ['email', 'jobtitle'])).id).toBe(
		merged.id,
	);
	await client.crm.contacts.basicApi.purge({ objectId: 'dragon@example.com', idProperty: 'email' });
	await expect(client.crm.contacts.basicApi.getById('105')).rejects.toMatchObject({ code: 404 });
});

it('meets refusals with their whole body', async () => {
	await expect(
		client.crm.deals.basicApi.update('401', { properties: { amount: 'much' } }),
	).rejects.toMatchObject({
		code: 400,
		body: { category: 'VALIDATION_ERROR', errors: [{ code: 'INVALID_INTEGER' }] },
	});
	await expect(client.crm.objects.basicApi.getById('invoices', '1')).rejects.toMatchObject({
		code: 404,
		body: { category: 'OBJECT_NOT_FOUND' },
	});
	await expect(
		new Client({ accessToken: 'wrong', basePath: sandbox.hubspot.url }).crm.deals.basicApi.getById(
			'401',
		),
	).rejects.toMatchObject({ code: 401 });
});

it('reads the account by way of its open door', async () => {
	const response = await client.apiRequest({ method: 'GET', path: '/account-info/v3/details' });
	expect(await response.json()).toMatchObject({
		portalId: 48291573,
		companyCurrency: 'USD',
		timeZone: 'America/Los_Angeles',
	});
});
