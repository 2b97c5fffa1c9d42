import { actions, mapped, outline } from '../../support/syncNode';
import { account, cost, goods, item, price, syncNode } from './syncedProducts';

describe('Sync Product, filter', () => {
	it.each([
		['quickBooks', { field: 'UnitPrice', operator: 'greater', value: '4.5' }],
		['quickBooks', { field: 'Name', operator: 'startsWith', value: 'dear' }],
		['hubSpot', { field: 'price', operator: 'greater', value: '4.5' }],
	] as const)('of %s: %o', async (side, condition) => {
		const [dear, cheap] = [
			await item('Dear', { UnitPrice: 5 }),
			await item('Cheap', { UnitPrice: 4 }),
		];
		expect(actions(await syncNode.run({ filter: { [side]: [condition] } }))).toEqual({
			[dear]: 'created',
			[cheap]: 'skipped',
		});
	});

	it('what it leaves out is not archived either', async () => {
		const [kept, gone] = [await item('Kept', { Description: 'private' }), await item('Gone')];
		await syncNode.run();
		await syncNode.change(kept, { Active: false });
		await syncNode.change(gone, { Active: false });
		const ran = await syncNode.run({
			onDelete: 'archive',
			filter: { quickBooks: [{ field: 'Description', operator: 'empty' }] },
		});
		expect([actions(ran), (await syncNode.listed()).length]).toEqual([
			{ [kept]: 'skipped', [gone]: 'archived' },
			1,
		]);
	});
});

describe('Sync Product, conflict (two-way): both sides changed a field', () => {
	it.each([
		['newest', '9', 'updated'],
		['hubSpot', '9', 'updated'],
		['quickBooks', '7', 'updated'],
		['skip', undefined, 'conflict'],
	] as const)('%s: reported with both values', async (conflict, winner, action) => {
		const id = await item('Sod', { UnitPrice: 5 });
		const parameters = { direction: 'twoWay', conflict, ...account };
		const product = outline(await syncNode.run(parameters))[0]?.[2] ?? '';
		syncNode.pass(5000);
		await syncNode.change(id, { UnitPrice: 7 });
		syncNode.pass(5000);
		await syncNode.edit(product, { price: '9' });
		const ran = await syncNode.run(parameters);
		expect(outline(ran)).toEqual([[action, id, product]]);
		expect(JSON.stringify([...ran.synced, ...ran.failed])).toMatch(/\\"9\\".*\\"7\\"/);
		expect([await cost(product), String(await price(id))]).toEqual(
			winner ? [winner, winner] : ['9', '7'],
		);
	});
});

describe('Sync Product, output and dry run', () => {
	it.each([
		['each', [{ action: 'created' }]],
		['failures', []],
		['summary', [{ records: 2, created: 1, failed: 1 }]],
	] as const)(
		'%s; what could not be done leaves by the second output, with the reason and what to do',
		async (output, synced) => {
			await item('Good');
			const bad = await item('Bad', { Description: 'many' });
			const ran = await syncNode.run({ output, ...mapped({ name: 'Name', price: 'Description' }) });
			expect(ran.synced).toEqual(synced.map((one) => expect.objectContaining(one)));
			expect(ran.failed).toEqual([
				expect.objectContaining({
					action: 'failed',
					reason: expect.stringMatching(/^"many" is not a number, which HubSpot needs for ".+"\.$/),
					remedy: 'Correct the value, or map the field to another one.',
					quickbooks: expect.objectContaining({ id: bad }),
				}),
			]);
		},
	);

	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'dry run, %s: the plan and the exact payloads, and nothing written',
		async (direction) => {
			await goods();
			const ran = await syncNode.run({ direction, conflict: 'hubSpot', dryRun: true, ...account });
			expect([new Set(ran.synced.map(({ action }) => action)), ran.failed, ran.writes]).toEqual([
				new Set(['planned']),
				[],
				[],
			]);
			expect(ran.synced.every(({ plan }) => (plan as unknown[]).length > 0)).toBe(true);
			expect(
				(await syncNode.run({ direction, conflict: 'hubSpot', ...account })).synced.length,
			).toBe(ran.synced.length);
		},
	);

	it('without an income account a new item fails with what to do', async () => {
		await syncNode.put({ name: 'Only Hub' });
		expect((await syncNode.run({ direction: 'hubSpotToQuickBooks' })).failed).toEqual([
			expect.objectContaining({
				action: 'failed',
				remedy: 'Choose an income account in "Income Account" of the node.',
			}),
		]);
	});

	it.each([
		['suffix', 'created'],
		['fail', 'failed'],
	])('a name that belongs to another item: %s', async (nameTaken, action) => {
		await item('Spade', { Sku: 'A' });
		await syncNode.put({ name: 'Spade', hs_sku: 'B' });
		const ran = await syncNode.run({
			direction: 'hubSpotToQuickBooks',
			options: { nameTaken },
			...account,
		});
		expect(outline(ran).map(([done]) => done)).toEqual([action]);
		expect((await syncNode.all()).map(({ Name }) => Name)).toEqual([
			'Spade',
			...(nameTaken === 'suffix' ? ['Spade (B)'] : []),
		]);
	});

	it.each(['hubSpotToQuickBooks', 'twoWay'])(
		'a name that was taken stays as it was given, and follows the product: %s',
		async (direction) => {
			await item('Spade', { Sku: 'A' });
			const product = await syncNode.put({ name: 'Spade', hs_sku: 'B', price: '10' });
			await syncNode.run({ direction, ...account });
			const names = async () => (await syncNode.all()).map(({ Name }) => Name).sort();
			await syncNode.edit(product, { price: '11' });
			expect((await syncNode.run({ direction, ...account })).failed).toEqual([]);
			expect(await names()).toEqual(['Spade', 'Spade (B)']);
			await syncNode.edit(product, { name: 'Shovel' });
			expect((await syncNode.run({ direction, ...account })).failed).toEqual([]);
			expect(await names()).toEqual(['Shovel', 'Spade']);
		},
	);
});
