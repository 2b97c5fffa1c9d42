import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { parseOrigin } from '../../src/core/invoice/billing/billing';
import { passTime } from '../month/clock';
import type { TestAccounts } from '../support/testAccounts';
import type { PreparedIds } from './prepared';

export const CREATE_INVOICE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';
/** The same node with a memory of its own, as in another process. */
export const OTHER_WORKER = `${CREATE_INVOICE}2`;
export const picked = (value: string) => ({ __rl: true, mode: 'id', value });

/** Between two runs, so that neither waits for a rate limit. */
export const PAUSE_MS = 20_000;

/** One run of Create QuickBooks Invoice, and what it left behind. */
export interface BillingRun {
	name: string;
	parameters: INodeParameters;
	invoiceId: string;
	memo: string;
	/** What the memo says that the invoice bills, as it was read. */
	origin: unknown;
	/** The idempotency key of each record that was created, after its entity. */
	keys: string[];
}

interface Invoice {
	Id: string;
	SyncToken: string;
	PrivateNote?: string;
}

/** The runs that always come to the same, in this order, in the records as they were prepared. */
export async function billDeals(
	accounts: TestAccounts,
	prepared: PreparedIds,
): Promise<BillingRun[]> {
	const done: BillingRun[] = [];
	for (const [name, parameters] of formsOf(prepared)) {
		if (name === 'voided and billed again')
			await voidInvoice(accounts, done.at(-1)?.invoiceId ?? '');
		done.push(await bill(accounts, name, parameters));
		passTime(PAUSE_MS);
	}
	return done;
}

export function form(deal: string, more: INodeParameters = {}): INodeParameters {
	return { deal: picked(deal), source: 'scratch', incomeAccount: picked('5'), ...more };
}

function formsOf({ deals, quote }: PreparedIds): Array<[name: string, INodeParameters]> {
	const again = (reference: string): INodeParameters => ({ ifInvoiced: 'another', reference });
	const today = new Date().toISOString().slice(0, 10);
	return [
		['the whole deal', form(deals.whole, { memo: 'Thanks [really]' })],
		['40 percent', form(deals.shares, { share: 'percentage', sharePercentage: 40 })],
		['the rest', form(deals.shares, { share: 'rest' })],
		['an amount', form(deals.amount, { share: 'amount', shareAmount: 250.5, dueDate: today })],
		['a quote', form(deals.quote, { source: 'quote', quote: picked(quote) })],
		['lines of the node', form(deals.lines, { lines: { line: [{ ...givenLine }] } })],
		['before its repeats', form(deals.repeated)],
		['a repeat', form(deals.repeated, again('2026-12'))],
		['a repeat with signs', form(deals.repeated, again('Order 7/8 #9 "a [b]" ü'))],
		['to be voided', form(deals.voided, { options: { discountPercent: 10 } })],
		['voided and billed again', form(deals.voided, { options: { discountPercent: 10 } })],
		['mailed', form(deals.mailed, { send: 'now' })],
		['deleted afterwards', form(deals.deleted)],
	];
}

const givenLine = { kind: 'item', name: 'Planting', sku: 'PLANT-H', quantity: 3, unitPrice: 99 };

async function bill(
	accounts: TestAccounts,
	name: string,
	parameters: INodeParameters,
): Promise<BillingRun> {
	accounts.forgetRequests();
	const { action, quickbooks } = await accounts.one(CREATE_INVOICE, parameters);
	if (action !== 'created') throw new Error(`${name}: ${String(action)}`);
	const keys = accounts.requests.flatMap(({ method, url }) => keyOf(method, url));
	const invoiceId = (quickbooks as { id: string }).id;
	const { PrivateNote: memo = '' } = await readInvoice(accounts, invoiceId);
	const origin: unknown = JSON.parse(JSON.stringify(parseOrigin(memo)));
	return { name, parameters, invoiceId, memo, origin, keys };
}

function keyOf(method: string, url: string): string[] {
	const [path = '', query] = url.split('?');
	const key = new URLSearchParams(query).get('requestid');
	return method === 'POST' && key !== null ? [`${path.split('/').at(-1)} ${key}`] : [];
}

/**
 * Two processes bill one deal at the same moment; the invoice of one of them is taken back.
 *
 * @returns the form of the other one, and the memos of both invoices
 */
export async function billAtOnce(
	accounts: TestAccounts,
	deal: string,
): Promise<{ parameters: INodeParameters; memos: string[] }> {
	const forms = [form(deal), form(deal, { share: 'percentage', sharePercentage: 60 })] as const;
	for (const system of [accounts.sandbox.hubspot, accounts.sandbox.quickbooks])
		system.setSwitches({ latencyMs: 300 });
	const runs = await Promise.all([
		accounts.run(CREATE_INVOICE, forms[0]),
		accounts.run(OTHER_WORKER, forms[1]),
	]);
	for (const system of [accounts.sandbox.hubspot, accounts.sandbox.quickbooks])
		system.setSwitches({ latencyMs: 0 });
	if (!runs[0].error === !runs[1].error) throw new Error('Not one of the two runs failed');
	const all = await accounts.query<Invoice>('select * from Invoice maxresults 1000');
	const memos = all.map(({ PrivateNote = '' }) => PrivateNote);
	return {
		parameters: runs[0].error ? forms[1] : forms[0],
		memos: memos.filter((memo) => memo.includes(`deal ${deal},`)),
	};
}

export async function readInvoice(
	accounts: TestAccounts,
	id: string,
): Promise<Invoice & IDataObject> {
	return (await accounts.quickBooks<{ Invoice: Invoice & IDataObject }>(`invoice/${id}`)).Invoice;
}

export async function voidInvoice(accounts: TestAccounts, id: string): Promise<void> {
	const { SyncToken } = await readInvoice(accounts, id);
	await accounts.quickBooks('invoice?operation=void', { Id: id, SyncToken });
}

export async function deleteInvoice(accounts: TestAccounts, id: string): Promise<void> {
	const { SyncToken } = await readInvoice(accounts, id);
	await accounts.quickBooks('invoice?operation=delete', { Id: id, SyncToken });
}
