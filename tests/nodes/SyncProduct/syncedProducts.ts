import { SyncNode } from '../../support/syncNode';

export let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncProduct')));
afterEach(async () => await syncNode.stop());

export const account = { incomeAccount: { mode: 'id', value: '5' } };
export const item = async (Name: string, more: object = {}) =>
	await syncNode.made({ Name, Type: 'Service', IncomeAccountRef: { value: '5' }, ...more });
export const price = async (id: string) => (await syncNode.read(id))['UnitPrice'];
export const cost = async (id: string) => (await syncNode.seen(id, ['price']))?.['price'];

/**
 * An item and a product that are nobody's counterpart, and a pair that is recognised and differs.
 */
export async function goods() {
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
