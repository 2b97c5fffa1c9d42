import type { Watched } from '../../core/invoice/watch/poll';
import { deriveFirstState, type ChangesReading } from '../../core/invoice/watch/state';
import type { QuickBooksPort } from '../../gateways/ports';
import { OVERLAP_MS } from '../accounts/changes';
import { readCompany } from './company';
import { readExisting } from './existing';
import { readChangedRecords } from './read';
import { readFirstSettled } from './settled';
import { needsPayments, needsSettled, type WatchSettings } from './settings';

/** The first reading of a company. It reports existing invoices only where they are asked for. */
export async function readFirst(
	quickbooks: QuickBooksPort,
	now: Date,
	settings: WatchSettings,
): Promise<Watched> {
	const company = await readCompany(quickbooks, settings);
	const changes = await readLastSpan(quickbooks, now.getTime(), needsPayments(settings));
	const state = deriveFirstState(
		{
			realmId: quickbooks.realmId,
			company,
			changes,
			nextSince: changes.upTo - OVERLAP_MS,
			settled: needsSettled(settings) ? await readFirstSettled(quickbooks) : null,
			reportsExisting: settings.firstRun === 'existing',
		},
		settings,
	);
	const page = await readExisting(quickbooks, state.existing, state, settings);
	return { events: page.events, nextState: { ...state, existing: page.next } };
}

/**
 * What changed in the last minutes by QuickBooks' clock. Where ours is ahead, only the first answer
 * shows when they began.
 */
async function readLastSpan(
	quickbooks: QuickBooksPort,
	now: number,
	withPayments: boolean,
): Promise<ChangesReading> {
	const reading = await readChangedRecords(quickbooks, now - OVERLAP_MS, now, withPayments);
	return reading.upTo >= now
		? reading
		: await readChangedRecords(quickbooks, reading.upTo - OVERLAP_MS, reading.upTo, withPayments);
}
