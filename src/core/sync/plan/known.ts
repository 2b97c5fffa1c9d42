import type { HubSpotRecord } from '../../records/hubspot';
import type { Side, SyncedRecord } from '../types';
import type { PairDeletion, RecordSource, SyncDecision } from './decision';
import { planInactive, planRestored } from './deletion';
import { untouched, type PlanContext, type SyncPlan } from './plan';

/** What earlier runs, and this one so far, know about records that were deleted or may be taken. */
export interface KnownToRun {
	/** Whether a deletion on that side was reported. */
	isReported(side: Side, quickBooksId: string): boolean;
	/** Whether one of a pair was deleted on that side, and the sync deleted the other one. */
	isFollowed(side: Side, quickBooksId: string): boolean;
	/** Whether the sync took away the link of a HubSpot record. */
	isUnlinked(hubSpotId: string): boolean;
	/** Whether this run has found that the counterpart of a record was deleted. */
	isCounterpartDeleted(side: Side, id: string): boolean;
	/** Whether a QuickBooks record may be one that this run tried to create. */
	isUnconfirmed(record: SyncedRecord): boolean;
}

/** A HubSpot record that was deleted. */
export interface DeletedCounterpart {
	/** As it is in the recycle bin, when it is still there. */
	record?: HubSpotRecord;
	/** The record that it was merged into, or itself after it was restored. */
	survivor?: HubSpotRecord;
	isReported: boolean;
}

/** A record that stays as it is. */
export function leftAlone(
	source: RecordSource,
	reason: string,
	sides: { hubSpot?: HubSpotRecord; quickBooks?: SyncedRecord },
): SyncDecision {
	return { source, plan: untouched('skipped', reason, sides) };
}

/** One of a pair was deleted on a side. */
export function deletionOf(side: Side, quickBooksId: string, known: KnownToRun): PairDeletion {
	return { side, quickBooksId, isReported: known.isReported(side, quickBooksId) };
}

/** Says of a pair whose QuickBooks record is inactive that it was deleted there. */
export function withInactive(decision: SyncDecision, known: KnownToRun): SyncDecision {
	const { hubSpot, quickBooks, writeQuickBooks } = decision.plan;
	if (!hubSpot || !quickBooks || decision.error !== undefined) return decision;
	// What was changed meanwhile follows once both are there.
	if (writeQuickBooks?.['Active'] === true) return { ...decision, isForNextRun: true };
	if (quickBooks.Active) return decision;
	return { ...decision, deletion: deletionOf('quickBooks', quickBooks.Id, known) };
}

/**
 * A pair whose QuickBooks record is inactive: that is a deletion, or it follows from a deletion in
 * HubSpot that was undone.
 */
export function planPairOfInactive(
	quickBooks: SyncedRecord,
	hubSpot: HubSpotRecord,
	known: KnownToRun,
	context: PlanContext,
): SyncPlan {
	const isRestored =
		known.isFollowed('hubSpot', quickBooks.Id) &&
		context.policy.direction !== 'quickBooksToHubSpot';
	return isRestored
		? planRestored(quickBooks, hubSpot, context)
		: planInactive(quickBooks, hubSpot, context);
}
