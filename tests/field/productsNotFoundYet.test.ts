import { productKind } from '../../src/core/product/fields';
import type { SyncPolicy } from '../../src/core/sync/types';
import type { SyncInput } from '../../src/flows/sync/engine/types';
import { Bench } from '../flows/sync/bench';
import { count } from './tally';

let bench: Bench;
beforeEach(
	async () =>
		(bench = await Bench.start({
			seed: 'empty',
			fast: true,
			switches: { hubspot: { uniquePropertiesOf: 'people', searchLagSeconds: 600 } },
		})),
);
afterEach(async () => await bench.stop());

async function sync(
	direction: SyncPolicy['direction'],
	scope: SyncInput['scope'],
): Promise<string[]> {
	count({ runs: 1 });
	return (
		await bench.sync(productKind, { direction }, { incomeAccountId: '5', scope })
	).results.map(({ action }) => action);
}

async function change(Id: string, fields: object): Promise<void> {
	bench.sandbox.runtime.clock.advance(5_000);
	await bench.quickbooks.update('Item', {
		Id,
		SyncToken: (await bench.quickbooks.read('Item', Id)).SyncToken,
		sparse: true,
		...fields,
	});
}

const products = async () =>
	(await bench.hubspot.listObjects('products', { properties: ['name'], limit: 100 })).records.map(
		({ properties }) => properties['name'],
	);

describe('where HubSpot keeps no links of products unique, and a search does not find a new one yet', () => {
	it.each([{}, { Sku: 'P-1' }])(
		'an item that changes right after it was synced gets no second product (%j)',
		async (fields) => {
			const { Id } = await bench.quickbooks.create(
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
		await bench.hubspot.createObject('products', { properties: { name: 'Pump' } });
		bench.sandbox.runtime.clock.advance(700_000);
		const { Id } = await bench.quickbooks.create(
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
