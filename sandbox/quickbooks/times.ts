import { DateTime } from 'luxon';

const offsets = new Map<number, string>();
const days = new Map<string, string>();
const HOUR = 3_600_000;
/** In every time zone, a day begins at a quarter of an hour. */
const QUARTER = HOUR / 4;

/**
 * QuickBooks answers in US Pacific time with its offset: `2026-05-05T02:08:55-07:00`; milliseconds
 * only in `time`.
 */
export function pacific(ms: number, withMilliseconds = false): string {
	const hour = Math.floor(ms / HOUR);
	let offset = offsets.get(hour);
	if (offset === undefined) {
		offset = DateTime.fromMillis(hour * HOUR, { zone: 'America/Los_Angeles' }).toFormat('ZZ');
		if (offsets.size > 50_000) offsets.clear();
		offsets.set(hour, offset);
	}
	const shift = Number(offset.slice(0, 3)) * HOUR;
	const local = new Date(ms + shift).toISOString();
	return `${local.slice(0, withMilliseconds ? 23 : 19)}${offset}`;
}

/** The calendar day of a moment in a time zone, as `YYYY-MM-DD`. */
export function dayIn(zone: string, ms: number): string {
	const quarter = `${zone} ${Math.floor(ms / QUARTER)}`;
	let day = days.get(quarter);
	if (day === undefined) {
		day = DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd');
		if (days.size > 50_000) days.clear();
		days.set(quarter, day);
	}
	return day;
}

export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 24 * HOUR).toISOString().slice(0, 10);
}

/** A valid date as `YYYY-MM-DD`. A time after it is dropped, as in the real system. */
export function toDay(text: string): string | undefined {
	const match = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text.trim());
	return match && DateTime.fromISO(match[1] as string, { zone: 'utc' }).isValid
		? match[1]
		: undefined;
}

/**
 * Milliseconds of an ISO time; without a zone it is Pacific time. A `+` without percent-encoding
 * arrives as a space and makes the time invalid.
 */
export function toMoment(text: string): number | undefined {
	const at = DateTime.fromISO(text.trim(), { zone: 'America/Los_Angeles' });
	return at.isValid ? at.toMillis() : undefined;
}
