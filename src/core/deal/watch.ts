import { markIn, markOf, stillReadable, timedMark } from '../mark';
import type { EntryProperties, StageEntry } from './stages';

/** Where a watch stands; small, and stored only when everything up to it was read. */
interface DealWatchState {
	version: 1;
	/** Our time when the last reading began, ISO. */
	cursor: string;
	entered: EntryProperties;
	/** Marks of the entries that the next reading may bring again: `mark.second`, both base 36. */
	recent: string[];
	/**
	 * Marks of the entries from before the start. They are never reported, as long as a reading may
	 * bring them.
	 */
	before: string[];
	/** Milliseconds; when the deals that were in a stage already were reported. */
	existingAt?: number;
	/** The last reading that brought something: where it began, and when it was, in milliseconds. */
	told?: { since: number; at: number };
}

/** When one reading begins, and how it reports. */
export interface DealPoll {
	/** Milliseconds, of the reading. */
	at: number;
	/** Milliseconds, where the reading begins. */
	since: number;
	/** Milliseconds, where the next reading begins. */
	nextSince: number;
	/** Whether deals that are in a stage already are reported. */
	reportsExisting: boolean;
	/** Marks of entries that are known from earlier readings. */
	known: ReadonlySet<string>;
	/** Marks of known entries that this reading does not report. */
	unreported: ReadonlySet<string>;
}

/** What one reading brought. */
interface DealsRead {
	entered: EntryProperties;
	/** Entries since the reading began. */
	found: readonly StageEntry[];
	/** Of deals that are in a stage already; empty unless these are reported. */
	existing: readonly StageEntry[];
}

/** Entries to report, and the state to store once they are. */
export interface DealsWatched {
	entries: StageEntry[];
	nextState: DealWatchState;
}

/** How a trigger begins. */
export type DealFirstRun = 'fromNow' | 'existing';

/** A stored state, or undefined when there is none that can be used. */
export function usableDealState(stored: unknown): DealWatchState | undefined {
	const state = stored as Partial<DealWatchState> | undefined;
	return state?.version === 1 &&
		!Number.isNaN(Date.parse(state.cursor ?? '')) &&
		Array.isArray(state.recent)
		? (state as DealWatchState)
		: undefined;
}

/**
 * Where a reading begins, and which entries it reports.
 *
 * @param overlapMs how far each reading goes back behind the last
 * @param repeatLast reports the entries of the last span once more
 */
export function planDealPoll(
	state: DealWatchState | undefined,
	now: Date,
	overlapMs: number,
	firstRun: DealFirstRun,
	repeatLast: boolean,
): DealPoll {
	const at = now.getTime();
	const since = readingSince(state, at, overlapMs, repeatLast);
	const known = marksOf(state?.recent);
	return {
		at,
		since,
		nextSince: at - overlapMs,
		reportsExisting: state
			? repeatLast && (state.existingAt ?? 0) >= since
			: firstRun === 'existing',
		known,
		unreported: repeatLast ? marksOf(state?.before) : known,
	};
}

/**
 * A repeated reading goes back to where the last one that brought something began, unless others
 * have followed it for long.
 */
function readingSince(
	state: DealWatchState | undefined,
	at: number,
	overlapMs: number,
	repeatLast: boolean,
): number {
	const last = state ? Math.min(Date.parse(state.cursor), at) : at;
	const since = last - overlapMs;
	const told = repeatLast ? stillRepeatable(state?.told, since) : undefined;
	return told ? Math.min(since, told.since) : since;
}

/** The last reading that brought something, unless others have followed it for long. */
function stillRepeatable(
	told: DealWatchState['told'],
	since: number,
): NonNullable<DealWatchState['told']> | undefined {
	return told && told.at >= since ? told : undefined;
}

function marksOf(timedMarks: readonly string[] = []): Set<string> {
	return new Set(timedMarks.map(markIn));
}

/** The entries to report, each once, and the state after the reading. */
export function deriveDealPoll(
	state: DealWatchState | undefined,
	poll: DealPoll,
	{ entered, found, existing }: DealsRead,
): DealsWatched {
	const { at, since, nextSince, reportsExisting, known, unreported } = poll;
	const fresh = state ? found.filter(({ key }) => !unreported.has(markOf(key))) : [];
	const told = fresh.length > 0 ? { since, at } : stillRepeatable(state?.told, nextSince);
	const added = found
		.filter(({ key }) => !known.has(markOf(key)))
		.map((entry) => timedMark(entry.key, Math.max(entry.at, at)));
	const startedAt = reportsExisting ? at : undefined;
	const existingAt = state ? state.existingAt : startedAt;
	const entries = new Map([...existing, ...fresh].map((entry) => [entry.key, entry]));
	return {
		entries: [...entries.values()],
		nextState: {
			version: 1,
			cursor: new Date(at).toISOString(),
			entered,
			recent: [...stillReadable(state?.recent ?? [], nextSince), ...added],
			before: state
				? stillReadable(state.before ?? [], Math.min(nextSince, told?.since ?? nextSince))
				: beforeStart(added, reportsExisting),
			...(existingAt !== undefined && { existingAt }),
			...(told && { told }),
		},
	};
}

/** Entries found at the start are never reported, unless existing deals are. */
function beforeStart(added: string[], reportsExisting: boolean): string[] {
	return reportsExisting ? [] : added;
}
