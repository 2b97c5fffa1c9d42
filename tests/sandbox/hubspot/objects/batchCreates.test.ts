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
