import type { SyncedRecord } from '../../core/sync/types';
import { titleOf, type Work } from './work';

/**
 * Names of records that this run was to create in QuickBooks and could not. Some may be there all the same, since the answer was
 * lost, now or in an earlier run; the next run finds out by the name that is taken. Until then a record of that name is nobody new.
 */
export class Unanswered {
	private readonly names = new Set<string>();

	note(works: readonly Work[]): void {
		for (const { plan, wantedName } of works) if (wantedName !== undefined && !plan.quickBooks) this.names.add(plain(wantedName));
	}

	has(record: SyncedRecord): boolean {
		return this.names.has(plain(titleOf(record)));
	}
}

function plain(name: string): string {
	return name.trim().toLowerCase();
}
