import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { FailedRecord, SyncState } from '../../../core/sync/state';
import type { Side, SyncedRecord } from '../../../core/sync/types';
import type { Part } from '../../accounts/changes';

/** A record of either side, of any kind of sync. */
export type Row = SyncedRecord | QuickBooksInvoice | HubSpotRecord;

export interface Before {
	failed: FailedRecord[];
	state: SyncState;
}

/** What a run does with records once both accounts are known. */
export interface Worker {
	portalId: string;
	/** The day of this run, where the kind of sync depends on it. */
	day?: string;
	/**
	 * @param records are taken over: a long list is emptied, so that a page is not held in memory
	 * until all of it is done
	 * @param asked ids that a person named: each of them gets an answer, also when it is not there
	 * @returns what failed
	 */
	process(
		side: Side,
		records: Row[],
		deletedIds: readonly string[],
		asked: readonly string[],
	): Promise<FailedRecord[]>;
	/**
	 * Marks of what was written since they were taken last, by side; our own writes are no changes.
	 */
	takeWritten(): Record<Side, string[]>;
	/** The state with what this kind of sync remembers beside times and failures. */
	noted?(state: SyncState): SyncState;
	/** Looks again at records that failed before. */
	retryFailed(side: Side, ids: readonly string[]): Promise<FailedRecord[]>;
	readByIds(side: Side, ids: readonly string[]): Promise<Row[]>;
	/** Reports that a record that was asked for does not exist. */
	reportMissing(side: Side, id: string): void;
	/** Further work of a side before its changes, with what the job found for it. */
	processFound(side: Side, found: readonly Row[], state: SyncState): Promise<Before>;
}

/** One kind of sync, as a run sees it. */
export interface SyncJob {
	sides: Side[];
	changed(side: Side, since: string | undefined): AsyncGenerator<Part<Row>>;
	/**
	 * Reads both accounts; only called when there is something to do. @param state as it is by then
	 */
	prepare(state: SyncState): Promise<Worker>;
	/**
	 * Looks for further work of a side before its changes, such as what was archived; asks for the
	 * worker only when there is some.
	 * @param since when this side was looked at last
	 */
	findFurther(
		side: Side,
		since: string | undefined,
		state: SyncState,
		worker: () => Promise<Worker>,
	): Promise<Before | undefined>;
	/**
	 * Ids that are not in QuickBooks any more, whenever they were deleted; absent where records are
	 * never deleted for good.
	 */
	missing?(): AsyncGenerator<string[]>;
}
