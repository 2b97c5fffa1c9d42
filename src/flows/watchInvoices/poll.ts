import { dayIn, type Day } from '../../core/calendar';
import { dueDatesReaching } from '../../core/invoice/events/overdue';
import type { SettledMemory } from '../../core/invoice/events/settled';
import { stillRepeatable, type Poll } from '../../core/invoice/watch/poll';
import type { ExistingPage, WatchState } from '../../core/invoice/watch/state';
import { uniqueById } from '../../core/records/byId';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { OVERLAP_MS } from '../accounts/changes';
import { readCompany } from './company';
import { readExisting } from './existing';
import { readChangedRecords } from './read';
import { readFirstSettled } from './settled';
import { needsPayments, needsSettled, type WatchSettings } from './settings';

const CATCHING_UP_OVERLAP_MS = 2000;

/**
 * Everything that one poll needs: what changed, what was paid before, invoices that became overdue,
 * and a page of existing invoices. The company is read when its day has changed.
 *
 * @throws GatewayError
 */
export async function readPoll(
	quickbooks: QuickBooksPort,
	state: WatchState,
	now: Date,
	settings: WatchSettings,
	repeatLast: boolean,
): Promise<Poll> {
	const since = readingSince(state, repeatLast);
	const withPayments = needsPayments(settings);
	const changes = await readChangedRecords(quickbooks, since, now.getTime(), withPayments);
	const isSameDay = dayIn(new Date(changes.upTo), state.timeZone) === state.day;
	const company = isSameDay ? state : await readCompany(quickbooks, settings);
	const settled = await readSettledBefore(quickbooks, state, since, settings);
	const after = repeatedDay(state, since, repeatLast);
	const today = dayIn(new Date(changes.upTo), company.timeZone);
	const invoices = await readDue(quickbooks, after, today, settings);
	const page = pageToReport(state, since, repeatLast);
	const existing = await readExisting(quickbooks, page, state, settings);
	return {
		repeatLast,
		since,
		nextSince: changes.upTo - OVERLAP_MS,
		changes,
		company,
		settled,
		due: { after, invoices },
		existing: { page, ...existing },
	};
}

/**
 * @param repeatLast goes back to where the last reading that brought something began, unless others
 * have followed it for long
 */
function readingSince(state: WatchState, repeatLast: boolean): number {
	const since = Date.parse(state.cursor) - (state.catchingUp ? CATCHING_UP_OVERLAP_MS : OVERLAP_MS);
	const told = repeatLast ? stillRepeatable(state.told, since) : null;
	return told ? Math.min(since, told.since) : since;
}

/** The day after which milestones count. */
function repeatedDay({ crossed, day }: WatchState, since: number, repeatLast: boolean): Day {
	return (repeatLast ? stillRepeatable(crossed, since)?.after : undefined) ?? day;
}

function pageToReport(
	{ lastPage, existing }: WatchState,
	since: number,
	repeatLast: boolean,
): ExistingPage | null {
	return (repeatLast ? stillRepeatable(lastPage, since)?.page : undefined) ?? existing;
}

/**
 * What was paid before a reading. It is read once where a state does not have it yet, such as one of
 * an earlier version.
 */
async function readSettledBefore(
	quickbooks: QuickBooksPort,
	{ settled }: WatchState,
	since: number,
	settings: WatchSettings,
): Promise<SettledMemory | null> {
	return needsSettled(settings) ? (settled ?? (await readFirstSettled(quickbooks, since))) : null;
}

/**
 * Open invoices that reached a milestone since the company's day was last looked at. While the day
 * is the same there is no request.
 */
async function readDue(
	quickbooks: QuickBooksPort,
	after: Day,
	today: Day,
	{ events, milestones }: WatchSettings,
): Promise<QuickBooksInvoice[]> {
	if (!events.includes('overdue')) return [];
	const spans = milestones.flatMap((days) => dueDatesReaching(days, after, today) ?? []);
	const found = await Promise.all(
		spans.map(
			async ({ from, to }) =>
				await quickbooks.find('Invoice', {
					where: [
						{ field: 'DueDate', operator: '>=', value: from },
						{ field: 'DueDate', operator: '<=', value: to },
						{ field: 'Balance', operator: '>', value: '0' },
					],
				}),
		),
	);
	return uniqueById(found.flat());
}
