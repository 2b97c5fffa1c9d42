import { derivePoll, type Watched } from '../../core/invoice/watch/poll';
import { deriveFirstState, usableState, type ChangesReading } from '../../core/invoice/watch/state';
import type { QuickBooksPort } from '../../gateways/ports';
import { OVERLAP_MS } from '../accounts/changes';
import { readCompany } from './company';
import { readExisting } from './existing';
import { readPoll } from './poll';
import { readChangedRecords } from './read';
import { readFirstSettled } from './settled';
import { needsPayments, needsSettled, type WatchSettings } from './settings';

/**
 * What happened to a company's invoices since the last reading, each thing once, in order of time.
 * A quiet reading is one request. Due dates are looked at when the company's day changes. "Now" is
 * what QuickBooks' clock says.
 *
 * @param stored the state of the last reading; without a usable one the watch starts again
 * @param repeatLast reports the events of the last span once more, for a process that does not know
 * whether they arrived
 * @throws GatewayError; the state then stays as it was
 */
export async function watchInvoices(
	quickbooks: QuickBooksPort,
	stored: unknown,
	now: Date,
	settings: WatchSettings,
	repeatLast = false,
): Promise<Watched> {
	const state = usableState(stored, quickbooks.realmId);
	if (!state) return await readFirst(quickbooks, now, settings);
	return derivePoll(state, await readPoll(quickbooks, state, now, settings, repeatLast), settings);
}

/** The first reading of a company. It reports existing invoices only where they are asked for. */
async function readFirst(
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
