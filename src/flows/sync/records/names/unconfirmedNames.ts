import type { SyncedRecord } from '../../../../core/sync/types';
import { titleOf, type Work } from '../work';

/**
 * Names of records that this run was to create in QuickBooks and to link, and could not. Some may
 * be there all the same, since
 * the answer was lost, now or in an earlier run, or since HubSpot did not take the link; the next
 * run finds out by the name that
 * is taken. Until then a record of that name is nobody new.
 */
export class Unanswered {
	private readonly names = new Set<string>();

	note(works: readonly Work[]): void {
		for (const { plan, wantedName, error } of works) {
			if (wantedName === undefined || (plan.quickBooks && error === undefined)) continue;
			this.names.add(plain(wantedName));
			if (plan.quickBooks) this.names.add(plain(titleOf(plan.quickBooks)));
		}
	}

	has(record: SyncedRecord): boolean {
		return this.names.has(plain(titleOf(record)));
	}
}

function plain(name: string): string {
	return name.trim().toLowerCase();
}
