import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from '../../src/n8n/pickers/pickers';
import { resourceMapping, syncLoadOptions } from '../../src/n8n/pickers/syncFields';
import { syncProducts } from '../../src/n8n/runs/sync';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class SyncProduct implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Product',
		name: 'syncProduct',
		icon: { light: 'file:../../icons/product.svg', dark: 'file:../../icons/product.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { quickBooksToHubSpot: "QuickBooks → HubSpot", hubSpotToQuickBooks: "HubSpot → QuickBooks", twoWay: "both ways" }[$parameter["direction"]] }}',
		description: 'Keeps HubSpot products and QuickBooks Online items the same',
		defaults: { name: 'Sync Product' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Synced', 'Failed'],
		credentials: bothCredentials,
		properties,
	};

	methods = { listSearch, loadOptions: syncLoadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await syncProducts(this, properties);
	}
}
