import { billDeals, type BillingRun } from './billing';
import { readStored, RestoredAccounts } from './stored';

const stored = readStored('0.1.0');

/** What two runs of the scenario have in common: each run's own name is random. */
function comparable({ memo, keys, ...run }: BillingRun) {
	return { ...run, memo: memo.replace(/by run \w+/g, 'by run …'), keys: [...keys].sort() };
}

describe('the records of 0.1.0 before its first run, billed by the version of today', () => {
	let restored: RestoredAccounts;
	beforeAll(async () => {
		restored = await RestoredAccounts.open(stored, stored.start, stored.startedAt);
	});
	afterAll(async () => await restored.close());

	it('the same idempotency keys are sent, and the same marks are written', async () => {
		const billing = await billDeals(restored.accounts, stored.prepared);
		expect(billing.map(comparable)).toEqual(stored.billing.map(comparable));
	});
});
