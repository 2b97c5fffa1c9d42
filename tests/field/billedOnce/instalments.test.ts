import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { count } from '../../support/figures';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const quarter: INodeParameters = { share: 'percentage', sharePercentage: 25 };
const another = (reference: string): INodeParameters => ({ ifInvoiced: 'another', reference });

/** A deal of 1,000. */
async function open() {
	const deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }],
		'USD',
		await billing.contact(),
	);
	const order = (more: INodeParameters): INodeParameters => ({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	});
	return {
		bill: async (more: INodeParameters) => await billing.bill(order(more)),
		refused: async (more: INodeParameters) =>
			(await billing.accounts.run(TYPE, order(more))).error?.message,
	};
}

const told = (share: string, left: string) => [
	expect.stringMatching(
		new RegExp(
			`^${share} of the deal was invoiced before \\(invoice \\d+\\), so .* nothing new is billed.* ${left} of the deal is not invoiced\\..*Create Another.*Reference.*Rest\\.$`,
		),
	),
];

// https://invoicestack.co/articles/multiple-payments-hubspot-payment-schedules
describe('equal instalments', () => {
	it('a repeat returns the first one, and says what is left and how the next one is billed', async () => {
		const { bill } = await open();
		const first = await bill(quarter);
		expect(first.warnings).toEqual([]);
		for (const more of [quarter, { ...quarter, dryRun: true }]) {
			const again = await bill(more);
			expect([again.quickbooks.id, again.warnings]).toEqual([
				first.quickbooks.id,
				told('25 %', '750\\.00'),
			]);
		}
		count({ runs: 3 });
	});

	it('an amount that comes to the same is taken for the same share, and the result says so', async () => {
		const { bill } = await open();
		const first = await bill(quarter);
		const again = await bill({ share: 'amount', shareAmount: 250 });
		expect([again.quickbooks.id, again.warnings]).toEqual([
			first.quickbooks.id,
			told('250\\.00', '750\\.00'),
		]);
		expect(again.warnings[0]).toMatch(
			/An amount and a percentage that come to the same are one share/,
		);
	});

	it('with a reference for each, four quarters are the deal, each is safe to repeat, and there is no fifth', async () => {
		const { bill, refused } = await open();
		const first = await bill(quarter);
		const ids = [first.quickbooks.id];
		for (const name of ['2 of 4', '3 of 4', '4 of 4']) {
			const next = await bill({ ...quarter, ...another(name) });
			expect([
				next.action,
				next.warnings,
				(await bill({ ...quarter, ...another(name) })).quickbooks.id,
			]).toEqual(['created', [], next.quickbooks.id]);
			ids.push(next.quickbooks.id);
		}
		expect(new Set(ids).size).toBe(4);
		expect(await Promise.all(ids.map(async (id) => (await billing.invoice(id)).TotalAmt))).toEqual([
			250, 250, 250, 250,
		]);
		expect(await refused({ ...quarter, ...another('5 of 4') })).toMatch(/only 0\.00 is left/);
		expect((await bill(quarter)).warnings).toEqual([]);
		count({ runs: 9 });
	});
});
