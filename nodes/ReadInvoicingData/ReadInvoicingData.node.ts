import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readInvoicingItem } from '../../src/n8n/runs/readInvoicingData';
import { forEachItemManyResults } from '../../src/n8n/items';
import { listSearch } from '../../src/n8n/pickers/pickers';
import { properties } from './properties';

export class ReadInvoicingData implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Read Invoicing Data',
		name: 'readInvoicingData',
		icon: { light: 'file:../../icons/invoice.svg', dark: 'file:../../icons/invoice.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			'={{ { findDeals: "find deals", choices: "choices for a deal", openInvoices: "open invoices" }[$parameter["operation"]] }}',
		description:
			'Reads the data that forms and reports about invoices need from HubSpot and QuickBooks Online. Writes nothing.',
		defaults: { name: 'Read Invoicing Data' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'hubspotServiceKeyApi',
				displayName: 'HubSpot',
				required: true,
				displayOptions: {
					show: { operation: ['choices', 'findDeals'], hubspotAuthentication: ['serviceKey'] },
				},
			},
			{
				name: 'hubspotInvoicingOAuth2Api',
				displayName: 'HubSpot',
				required: true,
				displayOptions: {
					show: { operation: ['choices', 'findDeals'], hubspotAuthentication: ['oAuth2'] },
				},
			},
			{
				name: 'quickBooksInvoicingOAuth2Api',
				displayName: 'QuickBooks Online',
				required: true,
				displayOptions: { show: { operation: ['choices', 'openInvoices'] } },
			},
		],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			await forEachItemManyResults(
				this,
				async (itemIndex) => await readInvoicingItem(this, itemIndex, properties),
			),
		];
	}
}
