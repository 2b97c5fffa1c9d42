import type { Action, Change, PlannedRequest } from '../../../../core/plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../../core/records/hubspot';
import type { SyncDecision } from '../../../../core/sync/plan/decision';
import type { SyncedRecord } from '../../../../core/sync/types';

/** What became of a decision so far. Each step of applying returns outcomes of its own. */
export interface RecordOutcome {
	readonly decision: SyncDecision;
	readonly action: Action;
	readonly reason: string;
	readonly changes: readonly Change[];
	readonly warnings: readonly string[];
	/** The records as they are by now. */
	readonly hubSpot: HubSpotRecord | undefined;
	readonly quickBooks: SyncedRecord | undefined;
	/** What HubSpot is to get; after a creation in QuickBooks, with the link to the new record. */
	readonly toHubSpot: HubSpotProperties | undefined;
	readonly error?: unknown;
	/** Whether somebody else wrote in between, so that the record is read and planned once more. */
	readonly isOutdated?: true;
	/** The name under which QuickBooks was asked for a new record. */
	readonly wantedName?: string | undefined;
	/** Requests that follow from the plan, such as those about a contact's company. */
	readonly furtherRequests?: readonly PlannedRequest[];
}

/** A decision that nobody has applied yet, which is also what a dry run reports. */
export function outcomeOf(decision: SyncDecision, wantedName?: string): RecordOutcome {
	const { action, reason, changes, warnings, hubSpot, quickBooks, writeHubSpot } = decision.plan;
	return {
		decision,
		action,
		reason,
		changes,
		warnings,
		hubSpot,
		quickBooks,
		toHubSpot: writeHubSpot,
		...(wantedName !== undefined && { wantedName }),
		...(decision.error !== undefined && { error: decision.error }),
	};
}

/** Replaces some outcomes; the order stays. */
export function replaceOutcomes(
	outcomes: readonly RecordOutcome[],
	later: ReadonlyMap<RecordOutcome, RecordOutcome>,
): RecordOutcome[] {
	return outcomes.map((outcome) => later.get(outcome) ?? outcome);
}
