import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import type { HubSpotSwitches } from '../../../sandbox/hubspot/switches';
import { appInvoice } from '../../support/appInvoices';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
let contact: string;
let id: string;
afterEach(async () => await accounts.stop());

/**
 * A customer with a contact, and an invoice of 120.00 with the number 1001 that has a record of
 * ours.
 */
async function start(hubspot: Partial<HubSpotSwitches> = {}): Promise<string> {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true, switches: { hubspot } });
	await accounts.quickbooks.create(
		'Item',
		{ Name: 'Work', Type: 'Service', IncomeAccountRef: { value: '5' } },
		'item',
	);
	await accounts.quickbooks.create(
		'Customer',
		{ DisplayName: 'Gus Gray', PrimaryEmailAddr: { Address: 'gus@example.com' } },
		'customer',
	);
	contact = (
		await accounts.hubspot.createObject('contacts', {
			properties: { email: 'gus@example.com', firstname: 'Gus' },
		})
	).id;
	id = await invoice('1001');
	return (await run()).results[0]?.hubspot?.id ?? '';
}

async function invoice(DocNumber: string, key = DocNumber): Promise<string> {
	const Line = [
		{
			Amount: 120,
			DetailType: 'SalesItemLineDetail',
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	];
	return (
		await accounts.quickbooks.create(
			'Invoice',
			{ DocNumber, CustomerRef: { value: '1' }, Line },
			key,
			{ allowDuplicateNumber: true },
		)
	).Id;
}

async function run(...[policy, input]: Parameters<SyncAccounts['syncInvoices']>): Promise<Synced> {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.syncInvoices(policy, input);
}

const late = async (fields: Partial<Parameters<typeof appInvoice>[1]> = {}) =>
	await appInvoice(accounts.sandbox, {
		number: '1001',
		total: '120.00',
		contactIds: [contact],
		...fields,
	});
const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks, warnings }) => [action, quickbooks?.id, warnings.length]);
const recordIds = async () =>
	(await accounts.hubspot.listObjects('invoices', { properties: [], limit: 100 })).records.map(
		(record) => record.id,
	);
const searches = ({ requests }: Synced) =>
	requests.filter((request) => request.endsWith('/search')).length;

async function pay(): Promise<void> {
	await accounts.quickbooks.create(
		'Payment',
		{
			CustomerRef: { value: '1' },
			TotalAmt: 120,
			Line: [{ Amount: 120, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
		},
		'payment',
	);
}

describe.each<Partial<HubSpotSwitches>>([
	{},
	{ appInvoiceSource: 'api' },
	{ uniquePropertiesOf: 'people' },
])('a record that another integration makes of an invoice that has one (%o)', (switches) => {
	it('is told when the invoice changes, and both stay; a quiet run asks nothing', async () => {
		const own = await start(switches);
		const other = await late();
		expect((await run()).requests).toEqual(['GET /v3/company/:realm/cdc']);
		await pay();
		const { results } = await run();
		expect(results.map(({ action, hubspot }) => [action, hubspot?.id])).toEqual([['updated', own]]);
		expect(results[0]?.warnings).toEqual([
			`HubSpot has another record of invoice 1001: ${other} has the same number, total and customer as ${own}, which this sync keeps current. Delete ${other} in HubSpot. If another integration made it, such as HubSpot's own app for QuickBooks, switch off the sync of invoices in one of the two, so that no more are made.`,
		]);
		expect((await recordIds()).sort()).toEqual([own, other].sort());
		expect((await run()).requests).toEqual(['GET /v3/company/:realm/cdc']);
	});
});

it('is told by a look at everything and by ID, in a dry run and with "Create Only", until it is deleted', async () => {
	await start();
	const other = await late();
	expect(outline(await run({}, { scope: { kind: 'all' } }))).toEqual([['unchanged', id, 1]]);
	expect(
		outline(
			await run({}, { scope: { kind: 'records', side: 'quickBooks', ids: [id] }, dryRun: true }),
		),
	).toEqual([['unchanged', id, 1]]);
	expect(outline(await run({ createAndUpdate: 'createOnly' }, { scope: { kind: 'all' } }))).toEqual(
		[['skipped', id, 1]],
	);
	await accounts.hubspot.archiveObjects('invoices', [other]);
	expect(outline(await run({}, { scope: { kind: 'all' } }))).toEqual([['unchanged', id, 0]]);
});

it('that HubSpot bills itself is not to be deleted without a look', async () => {
	await start({ appInvoiceSource: 'api', appInvoiceBillable: true });
	const other = await late();
	const { results } = await run({}, { scope: { kind: 'all' } });
	expect(results[0]?.warnings).toEqual([
		expect.stringContaining(
			`HubSpot may collect the payment of ${other} itself, so check it before you delete it.`,
		),
	]);
});

it.each([
	['total', { total: '125.00' }],
	['currency', { currency: 'EUR' }],
	['number', { number: '1002' }],
] as const)('another %s is another invoice, of which nothing is told', async (_what, fields) => {
	await start();
	await late(fields);
	expect(outline(await run({}, { scope: { kind: 'all' } }))).toEqual([['unchanged', id, 0]]);
});

it('the record of somebody else is not told, nor one that an invoice of the same number takes', async () => {
	await start();
	const ann = (
		await accounts.hubspot.createObject('contacts', {
			properties: { email: 'ann@example.com', firstname: 'Ann' },
		})
	).id;
	const hers = await late({ contactIds: [ann] });
	expect(outline(await run({}, { scope: { kind: 'all' } }))).toEqual([['unchanged', id, 0]]);
	await accounts.hubspot.archiveObjects('invoices', [hers]);
	const second = await invoice('1001', 'again');
	await late();
	expect(outline(await run({}, { scope: { kind: 'all' } })).sort()).toEqual(
		[
			['unchanged', id, 0],
			['updated', second, 0],
		].sort(),
	);
});

it('invoices with a record and without one share a search; 100 and more are looked for only where others made records', async () => {
	await start();
	await pay();
	await invoice('1500');
	expect(searches(await run())).toBe(1);
	for (let number = 2000; number < 2120; number += 1) await invoice(String(number));
	await run();
	expect(searches(await run({}, { scope: { kind: 'all' } }))).toBe(1);
	await late();
	// Whether there is any, and two hundred numbers.
	expect(searches(await run({}, { scope: { kind: 'all' } }))).toBe(3);
});
