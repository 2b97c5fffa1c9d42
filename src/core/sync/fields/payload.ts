import type { QuickBooksPayload } from '../../records/quickbooks';
import { LATER_LINES, PLACE_PARTS, withoutPlaceLines } from './streets';
import type { QuickBooksField } from '../types';
import { readPath, toQuickBooks, type Value } from './values';

/** Fields of an address that the server makes up; sent back they would be taken for values. */
const SERVER_MADE = ['Id', 'Lat', 'Long', 'Note'];

/**
 * The fields of a sparse write. QuickBooks replaces an object such as an address as a whole, so
 * parts that stay are sent, too.
 *
 * @param before the record as it is; undefined for a new one
 * @throws Declined when a field cannot hold its value
 */
export function toPayload(
	values: ReadonlyMap<QuickBooksField, Value>,
	before: object | undefined,
): QuickBooksPayload {
	const payload: QuickBooksPayload = {};
	for (const [field, value] of values) {
		const [root = '', leaf] = field.path.split('.');
		const written = toQuickBooks(value, field);
		if (leaf === undefined) payload[root] = written;
		else
			payload[root] = withPart(
				root in payload
					? ((payload[root] ?? {}) as Record<string, unknown>)
					: partsOf(before, root),
				leaf,
				written,
				field.isStreet === true,
			);
	}
	return before ? payload : withoutNulls(payload);
}

function partsOf(before: object | undefined, root: string): Record<string, unknown> {
	const parts = before && readPath(before, root);
	return Object.fromEntries(
		Object.entries(parts ?? {}).filter(([key]) => !SERVER_MADE.includes(key)),
	);
}

/**
 * An object without any part is emptied itself. A new street replaces all lines of an address, and
 * a city is said once.
 */
function withPart(
	parts: Record<string, unknown>,
	leaf: string,
	value: unknown,
	isStreet: boolean,
): Record<string, unknown> | null {
	const rest = Object.fromEntries(
		Object.entries(parts).filter(
			([name]) => name !== leaf && !(isStreet && LATER_LINES.includes(name)),
		),
	);
	const whole = value === null ? rest : { ...rest, [leaf]: value };
	const changed = PLACE_PARTS.some((name) => name === leaf) ? withoutPlaceLines(whole) : whole;
	return Object.keys(changed).length > 0 ? changed : null;
}

function withoutNulls(payload: QuickBooksPayload): QuickBooksPayload {
	return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
}
