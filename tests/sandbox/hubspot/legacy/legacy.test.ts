import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = Date.parse('2026-11-24T10:00:00Z');
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

const upsert = (email: string, values: Record<string, string>) =>
	hubspot.ask('POST', `/contacts/v1/contact/createOrUpdate/email/${email}`, {
		properties: Object.entries(values).map(([property, value]) => ({ property, value })),
	});

describe('old contact endpoints', () => {
	it('create or change by e-mail and give the profile', async () => {
		const made = await upsert('Zoë@example.com', { firstname: 'Zoë' });
		expect(made).toEqual({ status: 200, body: { vid: expect.any(Number), isNew: true } });
		const vid = made.body.vid as number;
		expect(
			await upsert('zoë@example.com', { lastname: 'Å', hs_additional_emails: 'z@example.com' }),
		).toEqual({ status: 200, body: { vid, isNew: false } });
		const { body } = await hubspot.ask(
			'GET',
			`/contacts/v1/contact/vid/${vid}/profile?property=email&property=firstname&property=lastmodifieddate`,
		);
		const version = (value: string) => ({
			value,
			versions: [
				{
					value,
					'source-type': 'INTEGRATION',
					'source-id': null,
					'source-label': null,
					timestamp: NOW,
					selected: false,
				},
			],
		});
		expect(body).toEqual({
			vid,
			'canonical-vid': vid,
			'merged-vids': [],
			'portal-id': 48291573,
			'is-contact': true,
			properties: {
				email: version('zoë@example.com'),
				firstname: version('Zoë'),
				lastmodifieddate: version(String(NOW)),
			},
			'form-submissions': [],
			'list-memberships': [],
			'identity-profiles': [
				{
					vid,
					'saved-at-timestamp': NOW,
					'deleted-changed-timestamp': 0,
					identities: [
						{ type: 'EMAIL', value: 'zoë@example.com', timestamp: NOW, 'is-primary': true },
						{ type: 'EMAIL', value: 'z@example.com', timestamp: NOW, 'is-secondary': true },
					],
				},
			],
			'merge-audits': [],
		});
		expect(
			(await hubspot.ask('GET', '/contacts/v1/contact/email/z@example.com/profile')).body.vid,
		).toBe(vid);
		expect(
			(await hubspot.ask('GET', `/crm/v3/objects/contacts/${vid}?properties=lastname`)).body
				.properties.lastname,
		).toBe('Å');
	});

	it('refuse in their own words', async () => {
		expect(await upsert('a@example.com', { colour: 'red', email: 'nonsense' })).toEqual({
			status: 400,
			body: {
				validationResults: [
					{
						isValid: false,
						message: 'Email address nonsense is invalid',
						error: 'INVALID_EMAIL',
						name: 'email',
					},
					{
						isValid: false,
						message: 'Property "colour" does not exist',
						error: 'PROPERTY_DOESNT_EXIST',
						name: 'colour',
					},
				],
				status: 'error',
				message: 'Property values were not valid',
				requestId: expect.any(String),
			},
		});
		expect(await hubspot.ask('GET', '/contacts/v1/contact/vid/5/profile')).toMatchObject({
			status: 404,
			body: { status: 'error', message: 'contact does not exist' },
		});
	});

	it('list page by page, and the newest first', async () => {
		const vids: number[] = [];
		for (let n = 0; n < 3; n += 1) {
			vids.push((await upsert(`c${n}@example.com`, { company: 'C' })).body.vid as number);
			hubspot.clock.advance(1000);
		}
		const first = await hubspot.ask(
			'GET',
			'/contacts/v1/lists/all/contacts/all?count=2&property=email',
		);
		expect(first.body).toMatchObject({
			'has-more': true,
			'vid-offset': vids[1],
			contacts: [
				{
					vid: vids[0],
					addedAt: NOW,
					properties: { email: { value: 'c0@example.com' }, company: { value: 'C' } },
				},
				{ vid: vids[1] },
			],
		});
		const rest = await hubspot.ask(
			'GET',
			`/contacts/v1/lists/all/contacts/all?count=2&vidOffset=${vids[1]}`,
		);
		expect(rest.body).toMatchObject({ 'has-more': false, contacts: [{ vid: vids[2] }] });
		const recent = await hubspot.ask(
			'GET',
			'/contacts/v1/lists/recently_updated/contacts/recent?count=2',
		);
		expect(recent.body.contacts.map((one: { vid: number }) => one.vid)).toEqual([vids[2], vids[1]]);
		expect(await hubspot.ask('DELETE', `/contacts/v1/contact/vid/${vids[0]}`)).toEqual({
			status: 200,
			body: { vid: vids[0], deleted: true, reason: 'OK' },
		});
	});
});

describe('old company and deal endpoints', () => {
	it('keep a company, found by its domain', async () => {
		const made = await hubspot.ask('POST', '/companies/v2/companies', {
			properties: [
				{ name: 'name', value: 'Ünï' },
				{ name: 'domain', value: 'U.example' },
			],
		});
		const { companyId } = made.body as { companyId: number };
		expect(made.body).toMatchObject({
			portalId: 48291573,
			isDeleted: false,
			properties: { name: { value: 'Ünï', timestamp: NOW, source: 'INTEGRATION' } },
		});
		await hubspot.ask('PUT', `/companies/v2/companies/${companyId}`, {
			properties: [{ name: 'city', value: 'Köln' }],
		});
		expect(
			(await hubspot.ask('POST', '/companies/v2/domains/u.example/companies', { limit: 2 })).body,
		).toMatchObject({
			results: [{ companyId, properties: { city: { value: 'Köln' } } }],
			hasMore: false,
		});
		expect(
			(await hubspot.ask('GET', '/companies/v2/companies/paged?properties=name')).body,
		).toMatchObject({
			companies: [{ companyId, properties: { name: { value: 'Ünï' } } }],
			'has-more': false,
		});
		expect(
			(await hubspot.ask('GET', `/companies/v2/companies/recent/modified?since=${NOW + 1}`)).body
				.results,
		).toEqual([]);
	});

	it('list the newest companies, and delete one', async () => {
		const [old, young] = [
			await hubspot.make('companies', { name: 'Old' }),
			(hubspot.clock.advance(1000), await hubspot.make('companies', { name: 'Young' })),
		];
		await hubspot.ask('PATCH', `/crm/v3/objects/companies/${old}`, {
			properties: { city: 'Cork' },
		});
		expect(
			(await hubspot.ask('GET', '/companies/v2/companies/recent/created?count=1')).body,
		).toMatchObject({ results: [{ companyId: Number(young) }], hasMore: true });
		expect(await hubspot.ask('DELETE', `/companies/v2/companies/${young}`)).toEqual({
			status: 200,
			body: { companyId: Number(young), deleted: true },
		});
		expect((await hubspot.ask('GET', `/companies/v2/companies/${young}`)).status).toBe(404);
	});

	it('keep a deal with its people', async () => {
		const contact = Number(await hubspot.make('contacts', { email: 'a@example.com' }));
		const company = Number(await hubspot.make('companies', { name: 'A' }));
		const made = await hubspot.ask('POST', '/deals/v1/deal', {
			properties: [
				{ name: 'dealname', value: 'D' },
				{ name: 'dealstage', value: 'closedwon' },
				{ name: 'closedate', value: NOW },
			],
			associations: { associatedVids: [contact], associatedCompanyIds: [String(company)] },
		});
		const { dealId } = made.body as { dealId: number };
		expect(made).toMatchObject({
			status: 200,
			body: {
				associations: {
					associatedVids: [contact],
					associatedCompanyIds: [company],
					associatedDealIds: [],
				},
				properties: { closedate: { value: String(NOW) } },
			},
		});
		expect(
			(
				await hubspot.ask(
					'GET',
					'/deals/v1/deal/paged?includeAssociations=true&properties=dealname',
				)
			).body,
		).toMatchObject({
			hasMore: false,
			deals: [
				{
					dealId,
					associations: { associatedVids: [contact] },
					properties: { dealname: { value: 'D' } },
				},
			],
		});
		expect(
			(
				await hubspot.ask('PUT', `/deals/v1/deal/${dealId}`, {
					properties: [{ name: 'amount', value: '9' }],
				})
			).body.properties.amount.value,
		).toBe('9');
		expect((await hubspot.ask('DELETE', `/deals/v1/deal/${dealId}`)).status).toBe(204);
		expect((await hubspot.ask('GET', `/deals/v1/deal/${dealId}`)).status).toBe(404);
	});

	it('name stages and properties, and link', async () => {
		expect(
			(await hubspot.ask('GET', '/crm-pipelines/v1/pipelines/deals')).body.results[0].stages[5],
		).toMatchObject({ stageId: 'closedwon', label: 'Closed Won' });
		expect(
			(await hubspot.ask('GET', '/properties/v1/deals/properties/named/dealtype')).body.options,
		).toHaveLength(2);
		const contact = await hubspot.make('contacts', { email: 'a@example.com' });
		const company = await hubspot.make('companies', { name: 'A' });
		expect(
			(
				await hubspot.ask('PUT', '/crm-associations/v1/associations/create-batch', [
					{
						fromObjectId: Number(contact),
						toObjectId: Number(company),
						category: 'HUBSPOT_DEFINED',
						definitionId: 1,
					},
				])
			).status,
		).toBe(204);
		expect(await hubspot.values('contacts', contact, 'associatedcompanyid')).toEqual({
			associatedcompanyid: company,
		});
	});
});
