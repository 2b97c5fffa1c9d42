import type { IDataObject } from 'n8n-workflow';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';

const SYNC = 'n8n-nodes-hubspot-quickbooks.syncProduct';

let billing: BillingAccounts;
let incomeAccount: ReturnType<typeof picked>;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [SYNC]: new SyncProduct() });
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	await billing.bill({
		deal: picked(await dealWith({ name: 'First', price: '1' })),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount,
		defaultTaxCode: picked('NON'),
	});
});
afterAll(async () => await billing.accounts.stop());

async function dealWith(line: IDataObject): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Links', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	await billing.create(
		'line_items',
		{ quantity: '1', hs_line_item_currency_code: 'USD', ...line },
		[[20, deal]],
	);
	return deal;
}

const bill = async (line: IDataObject, more: object = {}) =>
	await billing.bill({
		deal: picked(await dealWith(line)),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount,
		defaultTaxCode: picked('NON'),
		...more,
	});
const linkName = () => `quickbooks_id_${billing.accounts.realmId}`;
const linkOf = async (product: string) =>
	(
		await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
			`/crm/objects/2026-03/products/${product}?properties=${linkName()}`,
		)
	).properties[linkName()];
const soldIn = (invoice: Invoice) =>
	invoice.Line.flatMap(({ SalesItemLineDetail: detail }) =>
		detail ? [(detail as unknown as { ItemRef: { value: string } }).ItemRef.value] : [],
	);

interface Made {
	Id: string;
	SyncToken: string;
	Name: string;
}

const itemNamed = async (Name: string, more: object = {}) =>
	(
		await billing.accounts.quickBooks<{ Item: Made }>('item', {
			Name,
			Type: 'Service',
			IncomeAccountRef: { value: incomeAccount.value },
			...more,
		})
	).Item;
const retire = async ({ Id, SyncToken, Name }: Made) =>
	await billing.accounts.quickBooks('item', { Id, SyncToken, Name, sparse: true, Active: false });

async function productLinkedWith(id: string, properties: IDataObject): Promise<string> {
	const product = await billing.create('products', { price: '10', ...properties });
	await billing.accounts.hubSpot(
		`/crm/objects/2026-03/products/${product}`,
		{ properties: { [linkName()]: `${billing.accounts.realmId}:${id}` } },
		'PATCH',
	);
	return product;
}

/**
 * Two items that are merged in QuickBooks leave one that is inactive, and one that has its sales.
 */
describe('a product whose item is gone', () => {
	it('sells the item of its SKU, says so, and is linked with that one from then on', async () => {
		const heir = await itemNamed('Pump, new', { Sku: 'PU-1' });
		const product = await productLinkedWith('987654', { name: 'Pump', hs_sku: 'PU-1' });
		const billed = await bill({
			name: 'Pump',
			hs_sku: 'PU-1',
			price: '10',
			hs_product_id: product,
		});
		expect(billed.warnings).toEqual([
			`Line "Pump": its HubSpot product was linked with the QuickBooks item 987654, which no longer exists. "Pump, new" (id ${heir.Id}) is sold and linked instead.`,
		]);
		expect([soldIn(await billing.invoice(billed.quickbooks.id)), await linkOf(product)]).toEqual([
			[heir.Id],
			`${billing.accounts.realmId}:${heir.Id}`,
		]);
		expect(
			(await bill({ name: 'Pump', hs_sku: 'PU-1', price: '10', hs_product_id: product })).warnings,
		).toEqual([]);
	});

	it('the same where the item is inactive and another one has its SKU', async () => {
		const old = await itemNamed('Rake, old', { Sku: 'RA-1' });
		const product = await productLinkedWith(old.Id, { name: 'Rake', hs_sku: 'RA-1' });
		await retire(old);
		const heir = await itemNamed('Rake, new', { Sku: 'RA-1' });
		const billed = await bill({
			name: 'Rake',
			hs_sku: 'RA-1',
			price: '10',
			hs_product_id: product,
		});
		expect(billed.warnings).toEqual([
			expect.stringMatching(
				new RegExp(
					`^Line "Rake": its HubSpot product was linked with the QuickBooks item "Rake, old.*" \\(id ${old.Id}\\), which is inactive\\. "Rake, new" \\(id ${heir.Id}\\) is sold and linked instead\\.$`,
				),
			),
		]);
		expect([soldIn(await billing.invoice(billed.quickbooks.id)), await linkOf(product)]).toEqual([
			[heir.Id],
			`${billing.accounts.realmId}:${heir.Id}`,
		]);
	});

	it('a new item is made where there is no other, and linked', async () => {
		const product = await productLinkedWith('987655', { name: 'Spade' });
		const billed = await bill({ name: 'Spade', price: '10', hs_product_id: product });
		const made = await billing.id('Item', "Name = 'Spade'");
		expect(billed.warnings).toEqual([
			'Line "Spade": its HubSpot product was linked with the QuickBooks item 987655, which no longer exists. A new item is created and linked instead.',
		]);
		expect(await linkOf(product)).toBe(`${billing.accounts.realmId}:${made}`);
	});

	it('the default item is no heir', async () => {
		const product = await productLinkedWith('987656', { name: 'Fork' });
		const defaultItem = picked((await itemNamed('Sundries')).Id);
		const billed = await bill(
			{ name: 'Fork', price: '10', hs_product_id: product },
			{ ifNoItem: 'default', defaultItem },
		);
		expect(billed.warnings).toEqual([
			'Line "Fork": its HubSpot product was linked with the QuickBooks item 987656, which no longer exists. The default item is sold instead.',
		]);
		expect(await linkOf(product)).toBe(`${billing.accounts.realmId}:987656`);
	});

	it('an inactive item without an heir is declined as before', async () => {
		const old = await itemNamed('Hose', { Sku: 'HO-1' });
		const product = await productLinkedWith(old.Id, { name: 'Hose', hs_sku: 'HO-1' });
		await retire(old);
		await expect(
			bill({ name: 'Hose', hs_sku: 'HO-1', price: '10', hs_product_id: product }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/sells the QuickBooks item "Hose.*which is inactive/,
			) as string,
		});
	});
});

describe('a product type that HubSpot or the account made up', () => {
	const says =
		'HubSpot product type "kit" is unknown to the node, so the new item is a service. Change its type in QuickBooks if it is something else.';
	let kit = '';
	beforeAll(async () => {
		billing.accounts.sandbox.hubspot.setSwitches({ moreProductTypes: ['kit'] });
		kit = await billing.create('products', {
			name: 'Planting kit',
			price: '40',
			hs_product_type: 'kit',
		});
	});

	it('is told with the first invoice that makes its item', async () => {
		const line = { name: 'Planting kit', price: '40', hs_product_id: kit };
		expect((await bill(line, { dryRun: true })).warnings).toEqual([
			`Line "Planting kit": the ${says}`,
		]);
		expect([(await bill(line)).warnings, (await bill(line)).warnings]).toEqual([
			[`Line "Planting kit": the ${says}`],
			[],
		]);
	});

	it('is told by Sync Product', async () => {
		const sold = await billing.create('products', {
			name: 'Pond kit',
			price: '40',
			hs_product_type: 'kit',
		});
		const known = await billing.create('products', {
			name: 'Pond',
			price: '40',
			hs_product_type: 'inventory',
		});
		const run = await billing.accounts.run(
			SYNC,
			{
				direction: 'hubSpotToQuickBooks',
				scope: 'records',
				recordSide: 'hubSpot',
				recordId: '={{ $json.id }}',
				incomeAccount,
			},
			{ items: [{ id: sold }, { id: known }] },
		);
		expect(run.items('Node').map(({ json }) => json['warnings'] ?? [])).toEqual([
			[`The ${says}`],
			[],
		]);
	});
});
