import { SyncedPair } from '../../support/syncedPair';

const DAY_MS = 86_400_000;
const bothWays = { direction: 'twoWay' } as const;

let pair: SyncedPair;
afterEach(async () => await pair.accounts.stop());

describe('a contact that was deleted', () => {
	it.each(['quickBooksToHubSpot', 'twoWay'] as const)(
		'is known from the recycle bin by a sync that lost its memory, and told again: %s',
		async (direction) => {
			pair = await SyncedPair.open('contacts', { direction });
			await pair.remove();
			pair.accounts.state = {};
			const { results } = await pair.run();
			expect(results).toEqual([
				expect.objectContaining({
					action: 'skipped',
					reason:
						"The contact was deleted in HubSpot, so no new one is created. Restore it from HubSpot's recycle bin, or create another one there with the same e-mail address.",
				}),
			]);
			await pair.change({ GivenName: 'Gus' });
			expect([await pair.actions(), await pair.listed()]).toEqual([{}, []]);
		},
	);

	it('is known from the memory of the sync once HubSpot has emptied the recycle bin', async () => {
		pair = await SyncedPair.open('contacts', {});
		await pair.remove();
		pair.pass(2 * DAY_MS);
		const other = await pair.named('else');
		expect(await pair.actions()).toEqual({ [other]: 'created' });
		pair.pass(100 * DAY_MS);
		await pair.change({ GivenName: 'Gus' });
		expect([
			await pair.actions(),
			(await pair.listed(true)).length,
			(await pair.listed()).length,
		]).toEqual([{ [pair.id]: 'skipped' }, 0, 1]);
	});

	it('is told of whenever somebody asks for its customer, or for all', async () => {
		pair = await SyncedPair.open('contacts', {});
		await pair.remove();
		await pair.change({ GivenName: 'Gus' });
		for (const scope of [
			{ kind: 'changed' },
			{ kind: 'all' },
			{ kind: 'records', side: 'quickBooks', ids: [pair.id] },
		] as const)
			expect(await pair.actions({ scope: { ...scope } as never })).toEqual({
				[pair.id]: 'skipped',
			});
		expect(await pair.listed()).toEqual([]);
	});

	it('is told of by a dry run, which remembers nothing', async () => {
		pair = await SyncedPair.open('contacts', {});
		await pair.remove();
		await pair.change({ GivenName: 'Gus' });
		expect([
			await pair.actions({ dryRun: true }),
			await pair.actions(),
			await pair.actions(),
		]).toEqual([{ [pair.id]: 'skipped' }, { [pair.id]: 'skipped' }, {}]);
	});

	it('gives its place to another one with its address', async () => {
		pair = await SyncedPair.open('contacts', bothWays);
		await pair.remove();
		await pair.change({ GivenName: 'Gus' });
		await pair.run();
		const { id } = await pair.accounts.hubspot.createObject('contacts', {
			properties: { email: 'gone@example.com' },
		});
		expect((await pair.run()).results).toEqual([
			expect.objectContaining({ action: 'updated', hubspot: expect.objectContaining({ id }) }),
		]);
		await pair.remove(id);
		await pair.change({ GivenName: 'Gil' });
		expect(await pair.actions()).toEqual({ [pair.id]: 'skipped' });
	});

	it.each([[true], [false]])(
		'and was restored is synced again (restoring counts as a change: %s)',
		async (restoreIsChange) => {
			pair = await SyncedPair.open('contacts', bothWays, { restoreIsChange });
			await pair.remove();
			await pair.change({ GivenName: 'Gus' });
			expect(await pair.actions()).toEqual({ [pair.id]: 'skipped' });
			await pair.restore();
			await pair.change({ GivenName: 'Gil' });
			expect(await pair.actions()).toEqual({ [pair.id]: 'updated' });
			expect(
				(await pair.listed()).map(({ id, properties }) => [id, properties['firstname']]),
			).toEqual([[pair.record, 'Gil']]);
		},
	);

	it('and whose customer followed brings the customer back once it is restored, with what was changed meanwhile', async () => {
		pair = await SyncedPair.open('contacts', { ...bothWays, onDelete: 'archive' });
		await pair.remove();
		expect(await pair.actions()).toEqual({ [pair.id]: 'archived' });
		await pair.restore();
		await pair.edit({ firstname: 'Back' });
		expect([await pair.actions(), await pair.actions()]).toEqual([
			{ [pair.id]: 'updated' },
			{ [pair.id]: 'updated' },
		]);
		expect([
			await pair.accounts.quickbooks.read('Customer', pair.id),
			(await pair.listed()).length,
		]).toEqual([expect.objectContaining({ Active: true, GivenName: 'Back' }), 1]);
	});

	it('since its customer was made inactive is made anew when the customer is active again, and deleted again stays so', async () => {
		pair = await SyncedPair.open('contacts', { ...bothWays, onDelete: 'archive' });
		await pair.change({ Active: false });
		expect(await pair.actions()).toEqual({ [pair.id]: 'archived' });
		await pair.change({ Active: true });
		expect([await pair.actions(), (await pair.listed()).length]).toEqual([
			{ [pair.id]: 'created' },
			1,
		]);
		await pair.remove((await pair.listed())[0]?.id);
		expect([await pair.actions(), (await pair.all()).filter(({ Active }) => Active)]).toEqual([
			{ [pair.id]: 'archived' },
			[],
		]);
	});

	it('for good is not made anew where HubSpot blocks its address, and that is told once', async () => {
		pair = await SyncedPair.open('contacts', {});
		await pair.hubSpot('/crm/objects/2026-03/contacts/gdpr-delete', { objectId: pair.record });
		await pair.change({ GivenName: 'Gus' });
		expect((await pair.run()).results).toEqual([
			expect.objectContaining({
				action: 'skipped',
				reason: expect.stringContaining('permanently deleted in HubSpot'),
			}),
		]);
		await pair.change({ GivenName: 'Gil' });
		expect([await pair.actions(), await pair.listed()]).toEqual([{}, []]);
	});
});

describe.each(['gone', 'inBin'] as const)(
	'contacts that were merged, the lost one %s',
	(absorbedRecords) => {
		it.each(['new', 'kept'] as const)(
			'are no deleted ones: the survivor takes the place (id %s)',
			async (mergedId) => {
				pair = await SyncedPair.open('contacts', bothWays, { absorbedRecords, mergedId });
				const other = await pair.accounts.hubspot.createObject('contacts', {
					properties: { email: 'other@example.com' },
				});
				await pair.hubSpot('/crm/objects/2026-03/contacts/merge', {
					primaryObjectId: other.id,
					objectIdToMerge: pair.record,
				});
				await pair.change({ GivenName: 'Gus' });
				expect([
					await pair.actions(),
					(await pair.listed()).map(({ properties }) => properties['firstname']),
				]).toEqual([{ [pair.id]: 'updated' }, ['Gus']]);
			},
		);

		it('and whose survivor is linked elsewhere leave the other customer to a person, not to a new contact', async () => {
			pair = await SyncedPair.open('contacts', {}, { absorbedRecords });
			const lost = await pair.make({ DisplayName: 'Without an address' });
			const record = (await pair.run()).results[0]?.hubspot?.id ?? '';
			await pair.hubSpot('/crm/objects/2026-03/contacts/merge', {
				primaryObjectId: pair.record,
				objectIdToMerge: record,
			});
			await pair.change({ GivenName: 'Lou' }, lost);
			// Where the lost one is gone altogether, nothing says that it was ever linked with this
			// customer.
			expect(await pair.actions()).toEqual({
				[lost]: absorbedRecords === 'inBin' ? 'conflict' : 'created',
			});
		});
	},
);
