import { dayIn, type Day } from '../../core/calendar';
import { eventsOfChanges, inOrder, type Found } from '../../core/invoice/events/changes';
import {
	beforeRecent,
	emptyMemory,
	remember,
	unknownEvents,
	type EventMemory,
} from '../../core/invoice/events/memory';
import {
	beforeTurns,
	isByMemory,
	readSettled,
	rememberSettled,
	type SettledMemory,
} from '../../core/invoice/events/settled';
import type { EventContext } from '../../core/invoice/events/derive';
import { crossedMilestones, dueDatesReaching } from '../../core/invoice/events/overdue';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import type { QuickBooksPort } from '../../gateways/ports';
import { readExisting } from './existing';
import { readChangedRecords, type Reading } from './read';
import { readFirstSettled } from './settled';
import {
	needsPayments,
	needsSettled,
	readingSince,
	usableState,
	type WatchSettings,
	type WatchState,
} from './state';
import { OVERLAP_MS } from '../accounts/changes';
import { uniqueById } from '../../core/records/byId';

export type { WatchSettings, WatchState } from './state';

interface Watched {
	events: Found[];
	nextState: WatchState;
}

/**
 * What happened to a company's invoices since the last reading, each thing once, in order of time.
 * A quiet reading is one
 * request; due dates are looked at when the company's day changes. "Now" is what QuickBooks' clock
 * says.
 *
 * @param stored the state of the last reading; anything else starts anew
 * @param repeatLast tells the events of the last span once more, for a process that does not know
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
	return state
		? await readOn(quickbooks, state, now, settings, repeatLast)
		: await start(quickbooks, now, settings);
}

/**
 * Where the company's days begin, and its currency. What QuickBooks says of the time zone comes
 * before what the form says.
 */
export async function readCompany(
	quickbooks: QuickBooksPort,
	settings: Pick<WatchSettings, 'timeZone' | 'accountTimeZone' | 'fallbackTimeZone'>,
): Promise<{ timeZone: string; homeCurrency: string }> {
	const { preferences, company } = await quickbooks.readSettings();
	const { homeCurrency } = readCompanyRules(preferences, company);
	const timeZone =
		company.DefaultTimeZone ??
		settings.timeZone ??
		(await settings.accountTimeZone?.()) ??
		settings.fallbackTimeZone;
	return { timeZone, homeCurrency };
}

/**
 * The first reading tells nothing of what is there, but knows it from then on, also what QuickBooks
 * shows late.
 */
async function start(
	quickbooks: QuickBooksPort,
	now: Date,
	settings: WatchSettings,
): Promise<Watched> {
	const company = await readCompany(quickbooks, settings);
	const reading = await readLastSpan(quickbooks, now.getTime(), needsPayments(settings));
	const context = { realmId: quickbooks.realmId, timeZone: company.timeZone };
	const first =
		settings.firstRun === 'existing'
			? { from: '1970-01-01T00:00:00.000Z', position: 1, told: [] }
			: null;
	const known = eventsOfChanges(
		reading,
		settings.milestones,
		reading.upTo - OVERLAP_MS,
		reading.upTo,
		context,
	).map(({ event }) => event);
	const memory = first
		? emptyMemory
		: remember(known, reading.upTo, reading.upTo - OVERLAP_MS, emptyMemory);
	const state: WatchState = {
		version: 1,
		realmId: quickbooks.realmId,
		cursor: new Date(reading.upTo).toISOString(),
		day: dayIn(new Date(reading.upTo), company.timeZone),
		...company,
		...memory,
		before: memory.recent,
		catchingUp: false,
		crossed: null,
		told: null,
		existing: first,
		lastPage: first && { page: first, at: reading.upTo },
		startedAt: first ? reading.upTo : 0,
		settled: needsSettled(settings) ? await readFirstSettled(quickbooks) : null,
	};
	const page = await readExisting(quickbooks, first, state, settings);
	return { events: page.events, nextState: { ...state, existing: page.next } };
}

/**
 * What changed in the last minutes by QuickBooks' clock; where ours is ahead, only the first answer
 * tells when they began.
 */
async function readLastSpan(
	quickbooks: QuickBooksPort,
	now: number,
	withPayments: boolean,
): Promise<Reading> {
	const reading = await readChangedRecords(quickbooks, now - OVERLAP_MS, now, withPayments);
	return reading.upTo >= now
		? reading
		: await readChangedRecords(quickbooks, reading.upTo - OVERLAP_MS, reading.upTo, withPayments);
}

async function readOn(
	quickbooks: QuickBooksPort,
	state: WatchState,
	now: Date,
	settings: WatchSettings,
	repeatLast: boolean,
): Promise<Watched> {
	const since = readingSince(state, repeatLast);
	const reading = await readChangedRecords(
		quickbooks,
		since,
		now.getTime(),
		needsPayments(settings),
	);
	const isSameDay = dayIn(new Date(reading.upTo), state.timeZone) === state.day;
	const company = isSameDay ? state : await readCompany(quickbooks, settings);
	const today = dayIn(new Date(reading.upTo), company.timeZone);
	const context = { realmId: state.realmId, timeZone: company.timeZone };
	const lastUpTo = Date.parse(state.cursor);
	const settled = await settledBefore(quickbooks, state, since, settings);
	const changed = eventsOfChanges(
		reading,
		settings.milestones,
		since,
		reading.upTo,
		context,
		settled ? readSettled(settled, lastUpTo) : undefined,
	);
	const again =
		repeatLast && settled && state.told
			? eventsOfChanges(
					reading,
					[],
					since,
					reading.upTo,
					context,
					beforeTurns(settled, state.told.at),
				).filter(
					({ event }) =>
						isByMemory(event) && !changed.some((one) => one.event.eventId === event.eventId),
				)
			: [];
	const after =
		repeatLast && state.crossed && state.crossed.at >= since ? state.crossed.after : state.day;
	const crossed = await readCrossed(quickbooks, after, today, reading.upTo, settings, context);
	const lastPage = state.lastPage && state.lastPage.at >= since ? state.lastPage : null;
	const toTell = repeatLast && lastPage ? lastPage.page : state.existing;
	const page = await readExisting(quickbooks, toTell, state, settings);
	const memory: EventMemory = repeatLast ? beforeRecent(state, state.before) : state;
	const chosen = inOrder([...changed, ...again, ...crossed]).filter(({ event }) =>
		settings.events.includes(event.event),
	);
	const events = newOnes(chosen, Math.max(since, state.startedAt), memory);
	const nextSince = reading.upTo - OVERLAP_MS;
	const told =
		events.length > 0
			? { since, at: reading.upTo }
			: state.told && state.told.at >= nextSince
				? state.told
				: null;
	const keepSince = Math.min(nextSince, told?.since ?? nextSince);
	const nextState: WatchState = {
		...state,
		cursor: new Date(reading.upTo).toISOString(),
		day: today > state.day ? today : state.day,
		timeZone: company.timeZone,
		homeCurrency: company.homeCurrency,
		catchingUp: !reading.complete,
		crossed: crossed.length > 0 ? { after, at: reading.upTo } : state.crossed,
		existing: page.next,
		lastPage: toTell ? { page: toTell, at: reading.upTo } : lastPage,
		told,
		before: remember([], reading.upTo, keepSince, { recent: state.before, undated: [] }).recent,
		...remember(
			events.map(({ event }) => event),
			reading.upTo,
			nextSince,
			state,
		),
		settled:
			settled &&
			rememberSettled(settled, reading.invoices, changed, again, {
				since,
				upTo: lastUpTo,
				at: reading.upTo,
				keepSince,
			}),
	};
	return { events: [...page.events, ...events], nextState };
}

/**
 * What was paid before a reading; asked for once where a state does not have it yet, such as one of
 * an earlier version.
 */
async function settledBefore(
	quickbooks: QuickBooksPort,
	{ settled }: WatchState,
	since: number,
	settings: WatchSettings,
): Promise<SettledMemory | null> {
	return needsSettled(settings) ? (settled ?? (await readFirstSettled(quickbooks, since))) : null;
}

function newOnes(found: readonly Found[], since: number, memory: EventMemory): Found[] {
	const unknown = new Set(
		unknownEvents(
			found.map(({ event }) => event),
			since,
			memory,
		),
	);
	return found.filter(({ event }) => unknown.has(event));
}

/**
 * Open invoices that reached a milestone since the company's day was last looked at; no request
 * while the day is the same.
 */
async function readCrossed(
	quickbooks: QuickBooksPort,
	after: Day,
	today: Day,
	at: number,
	{ events, milestones }: WatchSettings,
	context: EventContext,
): Promise<Found[]> {
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
	return uniqueById(found.flat()).flatMap((invoice) =>
		crossedMilestones(invoice, milestones, after, today, context, at).map((event) => ({
			event,
			invoice,
		})),
	);
}
