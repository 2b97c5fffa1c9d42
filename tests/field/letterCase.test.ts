import type { IDataObject } from 'n8n-workflow';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncContact } from '../../nodes/SyncContact/SyncContact.node';
import { SyncProduct } from '../../nodes/SyncProduct/SyncProduct.node';
import { picked, Town } from '../billing/town';
import { count } from './tally';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const CONTACT = 'n8n-nodes-hubspot-quickbooks.syncContact';
const PRODUCT = 'n8n-nodes-hubspot-quickbooks.syncProduct';
const SOLD = { name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 };

interface Made {
	Id: string;
}

let town: Town;
let income: string;
let serial = 0;
beforeAll(async () => {
	town = await Town.open('us', { [ATTACH]: new AttachInvoice(), [CONTACT]: new SyncContact(), [PRODUCT]: new SyncProduct() });
	income = await town.id('Account', "AccountType = 'Income'");
});
beforeEach(() => (serial += 1));
afterAll(async () => await town.world.stop());

const make = async (entity: string, fields: IDataObject) => (Object.values(await town.world.quickBooks<Record<string, Made>>(entity, fields))[0] as Made).Id;
const customer = async (fields: IDataObject) => await make('customer', fields);
const item = async (fields: IDataObject) => await make('item', { Type: 'Service', IncomeAccountRef: { value: income }, ...fields });
const howMany = async (entity: string) => (await town.world.query(`select * from ${entity} where Active in (true, false) maxresults 1000`)).length;

/** What a run leaves alone: nobody and nothing is made a second time. */
async function withoutAnother<T>(entity: 'Customer' | 'Item', run: () => Promise<T>): Promise<T> {
	const before = await howMany(entity);
	const result = await run();
	expect(await howMany(entity)).toBe(before);
	count({ runs: 1 });
	return result;
}

async function billed(contact: string, more: IDataObject = {}, company?: string): Promise<string> {
	const deal = await town.deal([SOLD], 'USD', contact, company);
	const { quickbooks } = await withoutAnother('Customer', async () => await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more }));
	return (await town.invoice(quickbooks.id)).CustomerRef.value;
}

async function sold(...lines: Array<{ name: string; sku?: string }>): Promise<string[]> {
	const deal = await town.deal(lines.map((line) => ({ quantity: 1_000, price: 100_000, ...line })), 'USD', await town.contact());
	const { quickbooks } = await withoutAnother('Item', async () => await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'create', incomeAccount: picked(income), defaultTaxCode: picked('NON') }));
	const invoiced = (await town.invoice(quickbooks.id)).Line as unknown as Array<{ SalesItemLineDetail?: { ItemRef: { value: string } } }>;
	return invoiced.flatMap(({ SalesItemLineDetail: detail }) => detail?.ItemRef.value ?? []);
}

async function synced(type: string, id: string): Promise<IDataObject> {
	return await withoutAnother(type === CONTACT ? 'Customer' : 'Item', async () => {
		const run = await town.world.run(type, { direction: 'hubSpotToQuickBooks', scope: 'records', recordId: id, recordSide: 'hubSpot', ...(type === PRODUCT && { incomeAccount: picked(income) }) });
		if (run.error) throw run.error;
		return (run.items('Node')[0] ?? run.items('Node', 1)[0])?.json ?? {};
	});
}

// The position between the two is every other test's.
const positions = [true, false].map((ignores) => ({ likeIgnoresCase: ignores, equalsIgnoresCase: ignores }));

describe.each(positions)('a QuickBooks company with %j', (position) => {
	beforeAll(() => town.world.sandbox.quickbooks.setSwitches(position));

	it('a customer is billed that has the e-mail address in other letters', async () => {
		const known = await customer({ DisplayName: `Jo ${serial}`, PrimaryEmailAddr: { Address: `office@x.example, Jane.McArthur${serial}@Example.COM` } });
		expect(await billed(await town.contact({ email: `jane.mcarthur${serial}@example.com` }))).toBe(known);
	});

	it('a customer is billed that has the name in other letters', async () => {
		const known = await customer({ DisplayName: `McTOOLS van ${serial} gmbh` });
		expect(await billed(await town.contact({ firstname: 'Mctools', lastname: `Van ${serial}  GmbH` }))).toBe(known);
	});

	it('a customer below another one is billed that has the full name in other letters', async () => {
		const top = await customer({ DisplayName: `HARBOUR ${serial}` });
		const known = await customer({ DisplayName: `East PIER ${serial}`, Job: true, ParentRef: { value: top } });
		expect(await billed(await town.contact({ firstname: '', lastname: `Harbour ${serial}:east pier ${serial}` }))).toBe(known);
	});

	it('a customer is billed whose company has the name in other letters', async () => {
		const known = await customer({ DisplayName: `Head office ${serial}`, CompanyName: `NorthWIND ${serial}` });
		const company = await town.create('companies', { name: `Northwind ${serial}` });
		expect(await billed(await town.contact(), { billingParty: 'company' }, company)).toBe(known);
	});

	it('the items are sold that have the SKU or the name in other letters', async () => {
		const bySku = await item({ Name: `Shirt ${serial}`, Sku: `Ts-MiX-${serial}` });
		const byName = await item({ Name: `Garden HOSE ${serial}` });
		expect(await sold({ name: `T-shirt ${serial}`, sku: `TS-Mix-${serial}` }, { name: `garden Hose ${serial}` })).toEqual([bySku, byName]);
	});

	it('an invoice is attached whose number has other letters', async () => {
		const who = await customer({ DisplayName: `Numbered ${serial}` });
		const invoice = await make('invoice', { CustomerRef: { value: who }, DocNumber: `Inv-aB-${serial}`, Line: [{ DetailType: 'SalesItemLineDetail', Amount: 5, SalesItemLineDetail: { ItemRef: { value: '1' } } }] });
		const deal = await town.deal([SOLD], 'USD', await town.contact());
		const chosen = { invoice: [{ invoice: { __rl: true, mode: 'number', value: `INV-Ab-${serial}` } }] };
		const { quickbooks } = (await town.world.one(ATTACH, { operation: 'attach', record: 'deal', deal: picked(deal), invoices: 'chosen', chosen })) as { quickbooks: Made };
		expect(JSON.stringify(quickbooks)).toContain(`"${invoice}"`);
	});

	it('Sync Contact links the customer that has the e-mail address in other letters', async () => {
		const known = await customer({ DisplayName: `Ida ${serial}`, PrimaryEmailAddr: { Address: `x@x.example, Ida.O-Neill${serial}@Example.com` } });
		const contact = await town.contact({ email: `ida.o-neill${serial}@example.com` });
		expect(await synced(CONTACT, contact)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Contact links the customer without an address that has the name in other letters', async () => {
		const known = await customer({ DisplayName: `OLIver STONE ${serial}` });
		const contact = await town.contact({ firstname: 'Oliver', lastname: `Stone ${serial}` });
		expect(await synced(CONTACT, contact)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Product links the item that has the SKU or the name in other letters', async () => {
		const bySku = await item({ Name: `Chair ${serial}`, Sku: `Ch-aIR-${serial}` });
		const byName = await item({ Name: `TABLE of oak ${serial}` });
		const chair = await town.create('products', { name: `Armchair ${serial}`, hs_sku: `CH-Air-${serial}` });
		const table = await town.create('products', { name: `Table of OAK ${serial}` });
		expect(await synced(PRODUCT, chair)).toMatchObject({ quickbooks: { id: bySku } });
		expect(await synced(PRODUCT, table)).toMatchObject({ quickbooks: { id: byName } });
	});
});

describe('a QuickBooks company to which names with and without accents are the same', () => {
	beforeAll(() => town.world.sandbox.quickbooks.setSwitches({ likeIgnoresCase: true, equalsIgnoresCase: true, accentsIgnored: true }));
	afterAll(() => town.world.sandbox.quickbooks.setSwitches({ accentsIgnored: false }));

	it('the customer is billed whose name cannot be given again, unless it has another address', async () => {
		const known = await customer({ DisplayName: `Cafe Zoe ${serial}` });
		expect(await billed(await town.contact({ firstname: 'Café', lastname: `Zoë ${serial}` }))).toBe(known);
		await customer({ DisplayName: `Jose Perez ${serial}`, PrimaryEmailAddr: { Address: `jose${serial}@perez.example` } });
		const deal = await town.deal([SOLD], 'USD', await town.contact({ firstname: 'José', lastname: `Pérez ${serial}` }));
		const { quickbooks } = await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' });
		expect((await town.invoice(quickbooks.id)).CustomerRef.name).toMatch(/^José Pérez \d+ \(HubSpot \d+\)$/);
	});

	it('the item is sold, and linked by Sync Product, whose name cannot be given again', async () => {
		const known = await item({ Name: `Creme brulee ${serial}` });
		expect(await sold({ name: `Crème brûlée ${serial}` })).toEqual([known]);
		const product = await town.create('products', { name: `Crème BRÛLÉE ${serial}` });
		expect(await synced(PRODUCT, product)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Contact links the customer whose name cannot be given again', async () => {
		const known = await customer({ DisplayName: `Renee Lefevre ${serial}` });
		expect(await synced(CONTACT, await town.contact({ firstname: 'Renée', lastname: `Lefèvre ${serial}` }))).toMatchObject({ quickbooks: { id: known } });
	});
});

const searches = (['lower', 'any'] as const).map((position) => ({ searchInCase: position, searchEqCase: position }));

describe.each(searches)('a HubSpot account with %j', (position) => {
	beforeAll(() => town.world.sandbox.hubspot.setSwitches(position));

	it('an item is linked with the product that has its SKU or its name in other letters', async () => {
		const bySku = await town.create('products', { name: `Sofa ${serial}`, hs_sku: `So-FA-${serial}` });
		const byName = await town.create('products', { name: `Lamp of ÉTAIN ${serial}` });
		const sofa = await item({ Name: `Settee ${serial}`, Sku: `SO-fa-${serial}` });
		const lamp = await item({ Name: `LAMP of étain ${serial}` });
		for (const [id, product] of [[sofa, bySku], [lamp, byName]] as const) {
			const { hubspot } = (await town.world.one(PRODUCT, { scope: 'records', recordId: id })) as { hubspot: { id: string } };
			expect(hubspot.id).toBe(product);
		}
	});

	it('a customer is linked with the contact that has its address, also as a second one, in other letters', async () => {
		const contact = await town.contact({ email: `first${serial}@second.example` });
		const second = await town.contact({ email: `other${serial}@second.example`, hs_additional_emails: `Home${serial}@Second.example` });
		for (const [address, expected] of [[`FIRST${serial}@Second.Example`, contact], [`HOME${serial}@SECOND.example`, second]] as const) {
			const id = await customer({ DisplayName: `Second ${address}`, PrimaryEmailAddr: { Address: address } });
			const { hubspot } = (await town.world.one(CONTACT, { scope: 'records', recordId: id })) as { hubspot: { id: string } };
			expect(hubspot.id).toBe(expected);
		}
	});

	it('a contact joins the company that has the name in other letters', async () => {
		const company = await town.create('companies', { name: `BlueBERRY Farms ${serial}` });
		const id = await customer({ DisplayName: `Berry ${serial}`, CompanyName: `Blueberry FARMS ${serial}`, PrimaryEmailAddr: { Address: `berry${serial}@berry${serial}.example` } });
		const { hubspot } = (await town.world.one(CONTACT, { scope: 'records', recordId: id, companies: true })) as { hubspot: { id: string } };
		const { results } = await town.world.hubSpot<{ results: Array<{ toObjectId: number | string }> }>(`/crm/v4/objects/contacts/${hubspot.id}/associations/companies`);
		expect(results.map(({ toObjectId }) => String(toObjectId))).toEqual([company]);
	});
});
