import {
	NodeOperationError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodePropertyOptions,
	type IPollFunctions,
} from 'n8n-workflow';
import { decline } from '../../core/decline';
import { sampleDeal, watchDeals, type DealWatchSettings } from '../../flows/watchDeals/watchDeals';
import { describeDeals } from '../../flows/watchDeals/describe';
import { connectHubSpot, type HubSpotAuthentication } from '../connect';
import { toNodeError } from '../errors';
import { within } from './deadline';
import { toItems, type TriggerForm } from '../forms/watchInvoices';
import { keep, recall } from './state';
import { inTurn } from './oneAtATime';

/** The form of the Deal Stage Trigger. @throws Declined when nothing is chosen */
function readSettings({ reader }: TriggerForm): DealWatchSettings {
	const stages = reader.list('stages');
	const stageIds = (Array.isArray(stages) ? stages : [stages])
		.map(String)
		.filter((stageId) => stageId !== '');
	if (stageIds.length === 0)
		decline(
			reader.label('stages'),
			'No stage is chosen.',
			'Choose the stages that start the workflow when a deal enters them.',
		);
	const { properties = [] } = reader.collection<{ properties: string[] }>('options');
	return {
		pipelineId: reader.text('pipeline') ?? '',
		stageIds: [...new Set(stageIds)],
		firstRun: reader.choice('firstRun', ['fromNow', 'existing']),
		properties,
	};
}

function authenticationOf({ reader }: TriggerForm): HubSpotAuthentication {
	return reader.choice('hubspotAuthentication', ['serviceKey', 'oAuth2']);
}

/**
 * Deals that entered a stage since the last poll. State is stored only when everything was read.
 */
export async function pollDeals(
	context: IPollFunctions,
	form: TriggerForm,
): Promise<INodeExecutionData[] | null> {
	try {
		return await inTurn(context, async (isFirst) => {
			const settings = readSettings(form);
			const hubspot = await connectHubSpot(
				within(context, context.getPollBudgetMs()),
				authenticationOf(form),
			);
			const { entries, nextState } = await watchDeals(
				hubspot,
				recall(context, 'deals'),
				new Date(),
				settings,
				isFirst,
			);
			const items = toItems(await describeDeals(hubspot, entries, settings.properties));
			keep(context, 'deals', nextState);
			return items.length > 0 ? items : null;
		});
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

/** An item to build a workflow with. @throws NodeOperationError when no deal is in the stages */
export async function sampleDeals(
	context: IPollFunctions | IExecuteFunctions,
	form: TriggerForm,
): Promise<INodeExecutionData[]> {
	try {
		const settings = readSettings(form);
		const hubspot = await connectHubSpot(context, authenticationOf(form));
		const items = toItems(
			await describeDeals(hubspot, await sampleDeal(hubspot, settings), settings.properties),
		);
		if (items.length > 0) return items;
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
	throw new NodeOperationError(context.getNode(), 'No deal is in the chosen stages.', {
		description: 'Move a deal into one of them in HubSpot, and test again.',
	});
}

async function fill(
	context: ILoadOptionsFunctions,
	read: (hubspot: Awaited<ReturnType<typeof connectHubSpot>>) => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	try {
		return await read(
			await connectHubSpot(
				context,
				(context.getCurrentNodeParameter('hubspotAuthentication') as
					HubSpotAuthentication | undefined) ?? 'serviceKey',
			),
		);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

/** What the form offers. */
export const dealOptions = {
	async getPipelines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await fill(this, async (hubspot) =>
			(await hubspot.readPipelines('deals')).map(({ id, label }) => ({ name: label, value: id })),
		);
	},

	async getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const chosen = this.getCurrentNodeParameter('pipeline');
		return await fill(this, async (hubspot) =>
			(await hubspot.readPipelines('deals'))
				.filter(({ id }) => id === chosen)
				.flatMap(({ stages }) => stages.map(({ id, label }) => ({ name: label, value: id }))),
		);
	},

	async getDealProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await fill(this, async (hubspot) => {
			const shown = (await hubspot.readProperties('deals')).filter(({ hidden }) => hidden !== true);
			return shown
				.map(({ name, label }) => ({ name: label, value: name, description: name }))
				.sort((a, b) => a.name.localeCompare(b.name));
		});
	},
};
