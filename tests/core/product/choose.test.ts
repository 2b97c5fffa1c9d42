import { chooseItems, type ItemPolicy } from '../../../src/core/product/choose';
import { productKind } from '../../../src/core/product/fields';
import type { QuickBooksItem } from '../../../src/core/records/quickbooks';
import { billedLine, hubSpotRecord, item } from '../../support/sampleRecords';

const LINK = 'quickbooks_id_9';
const line = billedLine('Pump', '10', { sku: 'P-1', productId: '301' });
const product = (link?: string) =>
	new Map([
		[
			'301',
			hubSpotRecord('products', '301', {
				quickbooks_id_9: link ?? null,
				hs_product_type: 'inventory',
			}),
		],
	]);
const choose = (
	items: QuickBooksItem[],
	policy: ItemPolicy = { ifNone: 'fail' },
	products = product(),
) => chooseItems([line], items, products, '9', LINK, policy);

describe('what a line sells', () => {
	it.each([
		['the linked item first', [item('4', 'Other'), item('5', 'Pump', { Sku: 'P-1' })], '9:4', '4'],
		[
			'then the SKU, in any case',
			[item('5', 'Else', { Sku: 'p-1' }), item('6', 'Pump')],
			undefined,
			'5',
		],
		['then the name', [item('6', 'pump')], undefined, '6'],
		['a link of another company is none', [item('4', 'Other'), item('6', 'Pump')], '8:4', '6'],
		[
			'an active one before an inactive one',
			[item('5', 'A', { Sku: 'P-1', Active: false }), item('6', 'B', { Sku: 'P-1' })],
			undefined,
			'6',
		],
	])('%s', (_name, items, link, expected) => {
		expect(choose(items, { ifNone: 'fail' }, product(link)).existing.get('Pump')?.Id).toBe(
			expected,
		);
	});

	it.each([
		[
			'the name with its category',
			'Garden: Pump',
			[
				item('5', 'Garden -Pump'),
				item('6', 'Pump', { FullyQualifiedName: 'garden:Pump' }),
				item('7', 'Pump', { FullyQualifiedName: 'House:Pump' }),
			],
			'6',
		],
		[
			'the name that QuickBooks was given without its colon',
			'Garden: Pump',
			[item('5', 'Garden - Pump'), item('7', 'Pump', { FullyQualifiedName: 'House:Pump' })],
			'5',
		],
		['a name with a backslash', 'In\\Out', [item('6', 'In\\out')], '6'],
	])('%s', (_name, lineName, items, expected) => {
		expect(
			chooseItems([billedLine(lineName, '10')], items, new Map(), '9', LINK, {
				ifNone: 'fail',
			}).existing.get(lineName)?.Id,
		).toBe(expected);
	});

	it.each<[string, QuickBooksItem[], ItemPolicy, RegExp]>([
		[
			'two with the SKU',
			[item('5', 'A', { Sku: 'P-1' }), item('6', 'B', { Sku: 'P-1' })],
			{ ifNone: 'create', incomeAccountId: '1' },
			/matches several QuickBooks items by SKU: "A" \(id 5\), "B" \(id 6\)/,
		],
		['none, and none may be made', [], { ifNone: 'fail' }, /Line "Pump" \(SKU P-1\) has no item/],
		['none, and no income account', [], { ifNone: 'create' }, /a new item needs an income account/],
		[
			'an inactive one',
			[item('5', 'Pump (deleted)', { Active: false })],
			{ ifNone: 'create', incomeAccountId: '1' },
			/which is inactive/,
		],
		[
			'one without income account',
			[item('5', 'Pump', { IncomeAccountRef: undefined } as never)],
			{ ifNone: 'fail' },
			/has no income account/,
		],
	])('declines %s', (_name, items, policy, message) => {
		expect(() => choose(items, policy)).toThrow(message);
	});

	it('makes one item for lines that sell the same thing', () => {
		const twice = [line, billedLine('again', '20', { name: 'pump' })];
		expect(
			chooseItems(twice, [], product(), '9', LINK, { ifNone: 'create', incomeAccountId: '79' })
				.create,
		).toEqual([
			{
				lineKeys: ['Pump', 'again'],
				payload: {
					Name: 'Pump',
					Sku: 'P-1',
					Type: 'NonInventory',
					UnitPrice: 10,
					IncomeAccountRef: { value: '79' },
				},
			},
		]);
	});

	it.each<[string, Array<{ name: string; sku?: string }>, QuickBooksItem[], string[]]>([
		[
			'variants of one name are items of their own',
			[
				{ name: 'Shirt', sku: 'S' },
				{ name: 'Shirt', sku: 'M' },
			],
			[],
			['Shirt', 'Shirt (M)'],
		],
		[
			'whose name an item of another SKU has',
			[{ name: 'Shirt', sku: 'M' }],
			[item('5', 'Shirt', { Sku: 'S' })],
			['Shirt (M)'],
		],
		[
			'whose name an inactive item has',
			[{ name: 'Shirt', sku: 'M' }],
			[item('5', 'Shirt (deleted)', { Sku: 'S', Active: false })],
			['Shirt'],
		],
		[
			'one SKU is one item, whatever it is called',
			[
				{ name: 'Shirt', sku: 'S' },
				{ name: 'Shirt, small', sku: 's' },
			],
			[],
			['Shirt'],
		],
		[
			'a long name gives way to the SKU',
			[
				{ name: 'x'.repeat(120), sku: 'S' },
				{ name: 'x'.repeat(120), sku: 'M' },
			],
			[],
			[`${'x'.repeat(96)} (S)`, `${'x'.repeat(96)} (M)`],
		],
	])('new items: %s', (_name, sold, items, names) => {
		const lines = sold.map((one, index) => billedLine(`${index}`, '10', one));
		expect(
			chooseItems(lines, items, new Map(), '9', LINK, {
				ifNone: 'create',
				incomeAccountId: '79',
			}).create.map(({ payload }) => payload['Name']),
		).toEqual(names);
	});

	it('an item that got its name with the SKU is found by it where QuickBooks keeps no SKU', () => {
		const [shirt] = [billedLine('Shirt', '10', { sku: 'M' })];
		expect(
			chooseItems([shirt], [item('5', 'Shirt'), item('6', 'Shirt (M)')], new Map(), '9', LINK, {
				ifNone: 'fail',
			}).existing.get('Shirt')?.Id,
		).toBe('6');
	});

	it('a name that was cut and marked is the product’s own name to a sync', () => {
		const name = `${'x'.repeat(120)} A`;
		const [created] = chooseItems([billedLine('a', '10', { name })], [], new Map(), '9', LINK, {
			ifNone: 'create',
			incomeAccountId: '79',
		}).create;
		const made = item('5', String(created?.payload['Name']));
		expect(made.Name).toMatch(/^x+ \(\w+\)$/);
		expect(
			productKind.withoutOwnName?.(made, hubSpotRecord('products', '301', { name })),
		).toMatchObject({ Name: 'x'.repeat(100) });
	});

	it('uses the default item when told to', () => {
		expect(choose([], { ifNone: 'default', itemId: '1' }).defaulted).toEqual(['Pump']);
	});
});
