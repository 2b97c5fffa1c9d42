import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { pollDeals, sampleDeals } from '../../src/n8n/trigger/deals';
import { dealLoadOptions } from '../../src/n8n/pickers/dealStages';
import { passEachEventOnce } from '../../src/n8n/trigger/onceOnly';
import { formOf, formOfExecution } from '../../src/n8n/forms/watchInvoices';
import { properties } from './properties';

export class DealStageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Deal Stage Trigger',
		name: 'dealStageTrigger',
		icon: { light: 'file:../../icons/trigger.svg', dark: 'file:../../icons/trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["stages"].join(", ") }}',
		description:
			'Starts the workflow when a HubSpot deal enters a stage. Works with a service key or OAuth2, in any number of workflows.',
		eventTriggerDescription: '',
		activationMessage: 'From now on, deals that enter the stages start this workflow.',
		defaults: { name: 'Deal Stage Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		triggerPanel: {
			header: 'See what the workflow will get',
			executionsHelp:
				'<b>While building your workflow</b>, fetch a test event: of the deals in the chosen stages, the one that changed last.<br /><br /><b>Once your workflow is published</b>, each deal that enters a stage starts it.',
			activationHint: 'Once your workflow is published, each deal that enters a stage starts it.',
		},
		credentials: [
			{
				name: 'hubspotServiceKeyApi',
				displayName: 'HubSpot',
				required: true,
				displayOptions: { show: { hubspotAuthentication: ['serviceKey'] } },
			},
			{
				name: 'hubspotInvoicingOAuth2Api',
				displayName: 'HubSpot',
				required: true,
				displayOptions: { show: { hubspotAuthentication: ['oAuth2'] } },
			},
		],
		properties,
	};

	methods = { loadOptions: dealLoadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const form = formOf(this, properties);
		const items =
			this.getMode() === 'manual' ? await sampleDeals(this, form) : await pollDeals(this, form);
		return items && [items];
	}

	/** n8n runs this before poll: with what a poll brought, or with nothing in a test of the node. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (this.getMode() === 'trigger') return [await passEachEventOnce(this, items)];
		const isEmpty = items.every(({ json }) => Object.keys(json).length === 0);
		return [
			this.getMode() === 'manual' && isEmpty
				? await sampleDeals(this, formOfExecution(this, properties))
				: items,
		];
	}
}
