import { dayIn, type Day } from '../../calendar';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { eventsOfChanges, inOrder } from '../events/changes';
import type { EventContext, Found } from '../events/event';
import { beforeRecent, remember, unknownFound } from '../events/memory';
import { crossedMilestones } from '../events/overdue';
import { isByMemory, readSettled, type SettledMemory } from '../events/settled';
import { beforeTurns, rememberSettled } from './settledMemory';
import type {
	ChangesReading,
	ExistingPage,
	WatchedCompany,
	WatchedEvents,
	WatchState,
} from './state';

/** What one poll read. */
export interface Poll {
	/** Whether the events of the last span are reported once more. */
	repeatLast: boolean;
	/** Milliseconds, where the reading began. */
	since: number;
	/** Milliseconds, where the next reading begins. */
	nextSince: number;
	changes: ChangesReading;
	company: WatchedCompany;
	/** What was paid before the reading; null where the chosen events do not need it. */
	settled: SettledMemory | null;
	/** Open invoices that may have reached a milestone since a day. */
	due: { after: Day; invoices: readonly QuickBooksInvoice[] };
	/** The page of existing invoices that was read, its events, and the next page. */
	existing: { page: ExistingPage | null; events: readonly Found[]; next: ExistingPage | null };
}

/** Events to report, and the state to store once they are. */
export interface Watched {
	events: Found[];
	nextState: WatchState;
}

/** The events that changes brought, those of them repeated from memory, and milestones. */
interface FoundByPoll {
	changed: readonly Found[];
	again: readonly Found[];
	crossed: readonly Found[];
}

/** The events of a poll that were not reported before, in order of time, and the next state. */
export function derivePoll(state: WatchState, poll: Poll, settings: WatchedEvents): Watched {
	const context = { realmId: state.realmId, timeZone: poll.company.timeZone };
	const changed = deriveChanged(state, poll, settings, context);
	const found: FoundByPoll = {
		changed,
		again: deriveRepeatedTurns(state, poll, changed, context),
		crossed: deriveCrossed(poll, settings, context),
	};
	const chosen = inOrder([...changed, ...found.again, ...found.crossed]).filter(({ event }) =>
		settings.events.includes(event.event),
	);
	const events = unknownFound(
		chosen,
		Math.max(poll.since, state.startedAt),
		poll.repeatLast ? beforeRecent(state, state.before) : state,
	);
	return {
		events: [...poll.existing.events, ...events],
		nextState: deriveNextState(state, poll, found, events),
	};
}

function deriveChanged(
	{ cursor }: WatchState,
	{ changes, since, settled }: Poll,
	{ milestones }: WatchedEvents,
	context: EventContext,
): Found[] {
	return eventsOfChanges(
		changes,
		{ since, at: changes.upTo, milestones },
		context,
		settled ? readSettled(settled, Date.parse(cursor)) : undefined,
	);
}

/**
 * Events that only the memory keeps from being reported again: derived from what was known before
 * the last reading that brought something.
 */
function deriveRepeatedTurns(
	{ told }: WatchState,
	{ repeatLast, changes, since, settled }: Poll,
	changed: readonly Found[],
	context: EventContext,
): Found[] {
	if (!repeatLast || !settled || !told) return [];
	const reported = new Set(changed.map(({ event }) => event.eventId));
	return eventsOfChanges(
		changes,
		{ since, at: changes.upTo, milestones: [] },
		context,
		beforeTurns(settled, told.at),
	).filter(({ event }) => isByMemory(event) && !reported.has(event.eventId));
}

function deriveCrossed(
	{ due, changes, company }: Poll,
	{ milestones }: WatchedEvents,
	context: EventContext,
): Found[] {
	const days = {
		after: due.after,
		upTo: dayIn(new Date(changes.upTo), company.timeZone),
		at: changes.upTo,
	};
	return due.invoices.flatMap((invoice) =>
		crossedMilestones(invoice, milestones, days, context).map((event) => ({ event, invoice })),
	);
}

function deriveNextState(
	state: WatchState,
	poll: Poll,
	found: FoundByPoll,
	reported: readonly Found[],
): WatchState {
	const { changes, company, nextSince, since, existing } = poll;
	const { upTo } = changes;
	const today = dayIn(new Date(upTo), company.timeZone);
	const told = reported.length > 0 ? { since, at: upTo } : stillRepeatable(state.told, nextSince);
	const keepSince = Math.min(nextSince, told?.since ?? nextSince);
	return {
		...state,
		cursor: new Date(upTo).toISOString(),
		day: today > state.day ? today : state.day,
		timeZone: company.timeZone,
		homeCurrency: company.homeCurrency,
		catchingUp: !changes.complete,
		crossed: found.crossed.length > 0 ? { after: poll.due.after, at: upTo } : state.crossed,
		existing: existing.next,
		lastPage: existing.page
			? { page: existing.page, at: upTo }
			: stillRepeatable(state.lastPage, since),
		told,
		before: remember([], upTo, keepSince, { recent: state.before, undated: [] }).recent,
		...remember(
			reported.map(({ event }) => event),
			upTo,
			nextSince,
			state,
		),
		settled: deriveSettled(state, poll, found, keepSince),
	};
}

/** What may be reported once more, unless other readings have followed it for long. */
export function stillRepeatable<T extends { at: number }>(last: T | null, since: number): T | null {
	return last && last.at >= since ? last : null;
}

function deriveSettled(
	{ cursor }: WatchState,
	{ settled, changes, since }: Poll,
	{ changed, again }: FoundByPoll,
	keepSince: number,
): SettledMemory | null {
	return (
		settled &&
		rememberSettled(
			settled,
			changes.invoices,
			{ found: changed, again },
			{ since, upTo: Date.parse(cursor), at: changes.upTo, keepSince },
		)
	);
}
