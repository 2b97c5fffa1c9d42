import { picked, BillingAccounts } from '../../support/billingAccounts';
import { Bookkeeping, type Customer } from '../../support/bookkeeping';

let billing: BillingAccounts;
let tax = {};
beforeAll(async () => {
	billing = await BillingAccounts.open('ca');
	tax = { defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'HST ON'")) };
});
afterAll(async () => await billing.accounts.stop());

const LINES = [{ name: 'Aménagement', sku: 'AM-1', quantity: 1_000, price: 10_000 }];

/** One customer for each currency, as QuickBooks wants it, with one address. */
async function couple(name: string, email: string): Promise<Record<'CAD' | 'USD', Customer>> {
	const bookkeeping = new Bookkeeping(billing);
	const make = async (currency: string) =>
		await bookkeeping.customer({
			DisplayName: `${name} ${currency}`,
			PrimaryEmailAddr: { Address: email },
			CurrencyRef: { value: currency },
		});
	return { CAD: await make('CAD'), USD: await make('USD') };
}

describe('customers that differ by their currency alone', () => {
	it('are chosen between by the deal’s currency, also once one of them is linked', async () => {
		const customers = await couple('Maple Foods', 'maple@foods.example');
		const contact = await billing.contact({
			firstname: 'May',
			lastname: 'Pell',
			email: 'maple@foods.example',
		});
		for (const currency of ['USD', 'CAD', 'USD'] as const) {
			const bookkeeping = new Bookkeeping(billing, currency);
			const { customer } = await bookkeeping.bill(
				await bookkeeping.deal(contact, { lines: LINES }),
				tax,
			);
			expect(customer.Id).toBe(customers[currency].Id);
			expect(await bookkeeping.linkOf('contacts', contact)).toBe(
				`${billing.accounts.realmId}:${customers.USD.Id}`,
			);
		}
	});

	it('are not to be merged, which QuickBooks cannot do, where none has the deal’s currency', async () => {
		await couple('Birch', 'birch@foods.example');
		const contact = await billing.contact({ email: 'birch@foods.example' });
		const bookkeeping = new Bookkeeping(billing, 'EUR');
		const { message, remedy } = await bookkeeping.refusal(
			await bookkeeping.deal(contact, { lines: LINES }),
			tax,
		);
		expect(message).toContain('Several QuickBooks customers match');
		expect(remedy).not.toMatch(/merge/i);
	});
});
