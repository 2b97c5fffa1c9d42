import type { HubSpotSwitches } from '../../../sandbox/hubspot/switches';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { appInvoice } from '../../support/appInvoices';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
let contact: string;
let id: string;
afterEach(async () => await accounts.stop());

/** A customer with a contact, and an invoice of 120.00 with the number 1001. */
async function start(hubspot: Partial<HubSpotSwitches> = {}): Promise<void> {
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
}

async function invoice(DocNumber: string, Amount = 120): Promise<string> {
	const { Id } = await accounts.quickbooks.create(
		'Invoice',
		{
			DocNumber,
			CustomerRef: { value: '1' },
			Line: [
				{
					Amount,
					DetailType: 'SalesItemLineDetail',
					SalesItemLineDetail: { ItemRef: { value: '1' } },
				},
			],
		},
		`${DocNumber} ${Amount}`,
	);
	return Id;
}

async function run(...[policy, input]: Parameters<SyncAccounts['syncInvoices']>): Promise<Synced> {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.syncInvoices(policy, input);
}
const link = () => `quickbooks_id_${accounts.realmId}`;
const records = async () =>
	(
		await accounts.hubspot.listObjects('invoices', {
			properties: [link(), 'quickbooks_invoice_status', 'hs_title', 'hs_invoice_status'],
			limit: 100,
		})
	).records;
const made = async (fields: Partial<Parameters<typeof appInvoice>[1]> = {}) =>
	await appInvoice(accounts.sandbox, {
		number: '1001',
		total: '120.00',
		contactIds: [contact],
		...fields,
	});
const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks, hubspot }) => [action, quickbooks?.id, hubspot?.id]);

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

const positions: Array<Partial<HubSpotSwitches>> = [
	{},
	{ appInvoiceBillable: true },
	{ appInvoiceSource: 'api' },
	{ appInvoiceSource: 'api', appInvoiceBillable: true },
	{ appInvoiceWrites: 'all' },
	{ appInvoiceWrites: 'all', appInvoiceSource: 'api' },
	{ uniquePropertiesOf: 'people' },
];

describe.each(positions)('a record that HubSpot’s own app made of an invoice (%o)', (switches) => {
	it('with its number, customer and total is the invoice’s own from then on, and kept current', async () => {
		await start(switches);
		const record = await made();
		const first = await run();
		expect([
			outline(first),
			(await records()).map((one) => [one.id, one.properties[link()]]),
		]).toEqual([[['updated', id, record]], [[record, `${accounts.realmId}:${id}`]]]);
		expect(first.results[0]?.reason).toBe(
			"HubSpot had a record of the invoice that another integration created. From now on it is this invoice's record.",
		);
		await pay();
		expect(outline(await run())).toEqual([['updated', id, record]]);
		expect(
			(await records()).map(({ properties }) => properties['quickbooks_invoice_status']),
		).toEqual(['paid_in_full']);
		expect(outline(await run())).toEqual([]);
	});
});

describe('a record of the same number', () => {
	it.each([
		['another total', { total: '125.00' }, 'comes to 125.00 instead of 120.00'],
		['another currency', { currency: 'EUR' }, 'is in EUR instead of USD'],
	] as const)('of %s is a conflict, and no other is made', async (_what, fields, words) => {
		await start();
		const record = await made(fields);
		const { results } = await run();
		expect(results).toEqual([
			expect.objectContaining({ action: 'conflict', reason: expect.stringContaining(words) }),
		]);
		expect(results[0]?.reason).toContain(
			`write "${accounts.realmId}:${id}" into its property "${link()}"`,
		);
		expect((await records()).map((one) => one.id)).toEqual([record]);
		await accounts.hubspot.updateObject('invoices', record, {
			[link()]: `${accounts.realmId}:${id}`,
		});
		expect(
			outline(await run({}, { scope: { kind: 'records', side: 'quickBooks', ids: [id] } })),
		).toEqual([['updated', id, record]]);
	});

	it('of somebody else is a conflict; of whoever bears the customer’s name it is not', async () => {
		await start();
		const other = (
			await accounts.hubspot.createObject('contacts', {
				properties: { email: 'ann@example.com', firstname: 'Ann' },
			})
		).id;
		await made({ contactIds: [other] });
		expect((await run()).results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				reason: expect.stringContaining('belongs to somebody else, not to the customer "Gus Gray"'),
			}),
		]);
		const company = (
			await accounts.hubspot.createObject('companies', { properties: { name: 'gus gray' } })
		).id;
		const second = await invoice('1002');
		const record = await made({ number: '1002', contactIds: [], companyIds: [company] });
		expect(outline(await run())).toEqual([['updated', second, record]]);
	});

	it('twice is a conflict that names both', async () => {
		await start();
		const both = [await made(), await made()];
		const { results } = await run();
		expect(results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				reason: expect.stringContaining(both.join(', ')),
			}),
		]);
		expect(await records()).toHaveLength(2);
	});

	it('that HubSpot bills itself may bear the number by chance', async () => {
		await start({ appInvoiceSource: 'api', appInvoiceBillable: true });
		await made({ total: '77.00' });
		expect((await run()).results.map(({ action }) => action)).toEqual(['created']);
		expect(await records()).toHaveLength(2);
	});

	it('that is linked with an invoice already belongs to that one', async () => {
		await start();
		await run();
		await accounts.quickbooks.create(
			'Invoice',
			{
				DocNumber: '1001',
				CustomerRef: { value: '1' },
				Line: [
					{
						Amount: 120,
						DetailType: 'SalesItemLineDetail',
						SalesItemLineDetail: { ItemRef: { value: '1' } },
					},
				],
			},
			'again',
			{ allowDuplicateNumber: true },
		);
		expect((await run()).results.map(({ action }) => action)).toEqual(['created']);
	});
});

it('a record that was made seconds ago, which a search does not show, is found with its contact', async () => {
	await start({ searchLagSeconds: 3600 });
	const record = await made();
	expect(outline(await accounts.syncInvoices())).toEqual([['updated', id, record]]);
	expect(await records()).toHaveLength(1);
});

it('a record that HubSpot lets nobody write is told, and not doubled', async () => {
	await start({ appInvoiceWrites: 'none' });
	const record = await made();
	expect((await run()).results).toEqual([
		expect.objectContaining({
			action: 'conflict',
			reason: expect.stringContaining(
				`HubSpot keeps its own record ${record} of the invoice as it is`,
			),
		}),
	]);
	expect(await records()).toHaveLength(1);
});

it('a dry run says what would become of it; "Create Only" links it and changes nothing else', async () => {
	await start();
	const record = await made();
	const { results } = await run({}, { dryRun: true });
	expect(
		results[0]?.plan
			?.filter(({ operation }) => operation !== 'create properties')
			.map(({ operation, target }) => [operation, target]),
	).toEqual([['update', `invoices/${record}`]]);
	const [linked] = (await run({ createAndUpdate: 'createOnly' })).results;
	expect([linked?.action, linked?.changes.map(({ field }) => field)]).toEqual([
		'updated',
		[link()],
	]);
});

it('"Create Only" links the record of one invoice, too, and leaves its lines as they are', async () => {
	await start({ appInvoiceSource: 'api' });
	const record = await made();
	const scope = { kind: 'records' as const, side: 'quickBooks' as const, ids: [id] };
	const { results, writes } = await run({ createAndUpdate: 'createOnly' }, { scope });
	expect(
		results.map(({ hubspot, changes }) => [hubspot?.id, changes.map((one) => one.field)]),
	).toEqual([[record, [link()]]]);
	expect(writes.filter((write) => write.includes('line_items'))).toEqual([]);
});

it('the look costs a first sync of many invoices one request, and a sync of one invoice one', async () => {
	await start();
	for (let number = 2000; number < 2120; number += 1) await invoice(String(number));
	const searches = ({ requests }: Synced) =>
		requests.filter((request) => request.endsWith('/search')).length;
	expect(searches(await run())).toBe(1);
	await invoice('3000');
	expect(searches(await run())).toBe(1);
});
