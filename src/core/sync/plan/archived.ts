import type { HubSpotRecord } from '../../records/hubspot';
import type { SyncedRecord } from '../types';
import type { RecordSource, SyncDecision } from './decision';
import { planArchived } from './deletion';
import type { Match } from './match';
import { untouched, type PlanContext } from './plan';

/** HubSpot records in the recycle bin, and what was read about each. */
interface ArchivedRead {
	records: readonly HubSpotRecord[];
	/** The QuickBooks record that each of them is linked with, by the HubSpot id. */
	counterparts: ReadonlyMap<string, SyncedRecord>;
	/** What these belong to now, by QuickBooks id. */
	matches: ReadonlyMap<string, Match<HubSpotRecord>>;
	/** Why a QuickBooks record takes no part, by its id. */
	leftOut: ReadonlyMap<string, string>;
}

/** Decides about HubSpot records that were deleted. One that has a successor is left out. */
export function planArchivedRecords(read: ArchivedRead, context: PlanContext): SyncDecision[] {
	return read.records.flatMap((hubSpot): SyncDecision[] => {
		const quickBooks = read.counterparts.get(hubSpot.id);
		if (!quickBooks || isLinkedAgain(read.matches.get(quickBooks.Id))) return [];
		const changedAt = hubSpot.archivedAt ?? hubSpot.updatedAt;
		const source: RecordSource = { side: 'hubSpot', id: hubSpot.id, changedAt };
		const reason = read.leftOut.get(quickBooks.Id);
		const plan =
			reason === undefined
				? planArchived(hubSpot, quickBooks, context)
				: untouched('skipped', reason, { hubSpot, quickBooks }, true);
		const deletion = { side: 'hubSpot' as const, quickBooksId: quickBooks.Id, isReported: false };
		return [{ source, plan, deletion }];
	});
}

function isLinkedAgain(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'pair' && match.by === 'link';
}
