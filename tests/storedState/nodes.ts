import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { DealStageTrigger } from '../../nodes/DealStageTrigger/DealStageTrigger.node';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { SyncContact } from '../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node';
import { SyncProduct } from '../../nodes/SyncProduct/SyncProduct.node';
import type { TrafficEntry } from '../../sandbox/traffic';
import { oneNodeWorkflow } from '../support/inProcess';
import type { TestAccounts } from '../support/testAccounts';
import { CREATE_INVOICE, picked } from './billing';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';

/** Every node that keeps something, by its full type name. */
export function allNodes(): Record<string, INodeType> {
	return {
		[CREATE_INVOICE]: new CreateQuickBooksInvoice(),
		[`${PACKAGE}.syncContact`]: new SyncContact(),
		[`${PACKAGE}.syncProduct`]: new SyncProduct(),
		[`${PACKAGE}.syncInvoice`]: new SyncInvoice(),
		[`${PACKAGE}.invoiceStatusTrigger`]: new InvoiceStatusTrigger(),
		[`${PACKAGE}.dealStageTrigger`]: new DealStageTrigger(),
	};
}

/** A node as a workflow keeps it, with its static data. */
export interface StatefulNode {
	type: string;
	parameters: INodeParameters;
	staticData: IDataObject;
}

const TWO_WAY = { direction: 'twoWay', conflict: 'skip' };
const EVENTS = [
	'bounced',
	'created',
	'deleted',
	'overdue',
	'paid',
	'partiallyPaid',
	'paymentReceived',
	'reopened',
	'sent',
	'viewed',
	'voided',
	'waitingToBeSent',
];

/** The nodes of the scenario before their first run. */
export function freshNodes() {
	const node = (type: string, parameters: INodeParameters): StatefulNode => ({
		type: `${PACKAGE}.${type}`,
		parameters,
		staticData: {},
	});
	return {
		contacts: node('syncContact', {
			...TWO_WAY,
			onDelete: 'unlink',
			options: { nameTaken: 'fail' },
		}),
		products: node('syncProduct', {
			...TWO_WAY,
			onDelete: 'nothing',
			incomeAccount: picked('5'),
		}),
		invoices: node('syncInvoice', { onDelete: 'mark' }),
		invoiceTrigger: node('invoiceStatusTrigger', {
			events: EVENTS,
			overdueDays: '1, 7',
		}),
		dealTrigger: node('dealStageTrigger', {
			pipeline: 'default',
			stages: ['closedwon', 'contractsent'],
		}),
	};
}
export type StatefulNodes = ReturnType<typeof freshNodes>;

export interface SyncOutcome {
	/** Of the records that were synced. */
	done: IDataObject[];
	/** Failures and conflicts. */
	left: IDataObject[];
	/** Requests that write. */
	writes: string[];
}

/** Requests that write something; a batch of which every part was refused wrote nothing. */
function isWrite({ method, endpoint, requestBody = '', responseBody = '' }: TrafficEntry): boolean {
	if (!endpoint.endsWith('/company/:realm/batch')) return method !== 'GET' && !READS.test(endpoint);
	return requestBody.includes('"operation"') && responseBody.includes('"SyncToken"');
}

const READS = /\/(batch\/read|search|query|token\/introspect)|oauth2/;

/** Runs a sync as a schedule does. Its state goes into `staticData`. */
export async function runSync(accounts: TestAccounts, sync: StatefulNode): Promise<SyncOutcome> {
	const { type, parameters, staticData } = sync;
	const workflow = {
		...oneNodeWorkflow({ name: 'Node', type, parameters, credentials: accounts.nodeCredentials }),
		staticData,
	};
	accounts.forgetRequests();
	const run = await accounts.n8n.run(workflow, 'trigger');
	if (run.error) throw run.error;
	return {
		done: run.items('Node').map(({ json }) => json),
		left: run.items('Node', 1).map(({ json }) => json),
		writes: accounts.requests
			.filter(isWrite)
			.map(({ method, endpoint }) => `${method} ${endpoint}`),
	};
}

/** Polls a trigger that n8n knows under this id. Its state goes into `staticData`. */
export async function poll(
	accounts: TestAccounts,
	trigger: StatefulNode,
	id: string,
): Promise<IDataObject[]> {
	const { type, parameters, staticData } = trigger;
	const node: INode = {
		id,
		name: 'Trigger',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: accounts.nodeCredentials,
	};
	const items = await accounts.n8n.poll({ nodes: [node], connections: {}, staticData }, 'Trigger');
	return (items?.[0] ?? []).map(({ json }) => json);
}

/** The QuickBooks id that a HubSpot record is linked with. @param path e.g. `contacts/101` */
export async function linkedId(accounts: TestAccounts, path: string): Promise<string> {
	const link = `quickbooks_id_${accounts.realmId}`;
	const { properties } = await accounts.hubSpot<{ properties: Record<string, string | null> }>(
		`/crm/objects/2026-03/${path}?properties=${link}`,
	);
	return properties[link]?.split(':')[1] ?? '';
}

/** What a person does who edits a record in QuickBooks. */
export async function editQuickBooks(
	accounts: TestAccounts,
	entity: string,
	id: string,
	fields: IDataObject,
): Promise<void> {
	const path = entity.toLowerCase();
	const { [entity]: before } = await accounts.quickBooks<Record<string, { SyncToken: string }>>(
		`${path}/${id}`,
	);
	await accounts.quickBooks(path, {
		Id: id,
		SyncToken: before?.SyncToken ?? '',
		sparse: true,
		...fields,
	});
}
