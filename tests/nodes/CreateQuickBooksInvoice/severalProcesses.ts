import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { anotherWorker } from '../../support/anotherWorker';

const WORKERS = [TYPE, `${TYPE}2`, `${TYPE}3`];
const LATENCY_MS = 300;
/** Comes to 1,000.00. */
const lines = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 8_000, price: 100_000 },
	{ name: 'Fertilizer', sku: 'FERT-KG', quantity: 4_000, price: 50_000 },
];

export type Kept = Invoice & {
	SyncToken: string;
	EmailStatus: string;
	MetaData: { CreateTime: string };
};
export type Share = INodeParameters;
export const percent = (sharePercentage: number): Share => ({
	share: 'percentage',
	sharePercentage,
});
export const whole: Share = {};
export const rest: Share = { share: 'rest' };

export let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[WORKERS[1] ?? '']: anotherWorker(),
		[WORKERS[2] ?? '']: anotherWorker(),
	});
	// Every worker knows the company and HubSpot's properties from here on.
	const first = await order();
	for (const type of WORKERS) await billing.accounts.one(type, first);
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.slow(0);
});

export async function order(): Promise<{
	deal: ReturnType<typeof picked>;
	source: string;
	ifNoItem: string;
}> {
	return {
		deal: picked(await billing.deal(lines, 'USD', await billing.contact())),
		source: 'scratch',
		ifNoItem: 'fail',
	};
}

/** The same deal in as many processes, none of which sees another's invoice before its own. */
export async function atOnce(
	parameters: INodeParameters,
	shares: readonly Share[],
	more: INodeParameters = {},
) {
	billing.slow(LATENCY_MS);
	const runs = await Promise.all(
		shares.map(
			async (share, index) =>
				await billing.accounts.run(WORKERS[index] ?? '', { ...parameters, ...more, ...share }),
		),
	);
	billing.slow(0);
	return runs.map(({ error, items }) => ({
		message: error?.message,
		remedy: (error as { description?: string } | undefined)?.description,
		item: items('Node')[0]?.json as
			{ quickbooks: { id: string; docNumber: string }; warnings: string[] } | undefined,
	}));
}

export async function invoicesOf(
	deal: string,
): Promise<{ all: Kept[]; live: Kept[]; sum: number }> {
	const all = (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 200')
	)
		.filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`))
		.reverse();
	const live = all.filter(({ PrivateNote }) => !PrivateNote?.startsWith('Voided'));
	return {
		all,
		live,
		sum: live.reduce(
			(sum, invoice) =>
				sum + Math.round((invoice.TotalAmt - (invoice.TxnTaxDetail?.TotalTax ?? 0)) * 100),
			0,
		),
	};
}

export const again = async (
	parameters: INodeParameters,
	share: Share,
	more: INodeParameters = {},
) => await billing.accounts.run(TYPE, { ...parameters, ...share, ...more });
