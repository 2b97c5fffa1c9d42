import { chooseItems, type ItemPolicy } from '../../../src/core/product/choose';
import type { QuickBooksItem } from '../../../src/core/records/quickbooks';
import { billedLine, hubSpotRecord, item } from '../records';

const line = billedLine('Pump', '10', { sku: 'P-1', productId: '301' });
const product = (link?: string) => new Map([['301', hubSpotRecord('products', '301', { quickbooks_id_9: link ?? null, hs_product_type: 'inventory' })]]);
const choose = (items: QuickBooksItem[], policy: ItemPolicy = { ifNone: 'fail' }, products = product()) => chooseItems([line], items, products, '9', policy);

describe('what a line sells', () => {
	it.each([
		['the linked item first', [item('4', 'Other'), item('5', 'Pump', { Sku: 'P-1' })], '9:4', '4'],
		['then the SKU, in any case', [item('5', 'Else', { Sku: 'p-1' }), item('6', 'Pump')], undefined, '5'],
		['then the name', [item('6', 'pump')], undefined, '6'],
		['or the name with its category', [item('6', 'x', { FullyQualifiedName: 'Pump' })], undefined, '6'],
		['a link of another company is none', [item('4', 'Other'), item('6', 'Pump')], '8:4', '6'],
		['an active one before an inactive one', [item('5', 'A', { Sku: 'P-1', Active: false }), item('6', 'B', { Sku: 'P-1' })], undefined, '6'],
	])('%s', (_name, items, link, expected) => {
		expect(choose(items, { ifNone: 'fail' }, product(link)).existing.get('Pump')?.Id).toBe(expected);
	});

	it.each<[string, QuickBooksItem[], ItemPolicy, RegExp]>([
		['two with the SKU', [item('5', 'A', { Sku: 'P-1' }), item('6', 'B', { Sku: 'P-1' })], { ifNone: 'create', incomeAccountId: '1' }, /fits several QuickBooks items by SKU: "A" \(id 5\), "B" \(id 6\)/],
		['none, and none may be made', [], { ifNone: 'fail' }, /Line "Pump" \(SKU P-1\) has no item/],
		['none, and no income account', [], { ifNone: 'create' }, /a new item needs an income account/],
		['an inactive one', [item('5', 'Pump (deleted)', { Active: false })], { ifNone: 'create', incomeAccountId: '1' }, /which is inactive/],
		['one without income account', [item('5', 'Pump', { IncomeAccountRef: undefined } as never)], { ifNone: 'fail' }, /has no income account/],
	])('declines %s', (_name, items, policy, message) => {
		expect(() => choose(items, policy)).toThrow(message);
	});

	it('makes one item for lines that sell the same thing', () => {
		const twice = [line, billedLine('again', '20', { name: 'pump' })];
		expect(chooseItems(twice, [], product(), '9', { ifNone: 'create', incomeAccountId: '79' }).create).toEqual([
			{ lineKeys: ['Pump', 'again'], payload: { Name: 'Pump', Sku: 'P-1', Type: 'NonInventory', UnitPrice: 10, IncomeAccountRef: { value: '79' } } },
		]);
	});

	it('uses the default item when told to', () => {
		expect(choose([], { ifNone: 'default', itemId: '1' }).defaulted).toEqual(['Pump']);
	});
});
