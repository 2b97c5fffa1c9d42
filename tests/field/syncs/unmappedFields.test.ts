import { contactKind } from '../../../src/core/contact/fields';
import { productKind } from '../../../src/core/product/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import { SyncAccounts } from '../../support/syncAccounts';
import { count } from '../../support/figures';

// A sync that overwrites what nobody mapped, such as stock or another price list:
// https://github.com/frappe/erpnext/issues/11884, https://github.com/frappe/erpnext/issues/7920
let accounts: SyncAccounts;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

type Fields = Record<string, unknown>;
const create = async (
	entity: 'Customer' | 'Item' | 'Account' | 'Term',
	fields: QuickBooksPayload,
) => (await accounts.quickbooks.create(entity as 'Item', fields, JSON.stringify(fields))).Id;
const record = async (entity: 'Customer' | 'Item', id: string) =>
	(await accounts.quickbooks.read(entity, id)) as unknown as Fields;
/** Fields whose values differ. */
const differing = (before: Fields, after: Fields) =>
	[...new Set([...Object.keys(before), ...Object.keys(after)])]
		.filter(
			(key) =>
				JSON.stringify(before[key]) !== JSON.stringify(after[key]) &&
				!['SyncToken', 'MetaData'].includes(key),
		)
		.sort();
const run = async (kind: typeof contactKind, incomeAccountId?: string) => {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return (
		await accounts.sync(
			kind,
			{ direction: 'twoWay' },
			{ ...(incomeAccountId && { incomeAccountId }) },
		)
	).results;
};

it('an inventory item keeps its stock, accounts, purchase side and tax when HubSpot changes its price', async () => {
	const account = async (AccountType: string) => ({
		value: await create('Account', { Name: `The ${AccountType}`, AccountType }),
	});
	const [income, cost, stock] = [
		await account('Income'),
		await account('Cost of Goods Sold'),
		await account('Other Current Asset'),
	];
	const id = await create('Item', {
		Name: 'Pump',
		Type: 'Inventory',
		Sku: 'P-1',
		UnitPrice: 50,
		Description: 'A pump',
		Taxable: true,
		IncomeAccountRef: income,
		ExpenseAccountRef: cost,
		AssetAccountRef: stock,
		TrackQtyOnHand: true,
		QtyOnHand: 10,
		InvStartDate: '2020-01-01',
		PurchaseCost: 31.5,
		PurchaseDesc: 'Bought as a box',
		ReorderPoint: 4,
	});
	const [made] = await run(productKind, income.value);
	await accounts.hubspot.updateObject('products', made?.hubspot?.id ?? '', {
		hs_price_cad: '70',
		hs_price_eur: '45',
	});
	const before = await record('Item', id);
	await accounts.hubspot.updateObject('products', made?.hubspot?.id ?? '', { price: '55' });
	expect((await run(productKind)).map(({ action }) => action)).toEqual(['updated']);
	expect(differing(before, await record('Item', id))).toEqual(['UnitPrice']);
	const product = await accounts.hubspot.readObject('products', made?.hubspot?.id ?? '', {
		properties: ['price', 'hs_price_cad', 'hs_price_eur'],
	});
	expect(product.properties).toMatchObject({ price: '55', hs_price_cad: '70', hs_price_eur: '45' });
});

it('a customer keeps terms, tax, other addresses and notes when HubSpot changes its phone and city', async () => {
	const term = await create('Term', { Name: 'Net 45', DueDays: 45 });
	const id = await create('Customer', {
		DisplayName: 'Ann Holt',
		Title: 'Dr',
		GivenName: 'Ann',
		MiddleName: 'B',
		FamilyName: 'Holt',
		Suffix: 'Jr',
		CompanyName: 'Holt',
		PrintOnCheckName: 'A. Holt',
		Notes: 'Calls on Mondays',
		Taxable: false,
		ResaleNum: 'R-77',
		PreferredDeliveryMethod: 'Email',
		SalesTermRef: { value: term },
		PrimaryEmailAddr: { Address: 'ann@holt.example' },
		PrimaryPhone: { FreeFormNumber: '1' },
		AlternatePhone: { FreeFormNumber: '2' },
		Mobile: { FreeFormNumber: '3' },
		Fax: { FreeFormNumber: '4' },
		WebAddr: { URI: 'https://holt.example' },
		BillAddr: {
			Line1: '1 Elm',
			Line2: 'Floor 2',
			City: 'Reno',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
			Country: 'US',
		},
		ShipAddr: { Line1: '2 Oak', City: 'Reno' },
	});
	const [made] = await run(contactKind);
	const before = await record('Customer', id);
	await accounts.hubspot.updateObject('contacts', made?.hubspot?.id ?? '', {
		phone: '9',
		jobtitle: 'Owner',
	});
	await run(contactKind);
	const phoned = await record('Customer', id);
	expect(differing(before, phoned)).toEqual(['PrimaryPhone']);
	await accounts.hubspot.updateObject('contacts', made?.hubspot?.id ?? '', { city: 'Sparks' });
	await run(contactKind);
	const moved = await record('Customer', id);
	expect(differing(phoned, moved)).toEqual(['BillAddr']);
	expect(moved['BillAddr']).toMatchObject({
		Line1: '1 Elm',
		Line2: 'Floor 2',
		City: 'Sparks',
		CountrySubDivisionCode: 'NV',
		PostalCode: '89501',
		Country: 'US',
	});
	const contact = await accounts.hubspot.readObject('contacts', made?.hubspot?.id ?? '', {
		properties: ['jobtitle'],
	});
	expect(contact.properties['jobtitle']).toBe('Owner');
});
