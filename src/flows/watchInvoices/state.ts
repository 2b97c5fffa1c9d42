import { isDay, type Day } from '../../core/calendar';
import { emptyMemory, type EventMemory } from '../../core/invoice/events/memory';
import { withPaid, type SettledMemory } from '../../core/invoice/events/settled';
import { paymentEventNames, type InvoiceEventName } from '../../core/invoice/events/derive';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { OVERLAP_MS } from '../accounts/changes';

/** What one trigger asks for. */
export interface WatchSettings {
	events: readonly InvoiceEventName[];
	/** Days past due at which an invoice is told to be overdue. */
	milestones: readonly number[];
	/** Whether events from before the first reading are told, too. */
	firstRun: 'fromNow' | 'existing';
	/** Where the days of a company begin that does not say where it is. IANA name. */
	timeZone?: string;
	/**
	 * Of the HubSpot account that events are told with; asked for when neither of the two is known.
	 */
	accountTimeZone?: () => Promise<string>;
	/** When nothing else is known. */
	fallbackTimeZone: string;
}

/** When a page begins, and what of that moment was told. */
export interface ExistingPage {
	from: string;
	position: number;
	told: string[];
}

/**
 * Where a watch stands. A value: it is stored only when everything up to it was read. A few hundred
 * bytes, and up to some KB
 * of what was paid, whatever the number of invoices.
 */
export interface WatchState extends EventMemory {
	version: 1;
	/** A state of another company is no state. */
	realmId: string;
	/** QuickBooks' own time of the last reading, ISO. */
	cursor: string;
	/** The company's day up to which due dates were looked at. */
	day: Day;
	timeZone: string;
	homeCurrency: string;
	/** True while older changes are still being read, page by page; then nothing is read twice. */
	catchingUp: boolean;
	/**
	 * The last time that days passed and invoices were told for it: the day before, and when, in
	 * milliseconds.
	 */
	crossed: { after: Day; at: number } | null;
	/** The last reading that brought something: where it began, and when it was, in milliseconds. */
	told: { since: number; at: number } | null;
	/**
	 * While invoices from before the start are told, in the order in which they were made: the next
	 * page.
	 */
	existing: ExistingPage | null;
	/** The page of existing invoices told last, and when, in milliseconds. */
	lastPage: { page: ExistingPage; at: number } | null;
	/**
	 * Marks of events from before the start, which are never told, as long as a reading may bring
	 * them, also once more.
	 */
	before: string[];
	/**
	 * Milliseconds. Events before this moment are told as existing ones; 0 when those are not told.
	 */
	startedAt: number;
	/**
	 * What was paid as of the last reading; null until it was asked for, which needs one of the
	 * events *paid* and *reopened*.
	 */
	settled: SettledMemory | null;
}

const CATCHING_UP_OVERLAP_MS = 2000;

/**
 * @param repeatLast goes back to where the last reading that brought something began, unless others
 * have followed it for long
 */
export function readingSince(state: WatchState, repeatLast: boolean): number {
	const since = Date.parse(state.cursor) - (state.catchingUp ? CATCHING_UP_OVERLAP_MS : OVERLAP_MS);
	return repeatLast && state.told && state.told.at >= since
		? Math.min(since, state.told.since)
		: since;
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

export function needsPayments({ events }: Pick<WatchSettings, 'events'>): boolean {
	return events.some((event) => paymentEventNames.has(event));
}

/** Whether it matters which invoices were paid before. */
export function needsSettled({ events }: Pick<WatchSettings, 'events'>): boolean {
	return events.includes('paid') || events.includes('reopened');
}
