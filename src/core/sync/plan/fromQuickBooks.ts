import type { HubSpotRecord } from '../../records/hubspot';
import type { SyncedRecord } from '../types';
import { planForHubSpot } from '../pair/creation';
import { decide, type RecordSource, type SyncDecision } from './decision';
import { planDeleted, planMerged, withoutMark } from './deletion';
import {
	deletionOf,
	leftAlone,
	planPairOfInactive,
	withInactive,
	type DeletedCounterpart,
	type KnownToRun,
} from './known';
import type { Match } from './match';
import { planPair } from '../pair/pair';
import { untouched, type PlanContext, type SyncPlan } from './plan';

/** QuickBooks records that changed, and what was read about each, by QuickBooks id. */
export interface QuickBooksRead {
	records: readonly SyncedRecord[];
	matches: ReadonlyMap<string, Match<HubSpotRecord>>;
	/** HubSpot records of the same name that another run may be about to link. */
	namesakes: ReadonlyMap<string, HubSpotRecord>;
	deleted: ReadonlyMap<string, DeletedCounterpart>;
}

const NONE = { kind: 'none' as const };

/** Whether no HubSpot record belongs to a QuickBooks record that may have one. */
export function isUnmatched(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'none' && match.leftOut === undefined;
}

/** Decides about QuickBooks records that changed. A record that cannot be planned fails alone. */
export function planQuickBooksRecords(
	read: QuickBooksRead,
	known: KnownToRun,
	context: PlanContext,
): SyncDecision[] {
	return read.records.map((record) => planQuickBooksRecord(record, read, known, context));
}

function planQuickBooksRecord(
	record: SyncedRecord,
	read: QuickBooksRead,
	known: KnownToRun,
	context: PlanContext,
): SyncDecision {
	const { kind } = context;
	const changedAt = record.MetaData.LastUpdatedTime;
	const source: RecordSource = { side: 'quickBooks', id: record.Id, changedAt };
	const leftOut = kind.leftOut(record);
	if (leftOut !== undefined) return leftAlone(source, leftOut, { quickBooks: record });
	const match = read.matches.get(record.Id) ?? NONE;
	if (isUnmatched(match) && known.isUnconfirmed(record)) {
		const reason = `It may be the new ${kind.words.quickBooks} of a HubSpot record that this run could not sync.`;
		return { ...leftAlone(source, reason, { quickBooks: record }), isForNextRun: true };
	}
	if (match.kind === 'none' && known.isCounterpartDeleted('quickBooks', record.Id)) {
		const reason = `The ${kind.words.hubSpot} was deleted in HubSpot.`;
		const deletion = deletionOf('hubSpot', record.Id, known);
		return { ...leftAlone(source, reason, { quickBooks: record }), deletion };
	}
	const namesake = read.namesakes.get(record.Id);
	if (namesake) return waitsForOtherRun(source, record, namesake, context);
	const decision = decide(source, { quickBooks: record }, () =>
		planMatchedQuickBooks(record, match, known, context),
	);
	return withDeletedCounterpart(withInactive(decision, known), read.deleted, context);
}

function planMatchedQuickBooks(
	record: SyncedRecord,
	match: Match<HubSpotRecord>,
	known: KnownToRun,
	context: PlanContext,
): SyncPlan {
	if (record.Active || match.kind === 'conflict')
		return withoutMark(planForMatch(record, match, context), context);
	if (match.kind === 'pair') return planPairOfInactive(record, match.record, known, context);
	const reason = `The ${context.kind.words.quickBooks} is inactive in QuickBooks.`;
	return untouched('skipped', reason, { quickBooks: record });
}

function planForMatch(
	quickBooks: SyncedRecord,
	match: Match<HubSpotRecord>,
	context: PlanContext,
): SyncPlan {
	switch (match.kind) {
		case 'pair':
			return planPair({ hubSpot: match.record, quickBooks, by: match.by }, context);
		case 'none':
			return match.leftOut === undefined
				? planForHubSpot(quickBooks, context)
				: untouched('skipped', match.leftOut, { quickBooks });
		case 'inactive':
		case 'untouched':
			return untouched('skipped', match.reason, { quickBooks });
		case 'conflict':
			return untouched('conflict', match.reason, { quickBooks });
	}
}

function waitsForOtherRun(
	source: RecordSource,
	quickBooks: SyncedRecord,
	namesake: HubSpotRecord,
	{ kind }: PlanContext,
): SyncDecision {
	const reason = `It was created within the last minute and has the name of the HubSpot ${kind.words.hubSpot} ${namesake.id}, and another run may be about to link the two. The next run decides.`;
	return { source, plan: untouched('conflict', reason, { quickBooks }) };
}

/** Whether applying the decision would create a HubSpot record. */
export function createsInHubSpot({ plan, error }: SyncDecision): boolean {
	return (
		error === undefined && plan.action === 'created' && Boolean(plan.writeHubSpot) && !plan.hubSpot
	);
}

/** Nothing is created again in HubSpot for a record whose counterpart was deleted there. */
function withDeletedCounterpart(
	decision: SyncDecision,
	deleted: ReadonlyMap<string, DeletedCounterpart>,
	context: PlanContext,
): SyncDecision {
	const { source, plan } = decision;
	const { quickBooks } = plan;
	const found = createsInHubSpot(decision) ? deleted.get(source.id) : undefined;
	if (!found || !quickBooks) return decision;
	const { record, survivor, isReported } = found;
	if (record && survivor)
		return decide(source, { quickBooks, hubSpot: survivor }, () =>
			planMerged(quickBooks, record, survivor, context),
		);
	const deletion = { side: 'hubSpot' as const, quickBooksId: quickBooks.Id, isReported };
	return { source, plan: planDeleted(quickBooks, record, context), deletion };
}
