import type { Action, Change, Immutable } from '../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksPayload } from '../../records/quickbooks';
import type { SyncField } from '../fields/fieldsOf';
import type { LeftOutPrice } from '../fields/prices';
import { conditionText, unmetCondition, type Filterable } from '../filter';
import type { Definitions, NewRecordExtras, SyncedRecord, SyncKind, SyncPolicy } from '../types';

/** What every plan of a run depends on beside the two records. */
export interface PlanContext {
	kind: SyncKind;
	policy: SyncPolicy;
	fields: readonly SyncField[];
	definitions: Definitions;
	names: PropertyNames;
	realmId: string;
	extras: NewRecordExtras;
	/** Amounts that are in different currencies on the two sides. */
	leftOut?: readonly LeftOutPrice[];
}

/** What to do about one record and its counterpart. Applying it leaves it as it is. */
export type SyncPlan = Immutable<{
	/** What it will be called once done. */
	action: Action;
	reason: string;
	changes: Change[];
	warnings: string[];
	hubSpot?: HubSpotRecord | undefined;
	quickBooks?: SyncedRecord | undefined;
	/** Properties to write; of a new record when there is no `hubSpot`. */
	writeHubSpot?: HubSpotProperties;
	/** Fields to write; of a new record when there is no `quickBooks`. */
	writeQuickBooks?: QuickBooksPayload;
	archiveHubSpot?: true;
	/** Whether the pair was linked before this run; unchanged linked pairs are not reported. */
	wasLinked: boolean;
}>;

/** The records that a plan is about. */
export type PlannedSides = Pick<SyncPlan, 'hubSpot' | 'quickBooks'>;

/** A record that stays as it is, and why. */
export function untouched(
	action: 'skipped' | 'conflict' | 'unchanged',
	reason: string,
	sides: PlannedSides,
	wasLinked = false,
): SyncPlan {
	return { action, reason, changes: [], warnings: [], wasLinked, ...sides };
}

/** Why the filter leaves out a record or a pair; undefined when it takes part. */
export function reasonOfFilter({ policy }: PlanContext, pair: Filterable): string | undefined {
	const unmet = unmetCondition(policy.filter, pair);
	return unmet && `It does not meet the filter: ${conditionText(unmet)}.`;
}

/** Whether values of a field go both ways. */
export function isTwoWay({ toHubSpot, toQuickBooks }: SyncField): boolean {
	return toHubSpot && toQuickBooks;
}
