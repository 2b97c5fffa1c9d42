import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const SALES = { ifNoItem: 'create', incomeAccount: picked(''), defaultTaxCode: picked('NON') };
const linkName = () => `quickbooks_id_${billing.accounts.realmId}`;

const bill = async (deal: string, more: object = {}) =>
	await billing.bill({ deal: picked(deal), source: 'scratch', ...SALES, ...more });
const items = async (where: string) =>
	await billing.accounts.query<{
		Id: string;
		Name: string;
		Sku?: string;
		UnitPrice: number;
		Type: string;
	}>(`select * from Item where ${where}`);
const soldIn = (invoice: Invoice) =>
	invoice.Line.flatMap(({ SalesItemLineDetail: detail }) =>
		detail ? [(detail as unknown as { ItemRef: { value: string } }).ItemRef.value] : [],
	);
const merge = async (type: string, primaryObjectId: string, objectIdToMerge: string) =>
	(
		await billing.accounts.hubSpot<{ id: string }>(`/crm/objects/2026-09/${type}/merge`, {
			primaryObjectId,
			objectIdToMerge,
		})
	).id;

/** A deal with lines as they are given, and no amount of its own. */
async function dealWith(lines: ReadonlyArray<Record<string, string>>): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Shirts', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', hs_line_item_currency_code: 'USD', ...line },
			[[20, deal]],
		);
	return deal;
}

beforeAll(async () => {
	SALES.incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
});

describe('variants that share a name', () => {
	const variant = (sku: string, price: string, quantity = '1') => ({
		name: 'T-Shirt',
		hs_sku: sku,
		price,
		quantity,
	});

	it('are items of their own, each sold under its own SKU, in this deal and in later ones', async () => {
		const first = await bill(
			await dealWith([
				variant('TS-S', '10', '2'),
				variant('TS-M', '12', '3'),
				variant('TS-S', '11'),
			]),
		);
		const later = await bill(await dealWith([variant('TS-L', '14'), variant('ts-m', '12')]));
		const shirts = await items("Name LIKE 'T-Shirt%'");
		expect(shirts.map(({ Name, Sku }) => `${Sku} ${Name}`).sort()).toEqual([
			'TS-L T-Shirt (TS-L)',
			'TS-M T-Shirt (TS-M)',
			'TS-S T-Shirt',
		]);
		const skus = async (id: string) =>
			soldIn(await billing.invoice(id)).map((item) => shirts.find(({ Id }) => Id === item)?.Sku);
		expect([await skus(first.quickbooks.id), await skus(later.quickbooks.id)]).toEqual([
			['TS-S', 'TS-M', 'TS-S'],
			['TS-L', 'TS-M'],
		]);
		expect([first.warnings, later.warnings]).toEqual([[], []]);
	});

	it('a line without a SKU sells the item of its name, whose SKU it does not contradict', async () => {
		await bill(await dealWith([{ name: 'Cap', hs_sku: 'CAP-R', price: '5' }]));
		const [cap] = await items("Name = 'Cap'");
		expect(
			soldIn(
				await billing.invoice(
					(await bill(await dealWith([{ name: 'Cap', price: '6' }]))).quickbooks.id,
				),
			),
		).toEqual([cap?.Id]);
	});

	it('an item without a SKU is sold by name', async () => {
		await bill(await dealWith([{ name: 'Scarf', price: '5' }]));
		const [scarf] = await items("Name = 'Scarf'");
		expect(
			soldIn(
				await billing.invoice(
					(await bill(await dealWith([{ name: 'Scarf', hs_sku: 'SC-1', price: '6' }]))).quickbooks
						.id,
				),
			),
		).toEqual([scarf?.Id]);
	});

	it('of one new name, with and without SKU in whatever order: a line without one joins the first that has one', async () => {
		const billed = await bill(
			await dealWith([
				{ name: 'Sock', price: '1' },
				{ name: 'Sock', hs_sku: 'SO-1', price: '2' },
				{ name: 'Sock', hs_sku: 'SO-2', price: '3' },
			]),
		);
		const socks = await items("Name LIKE 'Sock%'");
		const idOf = (sku: string) => socks.find(({ Sku }) => Sku === sku)?.Id;
		expect(socks).toHaveLength(2);
		expect(soldIn(await billing.invoice(billed.quickbooks.id))).toEqual([
			idOf('SO-1'),
			idOf('SO-1'),
			idOf('SO-2'),
		]);
	});

	it('where no item may be made, the refusal names the SKU', async () => {
		const run = await billing.accounts.run(TYPE, {
			deal: picked(await dealWith([variant('TS-XL', '15')])),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		expect(run.error?.message).toMatch(/"T-Shirt" \(SKU TS-XL\) has no item in QuickBooks/);
	});
});

describe('what an item says', () => {
	it('counts: its account, whether it is taxed, and its stock', async () => {
		const [income, other] = await billing.accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const account = async (type: string) => ({
			value: await billing.id('Account', `AccountType = '${type}'`),
		});
		const { Item } = await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', {
			Name: 'Stocked pot',
			Sku: 'POT-9',
			Type: 'Inventory',
			TrackQtyOnHand: true,
			QtyOnHand: 50,
			InvStartDate: '2026-01-01',
			Taxable: true,
			UnitPrice: 9,
			IncomeAccountRef: { value: other?.Id },
			AssetAccountRef: await account('Other Current Asset'),
			ExpenseAccountRef: await account('Cost of Goods Sold'),
		});
		const { quickbooks, warnings } = await bill(
			await dealWith([{ name: 'Pot', hs_sku: 'POT-9', price: '8', quantity: '5' }]),
			{ incomeAccount: picked(income?.Id ?? ''), defaultTaxCode: picked('') },
		);
		const [line] = (await billing.invoice(quickbooks.id)).Line;
		expect(line).toMatchObject({
			Amount: 40,
			SalesItemLineDetail: {
				ItemRef: { value: Item.Id },
				ItemAccountRef: { value: other?.Id },
				TaxCodeRef: { value: 'TAX' },
				Qty: 5,
				UnitPrice: 8,
			},
		});
		expect(warnings).toEqual([]);
		expect((await items("Name = 'Stocked pot'"))[0]).toMatchObject({ QtyOnHand: 45 });
	});
});

describe('products that were merged in HubSpot', () => {
	it('sell the item that the survivor is linked with, also on lines that name the absorbed product', async () => {
		const product = await billing.create('products', { name: 'Hour of work', price: '70' });
		const copy = await billing.create('products', { name: 'Working hour', price: '70' });
		const first = await billing.invoice(
			(await bill(await dealWith([{ hs_product_id: product }]))).quickbooks.id,
		);
		const [item = ''] = soldIn(first);
		const survivor = await merge('products', product, copy);
		expect(
			await billing.accounts.hubSpot(
				`/crm/objects/2026-03/products/${survivor}?properties=${linkName()}`,
			),
		).toMatchObject({ properties: { [linkName()]: `${billing.accounts.realmId}:${item}` } });
		for (const absorbed of [product, copy]) {
			const deal = await dealWith([{ name: 'Working hour', price: '70', hs_product_id: absorbed }]);
			const { plan = [] } = await bill(deal, { dryRun: true });
			expect(plan.filter(({ target }) => target === 'Item')).toEqual([]);
			const billed = await bill(deal);
			expect([soldIn(await billing.invoice(billed.quickbooks.id)), billed.warnings]).toEqual([
				[item],
				[],
			]);
		}
	});
});

describe('quotes that were merged in HubSpot', () => {
	it('are billed by the id that the node names, whichever it is', async () => {
		const contact = await billing.contact();
		const deal = await billing.deal([], 'USD', contact);
		const offer = async () =>
			await billing.quote(
				deal,
				contact,
				[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }],
				'USD',
			);
		const [one, two] = [await offer(), await offer()];
		await merge('quotes', one, two);
		// Both quotes had the same lines; HubSpot keeps them all.
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${one}`,
			{ properties: { hs_status: 'DRAFT' } },
			'PATCH',
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${one}`,
			{ properties: { hs_status: 'APPROVAL_NOT_NEEDED' } },
			'PATCH',
		);
		const { invoice } = await bill(deal, { source: 'quote', quote: picked(two) });
		expect(invoice).toMatchObject({ total: '100.00' });
	});

	it('and were billed before: the same invoice is returned', async () => {
		const contact = await billing.contact();
		const deal = await billing.deal([], 'USD', contact);
		const offer = async (price: number) =>
			await billing.quote(
				deal,
				contact,
				[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price }],
				'USD',
			);
		const [one, two] = [await offer(50_000), await offer(0)];
		const first = await bill(deal, { source: 'quote', quote: picked(one) });
		await merge('quotes', one, two);
		expect(await bill(deal, { source: 'quote', quote: picked(two) })).toMatchObject({
			quickbooks: { id: first.quickbooks.id },
			warnings: [],
		});
		expect(await bill(deal, { source: 'quote', quote: picked('') })).toMatchObject({
			quickbooks: { id: first.quickbooks.id },
			warnings: [],
		});
	});
});
