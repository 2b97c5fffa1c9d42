import { productKind } from '../../../src/core/product/fields';
import type { SyncPolicy } from '../../../src/core/sync/types';
import type { SyncInput } from '../../../src/flows/sync/engine/types';
import { SyncAccounts } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
beforeEach(
	async () =>
		(accounts = await SyncAccounts.start({
			seed: 'empty',
			fast: true,
			switches: { hubspot: { uniquePropertiesOf: 'people', searchLagSeconds: 600 } },
		})),
);
afterEach(async () => await accounts.stop());

async function sync(
	direction: SyncPolicy['direction'],
	scope: SyncInput['scope'],
): Promise<string[]> {
	count({ runs: 1 });
	return (
		await accounts.sync(productKind, { direction }, { incomeAccountId: '5', scope })
	).results.map(({ action }) => action);
}

async function change(Id: string, fields: object): Promise<void> {
	accounts.sandbox.runtime.clock.advance(5_000);
	await accounts.quickbooks.update('Item', {
		Id,
		SyncToken: (await accounts.quickbooks.read('Item', Id)).SyncToken,
		sparse: true,
		...fields,
	});
}

const products = async () =>
	(
		await accounts.hubspot.listObjects('products', { properties: ['name'], limit: 100 })
	).records.map(({ properties }) => properties['name']);

describe('where HubSpot keeps no links of products unique, and a search does not find a new one yet', () => {
	it.each([{}, { Sku: 'P-1' }])(
		'an item that changes right after it was synced gets no second product (%j)',
		async (fields) => {
			const { Id } = await accounts.quickbooks.create(
				'Item',
				{ Name: 'Pump', ...fields, Type: 'Service', IncomeAccountRef: { value: '5' } },
				'pump',
			);
			expect(await sync('quickBooksToHubSpot', { kind: 'changed' })).toEqual(['created']);
			await change(Id, { UnitPrice: 6 });
			expect(await sync('quickBooksToHubSpot', { kind: 'changed' })).toEqual(['updated']);
			await change(Id, { UnitPrice: 7 });
			expect(await sync('twoWay', { kind: 'records', side: 'quickBooks', ids: [Id] })).toEqual([
				'updated',
			]);
			expect([await sync('twoWay', { kind: 'all' }), await products()]).toEqual([
				['unchanged'],
				['Pump'],
			]);
		},
	);

	it('nor does one that was just recognised by its name and has another by now', async () => {
		await accounts.hubspot.createObject('products', { properties: { name: 'Pump' } });
		accounts.sandbox.runtime.clock.advance(700_000);
		const { Id } = await accounts.quickbooks.create(
			'Item',
			{ Name: 'Pump', Type: 'Service', IncomeAccountRef: { value: '5' } },
			'pump',
		);
		expect(await sync('quickBooksToHubSpot', { kind: 'changed' })).toEqual(['linked']);
		await change(Id, { Name: 'Pump, new' });
		expect([await sync('quickBooksToHubSpot', { kind: 'changed' }), await products()]).toEqual([
			['updated'],
			['Pump, new'],
		]);
	});
});
