import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { oneNodeWorkflow, type WorkflowUnderTest } from '../../support/inProcess';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { count } from '../../support/figures';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const ATTACH = `${PACKAGE}.attachInvoice`;
const TRIGGER = `${PACKAGE}.invoiceStatusTrigger`;
const READ = `${PACKAGE}.readInvoicingData`;
const CONTACTS = `${PACKAGE}.syncContact`;
const INVOICES = `${PACKAGE}.syncInvoice`;
const PREFIX = 'acme_qbo_';
const HOUR = { name: 'Hedge trimming', sku: 'HT-H', quantity: 1_000, price: 10_000 };
const OBJECTS = ['contacts', 'companies', 'deals', 'products', 'line_items', 'invoices'];

interface Definition {
	name: string;
	label: string;
}

let billing: BillingAccounts;
beforeEach(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[TRIGGER]: new InvoiceStatusTrigger(),
		[READ]: new ReadInvoicingData(),
		[CONTACTS]: new SyncContact(),
		[INVOICES]: new SyncInvoice(),
	});
});
afterEach(async () => await billing.accounts.stop());

const properties = async (objectType: string) =>
	(
		await billing.accounts.hubSpot<{ results: Definition[] }>(
			`/crm/properties/2026-03/${objectType}`,
		)
	).results;
const beginningWith = async (objectType: string, prefix: string) =>
	(await properties(objectType)).map(({ name }) => name).filter((name) => name.startsWith(prefix));
const invoices = async () =>
	(await billing.accounts.query<{ Id: string }>('select Id from Invoice maxresults 1000')).length;
const income = async () => picked(await billing.id('Account', "AccountType = 'Income'"));
const bill = async (deal: string, more: INodeParameters = {}) =>
	await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount: await income(),
		...more,
	});
const attach = async (operation: string, deal: string, id: string) =>
	await billing.accounts.one(ATTACH, {
		operation,
		hubspotAuthentication: 'serviceKey',
		record: 'deal',
		deal: picked(deal),
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(id) }] },
	});
const sync = async (type: string, more: INodeParameters = {}) => {
	const run = await billing.accounts.run(type, {
		hubspotAuthentication: 'serviceKey',
		scope: 'all',
		...more,
	});
	if (run.error) throw run.error;
	return run.items('Node').map(({ json }) => json);
};
async function pay(id: string, amount: number): Promise<void> {
	const { CustomerRef } = await billing.invoice(id);
	await billing.accounts.quickBooks('payment', {
		CustomerRef: { value: CustomerRef.value },
		TotalAmt: amount,
		Line: [{ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
	});
}
async function told(deal: string): Promise<IDataObject> {
	const names = ['invoice_status', 'invoice_count', 'total_billed', 'total_outstanding'];
	const { properties: values } = await billing.accounts.deal(
		deal,
		names.map((name) => `${PREFIX}${name}`),
	);
	return Object.fromEntries(
		names.map((name) => [
			name,
			name === 'invoice_status' ? values[`${PREFIX}${name}`] : Number(values[`${PREFIX}${name}`]),
		]),
	);
}

/** Properties that the account itself has, of a type that takes none of our values. */
async function ownProperties(): Promise<void> {
	await billing.accounts.hubSpot('/crm/properties/2026-03/deals/groups', {
		name: 'own',
		label: 'Own',
	});
	for (const name of ['quickbooks_invoice_status', 'quickbooks_invoice_number'])
		await billing.accounts.hubSpot('/crm/properties/2026-03/deals', {
			name,
			label: name,
			groupName: 'own',
			type: 'number',
			fieldType: 'number',
		});
}

describe('under a prefix of its own', () => {
	it('a deal is billed, attached to, synced, watched and detached from, and no property of the usual names is written', async () => {
		await ownProperties();
		await billing.accounts.prefixWith(PREFIX);
		const trigger: WorkflowUnderTest = {
			nodes: [
				{
					id: 'trigger',
					name: 'Trigger',
					type: TRIGGER,
					typeVersion: 1,
					position: [0, 0],
					parameters: { events: ['paid'], hubspotAuthentication: 'serviceKey' },
					credentials: billing.accounts.nodeCredentials,
				},
			],
			connections: {},
		};
		const poll = async () =>
			((await billing.accounts.n8n.poll(trigger, 'Trigger'))?.[0] ?? []).map(
				({ json }) =>
					json as {
						hubspot: { deal: { id: string } | null; invoice: { number: string } | null } | null;
					},
			);
		await poll();
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());

		const [other] = await billing.accounts.query<{ Id: string; TotalAmt: number }>(
			"select * from Invoice where Balance > '0' maxresults 1",
		);
		const before = await invoices();
		const made = await bill(deal);
		const { id } = made.quickbooks;
		expect([made.action, (await bill(deal)).action]).toEqual(['created', 'existing']);
		const { DocNumber, TotalAmt } = await billing.invoice(id);
		expect(await told(deal)).toEqual({
			invoice_status: 'waiting_to_be_sent',
			invoice_count: 1,
			total_billed: TotalAmt,
			total_outstanding: TotalAmt,
		});

		await attach('attach', deal, other?.Id ?? '');
		expect(await told(deal)).toMatchObject({
			invoice_count: 2,
			total_billed: TotalAmt + (other?.TotalAmt ?? 0),
		});

		await sync(INVOICES, { onDelete: 'mark' });
		await sync(CONTACTS, { direction: 'twoWay', onDelete: 'mark' });
		await pay(id, TotalAmt);
		await sync(INVOICES, { onDelete: 'mark' });
		expect(await told(deal)).toMatchObject({ invoice_status: 'paid_in_full', invoice_count: 2 });
		const [event, ...more] = await poll();
		expect([event?.hubspot?.deal?.id, event?.hubspot?.invoice?.number, more]).toEqual([
			deal,
			DocNumber,
			[],
		]);
		expect(
			await billing.accounts.one(READ, { operation: 'choices', deal: picked(deal) }),
		).toMatchObject({
			customer: { matched: { by: 'link' } },
		});

		await attach('detach', deal, other?.Id ?? '');
		expect(await told(deal)).toEqual({
			invoice_status: 'paid_in_full',
			invoice_count: 1,
			total_billed: TotalAmt,
			total_outstanding: 0,
		});

		expect(
			await Promise.all(OBJECTS.map(async (type) => await beginningWith(type, 'quickbooks_'))),
		).toEqual([[], [], ['quickbooks_invoice_status', 'quickbooks_invoice_number'], [], [], []]);
		const written = billing.accounts.requests.filter(
			({ system, method, url, requestBody = '' }) =>
				system === 'hubspot' &&
				method !== 'GET' &&
				!url.includes('/deals/groups') &&
				!requestBody.includes('"groupName":"own"'),
		);
		expect(
			written.filter(({ requestBody = '', url }) =>
				`${url} ${requestBody}`.includes('quickbooks_'),
			),
		).toEqual([]);
		expect((await beginningWith('contacts', PREFIX)).sort()).toEqual([
			`${PREFIX}id_${billing.accounts.realmId}`,
			`${PREFIX}record_state`,
			`${PREFIX}sync_${billing.accounts.realmId}`,
		]);
		count({ runs: 11, invoicesDoubled: (await invoices()) - before - 1 });
	});

	it('labels tell the properties from those of the usual names', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await bill(deal);
		await billing.accounts.prefixWith(PREFIX);
		await bill(deal);
		const labels = (await properties('deals'))
			.filter(({ name }) => /^(quickbooks|acme_qbo)_invoice_status$/.test(name))
			.map(({ label }) => label);
		expect(labels.sort()).toEqual([
			'QuickBooks invoice status',
			'QuickBooks invoice status (acme_qbo)',
		]);
	});
});

describe('a prefix that is changed later', () => {
	it('does not bill a deal again: the memo in QuickBooks says that it is billed', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const first = await bill(deal);
		const before = await invoices();
		await billing.accounts.prefixWith(PREFIX);
		const again = await bill(deal);
		expect([again.action, again.quickbooks.id]).toEqual(['existing', first.quickbooks.id]);
		expect(await told(deal)).toMatchObject({
			invoice_status: 'waiting_to_be_sent',
			invoice_count: 1,
		});
		expect(await invoices()).toBe(before);
		count({ runs: 2, invoicesDoubled: (await invoices()) - before });
	});

	it('nor where somebody cleared the memo, nor where the invoice was attached by hand', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const {
			quickbooks: { id },
		} = await bill(deal);
		const { SyncToken } = (
			await billing.accounts.quickBooks<{ Invoice: { SyncToken: string } }>(`invoice/${id}`)
		).Invoice;
		await billing.accounts.quickBooks('invoice', {
			Id: id,
			SyncToken,
			sparse: true,
			PrivateNote: '',
		});
		const attached = await billing.deal([HOUR], 'USD', await billing.contact());
		const [other] = await billing.accounts.query<{ Id: string }>(
			"select * from Invoice where Balance > '0' maxresults 1",
		);
		await attach('attach', attached, other?.Id ?? '');
		const before = await invoices();
		await billing.accounts.prefixWith(PREFIX);
		expect((await bill(deal)).quickbooks.id).toBe(id);
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(attached),
			source: 'scratch',
			ifNoItem: 'create',
			incomeAccount: await income(),
			options: { countAttached: 'fail' },
		});
		expect(error?.message).toContain('attached');
		expect(await invoices()).toBe(before);
		count({ runs: 4, invoicesDoubled: (await invoices()) - before });
	});

	it('a sync looks at all records again, and says so', async () => {
		const parameters = {
			hubspotAuthentication: 'serviceKey',
			scope: 'changed',
			direction: 'quickBooksToHubSpot',
			output: 'summary',
		};
		const workflow = oneNodeWorkflow(
			{
				name: 'Sync',
				type: CONTACTS,
				parameters,
				credentials: billing.accounts.nodeCredentials,
			},
			[{}],
			{},
		);
		const run = async () =>
			(await billing.accounts.n8n.run(workflow, 'trigger')).items('Sync')[0]?.json ?? {};
		await run();
		expect((await run())['warnings']).toEqual([]);
		const contacts = (
			await billing.accounts.hubSpot<{ results: object[] }>(
				'/crm/objects/2026-03/contacts?limit=100',
			)
		).results.length;
		await billing.accounts.prefixWith(PREFIX);
		const { warnings, linked } = await run();
		expect(warnings).toEqual([
			expect.stringContaining('keeps its properties under "acme_qbo_" instead of "quickbooks_"'),
		]);
		expect(linked).toBeGreaterThan(0);
		expect(
			(
				await billing.accounts.hubSpot<{ results: object[] }>(
					'/crm/objects/2026-03/contacts?limit=100',
				)
			).results,
		).toHaveLength(contacts);
	});
});

describe('a prefix that HubSpot takes no names with', () => {
	it.each([
		['Acme_', 'it must begin with a lower-case letter'],
		['2acme_', 'it must begin with a lower-case letter'],
		['acme-qbo', 'it may contain only lower-case letters, digits and underscores'],
		['hs_', 'names that begin with "hs_" belong to HubSpot'],
		['a'.repeat(76), 'it has 76 characters, and 75 are the most'],
	])('%s is told before anything is asked', async (prefix, why) => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await billing.accounts.prefixWith(prefix);
		billing.accounts.forgetRequests();
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		expect(error?.message).toContain(`cannot be used: ${why}`);
		expect((error as { description?: string } | undefined)?.description).toContain(
			'"acme_quickbooks_"',
		);
		expect(billing.accounts.requests).toEqual([]);
	});

	it('an empty one is the usual one, and the longest has room for every name', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await billing.accounts.prefixWith('  ');
		await bill(deal);
		expect(await beginningWith('deals', 'quickbooks_')).toHaveLength(9);
		await billing.accounts.prefixWith('a'.repeat(75));
		expect((await bill(deal)).action).toBe('existing');
		await sync(CONTACTS, { direction: 'twoWay', onDelete: 'mark', dryRun: false });
		expect(await beginningWith('contacts', 'a'.repeat(75))).toHaveLength(3);
	});
});
