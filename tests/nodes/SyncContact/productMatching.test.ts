import { actions, outline } from '../../support/syncNode';
import { conflictsOf, open, syncNode, toQuickBooks } from './matchedRecords';

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
