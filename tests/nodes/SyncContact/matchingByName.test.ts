import { actions, email, outline } from '../../support/syncNode';
import { bothWays, conflictsOf, open, syncNode, toQuickBooks } from './matchedRecords';

describe('Sync Contact recognises', () => {
	beforeEach(async () => await open('syncContact'));

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
