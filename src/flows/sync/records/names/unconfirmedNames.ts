import { titleOf } from '../../../../core/sync/plan/takenNames';
import type { SyncedRecord } from '../../../../core/sync/types';
import type { RecordOutcome } from '../apply/outcome';

/**
 * Names of records that this run was to create in QuickBooks and to link, and could not. Some may
 * exist all the same: the answer was lost, now or in an earlier run, or HubSpot did not take the
 * link. The next run finds out by the name that is taken. Until then no record of that name counts
 * as new.
 */
export class UnconfirmedNames {
	private readonly names = new Set<string>();

	note(outcomes: readonly RecordOutcome[]): void {
		for (const { quickBooks, wantedName, error } of outcomes) {
			if (wantedName === undefined || (quickBooks && error === undefined)) continue;
			this.names.add(plainName(wantedName));
			if (quickBooks) this.names.add(plainName(titleOf(quickBooks)));
		}
	}

	has(record: SyncedRecord): boolean {
		return this.names.has(plainName(titleOf(record)));
	}
}

function plainName(name: string): string {
	return name.trim().toLowerCase();
}
