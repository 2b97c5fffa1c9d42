import { actions, SyncNode, mapped, outline, whenInactive } from '../../support/syncNode';

let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncProduct')));
afterEach(async () => await syncNode.stop());

const account = { incomeAccount: { mode: 'id', value: '5' } };
const item = async (Name: string, more: object = {}) =>
	await syncNode.made({ Name, Type: 'Service', IncomeAccountRef: { value: '5' }, ...more });
const price = async (id: string) => (await syncNode.read(id))['UnitPrice'];
const cost = async (id: string) => (await syncNode.seen(id, ['price']))?.['price'];

/**
 * An item and a product that are nobody's counterpart, and a pair that is recognised and differs.
 */
async function goods() {
	const pair = {
		item: await item('Pair', { Sku: 'P-1', UnitPrice: 5 }),
		product: await syncNode.put({ name: 'Pair', hs_sku: 'P-1', price: '9' }),
	};
	return {
		pair,
		item: await item('Only Books', { UnitPrice: 1.5 }),
		product: await syncNode.put({ name: 'Only Hub', price: '2.5' }),
	};
}

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
