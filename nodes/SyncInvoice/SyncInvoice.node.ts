import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { resourceMapping, syncLoadOptions } from '../../src/n8n/pickers/syncFields';
import { syncQuickBooksInvoices } from '../../src/n8n/runs/sync';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class SyncInvoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Invoice',
		name: 'syncInvoice',
		icon: { light: 'file:../../icons/invoice.svg', dark: 'file:../../icons/invoice.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["scope"] }}',
		description:
			'Shows QuickBooks Online invoices in HubSpot, with lines, contact, company and deal',
		defaults: { name: 'Sync Invoice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Synced', 'Failed'],
		credentials: bothCredentials,
		properties,
	};

	methods = { loadOptions: syncLoadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await syncQuickBooksInvoices(this, properties);
	}
}
