import type { Immutable } from '../../plan';
import type { Side } from '../types';
import type { PlannedSides, SyncPlan } from './plan';

/** The record that a decision is about, as one side reported it. */
export interface RecordSource {
	side: Side;
	id: string;
	/** ISO. */
	changedAt: string;
}

/** One of a pair was deleted. */
export interface PairDeletion {
	/** Where it was deleted. */
	side: Side;
	/** Empty when no QuickBooks record is known. */
	quickBooksId: string;
	/** Whether an earlier run reported it. */
	isReported: boolean;
}

/** What was decided about one record that was read. Applying it leaves it as it is. */
export type SyncDecision = Immutable<{
	source: RecordSource;
	plan: SyncPlan;
	/** Why no plan could be made. */
	error?: unknown;
	deletion?: PairDeletion;
	/** Whether the next run looks at the record again, although nothing went wrong. */
	isForNextRun?: true;
}>;

/** A record that could not be planned. */
export function failedDecision(
	source: RecordSource,
	error: unknown,
	sides: PlannedSides,
): SyncDecision {
	const plan = {
		action: 'failed' as const,
		reason: '',
		changes: [],
		warnings: [],
		wasLinked: false,
		...sides,
	};
	return { source, plan, error };
}

/** Makes a plan; a value that does not fit fails this record alone. */
export function decide(
	source: RecordSource,
	sides: PlannedSides,
	makePlan: () => SyncPlan,
): SyncDecision {
	try {
		return { source, plan: makePlan() };
	} catch (error) {
		return failedDecision(source, error, sides);
	}
}
