import { readPath, valueText } from './values';
import type { QuickBooksField } from '../types';

/** Lines of an address below the first one; HubSpot has one street instead. */
export const LATER_LINES = ['Line2', 'Line3', 'Line4', 'Line5'];

/** City, state, postal code and country of an address. */
export const PLACE_PARTS = ['City', 'CountrySubDivisionCode', 'PostalCode', 'Country'] as const;
export type Places = Partial<Record<(typeof PLACE_PARTS)[number], string>>;

const BETWEEN = ', ';
/** Of a state that is written out elsewhere. */
const LONGEST_ABBREVIATION = 3;

/** The address that a field is a part of: `BillAddr`. */
export function addressOf({ path }: Pick<QuickBooksField, 'path'>): string {
	return path.split('.')[0] ?? '';
}

/**
 * All lines of an address as one street. A line that only repeats city, state and postal code is no
 * part of it.
 * @param known what the other side says of the place, for an address that has it in its lines alone
 */
export function streetOf(
	record: object,
	field: Pick<QuickBooksField, 'path'>,
	known: Places = {},
): string {
	const root = addressOf(field);
	const part = (name: string) => valueText(readPath(record, `${root}.${name}`)).trim();
	const places = Object.fromEntries(
		PLACE_PARTS.map((name) => [name, part(name) || (known[name] ?? '')]),
	);
	const later = LATER_LINES.map(part).filter((line) => line !== '' && !isPlaceLine(line, places));
	return [part('Line1'), ...later].filter(Boolean).join(BETWEEN);
}

/** An address without lines that say its city a second time. */
export function withoutPlaceLines(address: Record<string, unknown>): Record<string, unknown> {
	const places = Object.fromEntries(PLACE_PARTS.map((name) => [name, valueText(address[name])]));
	return Object.fromEntries(
		Object.entries(address).filter(
			([name, value]) => !LATER_LINES.includes(name) || !isPlaceLine(valueText(value), places),
		),
	);
}

/** `Lakewood, CO 80228`, also where the state is `Colorado` elsewhere. */
function isPlaceLine(line: string, places: Places): boolean {
	const [city, zip] = [wordsOf(places.City), wordsOf(places.PostalCode)];
	const words = wordsOf(line);
	const hasAll = (some: readonly string[]) =>
		some.length > 0 && some.every((word) => words.includes(word));
	const known = new Set(PLACE_PARTS.flatMap((name) => wordsOf(places[name])));
	const others = words.filter((word) => !known.has(word));
	if (others.length === 0) return hasAll(city) || hasAll(zip);
	return (
		others.length === 1 &&
		hasAll(city) &&
		hasAll(zip) &&
		/^\p{L}+$/u.test(others[0] ?? '') &&
		(others[0] ?? '').length <= LONGEST_ABBREVIATION
	);
}

function wordsOf(text: string | undefined): string[] {
	return (text ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
