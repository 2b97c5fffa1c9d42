import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const invoices = async () => (await billing.accounts.query('select * from Invoice')).length;

async function bill(more: INodeParameters) {
	const deal = await billing.deal(HOURS, 'USD', await billing.contact());
	const run = await billing.accounts.run(TYPE, {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	});
	return {
		error: run.error?.message,
		result: run.items('Node')[0]?.json as unknown as {
			warnings: string[];
			quickbooks: { id: string };
		},
	};
}

// https://github.com/akaunting/akaunting/issues/2113,
// https://github.com/GenAI-Security-Project/finbot-ctf/issues/74
describe('a due date that has passed', () => {
	it('is declined before anything is written when the invoice is dated today', async () => {
		const [before, customers] = [
			await invoices(),
			(await billing.accounts.query('select * from Customer')).length,
		];
		const { error } = await bill({ dueDate: '2025-01-31', send: 'now' });
		expect(error).toMatch(
			/^Due Date: 2025-01-31 is before the invoice date, which is today, \d{4}-\d{2}-\d{2}\.$/,
		);
		expect([
			await invoices(),
			(await billing.accounts.query('select * from Customer')).length,
		]).toEqual([before, customers]);
	});

	it('is declined when the invoice date is later', async () => {
		expect((await bill({ invoiceDate: '2025-02-01', dueDate: '2025-01-31' })).error).toBe(
			'Due Date: it is before the invoice date 2025-02-01.',
		);
	});

	it('is billed with a warning when the invoice date is earlier, in a dry run, too', async () => {
		const says = expect.stringMatching(
			/^The invoice is due on 2025-01-31, which is before today, \d{4}-\d{2}-\d{2}\. It is overdue from the start/,
		) as unknown;
		const dates = { invoiceDate: '2025-01-01', dueDate: '2025-01-31' };
		expect((await bill({ ...dates, dryRun: true })).result.warnings).toEqual([says]);
		expect((await bill(dates)).result.warnings).toEqual([says]);
	});

	it('is told also when it follows from the terms', async () => {
		expect((await bill({ invoiceDate: '2025-01-01' })).result.warnings).toEqual([
			expect.stringMatching(/^The invoice is due on 2025-01-31, which is before today/),
		]);
	});
});

it('a due date that has passed does not keep a repeat from finding the invoice', async () => {
	const deal = await billing.deal(HOURS, 'USD', await billing.contact());
	const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
	const first = await billing.bill(parameters);
	expect((await billing.bill({ ...parameters, dueDate: '2025-01-31' })).quickbooks.id).toBe(
		first.quickbooks.id,
	);
});
