import { startClient, type HubSpotClient } from '../hubSpotClient';

let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

const merge = (type: string, primaryObjectId: string, objectIdToMerge: string) =>
	hubspot.ask('POST', `/crm/objects/2026-03/${type}/merge`, { primaryObjectId, objectIdToMerge });

describe('merging', () => {
	it('makes one record of two: the primary values, both addresses, all links, under a new id', async () => {
		const one = await hubspot.make('contacts', { email: 'one@example.com', firstname: 'One' });
		const two = await hubspot.make('contacts', {
			email: 'two@example.com',
			firstname: 'Two',
			phone: '2',
			hs_additional_emails: 'three@example.com',
		});
		const first = await hubspot.make('companies', { name: 'First' }, [[280, one]]);
		const second = await hubspot.make('companies', { name: 'Second' }, [[280, two]]);
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' }, [[3, two]]);
		const { status, body } = await merge('contacts', one, two);
		expect(status).toBe(200);
		const id = body.id as string;
		expect([one, two]).not.toContain(id);
		expect(body.properties).toMatchObject({
			email: 'one@example.com',
			firstname: 'One',
			phone: '2',
			hs_additional_emails: 'two@example.com;three@example.com',
			hs_merged_object_ids: `${two};${one}`,
			hs_object_id: id,
		});
		for (const old of [one, two])
			expect((await hubspot.ask('GET', `/crm/v3/objects/contacts/${old}`)).body).toMatchObject({
				id,
			});
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/contacts/two@example.com?idProperty=email')).body
				.id,
		).toBe(id);
		expect((await hubspot.ask('GET', '/crm/v3/objects/contacts')).body.results).toHaveLength(1);
		const read = await hubspot.ask(
			'GET',
			`/crm/v3/objects/contacts/${two}?associations=companies,deals&properties=associatedcompanyid`,
		);
		expect(read.body.associations.deals.results).toEqual([{ id: deal, type: 'contact_to_deal' }]);
		expect(
			new Set(read.body.associations.companies.results.map((link: { id: string }) => link.id)),
		).toEqual(new Set([first, second]));
		expect(
			read.body.associations.companies.results.filter(
				(link: { type: string }) => link.type === 'contact_to_company',
			),
		).toHaveLength(1);
	});

	it('may keep the primary id; chains lead to the last one', async () => {
		hubspot.setSwitches({ mergedId: 'kept' });
		const ids: string[] = [];
		for (const name of ['A', 'B', 'C'])
			ids.push(await hubspot.make('companies', { name, domain: `${name}.example` }));
		const [a, b, c] = ids as [string, string, string];
		await merge('companies', b, c);
		expect((await merge('companies', a, b)).body).toMatchObject({
			id: a,
			properties: {
				domain: 'a.example',
				hs_additional_domains: 'b.example;c.example',
				hs_merged_object_ids: `${c};${b}`,
			},
		});
		expect(
			(await hubspot.ask('PATCH', `/crm/v3/objects/companies/${c}`, { properties: { phone: '9' } }))
				.body,
		).toMatchObject({ id: a, properties: { phone: '9' } });
	});

	it('keeps unique values findable', async () => {
		await hubspot.ask('POST', '/crm/v3/properties/contacts', {
			name: 'own',
			label: 'Own',
			type: 'string',
			fieldType: 'text',
			groupName: 'contactinformation',
			hasUniqueValue: true,
		});
		const one = await hubspot.make('contacts', { email: 'one@example.com' });
		const two = await hubspot.make('contacts', { email: 'two@example.com', own: 'x' });
		const { body } = await merge('contacts', one, two);
		expect((await hubspot.ask('GET', '/crm/v3/objects/contacts/x?idProperty=own')).body.id).toBe(
			body.id,
		);
	});

	it.each(['products', 'line_items'])(
		'%s merge as well; both ids answer with the survivor',
		async (type) => {
			const [one, two] = [
				await hubspot.make(type, { name: 'One', price: '1' }),
				await hubspot.make(type, { name: 'Two', price: '2' }),
			];
			const { body } = await merge(type, one, two);
			const read = await hubspot.ask('POST', `/crm/v3/objects/${type}/batch/read`, {
				inputs: [{ id: one }, { id: two }],
				properties: ['name', 'hs_merged_object_ids'],
			});
			expect(read.body.results).toMatchObject([
				{ id: body.id, properties: { name: 'One', hs_merged_object_ids: `${two};${one}` } },
			]);
		},
	);

	it('quotes merge with what they are linked with', async () => {
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' });
		const quote = async () =>
			await hubspot.make('quotes', { hs_title: 'Offer', hs_expiration_date: '2027-01-01' }, [
				[64, deal],
			]);
		const [one, two] = [await quote(), await quote()];
		const { body } = await merge('quotes', one, two);
		const read = await hubspot.ask('GET', `/crm/v3/objects/quotes/${two}?associations=deals`);
		expect(read.body).toMatchObject({
			id: body.id,
			associations: { deals: { results: [{ id: deal }] } },
		});
	});

	it('refuses a record with itself, missing ones, and other objects', async () => {
		const one = await hubspot.make('contacts', { email: 'one@example.com' });
		expect((await merge('contacts', one, one)).status).toBe(400);
		expect((await merge('contacts', one, '4')).status).toBe(404);
		expect((await merge('invoices', '1', '2')).status).toBe(400);
	});
});

describe('forgetting a person', () => {
	it('deletes the contact and bars the address', async () => {
		const id = await hubspot.make('contacts', { email: 'one@example.com' });
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: id })).status,
		).toBe(204);
		expect(
			(await hubspot.ask('GET', '/crm/v3/objects/contacts?archived=true')).body.results,
		).toEqual([]);
		expect(
			(
				await hubspot.ask('POST', '/crm/v3/objects/contacts/gdpr-delete', {
					objectId: 'never@example.com',
					idProperty: 'email',
				})
			).status,
		).toBe(204);
		for (const email of ['one@example.com', 'Never@example.com']) {
			expect(
				await hubspot.ask('POST', '/crm/v3/objects/contacts', { properties: { email } }),
			).toMatchObject({
				status: 400,
				body: { errors: [{ code: 'INVALID_EMAIL', message: 'email has been GDPR blacklisted' }] },
			});
		}
	});
});
