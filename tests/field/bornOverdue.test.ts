import type { INodeParameters } from 'n8n-workflow';
import { picked, Town, TYPE } from '../billing/town';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const invoices = async () => (await town.world.query('select * from Invoice')).length;

async function bill(more: INodeParameters) {
	const deal = await town.deal(HOURS, 'USD', await town.contact());
	const run = await town.world.run(TYPE, {
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
			(await town.world.query('select * from Customer')).length,
		];
		const { error } = await bill({ dueDate: '2025-01-31', send: 'now' });
		expect(error).toMatch(
			/^Due Date: 2025-01-31 is before the invoice date, which is today, \d{4}-\d{2}-\d{2}\.$/,
		);
		expect([await invoices(), (await town.world.query('select * from Customer')).length]).toEqual([
			before,
			customers,
		]);
	});

	it('is declined when the invoice date is later', async () => {
		expect((await bill({ invoiceDate: '2025-02-01', dueDate: '2025-01-31' })).error).toBe(
			'Due Date: it is before the invoice date 2025-02-01.',
		);
	});

	it('is billed with a warning when the invoice date is earlier, in a dry run, too', async () => {
		const says = expect.stringMatching(
			/^The invoice is due on 2025-01-31, which is before today, \d{4}-\d{2}-\d{2}: it is overdue from the start/,
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
	const deal = await town.deal(HOURS, 'USD', await town.contact());
	const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
	const first = await town.bill(parameters);
	expect((await town.bill({ ...parameters, dueDate: '2025-01-31' })).quickbooks.id).toBe(
		first.quickbooks.id,
	);
});
