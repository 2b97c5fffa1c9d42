import { productKind } from '../../src/core/product/fields';
import { someWord } from './people';
import type { SeededRandom } from '../support/seededRandom';
import type { RecordKind } from './recordsByHand';

const prices = ['0', '1', '19.99', '1313.58', '0.005', '149.905', '1200', '99.5'];
const somePrice = (chance: SeededRandom) => chance.pick(prices);

/** Products and items. */
export const goods: RecordKind = {
	kind: productKind,
	key: 'sku',
	facts: [
		{
			name: 'name',
			property: 'name',
			field: 'Name',
			type: 'text',
			filled: true,
			some: (chance, serial) => `${someWord(chance).replace(/"/g, '')} no. ${serial}`,
		},
		{
			name: 'sku',
			property: 'hs_sku',
			field: 'Sku',
			type: 'text',
			filled: true,
			some: (_chance, serial) => `SKU-${serial}`,
		},
		{
			name: 'description',
			property: 'description',
			field: 'Description',
			type: 'text',
			some: someWord,
		},
		{
			name: 'price',
			property: 'price',
			field: 'UnitPrice',
			type: 'number',
			whenEmpty: '0',
			some: somePrice,
		},
		{
			name: 'cost',
			property: 'cost_as_text',
			field: 'PurchaseCost',
			type: 'number',
			whenEmpty: '0',
			some: somePrice,
			poison: { side: 'hubSpot', value: 'on request' },
		},
	],
	custom: [
		{
			name: 'cost_as_text',
			label: 'Cost as text',
			type: 'string',
			fieldType: 'text',
			groupName: 'productinformation',
		},
	],
	needed: () => ({ Type: 'Service', IncomeAccountRef: { value: '5' } }),
	always: {
		hubSpot: (_made, { title }) => ({ name: title }),
		quickBooks: (_made, { name = '' }) => ({ name }),
	},
	// An item has no place for a note.
	isMarked: () => true,
};
