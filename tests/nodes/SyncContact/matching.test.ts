import { actions, SyncNode, email, outline } from '../../support/syncNode';

let syncNode: SyncNode;
const open = async (type: 'syncContact' | 'syncProduct') => (syncNode = await SyncNode.open(type));
afterEach(async () => await syncNode.stop());

const toQuickBooks = { direction: 'hubSpotToQuickBooks' };
const bothWays = { direction: 'twoWay' };
const conflictsOf = (failed: ReadonlyArray<Record<string, unknown>>) =>
	failed.map(({ action, reason, remedy }) => [action, reason, typeof remedy]);

describe('Sync Contact recognises', () => {
	beforeEach(async () => await open('syncContact'));

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'a contact whose e-mail changed, in HubSpot or in QuickBooks: %s',
		async (direction) => {
			const [id, person] = [
				await syncNode.made({ DisplayName: 'Ann', ...email('ann@example.com') }),
				await syncNode.put({ email: 'ann@example.com' }),
			];
			await syncNode.run({ direction });
			if (direction === 'hubSpotToQuickBooks')
				await syncNode.edit(person, { email: 'ann@new.example' });
			else await syncNode.change(id, email('ann@new.example'));
			expect(outline(await syncNode.run({ direction }))).toEqual([['updated', id, person]]);
			expect([
				(await syncNode.seen(person, ['email']))?.['email'],
				(await syncNode.read(id))['PrimaryEmailAddr'],
			]).toEqual(['ann@new.example', { Address: 'ann@new.example' }]);
			expect([(await syncNode.all()).length, (await syncNode.listed()).length]).toEqual([1, 1]);
		},
	);

	it('a merged contact: the customer of the one that stays is kept, the other one is told as a conflict', async () => {
		const ids = [
			await syncNode.made({ DisplayName: 'One', ...email('one@example.com') }),
			await syncNode.made({ DisplayName: 'Two', ...email('two@example.com') }),
		];
		const found = new Map(
			outline(await syncNode.run(bothWays)).map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]),
		);
		await syncNode.accounts.hubSpot('/crm/v3/objects/contacts/merge', {
			primaryObjectId: found.get(ids[0] ?? ''),
			objectIdToMerge: found.get(ids[1] ?? ''),
		});
		const ran = await syncNode.run({ ...bothWays, scope: 'all' });
		expect(actions(ran)).toMatchObject({ [ids[1] ?? '']: 'conflict' });
		expect(conflictsOf(ran.failed)).toEqual([
			['conflict', expect.stringContaining('is linked with another record'), 'string'],
		]);
		expect([(await syncNode.all()).length, (await syncNode.listed()).length]).toEqual([2, 1]);
	});

	it('a merged contact whose customers were merged, too: the one that is left is its customer', async () => {
		const ids = [
			await syncNode.made({ DisplayName: 'One', ...email('one@example.com') }),
			await syncNode.made({ DisplayName: 'Two', ...email('two@example.com') }),
		];
		const found = new Map(
			outline(await syncNode.run(bothWays)).map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]),
		);
		await syncNode.accounts.hubSpot('/crm/v3/objects/contacts/merge', {
			primaryObjectId: found.get(ids[0] ?? ''),
			objectIdToMerge: found.get(ids[1] ?? ''),
		});
		await syncNode.change(ids[1] ?? '', { Active: false });
		await syncNode.run({ ...bothWays, scope: 'all' });
		const ran = await syncNode.run({ ...bothWays, scope: 'all' });
		expect(ran.failed).toEqual([]);
		expect((await syncNode.listed()).map(({ properties }) => properties[syncNode.link])).toEqual([
			`${syncNode.accounts.realmId}:${ids[0]}`,
		]);
	});

	it('a secondary e-mail: it is the contact’s, and its main one stays', async () => {
		const person = await syncNode.put({
			email: 'main@example.com',
			hs_additional_emails: 'other@example.com',
		});
		const id = await syncNode.made({
			DisplayName: 'Other',
			GivenName: 'Ann',
			...email('Other@Example.com'),
		});
		expect(outline(await syncNode.run())).toEqual([['updated', id, person]]);
		expect(await syncNode.seen(person, ['email', 'firstname'])).toMatchObject({
			email: 'main@example.com',
			firstname: 'Ann',
		});
		expect((await syncNode.run({ scope: 'all' })).writes).toEqual([]);
	});

	it('a secondary e-mail, both ways: the customer keeps it until the main one is changed in HubSpot', async () => {
		const person = await syncNode.put({
			email: 'main@example.com',
			hs_additional_emails: 'other@example.com',
			lastname: 'Other',
		});
		const id = await syncNode.made({
			DisplayName: 'Other',
			FamilyName: 'Other',
			...email('other@example.com'),
		});
		await syncNode.run(bothWays);
		expect([
			(await syncNode.seen(person, ['email']))?.['email'],
			(await syncNode.read(id))['PrimaryEmailAddr'],
		]).toEqual(['main@example.com', { Address: 'other@example.com' }]);
		expect((await syncNode.run({ ...bothWays, scope: 'all' })).writes).toEqual([]);
		await syncNode.edit(person, { email: 'new@example.com' });
		await syncNode.run(bothWays);
		expect((await syncNode.read(id))['PrimaryEmailAddr']).toEqual({ Address: 'new@example.com' });
		await syncNode.change(id, email('newer@example.com'));
		await syncNode.run(bothWays);
		expect((await syncNode.seen(person, ['email']))?.['email']).toBe('newer@example.com');
	});

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'one of several addresses that a customer has, with commas between: %s',
		async (direction) => {
			const id = await syncNode.made({
				DisplayName: 'Office',
				FamilyName: 'Office',
				...email('first@example.com, Second@Example.com'),
			});
			const person = await syncNode.put({ email: 'second@example.com', lastname: 'Office' });
			expect(outline(await syncNode.run({ direction }))).toEqual([['linked', id, person]]);
			expect([
				(await syncNode.seen(person, ['email']))?.['email'],
				(await syncNode.read(id))['PrimaryEmailAddr'],
			]).toEqual(['second@example.com', { Address: 'first@example.com, Second@Example.com' }]);
			expect((await syncNode.run({ direction, scope: 'all' })).writes).toEqual([]);
		},
	);

	it('a customer with several addresses that is nobody’s: the contact gets the first one', async () => {
		await syncNode.made({
			DisplayName: 'Office',
			...email('first@example.com, second@example.com'),
		});
		const ran = await syncNode.run();
		expect([ran.failed, ran.synced.map(({ action }) => action)]).toEqual([[], ['created']]);
		expect((await syncNode.listed(['email'])).map(({ properties }) => properties['email'])).toEqual(
			['first@example.com'],
		);
		expect((await syncNode.run({ scope: 'all' })).writes).toEqual([]);
	});

	it('several addresses: one that HubSpot changes is replaced, the others stay', async () => {
		const id = await syncNode.made({
			DisplayName: 'Office',
			...email('first@example.com, second@example.com'),
		});
		const person = await syncNode.put({ email: 'second@example.com', lastname: 'Office' });
		await syncNode.run(bothWays);
		await syncNode.edit(person, { email: 'third@example.com' });
		await syncNode.run(bothWays);
		expect((await syncNode.read(id))['PrimaryEmailAddr']).toEqual({
			Address: 'first@example.com, third@example.com',
		});
		expect((await syncNode.run({ ...bothWays, scope: 'all' })).writes).toEqual([]);
	});

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'an address in other letters, and one with an apostrophe: %s',
		async (direction) => {
			const ids = [
				await syncNode.made({ DisplayName: 'Q1', ...email('Ann.Lee@Example.com') }),
				await syncNode.made({ DisplayName: 'Q2', ...email("o'brien@example.com") }),
			];
			const people = [
				await syncNode.put({ email: 'ann.lee@example.com' }),
				await syncNode.put({ email: "o'brien@example.com" }),
			];
			const found = outline(await syncNode.run({ direction }));
			expect(found.map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]).sort()).toEqual(
				ids.map((id, index) => [id, people[index]]).sort(),
			);
			expect([(await syncNode.all()).length, (await syncNode.listed()).length]).toEqual([2, 2]);
		},
	);

	it('very many contacts whose addresses QuickBooks has in other letters', async () => {
		const count = 45;
		for (let index = 0; index < count; index += 1) {
			await syncNode.made({ DisplayName: `Q${index}`, ...email(`Person.${index}@Example.com`) });
			await syncNode.put({ email: `person.${index}@example.com` });
		}
		const ran = await syncNode.run(toQuickBooks);
		expect([
			new Set(ran.synced.map(({ action }) => action)),
			ran.synced.length,
			(await syncNode.all()).length,
		]).toEqual([new Set(['linked']), count, count]);
	}, 60_000);

	it('a customer made inactive and renamed "(deleted)": by its link alone, whose name stays', async () => {
		const id = await syncNode.made({
			DisplayName: 'Gone',
			FamilyName: 'Gone',
			...email('gone@example.com'),
		});
		await syncNode.run(bothWays);
		await syncNode.change(id, { Active: false });
		expect((await syncNode.read(id))['DisplayName']).toBe('Gone (deleted)');
		expect(actions(await syncNode.run(bothWays))).toEqual({ [id]: 'skipped' });
		const ran = await syncNode.run({ ...bothWays, scope: 'all' });
		expect([ran.writes, await syncNode.listed(['lastname'])]).toEqual([
			[],
			[expect.objectContaining({ properties: expect.objectContaining({ lastname: 'Gone' }) })],
		]);
	});

	it('a customer made inactive that nobody is linked with: neither it nor its contact is brought back', async () => {
		const id = await syncNode.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await syncNode.change(id, { Active: false });
		const person = await syncNode.put({ email: 'gone@example.com', lastname: 'Gone' });
		const ran = await syncNode.run(bothWays);
		expect(outline(ran)).toEqual([['skipped', null, person]]);
		expect([
			(await syncNode.all()).map(({ Active }) => Active),
			(await syncNode.listed()).map(({ properties }) => properties[syncNode.link]),
		]).toEqual([[false], [null]]);
		expect(ran.synced[0]?.['reason']).toContain('but is inactive');
	});

	it('a sub-customer with a person of its own; one without is left out, as is one with its parent’s address', async () => {
		const parent = await syncNode.made({ DisplayName: 'Parent', ...email('p@example.com') });
		await syncNode.run();
		const sub = { Job: true, ParentRef: { value: parent } };
		const [person, job, same] = [
			await syncNode.made({ DisplayName: 'Manager', ...sub, ...email('site@example.com') }),
			await syncNode.made({ DisplayName: 'Kitchen', ...sub }),
			await syncNode.made({ DisplayName: 'Garden', ...sub, ...email('p@example.com') }),
		];
		const ran = await syncNode.run();
		expect(actions(ran)).toEqual({ [person]: 'created', [job]: 'skipped', [same]: 'skipped' });
		expect(
			ran.synced
				.filter(({ action }) => action === 'skipped')
				.map(({ reason }) => reason)
				.sort(),
		).toEqual([
			'It is a sub-customer with the e-mail address of the customer above it.',
			'It is a sub-customer without a person or an e-mail address of its own.',
		]);
	});

	it('one company with five contacts: each is its own, and the company is one', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e'])
			await syncNode.made({
				DisplayName: name,
				CompanyName: name === 'c' ? 'ACME  ltd' : 'Acme Ltd',
				...email(`${name}@acme.example`),
			});
		await syncNode.run({ companies: true });
		const companies = await syncNode.listed(['name'], {
			objects: 'companies',
			associations: ['contacts'],
		});
		expect(
			companies.map(({ properties, associations }) => [
				properties['name'],
				new Set(associations?.['contacts']?.results.map(({ id }) => id)).size,
			]),
		).toEqual([['Acme Ltd', 5]]);
		expect((await syncNode.run({ companies: true, scope: 'all' })).writes).toEqual([]);
	});

	it('five contacts of one company: five customers, whose names differ', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e'])
			await syncNode.put({
				email: `${name}@acme.example`,
				company: 'Acme Ltd',
				...(name > 'b' && { firstname: 'Sam', lastname: 'Smith' }),
			});
		const ran = await syncNode.run(toQuickBooks);
		expect([ran.failed, ran.synced.map(({ action }) => action)]).toEqual([
			[],
			Array(5).fill('created'),
		]);
		const customers = await syncNode.all();
		expect([
			customers.length,
			new Set(customers.map(({ DisplayName }) => DisplayName)).size,
			new Set(customers.map(({ CompanyName }) => CompanyName)),
		]).toEqual([5, 5, new Set(['Acme Ltd'])]);
		expect((await syncNode.run({ ...toQuickBooks, scope: 'all' })).writes).toEqual([]);
	});

	it('a customer without an e-mail address: a contact with its name, once', async () => {
		const id = await syncNode.made({ DisplayName: 'Ye Olde Shop' });
		const [[action, , person] = []] = outline(await syncNode.run());
		expect([action, await syncNode.seen(person ?? '', ['lastname', 'email'])]).toEqual([
			'created',
			expect.objectContaining({ lastname: 'Ye Olde Shop', email: null }),
		]);
		expect(outline(await syncNode.run({ scope: 'all' }))).toEqual([['unchanged', id, person]]);
	});

	it('two customers with one address, and one contact: a conflict, until one of them has another address', async () => {
		const ids = [
			await syncNode.made({ DisplayName: 'One', ...email('shared@example.com') }),
			await syncNode.made({ DisplayName: 'Two', ...email('Shared@example.com') }),
		];
		const person = await syncNode.put({ email: 'shared@example.com' });
		const ran = await syncNode.run();
		expect(outline(ran)).toEqual(ids.map((id) => ['conflict', id, null]));
		expect(conflictsOf(ran.failed)[0]).toEqual([
			'conflict',
			`The QuickBooks customer "One" (id ${ids[0]}) shares its email with another record. The HubSpot contact ${person} matches both.`,
			'string',
		]);
		await syncNode.change(ids[1] ?? '', email('two@example.com'));
		expect(actions(await syncNode.run())).toEqual({
			[ids[0] ?? '']: 'linked',
			[ids[1] ?? '']: 'created',
		});
	});

	it.each([toQuickBooks, bothWays])(
		'two customers with one address, asked for from HubSpot’s side: a conflict: %o',
		async (direction) => {
			await syncNode.made({ DisplayName: 'One', ...email('shared@example.com') });
			await syncNode.made({ DisplayName: 'Two', ...email('Shared@example.com') });
			await syncNode.put({ email: 'shared@example.com', lastname: 'Third' });
			const ran = await syncNode.run(direction);
			expect([ran.synced, new Set(ran.failed.map(({ action }) => action))]).toEqual([
				[],
				new Set(['conflict']),
			]);
			expect([(await syncNode.all()).length, (await syncNode.listed()).length]).toEqual([2, 1]);
		},
	);
});

describe('Sync Product recognises', () => {
	beforeEach(async () => await open('syncProduct'));
	const item = async (Name: string, more: object = {}) =>
		await syncNode.made({ Name, Type: 'Service', IncomeAccountRef: { value: '5' }, ...more });
	const account = { incomeAccount: { mode: 'id', value: '5' } };

	it('a re-used SKU: the item that took it over from an inactive one is a conflict, until the old link is gone', async () => {
		const old = await item('Old', { Sku: 'S-9' });
		const product = outline(await syncNode.run())[0]?.[2];
		await syncNode.change(old, { Active: false, Sku: 'S-9 old' });
		const fresh = await item('New', { Sku: 'S-9' });
		const ran = await syncNode.run();
		expect(actions(ran)).toEqual({ [old]: 'skipped', [fresh]: 'conflict' });
		expect(conflictsOf(ran.failed)).toEqual([
			['conflict', expect.stringContaining('is linked with another record'), 'string'],
		]);
		await syncNode.run({ onDelete: 'unlink', scope: 'all' });
		expect(outline(await syncNode.run())).toEqual([['updated', fresh, product]]);
	});

	it('a SKU that two items have: a conflict, never a guess', async () => {
		const ids = [await item('One', { Sku: 'S-1' }), await item('Two', { Sku: 's-1' })];
		await syncNode.put({ name: 'Three', hs_sku: 'S-1' });
		expect(actions(await syncNode.run())).toEqual({
			[ids[0] ?? '']: 'conflict',
			[ids[1] ?? '']: 'conflict',
		});
		expect(
			new Set(
				(await syncNode.run({ ...toQuickBooks, ...account, scope: 'all' })).failed.map(
					({ action }) => action,
				),
			),
		).toEqual(new Set(['conflict']));
	});

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'SKU, then name, whatever their letters: %s',
		async (direction) => {
			const ids = [await item('Renamed here', { Sku: 'Su-1' }), await item("Bo's SOD Roll")];
			const products = [
				await syncNode.put({ name: 'Named there', hs_sku: 'sU-1' }),
				await syncNode.put({ name: "Bo's sod rOLL" }),
			];
			const ran = await syncNode.run({ direction, ...account });
			expect(
				outline(ran)
					.map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot])
					.sort(),
			).toEqual(ids.map((id, index) => [id, products[index]]).sort());
			expect([ran.failed, (await syncNode.all()).length, (await syncNode.listed()).length]).toEqual(
				[[], 2, 2],
			);
		},
	);

	it('a name with another SKU is something else', async () => {
		await item('Clash', { Sku: 'C-1' });
		await syncNode.put({ name: 'Clash', hs_sku: 'C-2' });
		expect((await syncNode.run()).synced.map(({ action }) => action)).toEqual(['created']);
	});
});
