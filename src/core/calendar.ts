const DAY_MS = 86_400_000;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** The calendar day at a place. @param timeZone IANA name; UTC when unknown */
export function dayIn(at: Date, timeZone: string): Day {
	try {
		return new Intl.DateTimeFormat('en-CA', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
		}).format(at);
	} catch {
		return at.toISOString().slice(0, 10);
	}
}

/**
 * Noon of a day at a place, ISO in UTC: a moment of that day for everybody less than twelve hours
 * away.
 * @param timeZone IANA name; UTC when unknown
 */
export function noonOf(day: Day, timeZone: string): string {
	const noon = Date.parse(`${day}T12:00:00Z`);
	// The second time is for a clock that is changed between the two moments.
	const once = noon - ahead(new Date(noon), timeZone);
	return new Date(noon - ahead(new Date(once), timeZone)).toISOString();
}

/** By how many milliseconds the clocks of a place are ahead of UTC. */
function ahead(at: Date, timeZone: string): number {
	const { hour = 0, minute = 0 } = clockAt(at, timeZone);
	const day = dayIn(at, timeZone);
	return Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000 - at.getTime();
}

function clockAt(at: Date, timeZone: string): { hour?: number; minute?: number } {
	try {
		const parts = new Intl.DateTimeFormat('en', {
			timeZone,
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23',
		}).formatToParts(at);
		return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
	} catch {
		return { hour: at.getUTCHours(), minute: at.getUTCMinutes() };
	}
}

/** Whether the text is a real calendar day. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/**
 * The day that a value of a form or of an expression means. A day, and a time with no zone or with
 * the zone of whoever wrote it,
 * is the day as written. HubSpot gives times in UTC, as text or in milliseconds: they are the day
 * at the account's place, except
 * midnight, which is how a day without a time is kept.
 *
 * @param timeZone the account's, an IANA name
 * @returns the value itself when it is not a date
 */
export function dayOf(value: string, timeZone: string): Day {
	if (/^\d{12,14}$/.test(value)) return dayAt(new Date(Number(value)), timeZone);
	if (!/^\d{4}-\d{2}-\d{2}[T ]/.test(value)) return value;
	const written = value.slice(0, 10);
	const at = new Date(value.replace(' ', 'T'));
	const isUtc = /(?:Z|\+00:?00)$/.test(value);
	return isUtc && isDay(written) && !Number.isNaN(at.getTime()) ? dayAt(at, timeZone) : written;
}

function dayAt(at: Date, timeZone: string): Day {
	return at.getTime() % DAY_MS === 0 ? at.toISOString().slice(0, 10) : dayIn(at, timeZone);
}

/** Days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function addDays(day: Day, days: number): Day {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of a later month, or its last day where the month is shorter. */
export function addMonths(day: Day, months: number): Day {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
		.toISOString()
		.slice(0, 10);
}

/** HubSpot keeps dates as `YYYY-MM-DD` or as milliseconds at midnight UTC. */
export function dayFromHubSpot(value: string | null | undefined): Day | undefined {
	if (!value) return undefined;
	if (/^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10);
	if (!/^-?\d{9,14}$/.test(value)) return undefined;
	return new Date(Number(value)).toISOString().slice(0, 10);
}

/** HubSpot keeps times as ISO text or as milliseconds. */
export function timeFromHubSpot(value: string | null | undefined): string | undefined {
	if (!value) return undefined;
	const at = /^-?\d{9,14}$/.test(value) ? new Date(Number(value)) : new Date(value);
	return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
