import { markIn, markOf, stillReadable, timedMark } from '../../mark';
import type { Found, InvoiceEvent } from './event';

/** What a watch remembers of reported events, as short marks; a few hundred bytes in quiet times. */
export interface EventMemory {
	/**
	 * Marks of events whose moment may be read again, each with the second when it was reported:
	 * `mark.second`, both base 36.
	 */
	recent: string[];
	/** Marks of events that QuickBooks keeps no time of; the latest last. */
	undated: string[];
}

export const emptyMemory: EventMemory = { recent: [], undated: [] };

const UNDATED_KEPT = 200;
/**
 * Where an import brings more records within minutes, some are reported twice. Remembering them all
 * would take megabytes.
 */
const RECENT_KEPT = 20_000;

/**
 * The memory as it was before the events that may be read again, for reporting these once more.
 *
 * @param before marks of events that are never reported
 */
export function beforeRecent({ recent, undated }: EventMemory, before: string[]): EventMemory {
	const neverReported = new Set(before);
	const reported = new Set(recent.filter((entry) => !neverReported.has(entry)).map(markIn));
	return { recent: before, undated: undated.filter((mark) => !reported.has(mark)) };
}

/** Events that are neither older than `since` nor remembered, without repeats. */
export function unknownEvents(
	events: readonly InvoiceEvent[],
	since: number,
	memory: EventMemory,
): InvoiceEvent[] {
	const known = new Set([...memory.recent.map(markIn), ...memory.undated]);
	const found = new Map<string, InvoiceEvent>();
	for (const event of events)
		if (event.at >= since && !known.has(markOf(event.eventId)) && !found.has(event.eventId))
			found.set(event.eventId, event);
	return [...found.values()];
}

/** The same for events with their invoices. */
export function unknownFound(found: readonly Found[], since: number, memory: EventMemory): Found[] {
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
 * The memory after events were reported. A mark lasts as long as its event may be read again: until
 * readings begin after the report.
 *
 * @param toldAt milliseconds, of the reading
 * @param nextSince milliseconds, where the next reading begins
 */
export function remember(
	events: readonly InvoiceEvent[],
	toldAt: number,
	nextSince: number,
	memory: EventMemory,
): EventMemory {
	const kept = stillReadable(memory.recent, nextSince);
	const added = events.map(({ eventId, at }) => timedMark(eventId, Math.max(at, toldAt)));
	const undated = events
		.filter(({ dating }) => dating === 'update')
		.map(({ eventId }) => markOf(eventId));
	return {
		recent: [...kept, ...added].slice(-RECENT_KEPT),
		undated: [
			...new Set([...memory.undated.filter((mark) => !undated.includes(mark)), ...undated]),
		].slice(-UNDATED_KEPT),
	};
}
