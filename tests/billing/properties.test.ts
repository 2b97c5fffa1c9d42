import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { total, type CaseLine } from '../support/lineAmounts';
import { beforeTax, picked, BillingAccounts } from '../support/billingAccounts';

const RUNS = 20;
let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const line = fc.record({
	name: fc.constantFrom('Design hours', 'Fertilizer', 'Delivery'),
	quantity: fc.integer({ min: 1, max: 5_000_000 }),
	price: fc.integer({ min: 0, max: 2_000_000 }),
	percentOff: fc.constantFrom(0, 0, 5, 12, 33, 50),
});
const lines = fc.array(line, { minLength: 1, maxLength: 6 }).filter((all) => total(all) > 0n);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const settings = { numRuns: RUNS, seed, endOnFailure: true };

async function dealOf(
	all: CaseLine[],
): Promise<{ deal: ReturnType<typeof picked>; source: string; ifNoItem: string }> {
	return {
		deal: picked(await billing.deal(all, 'USD', await billing.contact())),
		source: 'scratch',
		ifNoItem: 'fail',
	};
}

describe(`random deals (seed ${seed})`, () => {
	it('come to the same cent in HubSpot, in QuickBooks and on paper; the dry run shows what is sent', async () => {
		await fc.assert(
			fc.asyncProperty(lines, async (all) => {
				const form = await dealOf(all);
				const planned = (await billing.bill({ ...form, dryRun: true })).plan?.find(
					({ target, operation }) => target === 'Invoice' && operation === 'create',
				)?.payload;
				billing.accounts.forgetRequests();
				const { quickbooks } = await billing.bill(form);
				const sent = JSON.parse(
					billing.accounts.requests.find(
						({ method, url }) => method === 'POST' && /\/invoice\?/.test(url),
					)?.requestBody ?? '{}',
				) as IDataObject;
				expect(sent).toEqual({ ...planned, CustomerRef: sent['CustomerRef'] });
				const invoice = await billing.invoice(quickbooks.id);
				expect([beforeTax(invoice), await billing.hubSpotTotal('deals', form.deal.value)]).toEqual([
					total(all),
					total(all),
				]);
			}),
			settings,
		);
	}, 600_000);

	it('billed in random shares never come to more than the deal', async () => {
		const shares = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(lines, shares, async (all, percents) => {
				const form = await dealOf(all);
				const ids = new Set<string>();
				for (const sharePercentage of new Set(percents)) {
					const billed = await billing
						.bill({ ...form, share: 'percentage', sharePercentage })
						.catch(refused);
					if (billed) ids.add(billed.quickbooks.id);
				}
				const last = await billing.bill({ ...form, share: 'rest' }).catch(refused);
				if (last) ids.add(last.quickbooks.id);
				const invoices = await Promise.all([...ids].map(async (id) => await billing.invoice(id)));
				expect(invoices.map(beforeTax).reduce((sum, one) => sum + one, 0n)).toBe(total(all));
			}),
			{ ...settings, numRuns: RUNS / 2 },
		);
	}, 600_000);
});

/**
 * A share that is more than what is left, or comes to nothing, is refused; anything else is a
 * failure of the test.
 */
function refused(error: Error): undefined {
	if (!/left to bill/.test(error.message)) throw error;
	return undefined;
}
