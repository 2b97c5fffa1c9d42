import { markOf } from '../../mark';
import type { InvoiceEvent } from './derive';

/** What a watch remembers of events it told, as short marks; a few hundred bytes in quiet times. */
export interface EventMemory {
	/**
	 * Marks of events whose moment may be read again, each with the second when they were told:
	 * `mark.second`, both base 36.
	 */
	recent: string[];
	/** Marks of events that QuickBooks keeps no moment of; the latest last. */
	undated: string[];
}

export const emptyMemory: EventMemory = { recent: [], undated: [] };

const UNDATED_KEPT = 200;
/**
 * An import of more records within minutes is told in part twice rather than remembered in
 * megabytes.
 */
const RECENT_KEPT = 20_000;

/**
 * The memory as it was before the events that may be read again, for telling these once more.
 * @param before marks that were never told and stay so
 */
export function beforeRecent({ recent, undated }: EventMemory, before: string[]): EventMemory {
	const untold = new Set(before);
	const told = new Set(recent.filter((entry) => !untold.has(entry)).map(markIn));
	return { recent: before, undated: undated.filter((mark) => !told.has(mark)) };
}

function markIn(entry: string): string {
	return entry.split('.')[0] as string;
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

/**
 * The memory after telling events. A mark lasts until what was told can no longer be read again:
 * until readings begin after the telling.
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
	const kept = memory.recent.filter(
		(entry) => parseInt(entry.split('.')[1] ?? '0', 36) >= Math.floor(nextSince / 1000),
	);
	const added = events.map(
		({ eventId, at }) =>
			`${markOf(eventId)}.${Math.floor(Math.max(at, toldAt) / 1000).toString(36)}`,
	);
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
