// The clock comes before everything that might look at it.
import { passTime } from '../../month/clock';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import type { WorkflowUnderTest } from '../../support/inProcess';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const ATTACH = `${PACKAGE}.attachInvoice`;
const TRIGGER = `${PACKAGE}.invoiceStatusTrigger`;
const READ = `${PACKAGE}.readInvoicingData`;
const SYNC = `${PACKAGE}.syncInvoice`;
const HOURS = [{ name: 'Design hours', sku: 'NW-HOUR', quantity: 1000, price: 100_000 }];
const DAY = 86_400_000;
const dayIn = (timeZone: string) =>
	new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now());

let billing: BillingAccounts;
let contact: string;
let dueOn: string;

/**
 * Half past midnight in New York, where the company and n8n are; in Los Angeles, where the HubSpot
 * account is, it is the evening before.
 */
async function open(companyTimeZone: 'named' | 'absent'): Promise<void> {
	passTime((Math.floor(Date.now() / DAY) + 1) * DAY + 5.5 * 3_600_000 - Date.now());
	billing = await BillingAccounts.open('us-numbers', {
		[ATTACH]: new AttachInvoice(),
		[TRIGGER]: new InvoiceStatusTrigger(),
		[READ]: new ReadInvoicingData(),
		[SYNC]: new SyncInvoice(),
	});
	billing.accounts.sandbox.quickbooks.setSwitches({ companyTimeZone });
	contact = await billing.contact();
	dueOn = dayIn('America/Los_Angeles');
	expect(dayIn('America/New_York') > dueOn).toBe(true);
}

interface Told {
	invoice: { id: string; status: string };
	quickbooks: { id: string };
}

async function billed(): Promise<{ deal: string; id: string; status: string }> {
	const deal = await billing.deal(HOURS, 'USD', contact);
	const { invoice } = (await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		invoiceDate: dueOn,
		dueDate: dueOn,
	})) as unknown as Told;
	return { deal, id: invoice.id, status: invoice.status };
}

const items = async (type: string, parameters: INodeParameters) =>
	(await billing.accounts.run(type, parameters))
		.items('Node')
		.map(({ json }) => json as unknown as Told);
const statusIn = (told: readonly Told[], id: string) =>
	told.find(({ invoice }) => invoice.id === id)?.invoice.status;

/** What each node says of the invoice, and what HubSpot shows of it. */
async function statuses({
	deal,
	id,
	status,
}: {
	deal: string;
	id: string;
	status: string;
}): Promise<IDataObject> {
	const shown = (await billing.accounts.deal(deal, ['quickbooks_invoice_status'])).properties[
		'quickbooks_invoice_status'
	];
	const found = await items(ATTACH, {
		operation: 'attach',
		record: 'contact',
		contact: picked(contact),
		invoices: 'search',
		search: { status: ['overdue'] },
	});
	return {
		create: status,
		deal: shown,
		attach: statusIn(found, id),
		list: statusIn(
			await items(ATTACH, { operation: 'list', record: 'deal', deal: picked(deal) }),
			id,
		),
		sync: statusIn(await items(SYNC, { scope: 'records', recordId: id }), id),
	};
}

async function overdueIds(parameters: INodeParameters): Promise<string[]> {
	const node = {
		id: crypto.randomUUID(),
		name: 'Trigger',
		type: TRIGGER,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { events: ['overdue'], overdueDays: '1', firstRun: 'existing', ...parameters },
		credentials: billing.accounts.nodeCredentials,
	};
	const workflow: WorkflowUnderTest = { nodes: [node], connections: {} };
	return ((await billing.accounts.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(
		({ json }) => (json as unknown as Told).invoice.id,
	);
}

const withHubSpot = { hubspotAuthentication: 'serviceKey' };

describe('a company that names its time zone', () => {
	beforeAll(async () => await open('named'));
	afterAll(async () => await billing.accounts.stop());

	it('decides for every node whether an invoice is overdue, whatever the HubSpot account, n8n and the trigger’s form say', async () => {
		const made = await billed();
		expect(await statuses(made)).toEqual({
			create: 'overdue',
			deal: 'overdue',
			attach: 'overdue',
			list: 'overdue',
			sync: 'overdue',
		});
		expect(await overdueIds({ options: { timeZone: 'America/Los_Angeles' } })).toContain(made.id);
		const rows = (await billing.accounts.run(READ, { operation: 'openInvoices' }))
			.items('Node')
			.map(({ json }) => json as unknown as Told & { today: string });
		expect([statusIn(rows, made.id), rows[0]?.today]).toEqual([
			'overdue',
			dayIn('America/New_York'),
		]);
		expect(
			(await billing.accounts.one(READ, { operation: 'choices', deal: picked(made.deal) }))[
				'today'
			],
		).toBe(dayIn('America/New_York'));
	});
});

describe('a company that names no time zone', () => {
	beforeAll(async () => await open('absent'));
	afterAll(async () => await billing.accounts.stop());

	it('is taken to share that of the HubSpot account, also by a trigger that tells HubSpot’s part', async () => {
		const made = await billed();
		const open = 'waiting_to_be_sent';
		expect(await statuses(made)).toEqual({
			create: open,
			deal: open,
			attach: undefined,
			list: open,
			sync: open,
		});
		expect(await overdueIds(withHubSpot)).not.toContain(made.id);
		expect(
			await overdueIds({ ...withHubSpot, options: { timeZone: 'America/New_York' } }),
		).toContain(made.id);
	});
});
