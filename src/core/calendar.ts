const DAY_MS = 86_400_000;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** The calendar day at a place. @param timeZone IANA name; UTC when unknown */
export function dayIn(at: Date, timeZone: string): Day {
	try {
		return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
	} catch {
		return at.toISOString().slice(0, 10);
	}
}

/** Whether the text is a real calendar day. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
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
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
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
