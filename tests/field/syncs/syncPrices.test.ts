import { productKind } from '../../../src/core/product/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
let income: string;
let serial = 0;
beforeEach(async () => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true, company: 'ca' });
	income = await create('Account', { Name: 'Income', AccountType: 'Income' });
});
afterEach(async () => await accounts.stop());

const create = async (entity: 'Item' | 'Account', fields: QuickBooksPayload) =>
	(await accounts.quickbooks.create(entity, fields, `${entity} ${(serial += 1)}`)).Id;
const item = async (Name: string, UnitPrice: number, more: QuickBooksPayload = {}) =>
	await create('Item', {
		Name,
		UnitPrice,
		Type: 'Service',
		IncomeAccountRef: { value: income },
		...more,
	});
const product = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('products', { properties })).id;

async function sync(policy: Partial<SyncPolicy> = {}, all = false): Promise<Synced> {
	count({ runs: 1 });
	return await accounts.sync(
		productKind,
		{ direction: 'twoWay', ...policy },
		{ incomeAccountId: income, ...(all && { scope: { kind: 'all' } }) },
	);
}

const prices = async () => {
	const { records } = await accounts.hubspot.listObjects('products', {
		properties: ['name', 'price', 'hs_price_cad', 'hs_cost_of_goods_sold'],
		limit: 100,
	});
	return Object.fromEntries(
		records.map(
			({ properties: { name, price, hs_price_cad: cad, hs_cost_of_goods_sold: cost } }) => [
				name,
				[price ?? null, cad ?? null, cost ?? null],
			],
		),
	);
};
const itemPrices = async () =>
	Object.fromEntries(
		(await accounts.quickbooks.find('Item', {})).map(({ Name, UnitPrice }) => [
			Name,
			UnitPrice ?? 0,
		]),
	);

describe('a company in CAD and an account in USD', () => {
	it('have prices in CAD where the account has them, both ways', async () => {
		await item('Workshop', 100);
		const audit = await product({ name: 'Audit', price: '250', hs_price_cad: '340' });
		await sync();
		expect(await prices()).toEqual({ Workshop: [null, '100', null], Audit: ['250', '340', null] });
		expect(await itemPrices()).toEqual({ Workshop: 100, Audit: 340 });
		accounts.sandbox.runtime.clock.advance(600_000);
		await accounts.hubspot.updateObject('products', audit, { hs_price_cad: '350', price: '260' });
		await sync();
		expect([await itemPrices(), (await prices())['Audit']]).toEqual([
			{ Workshop: 100, Audit: 350 },
			['260', '350', null],
		]);
		expect((await sync({}, true)).results.map(({ action }) => action)).toEqual([
			'unchanged',
			'unchanged',
		]);
	});

	it('leave prices out, with a reason, where the account has none in CAD', async () => {
		accounts.sandbox.hubspot.setSwitches({ pricesByCurrency: false });
		await item('Workshop', 100, { PurchaseCost: 30 });
		await product({ name: 'Audit', price: '250' });
		const { results } = await sync();
		expect(await prices()).toEqual({ Workshop: [null, null, null], Audit: ['250', null, null] });
		expect(await itemPrices()).toEqual({ Workshop: 100, Audit: 0 });
		expect(results.flatMap(({ warnings }) => warnings).sort()).toEqual([
			'Cost was left out: it is in CAD in QuickBooks, and "Unit cost" of HubSpot is in USD.',
			'Sales price was left out: it is in CAD in QuickBooks, and "Unit price" of HubSpot is in USD.',
			'Sales price was left out: it is in CAD in QuickBooks, and "Unit price" of HubSpot is in USD.',
		]);
		expect((await sync({}, true)).results.map(({ action }) => action)).toEqual([
			'unchanged',
			'unchanged',
		]);
	});
});

it('two companies of different currencies with an item of one name keep their prices apart', async () => {
	const companies = accounts.sandbox.quickbooks.describe()['companies'] as Array<{
		key: string;
		realmId: string;
	}>;
	const states: Record<string, unknown> = {};
	const at = async (company: string) => {
		Object.assign(accounts, { realmId: companies.find(({ key }) => key === company)?.realmId });
		await accounts.accessToken();
		accounts.state = states[company] ?? {};
	};
	await item('Workshop', 100);
	await sync();
	await at('us');
	income = await create('Account', { Name: 'Income', AccountType: 'Income' });
	await item('Workshop', 80);
	await sync();
	await at('ca');
	await sync({}, true);
	expect(await prices()).toEqual({ Workshop: ['80', '100', null] });
	expect(await itemPrices()).toEqual({ Workshop: 100 });
});

it.each([
	['USD', 0],
	['CAD', 100],
])(
	'a price that a person mapped to a property in %s is left alone unless that is the company’s currency',
	async (currency, expected) => {
		const property = `hs_price_${currency.toLowerCase()}`;
		const mapping = [
			['name', 'Name'],
			[property, 'UnitPrice'],
		].map(([one = '', field = '']) => ({
			property: one,
			field,
			direction: 'both' as const,
			ifEmpty: 'keep' as const,
		}));
		await item('Workshop', 100);
		await accounts.sync(productKind, { mapping }, { mappingChosen: true });
		const [found] = (
			await accounts.hubspot.listObjects('products', { properties: [property], limit: 10 })
		).records;
		expect(Number(found?.properties[property] ?? 0)).toBe(expected);
	},
);
