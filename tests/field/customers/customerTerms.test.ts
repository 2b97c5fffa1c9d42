import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const ISSUED = '2031-03-03';
let unique = 0;

async function term(days: number): Promise<string> {
	unique += 1;
	return (
		await billing.accounts.quickBooks<{ Term: { Id: string } }>('term', {
			Name: `Due ${days} (${unique})`,
			DueDays: days,
		})
	).Term.Id;
}

async function customer(termId: string): Promise<string> {
	unique += 1;
	const { Customer } = await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
		DisplayName: `Quick Payer ${unique}`,
		SalesTermRef: { value: termId },
		PrimaryEmailAddr: { Address: 'quick@example.com' },
	});
	return Customer.Id;
}

async function bill(customerId: string, more: INodeParameters = {}) {
	const deal = await billing.deal(HOURS, 'USD', await billing.contact());
	const { quickbooks, warnings } = await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		customer: 'specific',
		customerId: picked(customerId),
		invoiceDate: ISSUED,
		...more,
	});
	const invoice = (await billing.invoice(quickbooks.id)) as unknown as {
		DueDate: string;
		SalesTermRef?: { value: string };
	};
	return { due: invoice.DueDate, term: invoice.SalesTermRef?.value, warnings };
}

// https://github.com/intuit/quickbooks-online-mcp-server/issues/91
describe.each(['ignored', 'applied'] as const)(
	"the customer's terms, which QuickBooks' API has %s",
	(customerTerms) => {
		beforeAll(() => billing.accounts.sandbox.quickbooks.setSwitches({ customerTerms }));

		it('are those of the invoice when the node names neither terms nor a due date', async () => {
			const terms = await term(7);
			expect(await bill(await customer(terms))).toEqual({
				due: '2031-03-10',
				term: terms,
				warnings: [],
			});
		});

		it('give way to what the node names', async () => {
			const [terms, others] = [await term(7), await term(3)];
			const payer = await customer(terms);
			expect(await bill(payer, { terms: picked(others) })).toEqual({
				due: '2031-03-06',
				term: others,
				warnings: [],
			});
			expect(await bill(payer, { dueDate: '2031-12-24' })).toMatchObject({
				due: '2031-12-24',
				term: undefined,
			});
		});
	},
);

it("terms of a customer that are inactive are left out, with a warning; the invoice is due by the company's", async () => {
	const terms = await term(7);
	const payer = await customer(terms);
	await billing.accounts.quickBooks('term', {
		Id: terms,
		SyncToken: '0',
		Name: `Due 7 (${unique - 1})`,
		DueDays: 7,
		Active: false,
	});
	billing.accounts.sandbox.quickbooks.setSwitches({ customerTerms: 'ignored' });
	expect(await bill(payer)).toEqual({
		due: '2031-04-02',
		term: undefined,
		warnings: [
			expect.stringMatching(
				/^The payment terms "Due 7 .*" of the customer "Quick Payer \d+" are inactive/,
			),
		],
	});
});
