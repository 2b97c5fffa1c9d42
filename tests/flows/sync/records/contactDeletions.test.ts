import type { SyncPolicy } from '../../../../src/core/sync/types';
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
