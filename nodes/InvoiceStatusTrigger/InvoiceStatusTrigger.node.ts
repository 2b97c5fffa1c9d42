import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { passEachEventOnce } from '../../src/n8n/trigger/onceOnly';
import { pollInvoices, sampleInvoices } from '../../src/n8n/trigger/invoices';
import { formOf, formOfExecution } from '../../src/n8n/forms/watchInvoices';
import { receiveNotification } from '../../src/n8n/trigger/webhook';
import { credentials } from './hubspot';
import { properties } from './properties';

export class InvoiceStatusTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Invoice Status Trigger',
		name: 'invoiceStatusTrigger',
		icon: { light: 'file:../../icons/trigger.svg', dark: 'file:../../icons/trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when a QuickBooks Online invoice is created, sent, paid, overdue or voided, and on other events',
		eventTriggerDescription: '',
		activationMessage: 'From now on, invoices in QuickBooks start this workflow.',
		defaults: { name: 'Invoice Status Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials,
		webhooks: [
			{
				name: 'default',
				// Without a method n8n registers no webhook, and a test in the editor polls instead of
				// waiting for a call.
				httpMethod: '={{ $parameter["source"] === "both" ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'quickbooks',
				ndvHideUrl: '={{ $parameter["source"] !== "both" }}',
			},
		],
		triggerPanel: {
			header: 'See what the workflow will get',
			executionsHelp:
				'<b>While building your workflow</b>, fetch a test event. With the source <i>Schedule</i> the node shows the latest event of each chosen kind. With <i>Schedule and Webhook</i> it waits for a call to the test URL.<br /><br /><b>Once your workflow is published</b>, invoices in QuickBooks start it by themselves.',
			activationHint:
				'Once your workflow is published, invoices in QuickBooks start it by themselves.',
		},
		properties,
	};

	// Intuit's endpoints are entered by a person in the app's settings; there is no call to add or
	// remove one.
	webhookMethods = {
		default: {
			checkExists: async (): Promise<boolean> => await Promise.resolve(true),
			create: async (): Promise<boolean> => await Promise.resolve(true),
			delete: async (): Promise<boolean> => await Promise.resolve(true),
		},
	} satisfies Record<string, Record<string, (this: IHookFunctions) => Promise<boolean>>>;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const items =
			this.getMode() === 'manual'
				? await sampleInvoices(this, formOf(this, properties))
				: await pollInvoices(this, properties);
		return items && [items];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveNotification(this, properties);
	}

	/**
	 * n8n runs this before the other methods: with what a poll or a webhook brought, or with nothing
	 * in a test of the node.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const mode = this.getMode();
		if (mode === 'trigger' || mode === 'webhook') return [await passEachEventOnce(this, items)];
		const isEmpty = items.every(({ json }) => Object.keys(json).length === 0);
		return [
			mode === 'manual' && isEmpty
				? await sampleInvoices(this, formOfExecution(this, properties))
				: items,
		];
	}
}
