import { setTimeout as wait } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { anotherWorker } from '../../support/anotherWorker';
import { count } from '../../support/figures';

/** A few by default; `FIELD_ROUNDS=400` for a long look. */
const ROUNDS = Number(process.env['FIELD_ROUNDS'] ?? 12);
const SLOWEST_MS = Number(process.env['FIELD_LATENCY'] ?? 60);
const WORKERS = [TYPE, `${TYPE}2`, `${TYPE}3`, `${TYPE}4`];
const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const PROPERTIES = [
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_total_outstanding',
	'quickbooks_invoice_number',
	'quickbooks_invoice_status',
];
/** Comes to 1,000.00. */
const lines = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 8_000, price: 100_000 },
	{ name: 'Fertilizer', sku: 'FERT-KG', quantity: 4_000, price: 50_000 },
];
type Kept = Invoice & {
	SyncToken: string;
	EmailStatus: string;
	MetaData: { LastUpdatedTime: string };
};

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		...Object.fromEntries(WORKERS.slice(1).map((type) => [type, anotherWorker()])),
	});
	contact = await billing.contact();
	const first = await order();
	for (const type of WORKERS) await billing.accounts.one(type, first);
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.slow(0);
});

/** Some answers come later than others, so that runs overtake each other. */
function jitter(): void {
	for (const system of ['hubspot', 'quickbooks'] as const)
		for (const delayMs of [random(10, 80), random(80, 400)])
			billing.accounts.fault({ system, behaviour: 'slow', probability: 0.2, delayMs });
}

const random = (from: number, to: number) => from + Math.floor(Math.random() * (to - from + 1));
const order = async () => ({
	deal: picked(await billing.deal(lines, 'USD', contact)),
	source: 'scratch',
	ifNoItem: 'fail',
});

/**
 * On a machine that is very busy n8n gives up on the parameters before a node begins; such a run
 * has done nothing.
 */
async function run(type: string, parameters: INodeParameters): Promise<string | undefined> {
	try {
		return (await billing.accounts.run(type, parameters)).error?.message;
	} catch (error) {
		if (/Regular expression execution timed out/.test(String(error))) return undefined;
		throw error;
	}
}

function anyShare(): INodeParameters {
	const kind = random(1, 10);
	const send = random(1, 4) === 1 ? { send: 'now' } : {};
	if (kind <= 4) return { ...send, share: 'percentage', sharePercentage: random(5, 70) };
	if (kind <= 8) return { ...send, share: 'amount', shareAmount: random(50, 700) };
	return kind === 9 ? { ...send, share: 'rest' } : send;
}

const cents = (amount: string | number | null | undefined) => Math.round(Number(amount) * 100);
const later = (a: Kept, b: Kept) =>
	Date.parse(b.MetaData.LastUpdatedTime) - Date.parse(a.MetaData.LastUpdatedTime) ||
	Number(b.Id) - Number(a.Id);

/** What is wrong on the deal, and what its invoices come to. */
async function check(
	deal: string,
	attached: readonly string[] = [],
): Promise<{ wrong: string[]; billed: number }> {
	const rows = await billing.accounts.query<Kept>(
		'select * from Invoice orderby Id desc maxresults 60',
	);
	const own = rows.filter(
		({ Id, PrivateNote }) => PrivateNote?.includes(`deal ${deal},`) || attached.includes(Id),
	);
	const live = own.filter(({ PrivateNote }) => !PrivateNote?.startsWith('Voided')).sort(later);
	const [latest] = live;
	const { properties } = await billing.accounts.deal(deal, PROPERTIES);
	const is = [
		Number(properties['quickbooks_invoice_count']),
		cents(properties['quickbooks_total_billed']),
		cents(properties['quickbooks_total_outstanding']),
		properties['quickbooks_invoice_number'],
		properties['quickbooks_invoice_status'],
	];
	const due = [
		live.length,
		live.reduce((sum, { TotalAmt }) => sum + cents(TotalAmt), 0),
		live.reduce((sum, { Balance }) => sum + cents(Balance), 0),
		latest?.DocNumber,
		latest?.EmailStatus === 'EmailSent' ? 'sent_to_customer' : 'waiting_to_be_sent',
	];
	const billed = live
		.filter(({ Id }) => !attached.includes(Id))
		.reduce(
			(sum, { TotalAmt, TxnTaxDetail }) =>
				sum + cents(TotalAmt) - cents(TxnTaxDetail?.TotalTax ?? 0),
			0,
		);
	return {
		wrong:
			JSON.stringify(is) === JSON.stringify(due)
				? []
				: [`deal ${deal} says ${JSON.stringify(is)}, its invoices ${JSON.stringify(due)}`],
		billed,
	};
}

it(
	`shares of a deal in several processes at one moment leave its properties right: ${ROUNDS} rounds`,
	async () => {
		const wrong: string[] = [];
		for (let round = 1; round <= ROUNDS; round += 1) {
			const parameters = await order();
			const workers = WORKERS.slice(0, random(2, WORKERS.length));
			billing.slow(random(0, SLOWEST_MS));
			jitter();
			await Promise.all(
				workers.map(async (type) => {
					await wait(random(0, 150));
					await run(type, { ...parameters, ...anyShare() });
				}),
			);
			billing.accounts.clearFaults();
			billing.slow(0);
			const { wrong: found, billed } = await check(parameters.deal.value);
			wrong.push(...found);
			count({ runs: workers.length, invoicesDoubled: billed > 100_000 ? 1 : 0 });
			expect(billed).toBeLessThanOrEqual(100_000);
		}
		expect(wrong).toEqual([]);
	},
	60_000 * Math.max(2, ROUNDS),
);

it(
	'an invoice that is attached while another one is made counts, too',
	async () => {
		const wrong: string[] = [];
		for (let round = 1; round <= Math.ceil(ROUNDS / 4); round += 1) {
			const parameters = await order();
			const { Invoice } = await billing.accounts.quickBooks<{ Invoice: Kept }>('invoice', {
				CustomerRef: { value: '1' },
				Line: [
					{
						Amount: 12.5,
						DetailType: 'SalesItemLineDetail',
						SalesItemLineDetail: { ItemRef: { value: '1' } },
					},
				],
			});
			const { deal } = parameters;
			billing.slow(random(0, SLOWEST_MS));
			jitter();
			const runs = await Promise.all([
				run(TYPE, { ...parameters, share: 'percentage', sharePercentage: 50 }),
				wait(random(0, 300)).then(
					async () =>
						await run(ATTACH, {
							operation: 'attach',
							record: 'deal',
							deal,
							chosen: { invoice: [{ invoice: picked(Invoice.Id) }] },
						}),
				),
			]);
			billing.accounts.clearFaults();
			billing.slow(0);
			expect(runs).toEqual([undefined, undefined]);
			wrong.push(...(await check(deal.value, [Invoice.Id])).wrong);
		}
		expect(wrong).toEqual([]);
	},
	60_000 * Math.max(2, ROUNDS),
);
