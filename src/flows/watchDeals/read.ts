import {
	findEntryProperties,
	stageEntries,
	underKnownKeys,
	type EntryProperties,
	type StageEntry,
} from '../../core/deal/stages';
import type { DealPoll } from '../../core/deal/watch';
import { decline } from '../../core/decline';
import { markOf } from '../../core/mark';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotFilter } from '../../core/records/hubspotQueries';
import { MERGED_IDS } from '../../core/records/merged';
import type { HubSpotPort } from '../../gateways/ports';
import { searchAll } from '../accounts/search';
import { shownDealProperties, type DealWatchSettings } from './settings';

/** Alternatives that one search takes. */
const STAGES_AT_ONCE = 5;

/**
 * The property in which HubSpot keeps the time of entry, by stage. HubSpot is asked only when other
 * stages were chosen.
 *
 * @throws Declined when HubSpot keeps no time of entry for a stage
 */
export async function readEntryProperties(
	hubspot: HubSpotPort,
	lastKnown: EntryProperties,
	stageIds: readonly string[],
): Promise<EntryProperties> {
	const known = Object.fromEntries(
		Object.entries(lastKnown).filter(([stageId]) => stageIds.includes(stageId)),
	);
	if (stageIds.every((stageId) => stageId in known)) return known;
	const found = findEntryProperties(
		stageIds,
		(await hubspot.readProperties('deals')).map(({ name }) => name),
	);
	const missing = stageIds.filter((stageId) => !(stageId in found));
	if (missing.length > 0)
		decline(
			'Stages',
			`HubSpot records no time of entry for the stage ${missing.join(', ')}.`,
			'Open the list of stages and choose again. The stage may have been deleted.',
		);
	return found;
}

/**
 * Entries since a reading began. Histories are read only for deals with an entry that is not
 * reported yet.
 */
export async function readEntries(
	hubspot: HubSpotPort,
	entered: EntryProperties,
	{ since, known, unreported }: Pick<DealPoll, 'since' | 'known' | 'unreported'>,
	properties: readonly string[],
): Promise<StageEntry[]> {
	const isKnown = (key: string) => known.has(markOf(key)) || unreported.has(markOf(key));
	const deals = await readEntered(hubspot, entered, since, properties);
	const last = underKnownKeys(stageEntries(deals, entered, since), isKnown);
	const fresh = last.filter(({ key }) => !unreported.has(markOf(key))).map(({ deal }) => deal.id);
	if (fresh.length === 0) return last;
	const histories = await hubspot.readHistories('deals', fresh, Object.values(entered));
	return underKnownKeys(stageEntries(deals, entered, since, histories), isKnown);
}

/** Deals that entered a stage, as searches show them. */
async function readEntered(
	hubspot: HubSpotPort,
	entered: EntryProperties,
	since: number,
	properties: readonly string[],
): Promise<HubSpotRecord[]> {
	const names = Object.values(entered);
	const deals: HubSpotRecord[] = [];
	for (let from = 0; from < names.length; from += STAGES_AT_ONCE) {
		const groups = names
			.slice(from, from + STAGES_AT_ONCE)
			.map((property): HubSpotFilter[] => [{ property, operator: 'GTE', value: String(since) }]);
		deals.push(...(await searchDeals(hubspot, groups, [...properties, ...names])));
	}
	return deals;
}

/** Deals that are in one of the stages now. */
export async function readDealsInStages(
	hubspot: HubSpotPort,
	entered: EntryProperties,
	{ pipelineId, stageIds, properties }: DealWatchSettings,
): Promise<StageEntry[]> {
	const filters: HubSpotFilter[] = [
		{ property: 'pipeline', operator: 'EQ', value: pipelineId },
		{ property: 'dealstage', operator: 'IN', values: [...stageIds] },
	];
	const deals = await searchDeals(hubspot, [filters], [...properties, ...Object.values(entered)]);
	return stageEntries(deals, entered, 0).filter(
		({ deal, stageId }) => deal.properties['dealstage'] === stageId,
	);
}

/** Deals that match any group of filters, with the properties that are shown. */
async function searchDeals(
	hubspot: HubSpotPort,
	filterGroups: HubSpotFilter[][],
	further: readonly string[],
): Promise<HubSpotRecord[]> {
	const properties = [...new Set([...shownDealProperties, MERGED_IDS, ...further])];
	return await searchAll(hubspot, 'deals', { filterGroups, properties });
}
