import { setTimeout as wait } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { anotherWorker } from '../../support/anotherWorker';
import { count } from '../../support/figures';

export const WORKERS = [TYPE, ...Array.from({ length: 3 }, (_, at) => `${TYPE}${at + 2}`)];
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 2_000, price: 85_000 }];
export type Kept = Invoice & { SyncToken: string; EmailStatus: string };

export let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open(
		'us',
		Object.fromEntries(WORKERS.slice(1).map((type) => [type, anotherWorker()])),
	);
	const first = await order();
	for (const type of WORKERS) await billing.accounts.one(type, first);
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.slow(0);
});

export async function order(send: 'no' | 'now' = 'no', contact?: string) {
	return {
		deal: picked(await billing.deal(lines, 'USD', contact ?? (await billing.contact()))),
		source: 'scratch',
		ifNoItem: 'fail',
		send,
	};
}

export async function invoicesOf(deal: string): Promise<Kept[]> {
	return (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 60')
	).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));
}

/** Mails that QuickBooks sent, as far as its log tells. */
export function mailsOf(id: string): number {
	return billing.accounts.requests.filter(
		({ system, method, url, fault, status }) =>
			system === 'quickbooks' &&
			method === 'POST' &&
			url.includes(`/invoice/${id}/send`) &&
			(status === 200 || fault === 'drop-after' || fault === 'truncate'),
	).length;
}

/** The same order in several processes, each starting a little after the one before. */
export async function atOnce(parameters: INodeParameters, gapMs: number, workers = WORKERS) {
	return await Promise.all(
		workers.map(async (type, at) => {
			await wait(at * gapMs);
			const { error, items } = await billing.accounts.run(type, parameters);
			return {
				message: error?.message,
				item: items('Node')[0]?.json as
					{ action: string; reason: string; quickbooks: { id: string } } | undefined,
			};
		}),
	);
}

/** Counts what came of an order, and expects one invoice with one mail at the most. */
export async function settled(deal: string, runs: number, mails: number): Promise<Kept> {
	const made = (await invoicesOf(deal)).filter(({ TotalAmt }) => TotalAmt > 0);
	const sent = made.reduce((sum, { Id }) => sum + mailsOf(Id), 0);
	count({
		runs,
		invoicesLost: made.length === 0 ? 1 : 0,
		invoicesDoubled: Math.max(0, made.length - 1),
		mailsDoubled: Math.max(0, sent - mails),
		mailsLost: Math.max(0, mails - sent),
	});
	expect([made.length, sent]).toEqual([1, mails]);
	return made[0] as Kept;
}

export const PROPERTIES = [
	'quickbooks_invoice_count',
	'quickbooks_invoice_status',
	'quickbooks_invoice_number',
];
