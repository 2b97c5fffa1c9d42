import { createHmac } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import type { DescribedEvent } from '../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from '../support/inProcess';
import { World } from '../support/world';

const TYPE = 'n8n-nodes-hubspot-quickbooks.invoiceStatusTrigger';
const ALL = ['bounced', 'created', 'deleted', 'overdue', 'paid', 'partiallyPaid', 'paymentReceived', 'sent', 'viewed', 'voided', 'waitingToBeSent'];

let world: World;
beforeEach(async () => {
	world = await World.start({ [TYPE]: new InvoiceStatusTrigger() });
});
afterEach(async () => await world.stop());

let nodes = 0;
/** A published workflow whose state lives on; each has a node of its own, as n8n's would. */
function trigger(parameters: INodeParameters = {}): WorkflowUnderTest {
	nodes += 1;
	const node = { id: `node-${nodes}`, name: 'Trigger', type: TYPE, typeVersion: 1, position: [0, 0] as [number, number], parameters: { events: ALL, overdueDays: '1, 7', ...parameters }, credentials: world.nodeCredentials };
	return { nodes: [node], connections: {} };
}

const poll = async (workflow: WorkflowUnderTest) => ((await world.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(({ json }) => json as unknown as DescribedEvent);
const told = (events: DescribedEvent[]) => events.map(({ event }) => event).sort();

async function control<T = IDataObject>(path: string, body: object = {}, method = 'POST'): Promise<T> {
	const answer = await fetch(`${world.sandbox.control.url}/control/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
	return (await answer.json()) as T;
}

const act = async <T = IDataObject>(path: string, body: object = {}) => await control<T>(`quickbooks/companies/us/${path}`, body);

async function invoice(more: object = {}): Promise<string> {
	const line = { DetailType: 'SalesItemLineDetail', Amount: 100, SalesItemLineDetail: { ItemRef: { value: '1' } } };
	const { Invoice } = await world.quickBooks<{ Invoice: { Id: string } }>('invoice', { CustomerRef: { value: '1' }, Line: [line], ...more });
	return Invoice.Id;
}

describe('by schedule', () => {
	it('tells nothing of what is there, then each event once, and is quiet with one request', async () => {
		const workflow = trigger();
		expect(await poll(workflow)).toEqual([]);
		const id = await invoice({ BillEmail: { Address: 'niamh.obrien@example.com' }, EmailStatus: 'NeedToSend' });
		await act(`invoices/${id}/send`);
		await act('payments', { invoiceId: id, amount: 40, reference: 'CHK-7' });
		await act('payments', { invoiceId: id });
		const events = await poll(workflow);
		expect(told(events)).toEqual(['created', 'paid', 'partiallyPaid', 'paymentReceived', 'paymentReceived', 'sent', 'waitingToBeSent']);
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(7);
		expect(await poll(workflow)).toEqual([]);
		world.forgetRequests();
		expect(await poll(workflow)).toEqual([]);
		expect(world.requests).toHaveLength(1);
		expect(JSON.stringify(workflow.staticData).length).toBeLessThan(2000);
	});
});
