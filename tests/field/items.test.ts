import { picked, Town, type Invoice } from '../billing/town';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

const SALES = { ifNoItem: 'create', incomeAccount: picked('') };
const linkName = () => `quickbooks_id_${town.world.realmId}`;

const bill = async (deal: string, more: object = {}) => await town.bill({ deal: picked(deal), source: 'scratch', ...SALES, ...more });
const soldIn = (invoice: Invoice) => invoice.Line.flatMap(({ SalesItemLineDetail: detail }) => (detail ? [(detail as unknown as { ItemRef: { value: string } }).ItemRef.value] : []));
const merge = async (type: string, primaryObjectId: string, objectIdToMerge: string) => (await town.world.hubSpot<{ id: string }>(`/crm/objects/2026-09/${type}/merge`, { primaryObjectId, objectIdToMerge })).id;

/** A deal with lines as they are given, and no amount of its own. */
async function dealWith(lines: ReadonlyArray<Record<string, string>>): Promise<string> {
	const deal = await town.create('deals', { dealname: 'Shirts', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' }, [[3, await town.contact()]]);
	for (const line of lines) await town.create('line_items', { quantity: '1', hs_line_item_currency_code: 'USD', ...line }, [[20, deal]]);
	return deal;
}

beforeAll(async () => {
	SALES.incomeAccount = picked(await town.id('Account', "AccountType = 'Income'"));
});

describe('products that were merged in HubSpot', () => {
	it('sell the item that the survivor is linked with, also on lines that name the absorbed product', async () => {
		const product = await town.create('products', { name: 'Hour of work', price: '70' });
		const copy = await town.create('products', { name: 'Working hour', price: '70' });
		const first = await town.invoice((await bill(await dealWith([{ hs_product_id: product }]))).quickbooks.id);
		const [item = ''] = soldIn(first);
		const survivor = await merge('products', product, copy);
		expect(await town.world.hubSpot(`/crm/objects/2026-03/products/${survivor}?properties=${linkName()}`)).toMatchObject({ properties: { [linkName()]: `${town.world.realmId}:${item}` } });
		for (const absorbed of [product, copy]) {
			const deal = await dealWith([{ name: 'Working hour', price: '70', hs_product_id: absorbed }]);
			const { plan = [] } = await bill(deal, { dryRun: true });
			expect(plan.filter(({ target }) => target === 'Item')).toEqual([]);
			const billed = await bill(deal);
			expect([soldIn(await town.invoice(billed.quickbooks.id)), billed.warnings]).toEqual([[item], []]);
		}
	});
});

describe('quotes that were merged in HubSpot', () => {
	it('are billed by the id that the node names, whichever it is', async () => {
		const contact = await town.contact();
		const deal = await town.deal([], 'USD', contact);
		const offer = async () => await town.quote(deal, contact, [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }], 'USD');
		const [one, two] = [await offer(), await offer()];
		await merge('quotes', one, two);
		// Both quotes had the same lines; HubSpot keeps them all.
		await town.world.hubSpot(`/crm/objects/2026-03/quotes/${one}`, { properties: { hs_status: 'DRAFT' } }, 'PATCH');
		await town.world.hubSpot(`/crm/objects/2026-03/quotes/${one}`, { properties: { hs_status: 'APPROVAL_NOT_NEEDED' } }, 'PATCH');
		const { invoice } = await bill(deal, { source: 'quote', quote: picked(two) });
		expect(invoice).toMatchObject({ total: '100.00' });
	});
});
