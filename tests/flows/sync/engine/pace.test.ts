import { setTimeout as wait } from 'node:timers/promises';
import { contactKind } from '../../../../src/core/contact/fields';
import type { TrafficEntry } from '../../../../sandbox/traffic';
import { SyncAccounts } from '../../../support/syncAccounts';

/** HubSpot's window, and the share of what it allows that a run has to use while there is work. */
const [WINDOW_MS, USED] = [10_000, 0.8];
let accounts: SyncAccounts;

afterEach(async () => await accounts.stop());

const start = async (hubspot: object, quickbooks: object = {}) =>
	(accounts = await SyncAccounts.start({
		seed: { customers: 1500, seed: 1 },
		switches: {
			hubspot: { generatedContacts: 0, limits: true, ...hubspot },
			quickbooks: { limits: true, ...quickbooks },
		},
	}));
const isGeneral = ({ system, endpoint }: TrafficEntry) =>
	system === 'hubspot' && !endpoint.endsWith('/search');
const requests = () => accounts.sandbox.runtime.traffic.requests();
const statuses = (entries: readonly TrafficEntry[]) =>
	[...new Set(entries.map(({ status }) => status))].sort();

async function timed(work: () => Promise<unknown>): Promise<number> {
	const at = Date.now();
	await work();
	return Date.now() - at;
}

describe('the pace of a sync', () => {
	it('alone, it uses what HubSpot allows, and is never refused', async () => {
		await start({ burstLimit: 8 });
		const ms = await timed(async () => await accounts.sync(contactKind));
		const sent = requests().filter(isGeneral).length;
		expect(statuses(requests()).filter((status) => status === 429)).toEqual([]);
		expect(sent).toBeGreaterThan(16);
		expect(ms).toBeLessThan((Math.floor((sent - 1) / 8) * WINDOW_MS) / USED);
	}, 90_000);

	it('leaves to another client of the same account what that one uses, and uses the rest', async () => {
		await start({ burstLimit: 16 });
		const other = new AbortController();
		const answers: number[] = [];
		const others = repeatedly(async () => answers.push(await askHubSpot()), 0.8, other.signal);
		await wait(WINDOW_MS);
		answers.length = 0;
		const ms = await timed(async () => await accounts.sync(contactKind));
		other.abort();
		await others;
		const all = requests().filter(isGeneral).length;
		const refused = requests().filter(({ status }) => status === 429).length;
		const ofOther = answers.filter((status) => status === 429).length;
		// Whoever comes first in the very moment that a place becomes free is a matter of chance.
		expect(refused - ofOther).toBeLessThanOrEqual(1);
		expect(ofOther).toBeLessThanOrEqual(answers.length / 4);
		expect(ms).toBeLessThan((Math.ceil((all - answers.length) / 8) * WINDOW_MS) / USED);
	}, 120_000);

	it('alone, it uses what QuickBooks allows in a minute, and is never refused', async () => {
		await start({ limits: false });
		const ms = await timed(async () => {
			for (let sent = 0; sent < 100; sent += 1)
				await accounts.quickbooks.find('Customer', { limit: 1 });
		});
		expect(statuses(requests())).toEqual([200]);
		expect(100 / (ms / 60_000)).toBeGreaterThan(500 * USED);
	}, 60_000);

	it('several batches of QuickBooks are under way at a time, since one takes seconds', async () => {
		await start({ limits: false, generatedContacts: 0 }, { limits: false });
		const delayMs = 1500;
		await Promise.all(
			Array.from(
				{ length: 5 },
				async (_, part) =>
					await accounts.hubspot.createObjects(
						'contacts',
						Array.from({ length: 96 }, (_one, index) => ({
							properties: { email: `p${part}x${index}@example.com`, lastname: `P${part}x${index}` },
						})),
					),
			),
		);
		accounts.sandbox.runtime.faults.add({
			system: 'quickbooks',
			path: '/batch',
			behaviour: 'slow',
			delayMs,
		});
		const ms = await timed(
			async () => await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks' }),
		);
		const batches = requests().filter(
			({ endpoint, system }) => system === 'quickbooks' && endpoint.endsWith('/batch'),
		).length;
		expect(batches).toBeGreaterThanOrEqual(16);
		expect(ms).toBeLessThan((batches * delayMs) / 2);
	}, 60_000);

	it.each(['hubspot', 'quickbooks'] as const)(
		'nothing is asked of %s before the time that it named',
		async (system) => {
			await start({ limits: false }, { limits: false });
			accounts.sandbox.runtime.faults.add({
				system,
				path: 'batch|query|search|upsert',
				behaviour: '429',
				times: 1,
				retryAfterSeconds: 3,
			});
			const ends: Array<{ status: unknown; at: number }> = [];
			accounts.sandbox.runtime.traffic.onRequest(
				(entry) => entry.system === system && ends.push({ status: entry.status, at: Date.now() }),
			);
			await accounts.sync(contactKind);
			const refused = ends.findIndex(({ status }) => status === 429);
			const next = ends[refused + 1];
			expect(next?.status).not.toBe(429);
			expect((next?.at ?? 0) - (ends[refused]?.at ?? 0)).toBeGreaterThanOrEqual(2900);
			expect((next?.at ?? 0) - (ends[refused]?.at ?? 0)).toBeLessThan(6000);
		},
		60_000,
	);
});

it('a long run says how far it is', async () => {
	accounts = await SyncAccounts.start({
		seed: { customers: 1200, seed: 1 },
		fast: true,
		switches: { hubspot: { generatedContacts: 0 } },
	});
	const told: string[] = [];
	await accounts.sync(contactKind, {}, {}, { onProgress: (text) => told.push(text) });
	expectGrowth(told, /^\d+ customer records looked at$/, 1200);
	told.length = 0;
	await accounts.syncInvoices(
		{},
		{ scope: { kind: 'all' } },
		{ onProgress: (text) => told.push(text) },
	);
	expectGrowth(
		told,
		/^\d+ invoices looked at$/,
		(await accounts.quickbooks.find('Invoice', {})).length,
	);
}, 90_000);

/** A line for each page; the last record of a page may open the next one, too. */
function expectGrowth(told: readonly string[], form: RegExp, all: number): void {
	const counts = told.map((text) => Number.parseInt(text, 10));
	expect(told.filter((text) => !form.test(text))).toEqual([]);
	expect(counts.length).toBeGreaterThanOrEqual(Math.ceil(all / 1000));
	expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
	expect(counts.at(-1)).toBeGreaterThanOrEqual(all);
}

async function askHubSpot(): Promise<number> {
	const { url } = accounts.sandbox.hubspot;
	const { status } = await fetch(`${url}/account-info/v3/details`, {
		headers: {
			authorization: `Bearer ${accounts.sandbox.hubspot.describe()['serviceKey'] as string}`,
		},
	});
	return status;
}

async function repeatedly(
	work: () => Promise<unknown>,
	times: number,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) await Promise.all([work(), wait(1000 / times)]);
}
