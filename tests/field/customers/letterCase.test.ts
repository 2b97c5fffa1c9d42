import { picked } from '../../support/billingAccounts';
import {
	ATTACH,
	CONTACT,
	PRODUCT,
	SOLD,
	type Made,
	billed,
	customer,
	item,
	make,
	serial,
	sold,
	synced,
	billing,
} from './spellings';

// The position between the two is every other test's.
const positions = [true, false].map((ignores) => ({
	likeIgnoresCase: ignores,
	equalsIgnoresCase: ignores,
}));

describe.each(positions)('a QuickBooks company with %j', (position) => {
	beforeAll(() => billing.accounts.sandbox.quickbooks.setSwitches(position));

	it('a customer is billed that has the e-mail address in other letters', async () => {
		const known = await customer({
			DisplayName: `Jo ${serial}`,
			PrimaryEmailAddr: { Address: `office@x.example, Jane.McArthur${serial}@Example.COM` },
		});
		expect(
			await billed(await billing.contact({ email: `jane.mcarthur${serial}@example.com` })),
		).toBe(known);
	});

	it('a customer is billed that has the name in other letters', async () => {
		const known = await customer({ DisplayName: `McTOOLS van ${serial} gmbh` });
		expect(
			await billed(
				await billing.contact({ firstname: 'Mctools', lastname: `Van ${serial}  GmbH` }),
			),
		).toBe(known);
	});

	it('a customer below another one is billed that has the full name in other letters', async () => {
		const top = await customer({ DisplayName: `HARBOUR ${serial}` });
		const known = await customer({
			DisplayName: `East PIER ${serial}`,
			Job: true,
			ParentRef: { value: top },
		});
		expect(
			await billed(
				await billing.contact({ firstname: '', lastname: `Harbour ${serial}:east pier ${serial}` }),
			),
		).toBe(known);
	});

	it('a customer is billed whose company has the name in other letters', async () => {
		const known = await customer({
			DisplayName: `Head office ${serial}`,
			CompanyName: `NorthWIND ${serial}`,
		});
		const company = await billing.create('companies', { name: `Northwind ${serial}` });
		expect(await billed(await billing.contact(), { billingParty: 'company' }, company)).toBe(known);
	});

	it('the items are sold that have the SKU or the name in other letters', async () => {
		const bySku = await item({ Name: `Shirt ${serial}`, Sku: `Ts-MiX-${serial}` });
		const byName = await item({ Name: `Garden HOSE ${serial}` });
		expect(
			await sold(
				{ name: `T-shirt ${serial}`, sku: `TS-Mix-${serial}` },
				{ name: `garden Hose ${serial}` },
			),
		).toEqual([bySku, byName]);
	});

	it('an invoice is attached whose number has other letters', async () => {
		const who = await customer({ DisplayName: `Numbered ${serial}` });
		const invoice = await make('invoice', {
			CustomerRef: { value: who },
			DocNumber: `Inv-aB-${serial}`,
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 5,
					SalesItemLineDetail: { ItemRef: { value: '1' } },
				},
			],
		});
		const deal = await billing.deal([SOLD], 'USD', await billing.contact());
		const chosen = {
			invoice: [{ invoice: { __rl: true, mode: 'number', value: `INV-Ab-${serial}` } }],
		};
		const { quickbooks } = (await billing.accounts.one(ATTACH, {
			operation: 'attach',
			record: 'deal',
			deal: picked(deal),
			invoices: 'chosen',
			chosen,
		})) as { quickbooks: Made };
		expect(JSON.stringify(quickbooks)).toContain(`"${invoice}"`);
	});

	it('Sync Contact links the customer that has the e-mail address in other letters', async () => {
		const known = await customer({
			DisplayName: `Ida ${serial}`,
			PrimaryEmailAddr: { Address: `x@x.example, Ida.O-Neill${serial}@Example.com` },
		});
		const contact = await billing.contact({ email: `ida.o-neill${serial}@example.com` });
		expect(await synced(CONTACT, contact)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Contact links the customer without an address that has the name in other letters', async () => {
		const known = await customer({ DisplayName: `OLIver STONE ${serial}` });
		const contact = await billing.contact({ firstname: 'Oliver', lastname: `Stone ${serial}` });
		expect(await synced(CONTACT, contact)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Product links the item that has the SKU or the name in other letters', async () => {
		const bySku = await item({ Name: `Chair ${serial}`, Sku: `Ch-aIR-${serial}` });
		const byName = await item({ Name: `TABLE of oak ${serial}` });
		const chair = await billing.create('products', {
			name: `Armchair ${serial}`,
			hs_sku: `CH-Air-${serial}`,
		});
		const table = await billing.create('products', { name: `Table of OAK ${serial}` });
		expect(await synced(PRODUCT, chair)).toMatchObject({ quickbooks: { id: bySku } });
		expect(await synced(PRODUCT, table)).toMatchObject({ quickbooks: { id: byName } });
	});
});
