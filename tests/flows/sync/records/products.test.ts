import { productKind, productMapping } from '../../../../src/core/product/fields';
import type { QuickBooksPayload } from '../../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const income = { IncomeAccountRef: { value: '5' } };
const product = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('products', { properties })).id;
const item = async (Name: string, more: QuickBooksPayload = {}) =>
	(
		await accounts.quickbooks.create(
			'Item',
			{ Name, Type: 'Service', ...income, ...more },
			`${Name} ${(serial += 1)}`,
		)
	).Id;
const sync = async (
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
) => await accounts.sync(productKind, policy, { incomeAccountId: '5', ...input });
const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks, hubspot }) => [
		action,
		quickbooks?.id ?? null,
		hubspot?.id ?? null,
	]);
const readProduct = async (id: string) =>
	(
		await accounts.hubspot.readObject('products', id, {
			properties: ['name', 'hs_sku', 'price', 'description', 'hs_cost_of_goods_sold'],
		})
	).properties;

async function change(id: string, fields: QuickBooksPayload): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Item', id);
	await accounts.quickbooks.update('Item', { Id: id, SyncToken, sparse: true, ...fields });
}

describe('items and products', () => {
	it('match by SKU, then by name; a name with another SKU is something else', async () => {
		const [bySku, byName, other] = [
			await item('Renamed here', { Sku: 'S-1', UnitPrice: 3.196 }),
			await item('By name', { UnitPrice: 5 }),
			await item('Clash', { Sku: 'C-1' }),
		];
		const [one, two, three] = [
			await product({ name: 'Named there', hs_sku: 's-1' }),
			await product({ name: 'by NAME' }),
			await product({ name: 'Clash', hs_sku: 'C-2' }),
		];
		const run = await sync();
		expect(
			Object.fromEntries(
				run.results.map(({ quickbooks, hubspot, action }) => [
					quickbooks?.id,
					[action, hubspot?.id],
				]),
			),
		).toEqual({
			[bySku]: ['updated', one],
			[byName]: ['updated', two],
			[other]: ['created', expect.not.stringMatching(`^${three}$`)],
		});
		expect(await readProduct(one)).toMatchObject({
			name: 'Renamed here',
			hs_sku: 'S-1',
			price: '3.196',
		});
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('a SKU that a new item took over from an inactive one is a conflict until the old link is gone', async () => {
		const old = await item('Old', { Sku: 'S-9' });
		const linked = (await sync()).results[0]?.hubspot?.id ?? '';
		await change(old, { Active: false });
		await change(old, { Sku: 'S-9 old' });
		const fresh = await item('New', { Sku: 'S-9' });
		expect(outline(await sync({ onDelete: 'nothing' })).filter(([, id]) => id === fresh)).toEqual([
			['conflict', fresh, null],
		]);
		const after = await sync({ onDelete: 'unlink' }, { scope: { kind: 'all' } });
		expect(outline(after)).toContainEqual(['unlinked', old, linked]);
		expect(outline(await sync({ onDelete: 'unlink' })).filter(([, id]) => id === fresh)).toEqual([
			['updated', fresh, linked],
		]);
	});

	it('categories and bundles are left out', async () => {
		await item('Pump', { Type: 'NonInventory' });
		await accounts.quickbooks.create('Item', { Name: 'Garden', Type: 'Category' }, 'category');
		expect((await sync()).results.map(({ action, reason }) => [action, reason])).toEqual(
			expect.arrayContaining([
				['created', ''],
				['skipped', 'It is a category, not something that is sold.'],
			]),
		);
	});

	it('a category stands in the way of no item that has its name', async () => {
		const { Id: value } = await accounts.quickbooks.create(
			'Item',
			{ Name: 'Tools', Type: 'Category' },
			'category',
		);
		const [inside, one] = [
			await item('Tools', { SubItem: true, ParentRef: { value }, UnitPrice: 5 }),
			await product({ name: 'Tools', price: '7' }),
		];
		await accounts.quickbooks.create(
			'Item',
			{ Name: 'Plants', Type: 'Category' },
			'another category',
		);
		const two = await product({ name: 'Plants' });
		const { results } = await sync({ direction: 'hubSpotToQuickBooks' });
		expect(
			results.map(({ action, reason, hubspot, quickbooks }) => [
				action,
				reason,
				hubspot?.id,
				quickbooks?.id,
			]),
		).toEqual([
			['updated', 'Recognised by name.', one, inside],
			['skipped', 'It is a category, not something that is sold.', two, expect.any(String)],
		]);
	});

	it('a product without an item gets one with the income account, once; exact prices', async () => {
		const id = await product({
			name: 'Terrace: planter',
			hs_sku: 'P-1',
			price: '149.905',
			hs_product_type: 'inventory',
			hs_cost_of_goods_sold: '80',
		});
		const policy = { direction: 'hubSpotToQuickBooks' } as const;
		const made = await sync(policy);
		expect(outline(made)).toEqual([['created', expect.any(String), id]]);
		expect(
			await accounts.quickbooks.read('Item', made.results[0]?.quickbooks?.id ?? ''),
		).toMatchObject({
			Name: 'Terrace - planter',
			Sku: 'P-1',
			UnitPrice: 149.905,
			PurchaseCost: 80,
			Type: 'NonInventory',
			IncomeAccountRef: { value: '5' },
		});
		expect((await sync(policy, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('SKU and name are recognised whatever their letters, also from HubSpot’s side', async () => {
		const [bySku, byName] = [await item('Pump', { Sku: 'PU-1' }), await item('Sod Roll')];
		const [one, two] = [
			await product({ name: 'Renamed', hs_sku: 'PU-1' }),
			await product({ name: 'Sod Roll' }),
		];
		expect(outline(await sync({ direction: 'hubSpotToQuickBooks' })).sort()).toEqual(
			[
				['updated', bySku, one],
				['linked', byName, two],
			].sort(),
		);
	});

	it('an item whose creation was not answered is found again, and not made twice under another name', async () => {
		const id = await product({ name: 'Arbour', hs_sku: 'AR-1', price: '85' });
		accounts.sandbox.runtime.faults.add({
			system: 'quickbooks',
			path: '/batch',
			behaviour: 'drop-after',
			after: 1,
			times: 1,
		} as never);
		const policy = { direction: 'hubSpotToQuickBooks' } as const;
		expect((await sync(policy)).results).toEqual([expect.objectContaining({ action: 'failed' })]);
		expect(outline(await sync(policy))).toEqual([['linked', expect.any(String), id]]);
		expect(await accounts.quickbooks.find('Item', {})).toHaveLength(1);
	});

	it('no price in HubSpot and 0 in QuickBooks are the same: QuickBooks knows no empty price', async () => {
		const id = await product({ name: 'Free', hs_sku: 'FR' });
		const policy = {
			direction: 'twoWay',
			conflict: 'skip',
			mapping: productMapping.map((one) => ({ ...one, ifEmpty: 'clear' as const })),
		} as const;
		const made = (await sync(policy)).results[0]?.quickbooks?.id ?? '';
		expect((await sync(policy, { scope: { kind: 'all' } })).writes).toEqual([]);
		await accounts.hubspot.updateObject('products', id, { price: '12.5' });
		await sync(policy);
		expect((await accounts.quickbooks.read('Item', made)).UnitPrice).toBe(12.5);
		await accounts.hubspot.updateObject('products', id, { price: '' });
		await sync(policy);
		expect((await accounts.quickbooks.read('Item', made)).UnitPrice).toBe(0);
		expect((await sync(policy, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('what QuickBooks makes up itself is in HubSpot at once', async () => {
		const id = await product({ name: 'Bench', hs_sku: 'BE' });
		const policy: Partial<SyncPolicy> = {
			direction: 'twoWay',
			mapping: [
				...productMapping,
				{ property: 'hs_url', field: 'Id', direction: 'both', ifEmpty: 'keep' },
			],
		};
		const made = (await sync(policy)).results[0]?.quickbooks?.id;
		expect(
			(await accounts.hubspot.readObject('products', id, { properties: ['hs_url'] })).properties[
				'hs_url'
			],
		).toBe(made);
	});

	it('a product deleted in HubSpot does not come back in the run that follows it up, although its item is looked at again', async () => {
		const id = await item('Twice', { Sku: 'TW' });
		const made = await product({ name: 'Otherwise', hs_sku: 'TW' });
		const policy = { direction: 'twoWay', conflict: 'skip', onDelete: 'unlink' } as const;
		expect(outline(await sync(policy))).toEqual([['conflict', id, made]]);
		await accounts.hubspot.archiveObjects('products', [made]);
		await sync(policy);
		expect(
			(await accounts.hubspot.listObjects('products', { properties: [], limit: 10 })).records,
		).toEqual([]);
	});

	it('without an income account a new item is refused with what to do', async () => {
		await product({ name: 'Nothing' });
		const { results } = await accounts.sync(productKind, { direction: 'hubSpotToQuickBooks' });
		expect(results).toEqual([
			expect.objectContaining({
				action: 'failed',
				error: expect.objectContaining({
					problems: [
						expect.objectContaining({
							remedy: 'Choose an income account in "Income Account" of the node.',
						}),
					],
				}),
			}),
		]);
	});

	it('both ways: a price changed in HubSpot and a description changed in QuickBooks end up on both sides', async () => {
		const id = await item('Sod', { Sku: 'SOD', UnitPrice: 6.4 });
		const policy = { direction: 'twoWay', conflict: 'skip' } as const;
		const made = (await sync(policy)).results[0]?.hubspot?.id ?? '';
		await accounts.hubspot.updateObject('products', made, { price: '7.10' });
		await change(id, { Description: 'Roll, 5 feet' });
		await sync(policy);
		expect([await readProduct(made), await accounts.quickbooks.read('Item', id)]).toEqual([
			expect.objectContaining({ price: '7.10', description: 'Roll, 5 feet' }),
			expect.objectContaining({ UnitPrice: 7.1, Description: 'Roll, 5 feet' }),
		]);
		expect((await sync(policy, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('where HubSpot has no unique properties for products, links are searched for', async () => {
		await accounts.stop();
		accounts = await SyncAccounts.start({
			seed: 'empty',
			fast: true,
			switches: { hubspot: { uniquePropertiesOf: 'people' } },
		});
		const id = await item('Plain', { Sku: 'PL' });
		const made = await sync();
		expect(outline(made)).toEqual([['created', id, made.results[0]?.hubspot?.id]]);
		await change(id, { Sku: 'PL-2', Name: 'Plainer' });
		expect(outline(await sync())).toEqual([['updated', id, made.results[0]?.hubspot?.id]]);
	});

	it('an archived product makes its item inactive, where that is wanted', async () => {
		const id = await product({ name: 'Away', hs_sku: 'AW' });
		const policy = { direction: 'hubSpotToQuickBooks', onDelete: 'archive' } as const;
		const made = (await sync(policy)).results[0]?.quickbooks?.id ?? '';
		await accounts.hubspot.archiveObjects('products', [id]);
		expect(outline(await sync(policy))).toEqual([['archived', made, id]]);
		expect((await accounts.quickbooks.read('Item', made)).Active).toBe(false);
	});
});
