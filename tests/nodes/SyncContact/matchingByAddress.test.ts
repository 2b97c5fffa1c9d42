import { actions, email, outline } from '../../support/syncNode';
import { bothWays, conflictsOf, open, syncNode } from './matchedRecords';

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
});
