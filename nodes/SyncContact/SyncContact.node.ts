import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { resourceMapping, syncLoadOptions } from '../../src/n8n/pickers/syncFields';
import { syncContacts } from '../../src/n8n/runs/sync';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class SyncContact implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Contact',
		name: 'syncContact',
		icon: { light: 'file:../../icons/contact.svg', dark: 'file:../../icons/contact.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { quickBooksToHubSpot: "QuickBooks → HubSpot", hubSpotToQuickBooks: "HubSpot → QuickBooks", twoWay: "both ways" }[$parameter["direction"]] }}',
		description: 'Keeps HubSpot contacts and QuickBooks Online customers the same',
		defaults: { name: 'Sync Contact' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Synced', 'Failed'],
		credentials: bothCredentials,
		properties,
	};

	methods = { loadOptions: syncLoadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await syncContacts(this, properties);
	}
}
