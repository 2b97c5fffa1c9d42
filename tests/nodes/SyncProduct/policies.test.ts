import { actions, outline, whenInactive } from '../../support/syncNode';
import { account, cost, goods, item, price, syncNode } from './syncedProducts';

describe('Sync Product, direction', () => {
	it('quickBooksToHubSpot (default): items become products, products stay products', async () => {
		const { pair, item: other } = await goods();
		expect(actions(await syncNode.run())).toEqual({ [pair.item]: 'updated', [other]: 'created' });
		expect([
			await cost(pair.product),
			await price(pair.item),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['5', 5, 2, 3]);
	});

	it('hubSpotToQuickBooks: products become items, items stay items', async () => {
		const { pair, product } = await goods();
		const ran = await syncNode.run({ direction: 'hubSpotToQuickBooks', ...account });
		expect(outline(ran)).toEqual([
			['updated', pair.item, pair.product],
			['created', expect.any(String), product],
		]);
		expect([
			await cost(pair.product),
			await price(pair.item),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['9', 9, 3, 2]);
	});

	it('twoWay: each side gets what it lacks', async () => {
		await goods();
		await syncNode.run({ direction: 'twoWay', conflict: 'hubSpot', ...account });
		expect([(await syncNode.all()).length, (await syncNode.listed()).length]).toEqual([3, 3]);
		expect((await syncNode.run({ direction: 'twoWay', scope: 'all', ...account })).writes).toEqual(
			[],
		);
	});
});

describe('Sync Product, scope', () => {
	it('changed (default): what changed since the last run; its state survives', async () => {
		const { item: other } = await goods();
		await syncNode.run();
		syncNode.pass();
		const quiet = await syncNode.run();
		expect([outline(quiet), quiet.requests]).toEqual([[], ['GET /v3/company/:realm/cdc']]);
		await syncNode.change(other, { Description: 'New' });
		expect(actions(await syncNode.run())).toEqual({ [other]: 'updated' });
	});

	it('all: every record, changed or not', async () => {
		const { pair, item: other } = await goods();
		await syncNode.run();
		const ran = await syncNode.run({ scope: 'all' });
		expect([actions(ran), ran.writes]).toEqual([
			{ [pair.item]: 'unchanged', [other]: 'unchanged' },
			[],
		]);
	});

	it.each(['quickBooks', 'hubSpot'] as const)(
		'records: the ids of the input items, of %s',
		async (recordSide) => {
			const { pair } = await goods();
			const ran = await syncNode.run(
				{
					direction: 'twoWay',
					conflict: 'hubSpot',
					scope: 'records',
					recordSide,
					recordId: '={{ $json.it }}',
					...account,
				},
				[{ it: recordSide === 'quickBooks' ? pair.item : pair.product }, { it: 'none' }],
			);
			expect([outline(ran), ran.from]).toEqual([
				[
					['updated', pair.item, pair.product],
					['failed', null, null],
				],
				[{ item: 0 }, { item: 1 }],
			]);
		},
	);
});

describe('Sync Product, createAndUpdate', () => {
	const rows = [
		['both', 'updated', 'created', true],
		['createOnly', 'linked', 'created', false],
		['updateOnly', 'updated', 'skipped', true],
		['none', 'skipped', 'skipped', false],
	] as const;

	it.each(rows)('%s, in HubSpot', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, item: other } = await goods();
		expect(actions(await syncNode.run({ createAndUpdate }))).toEqual({
			[pair.item]: ofPair,
			[other]: ofOther,
		});
		expect([await cost(pair.product), (await syncNode.listed()).length]).toEqual([
			isUpdated ? '5' : '9',
			ofOther === 'created' ? 3 : 2,
		]);
	});

	it.each(rows)('%s, in QuickBooks', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, product } = await goods();
		const ran = await syncNode.run({
			createAndUpdate,
			direction: 'hubSpotToQuickBooks',
			...account,
		});
		expect(outline(ran)).toEqual([
			[ofPair, pair.item, pair.product],
			[ofOther, ofOther === 'created' ? expect.any(String) : null, product],
		]);
		expect([await price(pair.item), (await syncNode.all()).length]).toEqual([
			isUpdated ? 9 : 5,
			ofOther === 'created' ? 3 : 2,
		]);
	});
});

describe('Sync Product, onDelete: an item was made inactive', () => {
	it.each(whenInactive)('%s', async (onDelete, action, left) => {
		const id = await item('Gone');
		await syncNode.run({ onDelete });
		await syncNode.change(id, { Active: false });
		expect(actions(await syncNode.run({ onDelete }))).toEqual({ [id]: action });
		expect(await syncNode.leftOf(id, onDelete)).toEqual(left);
	});
});

describe('Sync Product, onDelete: a product was archived', () => {
	it.each([
		['nothing', {}, true],
		['archive', 'archived', false],
		['unlink', 'unlinked', true],
		['mark', 'skipped', true],
	] as const)('%s', async (onDelete, action, active) => {
		const product = await syncNode.put({ name: 'Gone' });
		const parameters = { onDelete, direction: 'hubSpotToQuickBooks', ...account };
		const id = outline(await syncNode.run(parameters))[0]?.[1] ?? '';
		await syncNode.archive(product);
		const ran = await syncNode.run(parameters);
		expect([actions(ran), (await syncNode.read(id))['Active']]).toEqual([
			typeof action === 'string' ? { [id]: action } : {},
			active,
		]);
		if (onDelete === 'mark')
			expect(ran.synced[0]?.['reason']).toContain('QuickBooks has no field for a note on it.');
	});
});
