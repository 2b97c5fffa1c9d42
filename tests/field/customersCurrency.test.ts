import { picked, Town } from '../billing/town';
import { Books, type Customer } from './books';

let town: Town;
let tax = {};
beforeAll(async () => {
	town = await Town.open('ca');
	tax = { defaultTaxCode: picked(await town.id('TaxCode', "Name = 'HST ON'")) };
});
afterAll(async () => await town.world.stop());

const LINES = [{ name: 'Aménagement', sku: 'AM-1', quantity: 1_000, price: 10_000 }];

/** One customer for each currency, as QuickBooks wants it, with one address. */
async function couple(name: string, email: string): Promise<Record<'CAD' | 'USD', Customer>> {
	const books = new Books(town);
	const make = async (currency: string) =>
		await books.customer({
			DisplayName: `${name} ${currency}`,
			PrimaryEmailAddr: { Address: email },
			CurrencyRef: { value: currency },
		});
	return { CAD: await make('CAD'), USD: await make('USD') };
}

describe('customers that differ by their currency alone', () => {
	it('are chosen between by the deal’s currency, also once one of them is linked', async () => {
		const customers = await couple('Maple Foods', 'maple@foods.example');
		const contact = await town.contact({
			firstname: 'May',
			lastname: 'Pell',
			email: 'maple@foods.example',
		});
		for (const currency of ['USD', 'CAD', 'USD'] as const) {
			const books = new Books(town, currency);
			const { customer } = await books.bill(await books.deal(contact, { lines: LINES }), tax);
			expect(customer.Id).toBe(customers[currency].Id);
			expect(await books.linkOf('contacts', contact)).toBe(
				`${town.world.realmId}:${customers.USD.Id}`,
			);
		}
	});

	it('are not to be merged, which QuickBooks cannot do, where none has the deal’s currency', async () => {
		await couple('Birch', 'birch@foods.example');
		const contact = await town.contact({ email: 'birch@foods.example' });
		const books = new Books(town, 'EUR');
		const { message, remedy } = await books.refusal(
			await books.deal(contact, { lines: LINES }),
			tax,
		);
		expect(message).toContain('Several QuickBooks customers fit');
		expect(remedy).not.toMatch(/merge/i);
	});
});
