import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import type { DescribedEvent } from '../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from './inProcess';
import { TestAccounts } from './testAccounts';
import { control } from './testSandbox';

export const TYPE = 'n8n-nodes-hubspot-quickbooks.invoiceStatusTrigger';
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
const INVOICE = {
	CustomerRef: { value: '1' },
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	],
};
const BATCH = 30;

/**
 * Invoice Status Triggers that are polled by hand, and a company in which things happen to
 * invoices.
 */
export class PolledInvoices {
	private constructor(readonly accounts: TestAccounts) {}

	/**
	 * @param now QuickBooks' time, when it is not n8n's own
	 * @param more nodes besides the trigger, by type
	 */
	static async start(now?: string, more: Record<string, INodeType> = {}): Promise<PolledInvoices> {
		return new PolledInvoices(
			await TestAccounts.start(
				{ [TYPE]: new InvoiceStatusTrigger(), ...more },
				{ ...(now !== undefined && { now }) },
			),
		);
	}

	/** A node that nobody has polled yet. */
	node(parameters: INodeParameters = {}, name = 'Trigger'): INode {
		return {
			id: crypto.randomUUID(),
			name,
			type: TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: { events: ALL, overdueDays: '1, 7', ...parameters },
			credentials: this.accounts.nodeCredentials,
		};
	}

	trigger(parameters: INodeParameters = {}): WorkflowUnderTest {
		return { nodes: [this.node(parameters)], connections: {} };
	}

	async poll(workflow: WorkflowUnderTest, name = 'Trigger'): Promise<DescribedEvent[]> {
		return ((await this.accounts.n8n.poll(workflow, name))?.[0] ?? []).map(
			({ json }) => json as unknown as DescribedEvent,
		);
	}

	/** What a poll tells of one invoice: `event`, with the days for those overdue. */
	async told(workflow: WorkflowUnderTest, invoiceId: string): Promise<string[]> {
		const own = (await this.poll(workflow)).filter(({ invoice }) => invoice.id === invoiceId);
		return own.map(({ event, daysOverdue }) =>
			event === 'overdue' ? `overdue ${daysOverdue}` : event,
		);
	}

	async invoice(more: object = {}): Promise<string> {
		return (
			await this.accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', {
				...INVOICE,
				...more,
			})
		).Invoice.Id;
	}

	/** A multiple of 30 at once. */
	async invoices(count: number): Promise<string[]> {
		const ids: string[] = [];
		const batch = {
			BatchItemRequest: Array.from({ length: BATCH }, (_, index) => ({
				bId: String(index),
				operation: 'create',
				Invoice: INVOICE,
			})),
		};
		while (ids.length < count) {
			const { BatchItemResponse } = await this.accounts.quickBooks<{
				BatchItemResponse: Array<{ Invoice: { Id: string } }>;
			}>('batch', batch);
			ids.push(...BatchItemResponse.map(({ Invoice }) => Invoice.Id));
		}
		return ids;
	}

	async edit(id: string, fields: object): Promise<void> {
		const { Invoice } = await this.accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
			`invoice/${id}`,
		);
		await this.accounts.quickBooks('invoice', {
			Id: id,
			SyncToken: Invoice.SyncToken,
			sparse: true,
			...fields,
		});
	}

	async act<T = IDataObject>(path: string, body: object = {}): Promise<T> {
		return await this.control<T>('POST', `quickbooks/companies/us/${path}`, body);
	}

	async pay(invoiceId: string, amount?: number): Promise<string> {
		return (
			await this.act<{ payment: { Id: string } }>('payments', {
				invoiceId,
				...(amount !== undefined && { amount }),
			})
		).payment.Id;
	}

	/** Lets QuickBooks' time pass; n8n's own stays what it is. */
	async passTo(now: string): Promise<void> {
		await this.control('PUT', 'clock', { now });
		await this.accounts.renew();
	}

	async pass(seconds: number): Promise<void> {
		await this.control('POST', 'clock/advance', { seconds });
		await this.accounts.renew();
	}

	private async control<T>(method: string, path: string, body: object): Promise<T> {
		return await control<T>(this.accounts.sandbox, method, path, body);
	}
}
