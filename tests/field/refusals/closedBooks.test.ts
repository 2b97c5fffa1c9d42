import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];

// https://github.com/routablehq/python-quickbooks/issues/208
describe('books that were closed after the settings of the company were read', () => {
	it.each(['6200', '5010'] as const)(
		'refuse the invoice under code %s: the item says so, and what to do',
		async (closedBooksCode) => {
			billing.accounts.sandbox.quickbooks.setSwitches({ closedBooksCode });
			const parameters = async () => ({
				deal: picked(await billing.deal(HOURS, 'USD', await billing.contact())),
				source: 'scratch',
				ifNoItem: 'fail',
				invoiceDate: '2026-06-30',
			});
			await billing.bill(await parameters());
			await billing.prefer('AccountingInfoPrefs', { BookCloseDate: '2026-06-30' });
			const { error } = await billing.accounts.run(TYPE, await parameters());
			await billing.prefer('AccountingInfoPrefs', { BookCloseDate: '2000-01-01' });
			expect([error?.message, (error as unknown as { description: string }).description]).toEqual([
				expect.stringMatching(/period has closed/),
				expect.stringMatching(
					/^The books are closed for that date\. Choose a later date, or reopen the books/,
				),
			]);
		},
	);
});
