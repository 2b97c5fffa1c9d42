import { derivePoll, type Watched } from '../../core/invoice/watch/poll';
import { usableState } from '../../core/invoice/watch/state';
import type { QuickBooksPort } from '../../gateways/ports';
import { readPoll } from './poll';
import type { WatchSettings } from './settings';
import { readFirst } from './start';

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
