// Writes the fixture of the package's present version. Run it by hand, once for each release:
// npx jest --testMatch '**/storedState/write.ts'
import { passTime } from '../month/clock';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anotherWorker } from '../support/anotherWorker';
import { TestAccounts } from '../support/testAccounts';
import { prepareRecords, type PreparedIds } from './prepared';
import {
	billAtOnce,
	billDeals,
	deleteInvoice,
	OTHER_WORKER,
	readInvoice,
	type BillingRun,
} from './billing';
import {
	allNodes,
	editQuickBooks,
	freshNodes,
	linkedId,
	poll,
	runSync,
	type StatefulNode,
	type StatefulNodes,
	type SyncOutcome,
} from './nodes';
import { readRecords } from './records';
import { sandboxIn, type Stored, type TriggerState } from './stored';

/** A row of a table, or an event, has one line. */
const LEVELS = 5;
const ONE_MINUTE = 60_000;
const TEN_MINUTES = 600_000;
const [INVOICES, DEALS] = ['written-invoices', 'written-deals'];

it('writes what this version stores', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'stored-state-'));
	const accounts = await TestAccounts.start(
		{ ...allNodes(), [OTHER_WORKER]: anotherWorker() },
		sandboxIn(folder),
	);
	try {
		const stored = await play(accounts, () => readRecords(folder, accounts.realmId));
		const file = join(__dirname, 'fixtures', `${readVersion()}.json`);
		// What a release wrote is never written again by later code.
		writeFileSync(file, `${format(stored, LEVELS)}\n`, { flag: 'wx' });
	} finally {
		await accounts.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}, 120_000);

function readVersion(): string {
	const file = readFileSync(join(__dirname, '../../package.json'), 'utf8');
	return (JSON.parse(file) as { version: string }).version;
}

async function play(accounts: TestAccounts, readAll: () => Stored['start']): Promise<Stored> {
	const prepared = await prepareRecords(accounts);
	// Soon enough for the first readings of the triggers to see it, as something from before.
	passTime(ONE_MINUTE);
	const start = readAll();
	const startedAt = new Date().toISOString();
	const nodes = freshNodes();
	await pollBoth(accounts, nodes);
	const billing = await billDeals(accounts, prepared);
	const atOnce = await billAtOnce(accounts, prepared.deals.atOnce);
	await syncAll(accounts, nodes);
	await changeRecords(accounts, prepared, billing);
	await syncAll(accounts, nodes);
	const events = await pollBoth(accounts, nodes);
	const eventsAt = new Date().toISOString();
	passTime(TEN_MINUTES);
	await accounts.renew();
	mustBeQuiet(await syncAll(accounts, nodes));
	const quiet = await pollBoth(accounts, nodes);
	if (quiet.invoices.eventIds.length + quiet.deals.eventIds.length > 0)
		throw new Error('A trigger gave an event twice');
	const { contacts, products, invoices } = nodes;
	return {
		realmId: accounts.realmId,
		startedAt,
		start,
		prepared,
		billing,
		atOnce,
		eventsAt,
		events,
		savedAt: new Date().toISOString(),
		saved: readAll(),
		nodes: { contacts, products, invoices },
		quiet: { invoices: quiet.invoices.trigger, deals: quiet.deals.trigger },
	};
}

async function pollBoth(accounts: TestAccounts, nodes: StatefulNodes): Promise<Stored['events']> {
	const state = async (trigger: StatefulNode, id: string): Promise<TriggerState> => {
		const events = await poll(accounts, trigger, id);
		return {
			trigger: structuredClone(trigger),
			eventIds: events.map(({ eventId }) => String(eventId)).sort(),
		};
	};
	return {
		invoices: await state(nodes.invoiceTrigger, INVOICES),
		deals: await state(nodes.dealTrigger, DEALS),
	};
}

async function syncAll(
	accounts: TestAccounts,
	{ contacts, products, invoices }: StatefulNodes,
): Promise<SyncOutcome[]> {
	return [
		await runSync(accounts, contacts),
		await runSync(accounts, products),
		await runSync(accounts, invoices),
	];
}

function mustBeQuiet(outcomes: SyncOutcome[]): void {
	for (const { done, writes } of outcomes)
		if (done.length + writes.length > 0)
			throw new Error(`A sync had something to do: ${JSON.stringify({ done, writes })}`);
}

/** What people do after the deals were billed. */
async function changeRecords(
	accounts: TestAccounts,
	{ deals, leaver, oldProduct }: PreparedIds,
	billing: readonly BillingRun[],
): Promise<void> {
	const invoiceOf = (name: string) => billing.find((run) => run.name === name)?.invoiceId ?? '';
	await pay(accounts, invoiceOf('the whole deal'));
	await pay(accounts, invoiceOf('the rest'), 100);
	await deleteInvoice(accounts, invoiceOf('deleted afterwards'));
	await deactivateCustomerOf(accounts, leaver);
	await deleteProduct(accounts, oldProduct);
	for (const [id, dealstage] of [
		[deals.whole, 'closedwon'],
		[deals.shares, 'closedwon'],
		[deals.amount, 'closedlost'],
	])
		await accounts.hubSpot(
			`/crm/objects/2026-03/deals/${id}`,
			{ properties: { dealstage: dealstage ?? '' } },
			'PATCH',
		);
}

async function pay(accounts: TestAccounts, invoiceId: string, amount?: number): Promise<void> {
	const { CustomerRef, Balance } = await readInvoice(accounts, invoiceId);
	const paid = amount ?? Number(Balance);
	await accounts.quickBooks('payment', {
		CustomerRef,
		TotalAmt: paid,
		Line: [{ Amount: paid, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
	});
}

/** The product goes, and its item changes afterwards, so that the sync looks for the product. */
async function deleteProduct(accounts: TestAccounts, id: string): Promise<void> {
	const itemId = await linkedId(accounts, `products/${id}`);
	await accounts.hubSpot(`/crm/objects/2026-03/products/${id}`, undefined, 'DELETE');
	await editQuickBooks(accounts, 'Item', itemId, { UnitPrice: 12 });
}

async function deactivateCustomerOf(accounts: TestAccounts, contactId: string): Promise<void> {
	const id = await linkedId(accounts, `contacts/${contactId}`);
	await editQuickBooks(accounts, 'Customer', id, { Active: false });
}

/** JSON with a line for each entry of the outer levels. */
function format(value: unknown, levels: number, indent = ''): string {
	if (
		typeof value !== 'object' ||
		value === null ||
		levels === 0 ||
		Object.keys(value).length === 0
	)
		return JSON.stringify(value);
	const inner = `${indent}\t`;
	const lines = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.map(([key, entry]) => {
			const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
			return `${inner}${name}${format(entry, levels - 1, inner)}`;
		});
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
