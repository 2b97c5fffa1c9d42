import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const link = () => `quickbooks_id_${accounts.realmId}`;
const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const customer = async (DisplayName: string, more: QuickBooksPayload = {}) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName, ...more },
			`${DisplayName} ${(serial += 1)}`,
		)
	).Id;
const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
const sync = async (
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
) => await accounts.sync(contactKind, policy, input);
const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks, hubspot }) => [
		action,
		quickbooks?.id ?? null,
		hubspot?.id ?? null,
	]);
const readContact = async (id: string) =>
	(
		await accounts.hubspot.readObject('contacts', id, {
			properties: [
				...contactMapping.map(({ property }) => property),
				link(),
				'quickbooks_record_state',
				'hs_lead_status',
				'jobtitle',
			],
		})
	).properties;
const contacts = async () =>
	(await accounts.hubspot.listObjects('contacts', { properties: ['email', link()], limit: 100 }))
		.records;

async function change(id: string, fields: QuickBooksPayload): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Customer', id);
	await accounts.quickbooks.update('Customer', { Id: id, SyncToken, sparse: true, ...fields });
}

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
		await accounts.stop();
		accounts = await SyncAccounts.start({
			seed: 'empty',
			fast: true,
			switches: { hubspot: { searchLagSeconds: 30 } },
		});
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

describe('createAndUpdate', () => {
	const prepare = async () => [
		await customer('Known', { GivenName: 'New', ...email('known@example.com') }),
		await customer('Unknown', email('unknown@example.com')),
		await contact({ email: 'known@example.com', firstname: 'Old' }),
	];
	it.each([
		['both', ['updated', 'created'], 'New', 2],
		['createOnly', ['linked', 'created'], 'Old', 2],
		['updateOnly', ['updated', 'skipped'], 'New', 1],
		['none', ['skipped', 'skipped'], 'Old', 1],
	] as const)('%s', async (createAndUpdate, actions, firstname, count) => {
		const [, , person] = await prepare();
		const { results } = await sync({ createAndUpdate });
		expect(results.map(({ action }) => action)).toEqual(actions);
		expect(await readContact(person ?? '')).toMatchObject({ firstname });
		expect(await contacts()).toHaveLength(count);
	});
});

describe('onDelete: a customer made inactive, which QuickBooks renames', () => {
	it.each([
		['nothing', 'skipped', true, {}],
		['archive', 'archived', false, {}],
		['unlink', 'unlinked', true, { linked: false }],
		['mark', 'updated', true, { state: 'inactive' }],
	] as const)(
		'%s',
		async (
			onDelete,
			action,
			exists,
			{ linked = true, state }: { linked?: boolean; state?: string },
		) => {
			const id = await customer('Gone', { GivenName: 'Gone', ...email('gone@example.com') });
			const person = (await sync({ onDelete })).results[0]?.hubspot?.id ?? '';
			await change(id, { Active: false });
			expect(outline(await sync({ onDelete }))).toEqual([[action, id, person]]);
			expect((await contacts()).length).toBe(exists ? 1 : 0);
			if (exists)
				expect(await readContact(person)).toMatchObject({
					firstname: 'Gone',
					[link()]: linked ? `${accounts.realmId}:${id}` : null,
					...(state && { quickbooks_record_state: state }),
				});
			expect((await sync({ onDelete }, { scope: { kind: 'all' } })).writes).toEqual([]);
		},
	);

	it('outside the filter the contact stays as it is', async () => {
		const [kept, gone] = [
			await customer('Kept', { GivenName: 'Kept', ...email('kept@example.com'), Notes: 'private' }),
			await customer('Gone', email('gone@example.com')),
		];
		await sync({ onDelete: 'archive' });
		await change(kept, { Active: false });
		await change(gone, { Active: false });
		const filter: SyncPolicy['filter'] = [
			{ side: 'quickBooks', field: 'Notes', operator: 'empty', value: '' },
			{ side: 'quickBooks', field: 'Active', operator: 'equals', value: 'true' },
		];
		const { results } = await sync({ onDelete: 'archive', filter });
		expect(new Map(results.map(({ action, quickbooks }) => [quickbooks?.id, action]))).toEqual(
			new Map([
				[kept, 'skipped'],
				[gone, 'archived'],
			]),
		);
		expect((await contacts()).map(({ properties }) => properties['email'])).toEqual([
			'kept@example.com',
		]);
	});

	it('mark is taken back when the customer is active again', async () => {
		const id = await customer('Back', email('back@example.com'));
		await sync({ onDelete: 'mark' });
		await change(id, { Active: false });
		await sync({ onDelete: 'mark' });
		await change(id, { Active: true });
		const { results } = await sync({ onDelete: 'mark' });
		expect(results).toEqual([
			expect.objectContaining({
				action: 'updated',
				changes: [{ field: 'quickbooks_record_state', from: 'inactive', to: 'active' }],
			}),
		]);
	});
});

describe('onDelete: a contact archived in HubSpot', () => {
	it.each([
		['nothing', [], true, undefined],
		['archive', ['archived'], false, undefined],
		['unlink', ['unlinked'], true, undefined],
		['mark', ['updated'], true, 'was deleted'],
	] as const)('%s', async (onDelete, actions, active, note) => {
		const person = await contact({ email: 'x@example.com', firstname: 'X' });
		const id =
			(await sync({ direction: 'hubSpotToQuickBooks', onDelete })).results[0]?.quickbooks?.id ?? '';
		await accounts.hubspot.archiveObjects('contacts', [person]);
		expect(
			(await sync({ direction: 'hubSpotToQuickBooks', onDelete })).results.map(
				({ action }) => action,
			),
		).toEqual(actions);
		expect((await sync({ direction: 'hubSpotToQuickBooks', onDelete })).results).toEqual([]);
		const after = await accounts.quickbooks.read('Customer', id);
		expect([
			after.Active,
			after.Notes?.includes('was deleted') ? 'was deleted' : undefined,
		]).toEqual([active, note]);
		accounts.sandbox.runtime.clock.advance(300_000);
		expect((await sync({ direction: 'hubSpotToQuickBooks', onDelete })).writes).toEqual([]);
	});

	it('outside the filter the customer stays as it is', async () => {
		const person = await contact({ email: 'x@example.com', firstname: 'X', jobtitle: 'Friend' });
		const id = (await sync({ direction: 'hubSpotToQuickBooks' })).results[0]?.quickbooks?.id ?? '';
		await accounts.hubspot.archiveObjects('contacts', [person]);
		const filter: SyncPolicy['filter'] = [
			{ side: 'hubSpot', field: 'jobtitle', operator: 'notEquals', value: 'Friend' },
		];
		expect(
			(await sync({ direction: 'hubSpotToQuickBooks', onDelete: 'archive', filter })).results,
		).toEqual([
			expect.objectContaining({
				action: 'skipped',
				reason: expect.stringContaining('does not meet the filter'),
			}),
		]);
		expect((await accounts.quickbooks.read('Customer', id)).Active).toBe(true);
	});

	it('a customer that may not be made inactive yet is reported, and tried again', async () => {
		const person = await contact({ email: 'debt@example.com', firstname: 'Debt' });
		const policy = { direction: 'hubSpotToQuickBooks', onDelete: 'archive' } as const;
		const id = (await sync(policy)).results[0]?.quickbooks?.id ?? '';
		await accounts.quickbooks
			.create('Item', { Name: 'Work', Type: 'Service', IncomeAccountRef: { value: '5' } }, 'item')
			.then(
				async (item) =>
					await accounts.quickbooks.create(
						'Invoice',
						{
							CustomerRef: { value: id },
							Line: [
								{
									Amount: 5,
									DetailType: 'SalesItemLineDetail',
									SalesItemLineDetail: { ItemRef: { value: item.Id } },
								},
							],
						},
						'invoice',
					),
			);
		await accounts.hubspot.archiveObjects('contacts', [person]);
		expect((await sync(policy)).results).toEqual([
			expect.objectContaining({
				action: 'failed',
				error: expect.objectContaining({ kind: 'invalid' }),
			}),
		]);
		accounts.sandbox.runtime.clock.advance(300_000);
		const [invoice] = await accounts.quickbooks.find('Invoice', {});
		if (invoice) await accounts.deleteInvoice(invoice);
		expect(outline(await sync(policy))).toEqual([['archived', id, person]]);
	});
});
