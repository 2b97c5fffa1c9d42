import { setTimeout as wait } from 'node:timers/promises';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const LATENCY_MS = 500;
/** Until the pace of the requests before no longer holds anything back. */
const REST_MS = 1500;

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const lines = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 2_000, price: 85_000 },
	{ name: 'Fertilizer', sku: 'FERT-KG', quantity: 3_000, price: 4_000 },
];

/**
 * The requests of a run in waves: those of one wave were under way together, since every answer
 * comes late and nothing else does.
 */
async function wavesOf(run: () => Promise<unknown>): Promise<string[][]> {
	const systems = [billing.accounts.sandbox.hubspot, billing.accounts.sandbox.quickbooks];
	await wait(REST_MS);
	for (const system of systems) system.setSwitches({ latencyMs: LATENCY_MS });
	billing.accounts.forgetRequests();
	await run();
	for (const system of systems) system.setSwitches({ latencyMs: 0 });
	const waves: string[][] = [];
	let last = -Infinity;
	for (const { at, system, method, url } of billing.accounts.requests) {
		const answeredMs = Date.parse(at);
		if (answeredMs - last > LATENCY_MS / 2) waves.push([]);
		last = answeredMs;
		waves.at(-1)?.push(`${system} ${method} ${url.split('?')[0]?.replace(/\/\d{5,}/g, '')}`);
	}
	return waves;
}

describe('with customer and items linked and settings known, an invoice from a known deal and quote', () => {
	it('is finished, with properties, associations and links, after five round trips; a sixth adds the lines of the record and looks at the deal once more', async () => {
		const contact = await billing.contact();
		await billing.bill({
			deal: picked(await billing.deal(lines, 'USD', contact)),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		const deal = await billing.deal(lines, 'USD', contact);
		const quote = await billing.quote(deal, contact, lines, 'USD');
		const waves = await wavesOf(
			async () =>
				await billing.bill({
					deal: picked(deal),
					source: 'quote',
					quote: picked(quote),
					ifNoItem: 'fail',
				}),
		);
		expect(waves.map((wave) => wave.length)).toEqual([3, 2, 4, 1, 3, 3]);
		expect(waves[3]).toEqual(['quickbooks POST /v3/company/invoice']);
		expect(waves[4]?.sort()).toEqual([
			'hubspot PATCH /crm/objects/2026-03/deals',
			'hubspot POST /crm/objects/2026-03/invoices',
			'quickbooks POST /v3/company/invoice',
		]);
		expect(waves[5]?.sort()).toEqual([
			'hubspot GET /crm/objects/2026-03/deals',
			'hubspot POST /crm/objects/2026-03/line_items/batch/create',
			'quickbooks GET /v3/company/query',
		]);
	}, 60_000);
});
