import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { readAttachInvoiceInput } from '../../src/n8n/attachInvoiceInput';
import { runAttachInvoice } from '../../src/n8n/attachInvoiceRun';
import { connectBoth, type HubSpotAuthentication } from '../../src/n8n/connect';
import { forEachItemManyResults } from '../../src/n8n/items';
import { listSearch } from '../../src/n8n/pickers';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class AttachInvoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Attach Invoice',
		name: 'attachInvoice',
		icon: { light: 'file:../../icons/attach.svg', dark: 'file:../../icons/attach.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["record"] }}',
		description: 'Attaches QuickBooks Online invoices to HubSpot deals, contacts and companies, detaches and lists them',
		defaults: { name: 'Attach Invoice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: bothCredentials,
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const timeLimit = this.getNodeParameter('options.timeLimit', 0, 60) as number;
		const flow = await connectBoth(this, this.getNodeParameter('hubspotAuthentication', 0) as HubSpotAuthentication, timeLimit * 1000);
		return [await forEachItemManyResults(this, async (itemIndex) => await runAttachInvoice(readAttachInvoiceInput(this, itemIndex), flow))];
	}
}
