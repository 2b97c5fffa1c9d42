import type { INodeParameters, INodeType } from 'n8n-workflow';
// With their endings: without one, tsx takes the JSON file beside each for it.
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node.js';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node.js';
import { DealStageTrigger } from '../../../nodes/DealStageTrigger/DealStageTrigger.node.js';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node.js';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node.js';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node.js';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node.js';
import { TestAccounts } from '../../support/testAccounts';

const typeOf = (name: string) => `n8n-nodes-hubspot-quickbooks.${name}`;
const nodes: Record<string, INodeType> = {
	[typeOf('attachInvoice')]: new AttachInvoice(),
	[typeOf('createQuickBooksInvoice')]: new CreateQuickBooksInvoice(),
	[typeOf('dealStageTrigger')]: new DealStageTrigger(),
	[typeOf('invoiceStatusTrigger')]: new InvoiceStatusTrigger(),
	[typeOf('syncContact')]: new SyncContact(),
	[typeOf('syncInvoice')]: new SyncInvoice(),
	[typeOf('syncProduct')]: new SyncProduct(),
};

/** Runs nodes whose requests are followed. */
type Scenario = (accounts: TestAccounts) => Promise<void>;

const locator = (value: string) => ({ __rl: true, mode: 'id', value });

async function run(
	accounts: TestAccounts,
	name: string,
	parameters: INodeParameters,
): Promise<void> {
	const { error } = await accounts.run(typeOf(name), parameters);
	if (error) throw error;
}

async function billDeals(accounts: TestAccounts): Promise<void> {
	const [account] = await accounts.query<{ Id: string }>(
		"select * from Account where AccountType = 'Income'",
	);
	for (const id of ['401', '402'])
		await run(accounts, 'createQuickBooksInvoice', {
			deal: locator(id),
			source: 'scratch',
			incomeAccount: locator(account?.Id ?? ''),
			send: 'now',
			pdf: true,
		});
	await run(accounts, 'createQuickBooksInvoice', { deal: locator('401'), source: 'scratch' });
}

async function syncPeople(accounts: TestAccounts): Promise<void> {
	for (const direction of ['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])
		await run(accounts, 'syncContact', { direction });
}

async function pollInvoices(accounts: TestAccounts): Promise<void> {
	const trigger = {
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: typeOf('invoiceStatusTrigger'),
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { events: ['created', 'paid', 'overdue', 'deleted'], overdueDays: '1, 7' },
				credentials: accounts.nodeCredentials,
			},
		],
		connections: {},
		staticData: {},
	};
	await accounts.n8n.poll(trigger, 'Trigger');
	await accounts.quickBooks('invoice', {
		CustomerRef: { value: '1' },
		Line: [
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 100,
				SalesItemLineDetail: { ItemRef: { value: '1' } },
			},
		],
	});
	await accounts.n8n.poll(trigger, 'Trigger');
}

async function writeRecords(accounts: TestAccounts): Promise<void> {
	const [invoice] = await accounts.query<{ Id: string }>('select * from Invoice maxresults 1');
	await run(accounts, 'attachInvoice', {
		record: 'deal',
		deal: locator('403'),
		operation: 'attach',
		chosen: { invoice: [{ invoice: locator(invoice?.Id ?? '') }] },
	});
	await run(accounts, 'syncProduct', {});
	await run(accounts, 'syncInvoice', {});
}

/** By what is followed. */
const scenarios: Record<string, Scenario> = {
	deal: billDeals,
	customer: syncPeople,
	event: pollInvoices,
	record: writeRecords,
};

/** Runs each in accounts of its own. @param around what runs it */
export async function runScenarios(
	around: (kind: string, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
	for (const [kind, scenario] of Object.entries(scenarios)) {
		const accounts = await TestAccounts.start(nodes);
		try {
			await around(kind, async () => await scenario(accounts));
		} finally {
			await accounts.stop();
		}
	}
}
