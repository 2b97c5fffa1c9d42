import { startClient, type HubSpotClient } from '../hubSpotClient';
const contacts = '/crm/objects/2026-03/contacts/batch';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

async function total(type: string): Promise<number> {
	return (await hubspot.ask('GET', `/crm/v3/objects/${type}?limit=100`)).body.results
		.length as number;
}

describe('upserting', () => {
	const input = (id: string, trace?: string) => ({
		id,
		idProperty: 'email',
		properties: { firstname: id },
		...(trace && { objectWriteTraceId: trace }),
	});

	it('creates and changes, says which is new, and does not keep the order', async () => {
		const old = await hubspot.make('contacts', {
			email: 'old@example.com',
			lastname: 'Kept',
			hs_additional_emails: 'second@example.com',
		});
		const { status, body } = await hubspot.ask('POST', `${contacts}/upsert`, {
			inputs: [input('SECOND@example.com', 't1'), input('new@example.com', 't2')],
		});
		expect(status).toBe(200);
		expect(
			body.results.map((one: { new: boolean; objectWriteTraceId: string; properties: object }) => ({
				new: one.new,
				trace: one.objectWriteTraceId,
				properties: one.properties,
			})),
		).toMatchObject([
			{
				new: true,
				trace: 't2',
				properties: { email: 'new@example.com', firstname: 'new@example.com' },
			},
			{
				new: false,
				trace: 't1',
				properties: {
					email: 'old@example.com',
					firstname: 'SECOND@example.com',
					lastname: 'Kept',
					hs_object_id: old,
				},
			},
		]);
	});

	it('refuses the same record twice, in any case', async () => {
		const { status, body } = await hubspot.ask('POST', `${contacts}/upsert`, {
			inputs: [input('a@example.com', 't1'), input('A@example.com', 't2')],
		});
		expect({ status, body }).toEqual({
			status: 400,
			body: {
				status: 'error',
				message: 'Duplicate IDs found in batch input: [A@example.com]. IDs must be unique',
				context: { ids: ['A@example.com'] },
				category: 'VALIDATION_ERROR',
			},
		});
		expect(await total('contacts')).toBe(0);
	});

	it('refuses properties whose values may repeat, the domain of companies among them', async () => {
		const inputs = [{ id: 'a.example', idProperty: 'domain', properties: { name: 'A' } }];
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/companies/batch/upsert', { inputs })).body
				.message,
		).toBe('Unable to perform update/upsert by non-unique 0-2 property domain');
		hubspot.setSwitches({ domainUpsert: true });
		const made = await hubspot.ask('POST', '/crm/v3/objects/companies/batch/upsert', { inputs });
		expect(made.body.results[0]).toMatchObject({ new: true, properties: { domain: 'a.example' } });
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/companies/batch/upsert', { inputs })).body
				.results[0].new,
		).toBe(false);
	});

	it('without an idProperty the id is the record, and a missing one is an error', async () => {
		const id = await hubspot.make('products', { name: 'Rake' });
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/products/batch/upsert', {
			inputs: [
				{ id, properties: { price: '3' } },
				{ id: '5', properties: {} },
			],
		});
		expect(status).toBe(207);
		expect(body.results).toMatchObject([{ id, new: false }]);
		expect(body.errors).toEqual([
			{
				status: 'error',
				category: 'OBJECT_NOT_FOUND',
				message:
					'Could not get some PRODUCT objects, they may be deleted or not exist. Check that ids are valid.',
				context: { ids: ['5'] },
			},
		]);
	});

	it('of 2026-09 may stop at the first error', async () => {
		hubspot.setSwitches({ partialSuccess202609: 'refuse' });
		const inputs = [input('a@example.com', 't1'), input('nonsense', 't2')];
		expect(
			(await hubspot.ask('POST', '/crm/objects/2026-09/contacts/batch/upsert', { inputs })).status,
		).toBe(400);
		expect(await total('contacts')).toBe(0);
		expect((await hubspot.ask('POST', `${contacts}/upsert`, { inputs })).status).toBe(207);
	});
});
