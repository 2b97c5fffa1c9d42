import { actions, email, outline, whenInactive } from '../../support/syncNode';
import { first, given, people, syncNode } from './syncedContacts';

describe('Sync Contact, direction', () => {
	it('quickBooksToHubSpot (default): customers become contacts, contacts stay contacts', async () => {
		const { pair, customer } = await people();
		expect(actions(await syncNode.run())).toEqual({
			[pair.customer]: 'updated',
			[customer]: 'created',
		});
		expect([
			await first(pair.contact),
			await given(pair.customer),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['Quick', 'Quick', 2, 3]);
	});

	it('hubSpotToQuickBooks: contacts become customers, customers stay customers', async () => {
		const { pair, contact } = await people();
		const ran = await syncNode.run({ direction: 'hubSpotToQuickBooks' });
		expect(outline(ran)).toEqual([
			['updated', pair.customer, pair.contact],
			['created', expect.any(String), contact],
		]);
		expect([
			await first(pair.contact),
			await given(pair.customer),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['Hub', 'Hub', 3, 2]);
	});

	it('twoWay: each side gets what it lacks', async () => {
		const { customer, contact, pair } = await people();
		const ran = await syncNode.run({ direction: 'twoWay', conflict: 'hubSpot' });
		expect(outline(ran)).toEqual(
			expect.arrayContaining([
				['updated', pair.customer, pair.contact],
				['created', expect.any(String), contact],
				['created', customer, expect.any(String)],
			]),
		);
		expect([
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
			await given(pair.customer),
		]).toEqual([3, 3, 'Hub']);
		expect((await syncNode.run({ direction: 'twoWay', scope: 'all' })).writes).toEqual([]);
	});
});

describe('Sync Contact, scope', () => {
	it('changed (default): what changed since the last run; its state survives', async () => {
		const { pair, customer } = await people();
		await syncNode.run();
		syncNode.pass();
		const quiet = await syncNode.run();
		expect([outline(quiet), quiet.requests]).toEqual([[], ['GET /v3/company/:realm/cdc']]);
		await syncNode.change(customer, { GivenName: 'New' });
		expect(actions(await syncNode.run())).toEqual({ [customer]: 'updated' });
		expect(await given(pair.customer)).toBe('Quick');
	});

	it('all: every record, changed or not', async () => {
		const { pair, customer } = await people();
		await syncNode.run();
		const ran = await syncNode.run({ scope: 'all' });
		expect([actions(ran), ran.writes]).toEqual([
			{ [pair.customer]: 'unchanged', [customer]: 'unchanged' },
			[],
		]);
	});

	it.each([
		['quickBooks', 'updated'],
		['hubSpot', 'updated'],
	] as const)('records: the ids of the input items, of %s', async (recordSide, action) => {
		const { pair } = await people();
		const id = recordSide === 'quickBooks' ? pair.customer : pair.contact;
		const ran = await syncNode.run(
			{ direction: 'twoWay', scope: 'records', recordSide, recordId: '={{ $json.it }}' },
			[{ it: '999999' }, { it: id }],
		);
		expect([outline(ran), ran.from]).toEqual([
			[
				[action, pair.customer, pair.contact],
				['failed', null, null],
			],
			[{ item: 1 }, { item: 0 }],
		]);
	});
});

describe('Sync Contact, createAndUpdate', () => {
	const rows = [
		['both', 'updated', 'created', true],
		['createOnly', 'linked', 'created', false],
		['updateOnly', 'updated', 'skipped', true],
		['none', 'skipped', 'skipped', false],
	] as const;

	it.each(rows)('%s, in HubSpot', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, customer } = await people();
		expect(actions(await syncNode.run({ createAndUpdate }))).toEqual({
			[pair.customer]: ofPair,
			[customer]: ofOther,
		});
		expect([await first(pair.contact), (await syncNode.listed()).length]).toEqual([
			isUpdated ? 'Quick' : 'Hub',
			ofOther === 'created' ? 3 : 2,
		]);
	});

	it.each(rows)('%s, in QuickBooks', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, contact } = await people();
		const ran = await syncNode.run({ createAndUpdate, direction: 'hubSpotToQuickBooks' });
		expect(outline(ran)).toEqual([
			[ofPair, pair.customer, pair.contact],
			[ofOther, ofOther === 'created' ? expect.any(String) : null, contact],
		]);
		expect([await given(pair.customer), (await syncNode.all()).length]).toEqual([
			isUpdated ? 'Hub' : 'Quick',
			ofOther === 'created' ? 3 : 2,
		]);
	});
});

describe('Sync Contact, onDelete: a customer was made inactive', () => {
	it.each(whenInactive)('%s', async (onDelete, action, left) => {
		const id = await syncNode.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await syncNode.run({ onDelete });
		await syncNode.change(id, { Active: false });
		expect(actions(await syncNode.run({ onDelete }))).toEqual({ [id]: action });
		expect(await syncNode.leftOf(id, onDelete)).toEqual(left);
	});
});

describe('Sync Contact, onDelete: a contact was archived', () => {
	it.each([
		['nothing', {}, { active: true, marked: false }],
		['archive', 'archived', { active: false, marked: false }],
		['unlink', 'unlinked', { active: true, marked: false }],
		['mark', 'updated', { active: true, marked: true }],
	] as const)('%s', async (onDelete, action, left) => {
		const person = await syncNode.put({ email: 'gone@example.com', lastname: 'Gone' });
		const parameters = { onDelete, direction: 'hubSpotToQuickBooks' };
		const id = outline(await syncNode.run(parameters))[0]?.[1] ?? '';
		await syncNode.archive(person);
		expect(actions(await syncNode.run(parameters))).toEqual(
			typeof action === 'string' ? { [id]: action } : {},
		);
		const { Active, Notes } = await syncNode.read(id);
		expect({ active: Active, marked: Notes === `HubSpot contact ${person} was deleted.` }).toEqual(
			left,
		);
	});

	it('a record is never deleted for good: the archived contact is in the recycle bin, the customer is only inactive', async () => {
		const id = await syncNode.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await syncNode.run({ onDelete: 'archive' });
		await syncNode.change(id, { Active: false });
		await syncNode.run({ onDelete: 'archive' });
		expect([
			(await syncNode.listed()).length,
			(await syncNode.listed([], { archived: true })).length,
			(await syncNode.read(id))['DisplayName'],
		]).toEqual([0, 1, 'Gone (deleted)']);
	});
});
