import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = '2026-11-24T10:00:00.000Z';
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

describe('creating', () => {
	it('answers 201 with every record and its trace id', async () => {
		const { status, body } = await hubspot.ask('POST', `${contacts}/create`, {
			inputs: [
				{ properties: { email: 'a@example.com' }, objectWriteTraceId: 't1' },
				{ properties: { email: 'b@example.com' } },
			],
		});
		expect(status).toBe(201);
		expect(Object.keys(body)).toEqual(['status', 'results', 'startedAt', 'completedAt']);
		expect(
			body.results.map((one: { objectWriteTraceId?: string; properties: { email: string } }) => [
				one.properties.email,
				one.objectWriteTraceId,
			]),
		).toEqual([
			['a@example.com', 't1'],
			['b@example.com', undefined],
		]);
	});

	it.each([
		['merged', 3],
		['mergedWhateverLinks', 2],
		['kept', 4],
	] as const)('equal line items: %s', async (equalLineItems, expected) => {
		hubspot.setSwitches({ equalLineItems });
		const [one, two] = [
			await hubspot.make('deals', { dealname: 'A', dealstage: 'closedwon' }),
			await hubspot.make('deals', { dealname: 'B', dealstage: 'closedwon' }),
		];
		const input = (name: string, deal: string, objectWriteTraceId: string) => ({
			properties: { name, price: '1' },
			objectWriteTraceId,
			associations: [
				{
					to: { id: deal },
					types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }],
				},
			],
		});
		const inputs = [
			input('Visit', one, '1'),
			input('Visit', one, '2'),
			input('Visit', two, '3'),
			input('Trip', one, '4'),
		];
		const { status, body } = await hubspot.ask(
			'POST',
			'/crm/objects/2026-09/line_items/batch/create',
			{ inputs },
		);
		expect([status, body.errors, body.results.length, await total('line_items')]).toEqual([
			201,
			undefined,
			expected,
			expected,
		]);
	});

	it('with trace ids writes what is valid and tells the rest in a 207', async () => {
		const holder = await hubspot.make('contacts', { email: 'taken@example.com' });
		const { status, body } = await hubspot.ask('POST', `${contacts}/create`, {
			inputs: [
				{ properties: { email: 'Taken@example.com' }, objectWriteTraceId: 't1' },
				{ properties: { email: 'new@example.com' }, objectWriteTraceId: 't2' },
				{ properties: { email: 'nonsense' }, objectWriteTraceId: 't3' },
			],
		});
		expect(status).toBe(207);
		expect(body).toMatchObject({
			status: 'COMPLETE',
			numErrors: 2,
			startedAt: NOW,
			completedAt: NOW,
		});
		expect(
			body.results.map((one: { objectWriteTraceId: string }) => one.objectWriteTraceId),
		).toEqual(['t2']);
		expect(body.errors[0]).toEqual({
			status: 'error',
			category: 'CONFLICT',
			message: `Contact already exists. Existing ID: ${holder}`,
			context: { objectWriteTraceId: ['t1'], existingId: [holder] },
		});
		expect(body.errors[1]).toMatchObject({
			category: 'VALIDATION_ERROR',
			context: { objectWriteTraceId: ['t3'] },
		});
		expect(await total('contacts')).toBe(2);
	});

	it('without them one bad input stops all', async () => {
		await hubspot.make('contacts', { email: 'taken@example.com' });
		const clash = await hubspot.ask('POST', `${contacts}/create`, {
			inputs: [
				{ properties: { email: 'new@example.com' } },
				{ properties: { email: 'taken@example.com' } },
			],
		});
		expect(clash).toEqual({
			status: 409,
			body: { status: 'error', message: 'Contact already exists', category: 'CONFLICT' },
		});
		const bad = await hubspot.ask('POST', `${contacts}/create`, {
			inputs: [
				{ properties: { email: 'new@example.com' }, objectWriteTraceId: 'same' },
				{ properties: { nothing: 'x' }, objectWriteTraceId: 'same' },
			],
		});
		expect(bad).toMatchObject({
			status: 400,
			body: { errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] },
		});
		expect(await total('contacts')).toBe(1);
	});

	it('takes inline associations by the type from the new record to the other', async () => {
		const contact = await hubspot.make('contacts', { email: 'a@example.com' });
		const made = await hubspot.ask('POST', '/crm/v3/objects/deals/batch/create', {
			inputs: [
				{
					properties: { dealname: 'x', dealstage: 'closedwon' },
					associations: [
						{
							to: { id: contact },
							types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
						},
					],
				},
			],
		});
		const read = await hubspot.ask('GET', `/crm/v3/objects/contacts/${contact}?associations=deals`);
		expect(read.body.associations).toEqual({
			deals: { results: [{ id: made.body.results[0].id, type: 'contact_to_deal' }] },
		});
		for (const [typeId, error] of [
			[4, 'invalid from object type 0-3 for associations to be created. expected: 0-1'],
			[5, 'COMPANY=1 is not valid'],
			[9999, 'association type HUBSPOT_DEFINED 9999 does not exist'],
		] as const) {
			const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/deals', {
				properties: { dealname: 'x', dealstage: 'closedwon' },
				associations: [
					{
						to: { id: '1' },
						types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
					},
				],
			});
			expect({ status, message: body.message, error: body.errors[0].message }).toEqual({
				status: 400,
				message: 'One or more associations are invalid',
				error,
			});
		}
		expect(await total('deals')).toBe(1);
	});
});

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

describe('changing, reading, archiving', () => {
	it('changes the records that exist and names the others together', async () => {
		const id = await hubspot.make('companies', { name: 'A' });
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/companies/batch/update', {
			inputs: [
				{ id: '8', properties: {} },
				{ id, properties: { name: 'B' } },
				{ id: '9', properties: {} },
			],
		});
		expect(status).toBe(207);
		expect(body.numErrors).toBe(2);
		expect(body.errors).toEqual([
			{
				status: 'error',
				category: 'OBJECT_NOT_FOUND',
				message:
					'Could not get some COMPANY objects, they may be deleted or not exist. Check that ids are valid.',
				context: { ids: ['8', '9'] },
			},
		]);
		expect(await hubspot.values('companies', id, 'name')).toEqual({ name: 'B' });
	});

	it('reads by id or by address, once each', async () => {
		const id = await hubspot.make('contacts', {
			email: 'a@example.com',
			firstname: 'A',
			hs_additional_emails: 'b@example.com',
		});
		const { status, body } = await hubspot.ask('POST', `${contacts}/read`, {
			idProperty: 'email',
			inputs: [{ id: 'B@example.com' }, { id: 'a@example.com' }, { id: 'c@example.com' }],
			properties: ['firstname', 'phone', 'nonsense'],
		});
		expect(status).toBe(207);
		expect(body.results).toEqual([
			expect.objectContaining({
				id,
				properties: {
					createdate: NOW,
					firstname: 'A',
					hs_object_id: id,
					lastmodifieddate: NOW,
					phone: null,
				},
			}),
		]);
		expect(body.errors[0].context).toEqual({ ids: ['c@example.com'] });
		expect(
			(await hubspot.ask('POST', `${contacts}/read`, { inputs: [{ id }], properties: [] })).status,
		).toBe(200);
	});

	it('archives what is there', async () => {
		const id = await hubspot.make('fees', { hs_label: 'x' });
		expect(
			await hubspot.ask('POST', '/crm/v3/objects/fees/batch/archive', {
				inputs: [{ id }, { id: '12' }],
			}),
		).toEqual({ status: 204, body: undefined });
		expect(await total('fees')).toBe(0);
	});

	it.each(['create', 'update', 'upsert', 'read', 'archive'])(
		'%s takes 100 inputs, not 101',
		async (operation) => {
			const inputs = Array.from({ length: 101 }, (_one, n) => ({
				id: String(n + 1),
				properties: { name: 'x' },
			}));
			const { status, body } = await hubspot.ask(
				'POST',
				`/crm/v3/objects/products/batch/${operation}`,
				{ inputs },
			);
			expect({ status, category: body.category }).toEqual({
				status: 400,
				category: 'VALIDATION_ERROR',
			});
			expect(
				(
					await hubspot.ask('POST', `/crm/v3/objects/products/batch/${operation}`, {
						inputs: inputs.slice(1),
					})
				).status,
			).toBeLessThan(300);
		},
	);
});
