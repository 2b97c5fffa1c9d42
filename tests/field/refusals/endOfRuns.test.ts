import type { FaultRule } from '../../../sandbox/faults';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const LINES = [
	{ name: 'Sharpening', quantity: 1_000, price: 2_000 },
	{ name: 'Polishing', quantity: 1_000, price: 3_000 },
];
const SLOW_MS = 700;

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => billing.accounts.clearFaults());

/** Requests that come in after the run has ended. */
async function afterEnd(rules: readonly FaultRule[], refusal: RegExp): Promise<string[]> {
	const deal = await billing.deal(LINES, 'USD', await billing.contact());
	for (const rule of rules) billing.accounts.fault(rule);
	const incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	const { error } = await billing.accounts.run(TYPE, {
		deal: picked(deal),
		source: 'scratch',
		incomeAccount,
	});
	expect(error?.message).toMatch(refusal);
	const before = billing.accounts.requests.length;
	await new Promise((resolve) => setTimeout(resolve, SLOW_MS * 2));
	return billing.accounts.requests
		.slice(before)
		.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
}

/**
 * A run that wrote on after its failure met the next run, and HubSpot's record had every line
 * twice.
 */
describe('a run that has told its failure writes nothing any more', () => {
	it('where the contact cannot be linked, and the record is slow', async () => {
		const rules: FaultRule[] = [
			{
				system: 'hubspot',
				method: 'POST',
				path: 'contacts/batch/update',
				behaviour: 'missing-scope',
			},
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'slow',
				delayMs: SLOW_MS,
			},
		];
		expect(await afterEnd(rules, /is in QuickBooks, but a later step failed/)).toEqual([]);
	});
});
