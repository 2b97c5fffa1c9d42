import type { QuickBooksPayload } from '../../records/quickbooks';

/** Stands in a plan for an id that only applying gives. */
export type NewId = `(id of the new ${string})`;

/** The ids that applying has given so far. */
export type IdsGiven = ReadonlyMap<NewId, string>;

export const NEW_CUSTOMER: NewId = '(id of the new customer)';
export const NEW_PARENT: NewId = '(id of the new company customer)';

/** Names of new items differ, so each has an id of its own. */
export function newItemId(payload: QuickBooksPayload): NewId {
	return `(id of the new item "${String(payload['Name'])}")`;
}

/** The id that was given, or the one that was known from the beginning. */
export function givenId(id: string, ids: IdsGiven): string {
	return ids.get(id as NewId) ?? id;
}

/** A payload with the ids that were given, wherever it names another record. */
export function withIds(payload: QuickBooksPayload, ids: IdsGiven): QuickBooksPayload {
	return Object.fromEntries(
		Object.entries(payload).map(([key, value]) => [key, valueWithIds(key, value, ids)]),
	);
}

function valueWithIds(key: string, value: unknown, ids: IdsGiven): unknown {
	if (Array.isArray(value)) return value.map((one: unknown) => valueWithIds('', one, ids));
	if (typeof value !== 'object' || value === null) return value;
	const { value: id } = value as { value?: unknown };
	return key.endsWith('Ref') && typeof id === 'string'
		? { ...value, value: givenId(id, ids) }
		: withIds(value as QuickBooksPayload, ids);
}
