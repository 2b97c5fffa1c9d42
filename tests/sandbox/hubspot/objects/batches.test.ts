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
