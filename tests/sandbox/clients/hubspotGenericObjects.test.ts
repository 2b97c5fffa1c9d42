import type { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { startWithClient } from './hubSpotClientLibrary';

let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
	({ sandbox, client } = await startWithClient());
});
afterAll(() => sandbox.stop());

describe('the client’s generic objects', () => {
	it.each(['invoices', '0-53'])('go by name or by type id: %s', async (type) => {
		const { basicApi, batchApi, searchApi } = client.crm.objects;
		const made = await basicApi.create(type, {
			properties: { hs_currency: 'CAD' },
			associations: [],
		});
		expect((await basicApi.getById(type, made.id, ['hs_currency'])).properties['hs_currency']).toBe(
			'CAD',
		);
		expect(
			(await basicApi.update(type, made.id, { properties: { hs_comments: 'seen' } })).properties[
				'hs_comments'
			],
		).toBe('seen');
		expect(
			(
				await batchApi.read(type, {
					inputs: [{ id: made.id }],
					properties: ['hs_comments'],
					propertiesWithHistory: [],
				})
			).results.map(({ properties }) => properties['hs_comments']),
		).toEqual(['seen']);
		expect(
			(
				await searchApi.doSearch(type, { filterGroups: [], properties: [], sorts: [], limit: 100 })
			).results.map(({ id }) => id),
		).toContain(made.id);
		await basicApi.archive(type, made.id);
		await expect(basicApi.getById(type, made.id)).rejects.toMatchObject({ code: 404 });
	});

	it.each(['discounts', 'fees'])('list %s, which have no module of their own', async (type) => {
		const made = await client.crm.objects.basicApi.create(type, {
			properties: { hs_label: 'Early', hs_type: 'FIXED', hs_value: '5' },
			associations: [],
		});
		expect(
			(await client.crm.objects.basicApi.getPage(type, 5)).results.map(({ id }) => id),
		).toEqual([made.id]);
	});

	it('refuse what the sandbox has not', async () => {
		await expect(client.crm.objects.basicApi.getPage('subscriptions')).rejects.toMatchObject({
			code: 400,
			body: { status: 'error', message: expect.stringContaining('subscriptions') },
		});
	});

	it('reads by e-mail, a history, and what a record is linked with', async () => {
		const contacts = client.crm.contacts.basicApi;
		await contacts.update('101', { properties: { jobtitle: 'Gardener' } });
		const contact = await contacts
			.getById('Niamh.OBrien+none@example.com', ['email'], undefined, undefined, false, 'email')
			.catch((error: { code: number }) => error.code);
		expect(contact).toBe(404);
		const read = await contacts.getById(
			'niamh.obrien@example.com',
			['email', 'jobtitle'],
			['jobtitle'],
			['deals', 'companies'],
			false,
			'email',
		);
		expect(read.propertiesWithHistory?.['jobtitle']?.map(({ value }) => value)[0]).toBe('Gardener');
		expect(read.associations?.['deals']?.results.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['401', '404']),
		);
		expect(
			(await contacts.update('dragon2@example.com', { properties: { city: 'Chengdu' } }, 'email'))
				.id,
		).toBe('105');
	});
});
