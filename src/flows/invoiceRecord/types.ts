import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import type { Outcome } from '../../gateways/ports';

/** A record that was written. */
export interface RecordWritten {
	readonly id: string;
	readonly isNew: boolean;
	readonly warnings: readonly string[];
}

/** A record that stands in HubSpot, with what is still to be done about it. */
export interface UnfinishedRecord extends RecordWritten {
	readonly wanted: RecordToWrite;
	/** Whether it was created with its links. */
	readonly isLinked: boolean;
	/** The status that HubSpot refused at first. */
	readonly pendingStatus?: string | undefined;
}

export type RecordAttempt = Outcome<UnfinishedRecord>;

/** Warnings by the ids of records. */
export type RecordWarnings = ReadonlyMap<string, readonly string[]>;
