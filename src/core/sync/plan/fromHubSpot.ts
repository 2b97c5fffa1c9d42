import type { HubSpotRecord } from '../../records/hubspot';
import type { SyncedRecord } from '../types';
import { planForQuickBooks } from '../pair/creation';
import { decide, type RecordSource, type SyncDecision } from './decision';
import { withoutMark } from './deletion';
import { deletionOf, leftAlone, planPairOfInactive, withInactive, type KnownToRun } from './known';
import type { Match } from './match';
import { planPair } from '../pair/pair';
import { untouched, type PlanContext, type SyncPlan } from './plan';

const NONE = { kind: 'none' as const };

/** Decides about HubSpot records that changed. A record that cannot be planned fails alone. */
export function planHubSpotRecords(
	records: readonly HubSpotRecord[],
	matches: ReadonlyMap<string, Match<SyncedRecord>>,
	known: KnownToRun,
	context: PlanContext,
): SyncDecision[] {
	return records.map((record) =>
		planHubSpotRecord(record, matches.get(record.id) ?? NONE, known, context),
	);
}

function planHubSpotRecord(
	record: HubSpotRecord,
	match: Match<SyncedRecord>,
	known: KnownToRun,
	context: PlanContext,
): SyncDecision {
	const { words } = context.kind;
	const source: RecordSource = { side: 'hubSpot', id: record.id, changedAt: record.updatedAt };
	const leftOut = match.kind === 'pair' ? context.kind.leftOut(match.record) : undefined;
	if (leftOut !== undefined && match.kind === 'pair')
		return leftAlone(source, leftOut, { hubSpot: record, quickBooks: match.record });
	if (match.kind === 'none' && known.isCounterpartDeleted('hubSpot', record.id)) {
		const reason = `The ${words.quickBooks} was made inactive in QuickBooks.`;
		return leftAlone(source, reason, { hubSpot: record });
	}
	if (match.kind === 'none' && known.isUnlinked(record.id)) {
		const reason = `Its ${words.quickBooks} was made inactive in QuickBooks and unlinked, so no new one is created. Create the ${words.quickBooks} in QuickBooks, or make the former one active again.`;
		const deletion = { side: 'quickBooks' as const, quickBooksId: '', isReported: true };
		return { ...leftAlone(source, reason, { hubSpot: record }), deletion };
	}
	const decision = decide(source, { hubSpot: record }, () =>
		planMatchedHubSpot(record, match, known, context),
	);
	return match.kind === 'inactive'
		? { ...decision, deletion: deletionOf('quickBooks', match.record.Id, known) }
		: withInactive(decision, known);
}

function planMatchedHubSpot(
	hubSpot: HubSpotRecord,
	match: Match<SyncedRecord>,
	known: KnownToRun,
	context: PlanContext,
): SyncPlan {
	switch (match.kind) {
		case 'pair': {
			const { record: quickBooks, by } = match;
			return quickBooks.Active
				? withoutMark(planPair({ hubSpot, quickBooks, by }, context), context)
				: planPairOfInactive(quickBooks, hubSpot, known, context);
		}
		case 'none':
			return planForQuickBooks(hubSpot, context);
		case 'inactive':
		case 'untouched':
			return untouched('skipped', match.reason, { hubSpot });
		case 'conflict':
			return untouched('conflict', match.reason, { hubSpot });
	}
}
