import { contactKind } from '../../../src/core/contact/fields';
import { productKind } from '../../../src/core/product/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncKind } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

// HubSpot refuses a search for a value with an odd number of quotation marks:
// https://github.com/HubSpot/hubspot-api-nodejs/issues/555
let accounts: SyncAccounts;
let serial = 0;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const create = async (entity: 'Customer' | 'Item' | 'Account', fields: QuickBooksPayload) =>
	(await accounts.quickbooks.create(entity, fields, `${entity} ${(serial += 1)}`)).Id;
const sync = async (
	kind: SyncKind,
	input: Parameters<SyncAccounts['sync']>[2] = {},
): Promise<Synced> => {
	count({ runs: 1 });
	return await accounts.sync(kind, {}, input);
};
const actions = ({ results }: Synced) => results.map(({ action }) => action).sort();
const listed = async (type: 'products' | 'companies') =>
	(await accounts.hubspot.listObjects(type, { properties: ['name'], limit: 100 })).records
		.map(({ properties }) => properties['name'])
		.sort();

async function items(...names: string[]): Promise<void> {
	const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
	for (const Name of names)
		await create('Item', { Name, Type: 'Service', IncomeAccountRef: { value: income } });
}

describe.each(['refuseOdd', 'accept'] as const)(
	'quotation marks in names (searches %s)',
	(position) => {
		beforeEach(() => accounts.sandbox.hubspot.setSwitches({ searchQuotes: position }));

		it('items become products, each once, run after run', async () => {
			await items('Pump', 'Monitor 24"', 'Hose 2" x 10"', 'Cable');
			await accounts.hubspot.createObject('products', { properties: { name: 'monitor 24"' } });
			expect(actions(await sync(productKind))).toEqual([
				'created',
				'created',
				'created',
				'updated',
			]);
			expect(actions(await sync(productKind, { scope: { kind: 'all' } }))).toEqual([
				'unchanged',
				'unchanged',
				'unchanged',
				'unchanged',
			]);
			expect(await listed('products')).toEqual(['Cable', 'Hose 2" x 10"', 'Monitor 24"', 'Pump']);
		});

		it('a company is joined by the contacts of all customers', async () => {
			for (const [index, CompanyName] of ['Holt Bakery', 'The 24" Shop', 'The 24" Shop'].entries())
				await create('Customer', {
					DisplayName: `Buyer ${index}`,
					CompanyName,
					PrimaryEmailAddr: { Address: `buyer${index}@holt.example` },
				});
			expect(actions(await sync(contactKind, { companies: true }))).toEqual([
				'created',
				'created',
				'created',
			]);
			expect(await listed('companies')).toEqual(['Holt Bakery', 'The 24" Shop']);
		});

		it('of customers without an address, made a moment ago, each becomes a contact', async () => {
			for (const DisplayName of ['Ann "Annie Holt', 'Bob "The Builder" Lee', 'Carl Lund'])
				await create('Customer', { DisplayName });
			expect(actions(await sync(contactKind))).toEqual(['created', 'created', 'created']);
		});
	},
);

describe('a name that can be looked for in no way', () => {
	it('keeps only its own item from HubSpot, with a reason', async () => {
		await items('Pump', '24"', 'Cable');
		const { results } = await sync(productKind);
		expect(results.map(({ action }) => action).sort()).toEqual(['conflict', 'created', 'created']);
		expect(results.find(({ action }) => action === 'conflict')?.reason).toBe(
			'Whether HubSpot has a product with the name "24"" is unknown: HubSpot cannot be searched for "24"", because it accepts no odd number of quotation marks.',
		);
		expect(await listed('products')).toEqual(['Cable', 'Pump']);
	});

	it('keeps only its own company from the contacts', async () => {
		for (const [index, CompanyName] of ['24"', 'Holt Bakery'].entries())
			await create('Customer', {
				DisplayName: `Buyer ${index}`,
				CompanyName,
				PrimaryEmailAddr: { Address: `buyer${index}@holt.example` },
			});
		const { results } = await sync(contactKind, { companies: true });
		expect(results.map(({ action }) => action)).toEqual(['created', 'created']);
		expect(results.flatMap(({ warnings }) => warnings)).toEqual([
			expect.stringMatching(/^No company was associated for "24"": HubSpot cannot be searched/),
		]);
		expect(await listed('companies')).toEqual(['Holt Bakery']);
	});
});
