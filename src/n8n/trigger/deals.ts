import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { decline } from '../../core/decline';
import { describeDeals } from '../../flows/watchDeals/describe';
import { sampleDeal } from '../../flows/watchDeals/sample';
import type { DealWatchSettings } from '../../flows/watchDeals/settings';
import { watchDeals } from '../../flows/watchDeals/watchDeals';
import { connectHubSpot, type HubSpotAuthentication } from '../connection/connect';
import { toNodeError } from '../errors';
import { withDeadline } from './deadline';
import { toItems, type TriggerForm } from '../forms/watchInvoices';
import { keepPollState, recallPollState } from './state';
import { pollOneAtATime } from './oneAtATime';

/** The form of the Deal Stage Trigger. @throws Declined when no stage is chosen */
function readSettings({ reader }: TriggerForm): DealWatchSettings {
	const stages = reader.list('stages');
	const stageIds = (Array.isArray(stages) ? stages : [stages])
		.map(String)
		.filter((stageId) => stageId !== '');
	if (stageIds.length === 0)
		decline(
			reader.label('stages'),
			'No stage is chosen.',
			'Choose at least one stage. A deal that enters it starts the workflow.',
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
		return await pollOneAtATime(context, async (isFirst) => {
			const settings = readSettings(form);
			const hubspot = await connectHubSpot(
				withDeadline(context, context.getPollBudgetMs()),
				authenticationOf(form),
			);
			const { entries, nextState } = await watchDeals(
				hubspot,
				recallPollState(context, 'deals'),
				new Date(),
				settings,
				isFirst,
			);
			const items = toItems(await describeDeals(hubspot, entries, settings.properties));
			keepPollState(context, 'deals', nextState);
			return items.length > 0 ? items : null;
		});
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

/** An item for building a workflow. @throws NodeOperationError when no deal is in the stages */
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
		description: 'Move a deal into one of them in HubSpot, then test again.',
	});
}
