import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { TestAccounts } from '../../support/testAccounts';
import { control } from '../../support/testSandbox';

const TYPE = 'n8n-nodes-hubspot-quickbooks.invoiceStatusTrigger';
const ALL = [
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

export let accounts: TestAccounts;
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new InvoiceStatusTrigger() });
});
afterEach(async () => await accounts.stop());

let nodes = 0;
/** A published workflow whose state lives on; each has a node of its own, as n8n's would. */
export function trigger(parameters: INodeParameters = {}): WorkflowUnderTest {
	nodes += 1;
	const node = {
		id: `node-${nodes}`,
		name: 'Trigger',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { events: ALL, overdueDays: '1, 7', ...parameters },
		credentials: accounts.nodeCredentials,
	};
	return { nodes: [node], connections: {} };
}

export const poll = async (workflow: WorkflowUnderTest) =>
	((await accounts.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(
		({ json }) => json as unknown as DescribedEvent,
	);
export const told = (events: DescribedEvent[]) => events.map(({ event }) => event).sort();

export const steer = async <T = IDataObject>(path: string, body: object = {}, method = 'POST') =>
	await control<T>(accounts.sandbox, method, path, body);

export const act = async <T = IDataObject>(path: string, body: object = {}) =>
	await steer<T>(`quickbooks/companies/us/${path}`, body);

export async function invoice(more: object = {}): Promise<string> {
	const line = {
		DetailType: 'SalesItemLineDetail',
		Amount: 100,
		SalesItemLineDetail: { ItemRef: { value: '1' } },
	};
	const { Invoice } = await accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', {
		CustomerRef: { value: '1' },
		Line: [line],
		...more,
	});
	return Invoice.Id;
}
