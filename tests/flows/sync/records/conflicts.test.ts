import type { SyncPolicy } from '../../../../src/core/sync/types';
import { accounts, change, contact, customer, email, readContact, sync } from './linkedContact';

/** A pair in step, then changed on both sides, HubSpot last. */
async function bothChanged(conflict: SyncPolicy['conflict']) {
	const policy = { direction: 'twoWay', conflict } as const;
	const id = await customer('Pat', {
		GivenName: 'Pat',
		CompanyName: 'Start',
		...email('pat@example.com'),
	});
	const person = (await sync(policy)).results[0]?.hubspot?.id ?? '';
	accounts.sandbox.runtime.clock.advance(5000);
	await change(id, { GivenName: 'Quick', CompanyName: 'Books Ltd' });
	accounts.sandbox.runtime.clock.advance(5000);
	await accounts.hubspot.updateObject('contacts', person, { firstname: 'Hub', phone: '7' });
	const run = await sync(policy);
	return {
		id,
		person,
		run,
		first: (await readContact(person))['firstname'],
		given: (await accounts.quickbooks.read('Customer', id)).GivenName,
		policy,
	};
}

describe('conflict (two-way)', () => {
	it.each([
		['newest', 'Hub', 'the record changed last was kept'],
		['hubSpot', 'Hub', 'HubSpot was kept'],
		['quickBooks', 'Quick', 'QuickBooks was kept'],
	] as const)('%s', async (conflict, winner, words) => {
		const { id, person, run, first, given } = await bothChanged(conflict);
		expect([first, given]).toEqual([winner, winner]);
		expect(run.results).toEqual([
			expect.objectContaining({
				action: 'updated',
				warnings: [`First Name was "Hub" in HubSpot and "Quick" in QuickBooks; ${words}.`],
			}),
		]);
		expect(await readContact(person)).toMatchObject({ company: 'Books Ltd', phone: '7' });
		expect(await accounts.quickbooks.read('Customer', id)).toMatchObject({
			CompanyName: 'Books Ltd',
			PrimaryPhone: { FreeFormNumber: '7' },
		});
	});

	it('skip: reported with both values, again until a person settles it; the other fields are synced', async () => {
		const { id, person, run, first, given, policy } = await bothChanged('skip');
		expect([first, given]).toEqual(['Hub', 'Quick']);
		expect(run.results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				reason: 'Both sides changed firstname (HubSpot "Hub", QuickBooks "Quick").',
				changes: expect.arrayContaining([{ field: 'firstname', from: 'Hub', to: 'Quick' }]),
			}),
		]);
		expect(await readContact(person)).toMatchObject({ company: 'Books Ltd' });
		accounts.sandbox.runtime.clock.advance(600_000);
		expect((await sync(policy)).results.map(({ action }) => action)).toEqual(['conflict']);
		await change(id, { GivenName: 'Hub' });
		await sync(policy);
		expect((await sync(policy)).results).toEqual([]);
	});

	it('what one side changes after a sync wins whatever the policy: our own writes are no edits', async () => {
		const policy = { direction: 'twoWay', conflict: 'hubSpot' } as const;
		const id = await customer('Echo', { GivenName: 'A', ...email('echo@example.com') });
		const person = (await sync(policy)).results[0]?.hubspot?.id ?? '';
		await change(id, { GivenName: 'B' });
		await sync(policy);
		expect((await readContact(person))['firstname']).toBe('B');
	});
});

describe('our own writes', () => {
	it('do not come back as changes: the run after the writes asks each side once', async () => {
		await customer('From QuickBooks', email('q@example.com'));
		await contact({ email: 'h@example.com', firstname: 'From', lastname: 'HubSpot' });
		const first = await sync({ direction: 'twoWay' });
		expect(first.results.map(({ action }) => action)).toEqual(['created', 'created']);
		await sync({ direction: 'twoWay' });
		expect((await sync({ direction: 'twoWay' })).requests).toEqual([
			'POST /crm/objects/2026-03/:type/search',
			'GET /v3/company/:realm/cdc',
		]);
	});

	it('do not bring back a contact that was deleted right after them', async () => {
		const policy = { direction: 'twoWay', onDelete: 'nothing' } as const;
		const person = await contact({ email: 'gone@example.com', firstname: 'Gone' });
		await customer('Other', email('other@example.com'));
		await sync(policy);
		await accounts.hubspot.updateObject('contacts', person, { firstname: 'Going' });
		await sync(policy);
		await accounts.hubspot.archiveObjects('contacts', [person]);
		expect((await sync(policy)).writes).toEqual([]);
	});
});

describe('filter', () => {
	it('conditions on either side decide who takes part', async () => {
		await customer('In', { CompanyName: 'Garden Ltd', ...email('in@example.com') });
		await customer('Out', { CompanyName: 'Pool Ltd', ...email('out@example.com') });
		const byQuickBooks = await sync({
			filter: [{ side: 'quickBooks', field: 'CompanyName', operator: 'contains', value: 'garden' }],
		});
		expect(byQuickBooks.results.map(({ action, reason }) => [action, reason])).toEqual([
			['created', ''],
			['skipped', 'It does not meet the filter: CompanyName in QuickBooks contains "garden".'],
		]);
		const byHubSpot = await sync(
			{ filter: [{ side: 'hubSpot', field: 'email', operator: 'startsWith', value: 'in@' }] },
			{ scope: { kind: 'all' } },
		);
		expect(byHubSpot.results.map(({ action }) => action)).toEqual(['unchanged', 'skipped']);
	});
});
