import { decline } from '../../core/decline';
import {
	findEntryProperties,
	stageEntries,
	underKnownKeys,
	type EntryProperties,
	type StageEntry,
} from '../../core/deal/stages';
import { markOf } from '../../core/mark';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { MERGED_IDS } from '../../core/records/merged';
import type { HubSpotPort } from '../../gateways/ports';
import type { HubSpotFilter } from '../../core/records/hubspotQueries';
import { searchAll } from '../accounts/search';

export interface DealWatchSettings {
	pipelineId: string;
	stageIds: readonly string[];
	/** Whether deals that are in a stage at the first reading are told, too. */
	firstRun: 'fromNow' | 'existing';
	/** Further properties to read. */
	properties: readonly string[];
}

/** Where a watch stands; small, and stored only when everything up to it was read. */
interface DealWatchState {
	version: 1;
	/** Our time when the last reading began, ISO. */
	cursor: string;
	entered: EntryProperties;
	/** Marks of the entries that the next reading may bring again: `mark.second`, both base 36. */
	recent: string[];
	/**
	 * Marks of the entries from before the start, which are never told, as long as a reading may
	 * bring them.
	 */
	before: string[];
	/** Milliseconds; when the deals that were in a stage already were told. */
	existingAt?: number;
	/** The last reading that brought something: where it began, and when it was, in milliseconds. */
	told?: { since: number; at: number };
}

interface DealsWatched {
	entries: StageEntry[];
	nextState: DealWatchState;
}

/**
 * HubSpot's search shows a change seconds after it was made, and the entry's time is computed after
 * the change; clocks differ.
 * So each reading goes back this far behind the last.
 */
const OVERLAP_MS = 600_000;
/** Alternatives that one search takes. */
const STAGES_AT_ONCE = 5;

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

/**
 * Deals that entered one of the stages since the last reading, each entry once, also when the deal
 * has moved on or come
 * back meanwhile. A quiet reading is one search for five stages.
 *
 * @param repeatLast tells the entries of the last span once more, for a process that does not know
 * whether they arrived
 * @throws Declined when HubSpot keeps no entry time for a stage
 * @throws GatewayError; the state then stays as it was
 */
export async function watchDeals(
	hubspot: HubSpotPort,
	stored: unknown,
	now: Date,
	settings: DealWatchSettings,
	repeatLast = false,
): Promise<DealsWatched> {
	const state = usableState(stored);
	const entered = await entryProperties(hubspot, state, settings.stageIds);
	const since = readingSince(state, now, repeatLast);
	const known = marksOf(state?.recent);
	const untold = repeatLast ? marksOf(state?.before) : known;
	const found = await readEntries(hubspot, entered, since, settings.properties, untold, known);
	const fresh = state ? found.filter(({ key }) => !untold.has(markOf(key))) : [];
	const tellsExisting = state
		? repeatLast && (state.existingAt ?? 0) >= since
		: settings.firstRun === 'existing';
	const existing = tellsExisting ? await readExisting(hubspot, entered, settings) : [];
	const existingAt = state ? state.existingAt : tellsExisting ? now.getTime() : undefined;
	const nextSince = now.getTime() - OVERLAP_MS;
	const told =
		fresh.length > 0
			? { since, at: now.getTime() }
			: state?.told && state.told.at >= nextSince
				? state.told
				: undefined;
	const isReadAfter = (ms: number) => (entry: string) =>
		parseInt(entry.split('.')[1] ?? '0', 36) >= Math.floor(ms / 1000);
	const kept = (state?.recent ?? []).filter(isReadAfter(nextSince));
	const added = found
		.filter(({ key }) => !known.has(markOf(key)))
		.map(
			({ key, at }) =>
				`${markOf(key)}.${Math.floor(Math.max(at, now.getTime()) / 1000).toString(36)}`,
		);
	const before = state
		? (state.before ?? []).filter(isReadAfter(Math.min(nextSince, told?.since ?? nextSince)))
		: settings.firstRun === 'existing'
			? []
			: added;
	const entries = new Map([...existing, ...fresh].map((entry) => [entry.key, entry]));
	return {
		entries: [...entries.values()],
		nextState: {
			version: 1,
			cursor: now.toISOString(),
			entered,
			recent: [...kept, ...added],
			before,
			...(existingAt !== undefined && { existingAt }),
			...(told && { told }),
		},
	};
}

/**
 * @param repeatLast goes back to where the last reading that brought something began, unless others
 * have followed it for long
 */
function readingSince(state: DealWatchState | undefined, now: Date, repeatLast: boolean): number {
	const since =
		(state ? Math.min(Date.parse(state.cursor), now.getTime()) : now.getTime()) - OVERLAP_MS;
	return repeatLast && state?.told && state.told.at >= since
		? Math.min(since, state.told.since)
		: since;
}

function marksOf(entries: readonly string[] = []): Set<string> {
	return new Set(entries.map((entry) => entry.split('.')[0] as string));
}

function usableState(stored: unknown): DealWatchState | undefined {
	const state = stored as Partial<DealWatchState> | undefined;
	return state?.version === 1 &&
		!Number.isNaN(Date.parse(state.cursor ?? '')) &&
		Array.isArray(state.recent)
		? (state as DealWatchState)
		: undefined;
}

/** Asked of HubSpot only when other stages were chosen. */
async function entryProperties(
	hubspot: HubSpotPort,
	state: DealWatchState | undefined,
	stageIds: readonly string[],
): Promise<EntryProperties> {
	const known = Object.fromEntries(
		Object.entries(state?.entered ?? {}).filter(([stageId]) => stageIds.includes(stageId)),
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

/** The histories are asked for only when a deal has entered a stage anew. */
async function readEntries(
	hubspot: HubSpotPort,
	entered: EntryProperties,
	since: number,
	properties: readonly string[],
	untold: ReadonlySet<string>,
	seen: ReadonlySet<string>,
): Promise<StageEntry[]> {
	const isSeen = (key: string) => seen.has(markOf(key)) || untold.has(markOf(key));
	const deals = await readEntered(hubspot, entered, since, properties);
	const last = underKnownKeys(stageEntries(deals, entered, since), isSeen);
	const fresh = last.filter(({ key }) => !untold.has(markOf(key))).map(({ deal }) => deal.id);
	if (fresh.length === 0) return last;
	return underKnownKeys(
		stageEntries(
			deals,
			entered,
			since,
			await hubspot.readHistories('deals', fresh, Object.values(entered)),
		),
		isSeen,
	);
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
async function readExisting(
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

/** Deals that any group of filters fits, with what is shown of them. */
async function searchDeals(
	hubspot: HubSpotPort,
	filterGroups: HubSpotFilter[][],
	further: readonly string[],
): Promise<HubSpotRecord[]> {
	const properties = [...new Set([...shownDealProperties, MERGED_IDS, ...further])];
	return await searchAll(hubspot, 'deals', { filterGroups, properties });
}

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
