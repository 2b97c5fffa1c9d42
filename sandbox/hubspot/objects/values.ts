import type { InvalidValue } from '../refusal';
import type { Definition, PropertyOption } from '../properties/definition';

/** A value to store; null empties the property. */
export type ReadValue = { value: string | null } | InvalidValue;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const EMAIL = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\].]+(\.[^\s@<>(),;:"[\].]+)+$/;
const DAY_MS = 86_400_000;
/** The last time with a year of four digits. */
export const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');
const FIRST_TIME = Date.parse('0000-01-01T00:00:00Z');

/**
 * Turns a sent value into the value to store. Values that are not text are trimmed, times get ISO
 * form, and choices are checked.
 * @param before the old value, to which `;more` adds a choice
 */
export function readValue(
	definition: Definition,
	sent: string | number | boolean | null,
	before: string | undefined,
): ReadValue {
	if (sent === null || sent === '') return { value: null };
	const text = typeof sent === 'string' ? sent : String(sent);
	if (
		definition.type === 'string' ||
		definition.type === 'phone_number' ||
		definition.type === 'json' ||
		definition.type === 'object_coordinates'
	)
		return { value: text };
	const trimmed = text.trim();
	if (trimmed === '') return { value: null };
	switch (definition.type) {
		case 'number':
			return NUMBER.test(trimmed)
				? { value: trimmed.replace(/^\+/, '') }
				: invalid(definition, text, 'INVALID_INTEGER', `${text} was not a valid number.`);
		case 'date':
			return readDate(definition, trimmed);
		case 'datetime':
			return readTime(definition, trimmed);
		default:
			return readChoice(definition, trimmed, before);
	}
}

export function isEmail(text: string): boolean {
	return EMAIL.test(text);
}

function invalid(
	definition: Definition,
	text: string,
	error: string,
	message: string,
): InvalidValue {
	return { name: definition.name, error, message, value: text };
}

/** `YYYY-MM-DD`, or milliseconds at midnight UTC. */
function readDate(definition: Definition, text: string): ReadValue {
	if (/^\d{4}-\d{2}-\d{2}$/.test(text))
		return isDay(text)
			? { value: text }
			: invalid(definition, text, 'INVALID_DATE', `${text} was not a valid date.`);
	if (!/^-?\d{5,}$/.test(text) || !isTime(Number(text)))
		return invalid(definition, text, 'INVALID_LONG', `${text} was not a valid long.`);
	const at = new Date(Number(text));
	if (Number(text) % DAY_MS !== 0) {
		return invalid(
			definition,
			text,
			'INVALID_DATE',
			`${text} is at ${at.getUTCHours()}:${at.getUTCMinutes()}:${at.getUTCSeconds()}.${at.getUTCMilliseconds()} UTC, not midnight!`,
		);
	}
	return { value: at.toISOString().slice(0, 10) };
}

/** ISO 8601, or milliseconds. */
function readTime(definition: Definition, text: string): ReadValue {
	const iso =
		/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) &&
		isDay(text.slice(0, 10));
	const at = iso ? isoTime(text) : milliseconds(text);
	return !isTime(at)
		? invalid(definition, text, 'INVALID_LONG', `${text} was not a valid long.`)
		: { value: new Date(at).toISOString() };
}

function isoTime(text: string): number {
	const hasNoZone = text.includes('T') && !/(Z|[+-]\d{2}:?\d{2})$/.test(text);
	return Date.parse(hasNoZone ? `${text}Z` : text);
}

function milliseconds(text: string): number {
	return /^-?\d{5,}$/.test(text) ? Number(text) : NaN;
}

function isTime(at: number): boolean {
	return at >= FIRST_TIME && at <= LAST_TIME;
}

function isDay(text: string): boolean {
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** One option, or several separated by semicolons. A leading semicolon adds to the old value. */
function readChoice(definition: Definition, text: string, before: string | undefined): ReadValue {
	const several = definition.fieldType === 'checkbox';
	const chosen = several
		? text
				.split(';')
				.map((part) => part.trim())
				.filter((part) => part !== '')
		: [text];
	const unknown = definition.externalOptions
		? undefined
		: chosen.find((part) => !definition.options.some((option) => option.value === part));
	if (unknown !== undefined)
		return invalid(
			definition,
			unknown,
			'INVALID_OPTION',
			`${unknown} was not one of the allowed options: [${definition.options.map(spellOut).join(', ')}]`,
		);
	if (!several) return { value: text };
	const all = text.startsWith(';') && before ? [...before.split(';'), ...chosen] : chosen;
	return { value: [...new Set(all)].join(';') };
}

/** An option in the form of HubSpot's error message. */
function spellOut({ label, value, displayOrder, hidden }: PropertyOption): string {
	return `label: "${label}"\nvalue: "${value}"\ndisplay_order: ${displayOrder}\nhidden: ${String(hidden)}\nread_only: false\n`;
}
