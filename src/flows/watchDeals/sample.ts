import type { StageEntry } from '../../core/deal/stages';
import type { HubSpotPort } from '../../gateways/ports';
import { shownDealProperties, type DealWatchSettings } from './settings';

/** The deal in one of the stages that changed last, to build a workflow with. */
export async function sampleDeal(
	hubspot: HubSpotPort,
	{ pipelineId, stageIds, properties }: DealWatchSettings,
): Promise<StageEntry[]> {
	const { records } = await hubspot.searchObjects('deals', {
		filterGroups: [
			[
				{ property: 'pipeline', operator: 'EQ', value: pipelineId },
				{ property: 'dealstage', operator: 'IN', values: [...stageIds] },
			],
		],
		properties: [...new Set([...shownDealProperties, ...properties])],
		sort: { property: 'hs_lastmodifieddate', direction: 'DESCENDING' },
		limit: 1,
	});
	return records.map((deal) => ({
		deal,
		stageId: deal.properties['dealstage'] ?? '',
		at: Date.parse(deal.updatedAt),
		key: `${deal.id}:sample`,
	}));
}
