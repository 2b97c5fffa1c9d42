import {
	deriveDealPoll,
	planDealPoll,
	usableDealState,
	type DealsWatched,
} from '../../core/deal/watch';
import type { HubSpotPort } from '../../gateways/ports';
import { readEntries, readEntryProperties, readDealsInStages } from './read';
import type { DealWatchSettings } from './settings';

/**
 * HubSpot's search shows a change seconds after it was made, and computes the time of entry after
 * the change; clocks differ. So each reading goes back this far behind the last.
 */
const OVERLAP_MS = 600_000;

/**
 * Deals that entered one of the stages since the last reading, each entry once, also when the deal
 * has moved on or come back meanwhile. A quiet reading is one search for five stages.
 *
 * @param stored the state of the last reading; without a usable one the watch starts again
 * @param repeatLast reports the entries of the last span once more, for a process that does not know
 * whether they arrived
 * @throws Declined when HubSpot keeps no time of entry for a stage
 * @throws GatewayError; the state then stays as it was
 */
export async function watchDeals(
	hubspot: HubSpotPort,
	stored: unknown,
	now: Date,
	settings: DealWatchSettings,
	repeatLast = false,
): Promise<DealsWatched> {
	const state = usableDealState(stored);
	const poll = planDealPoll(state, now, OVERLAP_MS, settings.firstRun, repeatLast);
	const entered = await readEntryProperties(hubspot, state?.entered ?? {}, settings.stageIds);
	const found = await readEntries(hubspot, entered, poll, settings.properties);
	const existing = poll.reportsExisting ? await readDealsInStages(hubspot, entered, settings) : [];
	return deriveDealPoll(state, poll, { entered, found, existing });
}
