import { contactMapping } from '../../../../src/core/contact/fields';
import { restart, accounts, change, customer, email, sync } from './contactRecords';

describe('a customer that has nothing but its name', () => {
	const contactOf = async (id = '') =>
		(
			await accounts.hubspot.readObject('contacts', id, {
				properties: ['firstname', 'lastname', 'phone'],
			})
		).properties;

	it.each([
		['twoWay', 'keep'],
		['twoWay', 'clear'],
		['quickBooksToHubSpot', 'keep'],
		['quickBooksToHubSpot', 'clear'],
	] as const)(
		'%s, empty values %s: is called so in HubSpot, which writes nothing back and empties nothing',
		async (direction, ifEmpty) => {
			const policy = {
				direction,
				conflict: 'quickBooks',
				mapping: contactMapping.map((one) => ({ ...one, ifEmpty })),
			} as const;
			const id = await customer('Acme LLC', { PrimaryPhone: { FreeFormNumber: '1' } });
			const person = (await sync(policy)).results[0]?.hubspot?.id;
			expect(await contactOf(person)).toMatchObject({ lastname: 'Acme LLC', phone: '1' });
			expect((await sync(policy, { scope: { kind: 'all' } })).writes).toEqual([]);
			await change(id, { PrimaryPhone: { FreeFormNumber: '2' } });
			await sync(policy);
			expect(await contactOf(person)).toMatchObject({ lastname: 'Acme LLC', phone: '2' });
			expect(await accounts.quickbooks.read('Customer', id)).not.toHaveProperty('FamilyName');
		},
	);

	it('both ways its new name follows, and so does the one a person gives it in HubSpot or in QuickBooks', async () => {
		const policy = { direction: 'twoWay', conflict: 'skip' } as const;
		const id = await customer('Acme LLC');
		const person = (await sync(policy)).results[0]?.hubspot?.id;
		await change(id, { DisplayName: 'Acme Inc.' });
		await sync(policy);
		expect([
			(await contactOf(person))['lastname'],
			(await accounts.quickbooks.read('Customer', id)).FamilyName,
		]).toEqual(['Acme Inc.', undefined]);
		await accounts.hubspot.updateObject('contacts', person ?? '', { lastname: 'Smith' });
		await sync(policy);
		expect((await accounts.quickbooks.read('Customer', id)).FamilyName).toBe('Smith');
		await change(id, { FamilyName: 'Jones' });
		await sync(policy);
		expect((await contactOf(person))['lastname']).toBe('Jones');
	});
});

describe('companies', () => {
	it('five contacts of one company share it; nothing is written again', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e'])
			await customer(name, {
				...email(`${name}@acme.example`),
				CompanyName: name === 'c' ? 'ACME  ltd' : 'Acme Ltd',
			});
		await sync({}, { companies: true });
		const companies = (
			await accounts.hubspot.listObjects('companies', {
				properties: ['name'],
				associations: ['contacts'],
				limit: 100,
			})
		).records;
		expect(
			companies.map(({ properties, associations }) => [
				properties['name'],
				associations.contacts?.length,
			]),
		).toEqual([['Acme Ltd', 5]]);
		expect((await sync({}, { companies: true, scope: { kind: 'all' } })).writes).toEqual([]);
	});

	const joined = async () =>
		(
			await accounts.hubspot.listObjects('companies', {
				properties: ['name'],
				associations: ['contacts'],
				limit: 100,
			})
		).records.map(({ properties, associations }) => [
			properties['name'],
			associations.contacts?.length,
		]);

	it('a company of many contacts is created once, also while HubSpot’s search does not show it yet', async () => {
		await restart({ searchLagSeconds: 30 });
		await accounts.quickbooks.batch(
			Array.from({ length: 450 }, (_one, index) => ({
				operation: 'create',
				entity: 'Customer',
				payload: {
					DisplayName: `C ${index}`,
					CompanyName: `Company ${index % 2}`,
					...email(`c${index}@example.com`),
				},
			})),
		);
		await sync({}, { companies: true });
		expect((await joined()).sort()).toEqual([
			['Company 0', 225],
			['Company 1', 225],
		]);
	});

	it('what HubSpot could not do fails with the contact, stops nobody else, and is done the next time', async () => {
		await customer('Ann', { ...email('ann@acme.example'), CompanyName: 'Acme Ltd' });
		await customer('Bea', email('bea@example.com'));
		const { id } = accounts.sandbox.runtime.faults.add({
			system: 'hubspot',
			path: 'contacts/companies/batch/create',
			behaviour: '500',
		});
		const first = await sync({}, { companies: true });
		expect(first.results.map(({ action }) => action).sort()).toEqual(['created', 'failed']);
		accounts.sandbox.runtime.faults.remove(id);
		await sync({}, { companies: true });
		expect(await joined()).toEqual([['Acme Ltd', 1]]);
	});

	it('contacts of earlier runs get theirs by a look at everything', async () => {
		await customer('Ann', { ...email('ann@acme.example'), CompanyName: 'Acme Ltd' });
		await sync();
		expect((await sync({}, { companies: true })).writes).toEqual([]);
		await sync({}, { companies: true, scope: { kind: 'all' } });
		expect(await joined()).toEqual([['Acme Ltd', 1]]);
	});
});
