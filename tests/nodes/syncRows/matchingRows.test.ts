import { actions, Desk, email, outline } from './desk';

let desk: Desk;
const open = async (type: 'syncContact' | 'syncProduct') => (desk = await Desk.open(type));
afterEach(async () => await desk.stop());

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
				await desk.made({ DisplayName: 'Ann', ...email('ann@example.com') }),
				await desk.put({ email: 'ann@example.com' }),
			];
			await desk.run({ direction });
			if (direction === 'hubSpotToQuickBooks')
				await desk.edit(person, { email: 'ann@new.example' });
			else await desk.change(id, email('ann@new.example'));
			expect(outline(await desk.run({ direction }))).toEqual([['updated', id, person]]);
			expect([
				(await desk.seen(person, ['email']))?.['email'],
				(await desk.read(id))['PrimaryEmailAddr'],
			]).toEqual(['ann@new.example', { Address: 'ann@new.example' }]);
			expect([(await desk.all()).length, (await desk.listed()).length]).toEqual([1, 1]);
		},
	);

	it('a merged contact: the customer of the one that stays is kept, the other one is told as a conflict', async () => {
		const ids = [
			await desk.made({ DisplayName: 'One', ...email('one@example.com') }),
			await desk.made({ DisplayName: 'Two', ...email('two@example.com') }),
		];
		const found = new Map(
			outline(await desk.run(bothWays)).map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]),
		);
		await desk.world.hubSpot('/crm/v3/objects/contacts/merge', {
			primaryObjectId: found.get(ids[0] ?? ''),
			objectIdToMerge: found.get(ids[1] ?? ''),
		});
		const ran = await desk.run({ ...bothWays, scope: 'all' });
		expect(actions(ran)).toMatchObject({ [ids[1] ?? '']: 'conflict' });
		expect(conflictsOf(ran.failed)).toEqual([
			['conflict', expect.stringContaining('is linked with another record'), 'string'],
		]);
		expect([(await desk.all()).length, (await desk.listed()).length]).toEqual([2, 1]);
	});

	it('a merged contact whose customers were merged, too: the one that is left is its customer', async () => {
		const ids = [
			await desk.made({ DisplayName: 'One', ...email('one@example.com') }),
			await desk.made({ DisplayName: 'Two', ...email('two@example.com') }),
		];
		const found = new Map(
			outline(await desk.run(bothWays)).map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]),
		);
		await desk.world.hubSpot('/crm/v3/objects/contacts/merge', {
			primaryObjectId: found.get(ids[0] ?? ''),
			objectIdToMerge: found.get(ids[1] ?? ''),
		});
		await desk.change(ids[1] ?? '', { Active: false });
		await desk.run({ ...bothWays, scope: 'all' });
		const ran = await desk.run({ ...bothWays, scope: 'all' });
		expect(ran.failed).toEqual([]);
		expect((await desk.listed()).map(({ properties }) => properties[desk.link])).toEqual([
			`${desk.world.realmId}:${ids[0]}`,
		]);
	});

	it('a secondary e-mail: it is the contact’s, and its main one stays', async () => {
		const person = await desk.put({
			email: 'main@example.com',
			hs_additional_emails: 'other@example.com',
		});
		const id = await desk.made({
			DisplayName: 'Other',
			GivenName: 'Ann',
			...email('Other@Example.com'),
		});
		expect(outline(await desk.run())).toEqual([['updated', id, person]]);
		expect(await desk.seen(person, ['email', 'firstname'])).toMatchObject({
			email: 'main@example.com',
			firstname: 'Ann',
		});
		expect((await desk.run({ scope: 'all' })).writes).toEqual([]);
	});

	it('a secondary e-mail, both ways: the customer keeps it until the main one is changed in HubSpot', async () => {
		const person = await desk.put({
			email: 'main@example.com',
			hs_additional_emails: 'other@example.com',
			lastname: 'Other',
		});
		const id = await desk.made({
			DisplayName: 'Other',
			FamilyName: 'Other',
			...email('other@example.com'),
		});
		await desk.run(bothWays);
		expect([
			(await desk.seen(person, ['email']))?.['email'],
			(await desk.read(id))['PrimaryEmailAddr'],
		]).toEqual(['main@example.com', { Address: 'other@example.com' }]);
		expect((await desk.run({ ...bothWays, scope: 'all' })).writes).toEqual([]);
		await desk.edit(person, { email: 'new@example.com' });
		await desk.run(bothWays);
		expect((await desk.read(id))['PrimaryEmailAddr']).toEqual({ Address: 'new@example.com' });
		await desk.change(id, email('newer@example.com'));
		await desk.run(bothWays);
		expect((await desk.seen(person, ['email']))?.['email']).toBe('newer@example.com');
	});

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'one of several addresses that a customer has, with commas between: %s',
		async (direction) => {
			const id = await desk.made({
				DisplayName: 'Office',
				FamilyName: 'Office',
				...email('first@example.com, Second@Example.com'),
			});
			const person = await desk.put({ email: 'second@example.com', lastname: 'Office' });
			expect(outline(await desk.run({ direction }))).toEqual([['linked', id, person]]);
			expect([
				(await desk.seen(person, ['email']))?.['email'],
				(await desk.read(id))['PrimaryEmailAddr'],
			]).toEqual(['second@example.com', { Address: 'first@example.com, Second@Example.com' }]);
			expect((await desk.run({ direction, scope: 'all' })).writes).toEqual([]);
		},
	);

	it('a customer with several addresses that is nobody’s: the contact gets the first one', async () => {
		await desk.made({ DisplayName: 'Office', ...email('first@example.com, second@example.com') });
		const ran = await desk.run();
		expect([ran.failed, ran.synced.map(({ action }) => action)]).toEqual([[], ['created']]);
		expect((await desk.listed(['email'])).map(({ properties }) => properties['email'])).toEqual([
			'first@example.com',
		]);
		expect((await desk.run({ scope: 'all' })).writes).toEqual([]);
	});

	it('several addresses: one that HubSpot changes is replaced, the others stay', async () => {
		const id = await desk.made({
			DisplayName: 'Office',
			...email('first@example.com, second@example.com'),
		});
		const person = await desk.put({ email: 'second@example.com', lastname: 'Office' });
		await desk.run(bothWays);
		await desk.edit(person, { email: 'third@example.com' });
		await desk.run(bothWays);
		expect((await desk.read(id))['PrimaryEmailAddr']).toEqual({
			Address: 'first@example.com, third@example.com',
		});
		expect((await desk.run({ ...bothWays, scope: 'all' })).writes).toEqual([]);
	});

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'an address in other letters, and one with an apostrophe: %s',
		async (direction) => {
			const ids = [
				await desk.made({ DisplayName: 'Q1', ...email('Ann.Lee@Example.com') }),
				await desk.made({ DisplayName: 'Q2', ...email("o'brien@example.com") }),
			];
			const people = [
				await desk.put({ email: 'ann.lee@example.com' }),
				await desk.put({ email: "o'brien@example.com" }),
			];
			const found = outline(await desk.run({ direction }));
			expect(found.map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot]).sort()).toEqual(
				ids.map((id, index) => [id, people[index]]).sort(),
			);
			expect([(await desk.all()).length, (await desk.listed()).length]).toEqual([2, 2]);
		},
	);

	it('very many contacts whose addresses QuickBooks has in other letters', async () => {
		const count = 45;
		for (let index = 0; index < count; index += 1) {
			await desk.made({ DisplayName: `Q${index}`, ...email(`Person.${index}@Example.com`) });
			await desk.put({ email: `person.${index}@example.com` });
		}
		const ran = await desk.run(toQuickBooks);
		expect([
			new Set(ran.synced.map(({ action }) => action)),
			ran.synced.length,
			(await desk.all()).length,
		]).toEqual([new Set(['linked']), count, count]);
	}, 60_000);

	it('a customer made inactive and renamed "(deleted)": by its link alone, whose name stays', async () => {
		const id = await desk.made({
			DisplayName: 'Gone',
			FamilyName: 'Gone',
			...email('gone@example.com'),
		});
		await desk.run(bothWays);
		await desk.change(id, { Active: false });
		expect((await desk.read(id))['DisplayName']).toBe('Gone (deleted)');
		expect(actions(await desk.run(bothWays))).toEqual({ [id]: 'skipped' });
		const ran = await desk.run({ ...bothWays, scope: 'all' });
		expect([ran.writes, await desk.listed(['lastname'])]).toEqual([
			[],
			[expect.objectContaining({ properties: expect.objectContaining({ lastname: 'Gone' }) })],
		]);
	});

	it('a customer made inactive that nobody is linked with: neither it nor its contact is brought back', async () => {
		const id = await desk.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await desk.change(id, { Active: false });
		const person = await desk.put({ email: 'gone@example.com', lastname: 'Gone' });
		const ran = await desk.run(bothWays);
		expect(outline(ran)).toEqual([['skipped', null, person]]);
		expect([
			(await desk.all()).map(({ Active }) => Active),
			(await desk.listed()).map(({ properties }) => properties[desk.link]),
		]).toEqual([[false], [null]]);
		expect(ran.synced[0]?.['reason']).toContain('but is inactive');
	});

	it('a sub-customer with a person of its own; one without is left out, as is one with its parent’s address', async () => {
		const parent = await desk.made({ DisplayName: 'Parent', ...email('p@example.com') });
		await desk.run();
		const sub = { Job: true, ParentRef: { value: parent } };
		const [person, job, same] = [
			await desk.made({ DisplayName: 'Manager', ...sub, ...email('site@example.com') }),
			await desk.made({ DisplayName: 'Kitchen', ...sub }),
			await desk.made({ DisplayName: 'Garden', ...sub, ...email('p@example.com') }),
		];
		const ran = await desk.run();
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
			await desk.made({
				DisplayName: name,
				CompanyName: name === 'c' ? 'ACME  ltd' : 'Acme Ltd',
				...email(`${name}@acme.example`),
			});
		await desk.run({ companies: true });
		const companies = await desk.listed(['name'], {
			objects: 'companies',
			associations: ['contacts'],
		});
		expect(
			companies.map(({ properties, associations }) => [
				properties['name'],
				new Set(associations?.['contacts']?.results.map(({ id }) => id)).size,
			]),
		).toEqual([['Acme Ltd', 5]]);
		expect((await desk.run({ companies: true, scope: 'all' })).writes).toEqual([]);
	});

	it('five contacts of one company: five customers, whose names differ', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e'])
			await desk.put({
				email: `${name}@acme.example`,
				company: 'Acme Ltd',
				...(name > 'b' && { firstname: 'Sam', lastname: 'Smith' }),
			});
		const ran = await desk.run(toQuickBooks);
		expect([ran.failed, ran.synced.map(({ action }) => action)]).toEqual([
			[],
			Array(5).fill('created'),
		]);
		const customers = await desk.all();
		expect([
			customers.length,
			new Set(customers.map(({ DisplayName }) => DisplayName)).size,
			new Set(customers.map(({ CompanyName }) => CompanyName)),
		]).toEqual([5, 5, new Set(['Acme Ltd'])]);
		expect((await desk.run({ ...toQuickBooks, scope: 'all' })).writes).toEqual([]);
	});

	it('a customer without an e-mail address: a contact with its name, once', async () => {
		const id = await desk.made({ DisplayName: 'Ye Olde Shop' });
		const [[action, , person] = []] = outline(await desk.run());
		expect([action, await desk.seen(person ?? '', ['lastname', 'email'])]).toEqual([
			'created',
			expect.objectContaining({ lastname: 'Ye Olde Shop', email: null }),
		]);
		expect(outline(await desk.run({ scope: 'all' }))).toEqual([['unchanged', id, person]]);
	});

	it('two customers with one address, and one contact: a conflict, until one of them has another address', async () => {
		const ids = [
			await desk.made({ DisplayName: 'One', ...email('shared@example.com') }),
			await desk.made({ DisplayName: 'Two', ...email('Shared@example.com') }),
		];
		const person = await desk.put({ email: 'shared@example.com' });
		const ran = await desk.run();
		expect(outline(ran)).toEqual(ids.map((id) => ['conflict', id, null]));
		expect(conflictsOf(ran.failed)[0]).toEqual([
			'conflict',
			`The QuickBooks customer "One" (id ${ids[0]}) shares its email with another record. The HubSpot contact ${person} fits both.`,
			'string',
		]);
		await desk.change(ids[1] ?? '', email('two@example.com'));
		expect(actions(await desk.run())).toEqual({
			[ids[0] ?? '']: 'linked',
			[ids[1] ?? '']: 'created',
		});
	});

	it.each([toQuickBooks, bothWays])(
		'two customers with one address, asked for from HubSpot’s side: a conflict: %o',
		async (direction) => {
			await desk.made({ DisplayName: 'One', ...email('shared@example.com') });
			await desk.made({ DisplayName: 'Two', ...email('Shared@example.com') });
			await desk.put({ email: 'shared@example.com', lastname: 'Third' });
			const ran = await desk.run(direction);
			expect([ran.synced, new Set(ran.failed.map(({ action }) => action))]).toEqual([
				[],
				new Set(['conflict']),
			]);
			expect([(await desk.all()).length, (await desk.listed()).length]).toEqual([2, 1]);
		},
	);
});

describe('Sync Product recognises', () => {
	beforeEach(async () => await open('syncProduct'));
	const item = async (Name: string, more: object = {}) =>
		await desk.made({ Name, Type: 'Service', IncomeAccountRef: { value: '5' }, ...more });
	const account = { incomeAccount: { mode: 'id', value: '5' } };

	it('a re-used SKU: the item that took it over from an inactive one is a conflict, until the old link is gone', async () => {
		const old = await item('Old', { Sku: 'S-9' });
		const product = outline(await desk.run())[0]?.[2];
		await desk.change(old, { Active: false, Sku: 'S-9 old' });
		const fresh = await item('New', { Sku: 'S-9' });
		const ran = await desk.run();
		expect(actions(ran)).toEqual({ [old]: 'skipped', [fresh]: 'conflict' });
		expect(conflictsOf(ran.failed)).toEqual([
			['conflict', expect.stringContaining('is linked with another record'), 'string'],
		]);
		await desk.run({ onDelete: 'unlink', scope: 'all' });
		expect(outline(await desk.run())).toEqual([['updated', fresh, product]]);
	});

	it('a SKU that two items have: a conflict, never a guess', async () => {
		const ids = [await item('One', { Sku: 'S-1' }), await item('Two', { Sku: 's-1' })];
		await desk.put({ name: 'Three', hs_sku: 'S-1' });
		expect(actions(await desk.run())).toEqual({
			[ids[0] ?? '']: 'conflict',
			[ids[1] ?? '']: 'conflict',
		});
		expect(
			new Set(
				(await desk.run({ ...toQuickBooks, ...account, scope: 'all' })).failed.map(
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
				await desk.put({ name: 'Named there', hs_sku: 'sU-1' }),
				await desk.put({ name: "Bo's sod rOLL" }),
			];
			const ran = await desk.run({ direction, ...account });
			expect(
				outline(ran)
					.map(([, quickBooks, hubSpot]) => [quickBooks, hubSpot])
					.sort(),
			).toEqual(ids.map((id, index) => [id, products[index]]).sort());
			expect([ran.failed, (await desk.all()).length, (await desk.listed()).length]).toEqual([
				[],
				2,
				2,
			]);
		},
	);

	it('a name with another SKU is something else', async () => {
		await item('Clash', { Sku: 'C-1' });
		await desk.put({ name: 'Clash', hs_sku: 'C-2' });
		expect((await desk.run()).synced.map(({ action }) => action)).toEqual(['created']);
	});
});
