import type { DealFirstRun } from '../../core/deal/watch';

/** What one trigger asks for. */
export interface DealWatchSettings {
	pipelineId: string;
	stageIds: readonly string[];
	/** Whether deals that are in a stage at the first reading are reported, too. */
	firstRun: DealFirstRun;
	/** Further properties to read. */
	properties: readonly string[];
}

/** Properties that every reported deal shows. */
export const shownDealProperties = [
	'dealname',
	'amount',
	'deal_currency_code',
	'pipeline',
	'dealstage',
	'closedate',
	'hubspot_owner_id',
	'hs_is_closed_won',
];
