import type { Decimal } from './money';
import type { HubSpotObjectType } from './records/hubspot';
import type { QuickBooksEntityName } from './records/quickbooks';

/**
 * A value that nobody changes any more, however deep: what was decided stays as it was decided
 * while it is applied.
 */
export type Immutable<T> = unknown extends T
	? T
	: T extends string | number | boolean | Decimal | Date | ((...args: never[]) => unknown)
		? T
		: T extends ReadonlyMap<infer Key, infer Value>
			? ReadonlyMap<Immutable<Key>, Immutable<Value>>
			: T extends ReadonlySet<infer Value>
				? ReadonlySet<Immutable<Value>>
				: { readonly [Key in keyof T]: Immutable<T[Key]> };

/** What was done, or what stands in its way. */
export const actions = [
	'created',
	'existing',
	'updated',
	'linked',
	'archived',
	'unlinked',
	'unchanged',
	'skipped',
	'conflict',
	'failed',
	'planned',
] as const;
export type Action = (typeof actions)[number];

/** One value that differs. */
export interface Change {
	field: string;
	from: unknown;
	to: unknown;
}

/** One request that a dry run would have sent, in the receiver's own shape. */
export interface PlannedRequest {
	system: 'HubSpot' | 'QuickBooks';
	operation: string;
	target: string;
	payload: unknown;
}

export interface HubSpotSide {
	objectType: HubSpotObjectType;
	id: string;
	url: string;
}

export interface QuickBooksSide {
	entity: QuickBooksEntityName;
	id: string;
	docNumber?: string;
	realmId: string;
	url: string;
}
