import { picked } from '../../support/billingAccounts';
import {
	CONTACT,
	PRODUCT,
	SOLD,
	billed,
	customer,
	item,
	serial,
	sold,
	synced,
	billing,
} from './spellings';

describe('a QuickBooks company to which names with and without accents are the same', () => {
	beforeAll(() =>
		billing.accounts.sandbox.quickbooks.setSwitches({
			likeIgnoresCase: true,
			equalsIgnoresCase: true,
			accentsIgnored: true,
		}),
	);
	afterAll(() => billing.accounts.sandbox.quickbooks.setSwitches({ accentsIgnored: false }));

	it('the customer is billed whose name cannot be given again, unless it has another address', async () => {
		const known = await customer({ DisplayName: `Cafe Zoe ${serial}` });
		expect(
			await billed(await billing.contact({ firstname: 'Café', lastname: `Zoë ${serial}` })),
		).toBe(known);
		await customer({
			DisplayName: `Jose Perez ${serial}`,
			PrimaryEmailAddr: { Address: `jose${serial}@perez.example` },
		});
		const deal = await billing.deal(
			[SOLD],
			'USD',
			await billing.contact({ firstname: 'José', lastname: `Pérez ${serial}` }),
		);
		const { quickbooks } = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		expect((await billing.invoice(quickbooks.id)).CustomerRef.name).toMatch(
			/^José Pérez \d+ \(HubSpot \d+\)$/,
		);
	});

	it('the item is sold, and linked by Sync Product, whose name cannot be given again', async () => {
		const known = await item({ Name: `Creme brulee ${serial}` });
		expect(await sold({ name: `Crème brûlée ${serial}` })).toEqual([known]);
		const product = await billing.create('products', { name: `Crème BRÛLÉE ${serial}` });
		expect(await synced(PRODUCT, product)).toMatchObject({ quickbooks: { id: known } });
	});

	it('Sync Contact links the customer whose name cannot be given again', async () => {
		const known = await customer({ DisplayName: `Renee Lefevre ${serial}` });
		expect(
			await synced(
				CONTACT,
				await billing.contact({ firstname: 'Renée', lastname: `Lefèvre ${serial}` }),
			),
		).toMatchObject({ quickbooks: { id: known } });
	});
});

const searches = (['lower', 'any'] as const).map((position) => ({
	searchInCase: position,
	searchEqCase: position,
}));

describe.each(searches)('a HubSpot account with %j', (position) => {
	beforeAll(() => billing.accounts.sandbox.hubspot.setSwitches(position));

	it('an item is linked with the product that has its SKU or its name in other letters', async () => {
		const bySku = await billing.create('products', {
			name: `Sofa ${serial}`,
			hs_sku: `So-FA-${serial}`,
		});
		const byName = await billing.create('products', { name: `Lamp of ÉTAIN ${serial}` });
		const sofa = await item({ Name: `Settee ${serial}`, Sku: `SO-fa-${serial}` });
		const lamp = await item({ Name: `LAMP of étain ${serial}` });
		for (const [id, product] of [
			[sofa, bySku],
			[lamp, byName],
		] as const) {
			const { hubspot } = (await billing.accounts.one(PRODUCT, {
				scope: 'records',
				recordId: id,
			})) as {
				hubspot: { id: string };
			};
			expect(hubspot.id).toBe(product);
		}
	});

	it('a customer is linked with the contact that has its address, also as a second one, in other letters', async () => {
		const contact = await billing.contact({ email: `first${serial}@second.example` });
		const second = await billing.contact({
			email: `other${serial}@second.example`,
			hs_additional_emails: `Home${serial}@Second.example`,
		});
		for (const [address, expected] of [
			[`FIRST${serial}@Second.Example`, contact],
			[`HOME${serial}@SECOND.example`, second],
		] as const) {
			const id = await customer({
				DisplayName: `Second ${address}`,
				PrimaryEmailAddr: { Address: address },
			});
			const { hubspot } = (await billing.accounts.one(CONTACT, {
				scope: 'records',
				recordId: id,
			})) as {
				hubspot: { id: string };
			};
			expect(hubspot.id).toBe(expected);
		}
	});

	it('a contact joins the company that has the name in other letters', async () => {
		const company = await billing.create('companies', { name: `BlueBERRY Farms ${serial}` });
		const id = await customer({
			DisplayName: `Berry ${serial}`,
			CompanyName: `Blueberry FARMS ${serial}`,
			PrimaryEmailAddr: { Address: `berry${serial}@berry${serial}.example` },
		});
		const { hubspot } = (await billing.accounts.one(CONTACT, {
			scope: 'records',
			recordId: id,
			companies: true,
		})) as { hubspot: { id: string } };
		const { results } = await billing.accounts.hubSpot<{
			results: Array<{ toObjectId: number | string }>;
		}>(`/crm/v4/objects/contacts/${hubspot.id}/associations/companies`);
		expect(results.map(({ toObjectId }) => String(toObjectId))).toEqual([company]);
	});
});
