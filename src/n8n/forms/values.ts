/** Replaces a value that is not a date. An empty value is different: it means today or a default. */
const NO_DATE = 'Invalid Date';

/** A text or number from an expression as trimmed text; anything else and empty text is undefined. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** A date from an expression as text: a JavaScript date, a Luxon date such as `$today`, or text. */
export function asDateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? NO_DATE : value.toISOString();
	return isLuxon(value) ? (asText(value.toISO()) ?? NO_DATE) : asText(value);
}

function isLuxon(value: unknown): value is { toISO: () => unknown } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toISO' in value &&
		typeof value.toISO === 'function'
	);
}

/** How a message shows a value that does not fit. */
export function asShown(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Whether nobody entered anything. */
export function isNothing(value: unknown): value is undefined | null {
	return value === undefined || value === null;
}

/** An integer of so many digits that a number no longer keeps all of them. */
export function hasLostDigits(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** The same record without the keys whose value is undefined. */
export function withoutUndefined<T extends object>(
	record: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
