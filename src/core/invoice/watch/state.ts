import { dayIn, isDay, type Day } from '../../calendar';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { eventsOfChanges, type ChangedRecords } from '../events/changes';
import type { InvoiceEventName } from '../events/event';
import { emptyMemory, remember, type EventMemory } from '../events/memory';
import type { SettledMemory } from '../events/settled';
import { withPaid } from './settledMemory';

/** The events that one trigger asks for. */
export interface WatchedEvents {
	events: readonly InvoiceEventName[];
	/** Days past due at which an invoice is reported as overdue. */
	milestones: readonly number[];
}

/** Where a company's days begin, as an IANA name, and its currency. */
export interface WatchedCompany {
	timeZone: string;
	homeCurrency: string;
}

/** What one reading of changes brought. */
export interface ChangesReading extends ChangedRecords {
	/** QuickBooks' time up to which everything was read, milliseconds. */
	upTo: number;
	/** False when there is more behind `upTo`. */
	complete: boolean;
}

/**
 * A page of invoices from before the start: when it begins, and which invoices of that moment were
 * reported.
 */
export interface ExistingPage {
	from: string;
	position: number;
	told: string[];
}

/**
 * Where a watch stands. It is stored only when everything up to it was read. A few hundred bytes,
 * and up to some KB of what was paid, whatever the number of invoices.
 */
export interface WatchState extends EventMemory, WatchedCompany {
	version: 1;
	/** The state of another company is not used. */
	realmId: string;
	/** QuickBooks' own time of the last reading, ISO. */
	cursor: string;
	/** The company's day up to which due dates were looked at. */
	day: Day;
	/** True while older changes are still being read, page by page. Then nothing is read twice. */
	catchingUp: boolean;
	/**
	 * The last time that days passed and invoices were reported for it: the day before, and when, in
	 * milliseconds.
	 */
	crossed: { after: Day; at: number } | null;
	/** The last reading that brought something: where it began, and when it was, in milliseconds. */
	told: { since: number; at: number } | null;
	/** The next page of invoices from before the start, in the order in which they were created. */
	existing: ExistingPage | null;
	/** The page of existing invoices reported last, and when, in milliseconds. */
	lastPage: { page: ExistingPage; at: number } | null;
	/**
	 * Marks of events from before the start. They are never reported, as long as a reading may bring
	 * them.
	 */
	before: string[];
	/**
	 * Milliseconds. Events before this moment are reported as existing ones; 0 when those are not
	 * reported.
	 */
	startedAt: number;
	/**
	 * What was paid as of the last reading. Null until it was read, which only the events *paid* and
	 * *reopened* need.
	 */
	settled: SettledMemory | null;
}

const FIRST_PAGE: ExistingPage = { from: '1970-01-01T00:00:00.000Z', position: 1, told: [] };

/** What the first reading of a company brought. */
interface FirstReading {
	realmId: string;
	company: WatchedCompany;
	changes: ChangesReading;
	/** Milliseconds, where the next reading begins. */
	nextSince: number;
	settled: SettledMemory | null;
	/** Whether events from before the start are reported. */
	reportsExisting: boolean;
}

/**
 * The state to begin with. What is there at the start is known from then on, also what QuickBooks
 * shows late; so it is reported only where existing invoices are asked for, and then page by page.
 */
export function deriveFirstState(
	{ realmId, company, changes, nextSince, settled, reportsExisting }: FirstReading,
	{ milestones }: WatchedEvents,
): WatchState {
	const { upTo } = changes;
	const known = eventsOfChanges(
		changes,
		{ since: nextSince, at: upTo, milestones },
		{ realmId, timeZone: company.timeZone },
	).map(({ event }) => event);
	const memory = reportsExisting ? emptyMemory : remember(known, upTo, nextSince, emptyMemory);
	const first = reportsExisting ? FIRST_PAGE : null;
	return {
		version: 1,
		realmId,
		cursor: new Date(upTo).toISOString(),
		day: dayIn(new Date(upTo), company.timeZone),
		...company,
		...memory,
		before: memory.recent,
		catchingUp: false,
		crossed: null,
		told: null,
		existing: first,
		lastPage: first && { page: first, at: upTo },
		startedAt: first ? upTo : 0,
		settled,
	};
}

/** A stored state of the same company, or undefined when there is none that can be used. */
export function usableState(stored: unknown, realmId: string): WatchState | undefined {
	const state = stored as Partial<WatchState> | undefined;
	const usable =
		state?.version === 1 &&
		state.realmId === realmId &&
		!Number.isNaN(Date.parse(state.cursor ?? '')) &&
		isDay(state.day ?? '') &&
		typeof state.timeZone === 'string' &&
		typeof state.homeCurrency === 'string';
	if (!usable) return undefined;
	return {
		...emptyMemory,
		before: [],
		told: null,
		lastPage: null,
		settled: null,
		...(state as Omit<WatchState, 'before' | 'told' | 'lastPage' | 'settled'>),
	};
}

/** A stored state that also knows what webhooks showed to be paid since the last poll. */
export function withNoticed(
	stored: unknown,
	realmId: string,
	invoices: readonly QuickBooksInvoice[],
): unknown {
	const state = invoices.length > 0 ? usableState(stored, realmId) : undefined;
	return state?.settled ? { ...state, settled: withPaid(state.settled, invoices) } : stored;
}
