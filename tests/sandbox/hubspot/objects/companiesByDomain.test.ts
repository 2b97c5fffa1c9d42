import { startClient, type HubSpotClient } from '../hubSpotClient';

let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

const later = () => hubspot.clock.advance(10_000);
const all = async () =>
	(
		await hubspot.ask(
			'GET',
			'/crm/v3/objects/companies?properties=name,domain&associations=contacts',
		)
	).body.results as Array<{
		id: string;
		properties: Record<string, string>;
		associations?: { contacts: { results: Array<{ id: string; type: string }> } };
	}>;
const joined = async () =>
	(await all()).map(({ properties, associations }) => [
		properties['name'],
		properties['domain'],
		new Set(associations?.contacts.results.map(({ id }) => id)).size,
	]);
const companiesOf = async (contact: string) =>
	(
		(await hubspot.ask('GET', `/crm/v4/objects/contacts/${contact}/associations/companies`)).body
			.results as Array<{ toObjectId: string; associationTypes: Array<{ typeId: number }> }>
	).map(({ toObjectId, associationTypes }) => [
		String(toObjectId),
		associationTypes.map(({ typeId }) => typeId).sort(),
	]);

describe('companies that HubSpot makes of addresses', () => {
	it('are there a moment after the contact, which has one as its primary company', async () => {
		const ann = await hubspot.make('contacts', { email: 'Ann@Acme.example' });
		expect(await all()).toEqual([]);
		later();
		expect(await joined()).toEqual([['Acme', 'acme.example', 1]]);
		const [acme] = await all();
		expect(await companiesOf(ann)).toEqual([[acme?.id, [1, 279]]]);
		await hubspot.make('contacts', { email: 'bob@acme.example' });
		later();
		expect(await joined()).toEqual([['Acme', 'acme.example', 2]]);
	});

	it('are not made of free addresses, where the website counts, nor without an address', async () => {
		await hubspot.make('contacts', { email: 'ann@gmail.com' });
		await hubspot.make('contacts', { lastname: 'Nobody' });
		await hubspot.make('contacts', {
			email: 'cy@gmail.com',
			website: 'https://www.cy.co.uk/about',
		});
		later();
		expect(await joined()).toEqual([['Cy', 'cy.co.uk', 1]]);
	});

	it('are looked for by all of their domains; the oldest counts', async () => {
		const old = await hubspot.make('companies', {
			name: 'Old',
			domain: 'x.example',
			hs_additional_domains: 'y.example; acme.example',
		});
		hubspot.clock.advance(1000);
		await hubspot.make('companies', { name: 'New', domain: 'acme.example' });
		const ann = await hubspot.make('contacts', { email: 'ann@acme.example' });
		later();
		expect(await companiesOf(ann)).toEqual([[old, [1, 279]]]);
	});

	it('come when an address is added or changed', async () => {
		const ann = await hubspot.make('contacts', { lastname: 'Ann' });
		later();
		await hubspot.ask('PATCH', `/crm/v3/objects/contacts/${ann}`, {
			properties: { email: 'ann@acme.example' },
		});
		await hubspot.ask('PATCH', `/crm/v3/objects/contacts/${ann}`, { properties: { phone: '1' } });
		later();
		expect(await joined()).toEqual([['Acme', 'acme.example', 1]]);
	});

	it.each([
		['always', [[279], [1, 279]]],
		['lacking', [[1, 279]]],
		['never', [[1, 279]]],
	] as const)(
		'%s: a contact that has a company keeps it as the primary one',
		async (companiesByDomain, kinds) => {
			hubspot.setSwitches({ companiesByDomain });
			const ann = await hubspot.make('contacts', { email: 'ann@acme.example' });
			await hubspot.make('companies', { name: 'Holding' }, [[280, ann]]);
			later();
			expect((await companiesOf(ann)).map(([, types]) => types).sort()).toEqual([...kinds].sort());
		},
	);
});
