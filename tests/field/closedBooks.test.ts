import { picked, Town, TYPE } from '../billing/town';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];

// https://github.com/routablehq/python-quickbooks/issues/208
describe('books that were closed after the settings of the company were read', () => {
	it.each(['6200', '5010'] as const)(
		'refuse the invoice under code %s: the item says so, and what to do',
		async (closedBooksCode) => {
			town.world.sandbox.quickbooks.setSwitches({ closedBooksCode });
			const parameters = async () => ({
				deal: picked(await town.deal(HOURS, 'USD', await town.contact())),
				source: 'scratch',
				ifNoItem: 'fail',
				invoiceDate: '2026-06-30',
			});
			await town.bill(await parameters());
			await town.prefer('AccountingInfoPrefs', { BookCloseDate: '2026-06-30' });
			const { error } = await town.world.run(TYPE, await parameters());
			await town.prefer('AccountingInfoPrefs', { BookCloseDate: '2000-01-01' });
			expect([error?.message, (error as unknown as { description: string }).description]).toEqual([
				expect.stringMatching(/period has closed/),
				expect.stringMatching(
					/^The books are closed for that date; choose a later date, or reopen the books/,
				),
			]);
		},
	);
});
