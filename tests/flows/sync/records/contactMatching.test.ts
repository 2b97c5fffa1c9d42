import { type Synced } from '../../../support/syncAccounts';
import {
	accounts,
	change,
	contact,
	contacts,
	customer,
	email,
	link,
	outline,
	readContact,
	sync,
} from './contactRecords';

describe('matching: stored link, then e-mail', () => {
	it('a linked contact stays the same person when the e-mail changes', async () => {
		const [id, person] = [
			await customer('Ann', { GivenName: 'Ann', ...email('ann@example.com') }),
			await contact({ email: 'ann@example.com' }),
		];
		expect(outline(await sync())).toEqual([['updated', id, person]]);
		await change(id, email('ann@new.example'));
		expect(outline(await sync())).toEqual([['updated', id, person]]);
		expect(await readContact(person)).toMatchObject({
			email: 'ann@new.example',
			firstname: 'Ann',
			[link()]: `${accounts.realmId}:${id}`,
		});
	});

	it('a secondary e-mail address is the contact’s, too', async () => {
		const person = await contact({
			email: 'main@example.com',
			hs_additional_emails: 'other@example.com',
		});
		const id = await customer('Other', email('Other@Example.com'));
		expect(
			outline(
				await sync({
					mapping: [
						{ property: 'jobtitle', field: 'DisplayName', direction: 'both', ifEmpty: 'keep' },
					],
				}),
			),
		).toEqual([['updated', id, person]]);
		expect(await contacts()).toHaveLength(1);
	});

	it('two customers that share an e-mail address are a conflict, never a guess', async () => {
		const person = await contact({ email: 'shared@example.com' });
		const ids = [
			await customer('One', email('shared@example.com')),
			await customer('Two', email('shared@example.com')),
		];
		const first = await sync();
		expect(outline(first)).toEqual(ids.map((id) => ['conflict', id, null]));
		expect(first.results[0]?.reason).toBe(
			`The QuickBooks customer "One" (id ${ids[0]}) shares its email with another record. The HubSpot contact ${person} matches both.`,
		);
		expect(first.writes.filter((write) => !write.includes('properties'))).toEqual([]);
		await change(ids[1] ?? '', email('two@example.com'));
		expect(
			outline(await sync())
				.map(([action]) => action)
				.sort(),
		).toEqual(['created', 'linked']);
	});

	it('two new customers with one e-mail address: the second finds the contact of the first, and is a conflict', async () => {
		await customer('One', email('shared@example.com'));
		await sync();
		const two = await customer('Two', email('shared@example.com'));
		const { results } = await sync();
		expect(results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				quickbooks: expect.objectContaining({ id: two }),
				reason: expect.stringMatching(
					/^The HubSpot contact \d+ has the same email as the QuickBooks customer "/,
				),
			}),
		]);
		expect(await contacts()).toHaveLength(1);
	});

	it('a merged contact that is asked for by an id of before is there', async () => {
		const [one, two] = [
			await contact({ email: 'one@example.com' }),
			await contact({ email: 'two@example.com' }),
		];
		await fetch(`${accounts.sandbox.hubspot.url}/crm/v3/objects/contacts/merge`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${accounts.sandbox.hubspot.describe()['serviceKey'] as string}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ primaryObjectId: one, objectIdToMerge: two }),
		});
		const { results } = await sync(
			{ direction: 'hubSpotToQuickBooks' },
			{ scope: { kind: 'records', side: 'hubSpot', ids: [two, '99'] } },
		);
		expect(results.map(({ action, source }) => [action, source.id])).toEqual([
			['failed', '99'],
			['created', expect.any(String)],
		]);
	});

	it('customers of merged contacts: one keeps the contact, the other is told as a conflict', async () => {
		const ids = [
			await customer('One', email('one@example.com')),
			await customer('Two', email('two@example.com')),
		];
		const { results } = await sync();
		const [one, two] = ids.map(
			(id) => results.find(({ quickbooks }) => quickbooks?.id === id)?.hubspot?.id ?? '',
		);
		await fetch(`${accounts.sandbox.hubspot.url}/crm/v3/objects/contacts/merge`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${accounts.sandbox.hubspot.describe()['serviceKey'] as string}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ primaryObjectId: one, objectIdToMerge: two }),
		});
		const again = await sync({}, { scope: { kind: 'all' } });
		expect(
			Object.fromEntries(again.results.map(({ quickbooks, action }) => [quickbooks?.id, action])),
		).toEqual({ [ids[0] ?? '']: 'unchanged', [ids[1] ?? '']: 'conflict' });
		expect(await contacts()).toHaveLength(1);
	});

	it('a sub-customer with a person of its own is a contact; one without is left out, as is one with its parent’s address', async () => {
		const parent = await customer('Parent', email('p@example.com'));
		await sync();
		const sub = { Job: true, ParentRef: { value: parent } };
		const [person, job, same] = [
			await customer('Site manager', { ...sub, ...email('site@example.com') }),
			await customer('Kitchen', sub),
			await customer('Garden', { ...sub, ...email('p@example.com') }),
		];
		const { results } = await sync();
		expect(
			Object.fromEntries(results.map(({ quickbooks, action }) => [quickbooks?.id, action])),
		).toEqual({ [person]: 'created', [job]: 'skipped', [same]: 'skipped' });
	});

	it('a customer without an e-mail address becomes a contact with its name, once', async () => {
		const id = await customer('Ye Olde Shop');
		const { results } = await sync();
		expect(outline({ results } as Synced)).toEqual([['created', id, results[0]?.hubspot?.id]]);
		expect(await readContact(results[0]?.hubspot?.id ?? '')).toMatchObject({
			lastname: 'Ye Olde Shop',
			email: null,
		});
		expect(outline(await sync({}, { scope: { kind: 'all' } }))).toEqual([
			['unchanged', id, results[0]?.hubspot?.id],
		]);
	});

	it('a contact without a customer gets one; a name that is taken gets the HubSpot id', async () => {
		await accounts.quickbooks.create('Vendor', { DisplayName: 'Ann Lee' }, 'vendor');
		const person = await contact({
			email: 'ann@example.com',
			firstname: 'Ann',
			lastname: 'Lee',
			phone: '555',
		});
		const run = await sync({ direction: 'hubSpotToQuickBooks' });
		expect(run.results).toEqual([
			expect.objectContaining({
				action: 'created',
				warnings: [
					`The name is taken in QuickBooks, so the new customer is called "Ann Lee (HubSpot ${person})".`,
				],
			}),
		]);
		expect(
			await accounts.quickbooks.read('Customer', run.results[0]?.quickbooks?.id ?? ''),
		).toMatchObject({
			DisplayName: `Ann Lee (HubSpot ${person})`,
			GivenName: 'Ann',
			FamilyName: 'Lee',
			PrimaryPhone: { FreeFormNumber: '555' },
		});
		expect((await sync({ direction: 'hubSpotToQuickBooks' })).writes).toEqual([]);
	});

	it('a customer that a broken-off run created is found by its name and linked', async () => {
		const id = await customer('Bo Berg', { GivenName: 'Bo', FamilyName: 'Berg' });
		const person = await contact({ firstname: 'Bo', lastname: 'Berg' });
		expect(outline(await sync({ direction: 'hubSpotToQuickBooks' }))).toEqual([
			['linked', id, person],
		]);
	});

	it('two contacts of one name, and a customer of that name: a conflict, until one of them is another person', async () => {
		const id = await customer('Bo Berg', { GivenName: 'Bo', FamilyName: 'Berg' });
		const [first, second] = [
			await contact({ firstname: 'Bo', lastname: 'Berg' }),
			await contact({ firstname: 'Bo', lastname: 'Berg' }),
		];
		expect(outline(await sync({ direction: 'hubSpotToQuickBooks' }))).toEqual([
			['conflict', null, first],
			['conflict', null, second],
		]);
		await accounts.hubspot.updateObject('contacts', second, { lastname: 'Borg' });
		expect(
			outline(await sync({ direction: 'hubSpotToQuickBooks' })).filter(
				([, , one]) => one === first,
			),
		).toEqual([['linked', id, first]]);
		expect(
			(await accounts.quickbooks.find('Customer', {})).map(({ DisplayName }) => DisplayName).sort(),
		).toEqual(['Bo Berg', 'Bo Borg']);
	});

	it.each([
		['suffix', 2, 'created'],
		['fail', 1, 'failed'],
	] as const)(
		'two new contacts of one name never become one customer: %s',
		async (nameTaken, customers, action) => {
			const people = [
				await contact({ firstname: 'Bo', lastname: 'Berg' }),
				await contact({ firstname: 'Bo', lastname: 'Berg' }),
			];
			const { results } = await sync({ direction: 'hubSpotToQuickBooks' }, { nameTaken });
			expect(results.map(({ action: done, hubspot }) => [done, hubspot?.id])).toEqual([
				['created', people[0]],
				[action, people[1]],
			]);
			expect(await accounts.quickbooks.find('Customer', {})).toHaveLength(customers);
			const links = (await contacts()).flatMap(({ properties }) => properties[link()] ?? []);
			expect(new Set(links).size).toBe(customers);
		},
	);

	it('an e-mail address that QuickBooks has in other letters is the same, from HubSpot’s side too', async () => {
		const [id, person] = [
			await customer('Ann', { GivenName: 'Ann', ...email('Ann.Lee@Example.com') }),
			await contact({ email: 'ann.lee@example.com', firstname: 'Ann' }),
		];
		expect(outline(await sync({ direction: 'hubSpotToQuickBooks' }))).toEqual([
			[expect.stringMatching(/linked|updated/), id, person],
		]);
	});
});
