import { byId } from '../../../core/records/byId';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { planArchivedRecords } from '../../../core/sync/plan/archived';
import type { SyncDecision } from '../../../core/sync/plan/decision';
import { planHubSpotRecords } from '../../../core/sync/plan/fromHubSpot';
import {
	createsInHubSpot,
	isUnmatched,
	planQuickBooksRecords,
	type QuickBooksRead,
} from '../../../core/sync/plan/fromQuickBooks';
import type { PlanContext } from '../../../core/sync/plan/plan';
import type { SyncedRecord } from '../../../core/sync/types';
import type { QuickBooksPort } from '../../../gateways/ports';
import { findByIds } from '../../accounts/quickBooksRecords';
import type { Counterparts } from './counterparts';
import type { Namesakes } from './names/namesakes';
import type { RunKnowledge } from './runKnowledge';

/** Where the records come from that a decision depends on. */
interface DecisionSources {
	counterparts: Counterparts;
	known: RunKnowledge;
	namesakes: Namesakes;
	context: PlanContext;
}

/**
 * Reads what QuickBooks records belong to in HubSpot, and plans.
 *
 * @throws GatewayError
 */
export async function readAndPlanQuickBooks(
	records: readonly SyncedRecord[],
	sources: DecisionSources,
	{ thorough, mayCreate }: { thorough: boolean; mayCreate: boolean },
): Promise<SyncDecision[]> {
	const { counterparts, known, namesakes, context } = sources;
	const taking = records.filter((record) => context.kind.leftOut(record) === undefined);
	const matches = await counterparts.matchQuickBooks(taking, thorough);
	const open = mayCreate
		? taking.filter(({ Id, Active }) => Active && isUnmatched(matches.get(Id)))
		: [];
	const read: QuickBooksRead = {
		records,
		matches,
		namesakes: await namesakes.findFor(open),
		deleted: new Map(),
	};
	// Whoever deleted a record meant it, so the recycle bin is asked before another one is created.
	const creating = planQuickBooksRecords({ ...read, records: open }, known, context).filter(
		createsInHubSpot,
	);
	const deleted =
		creating.length > 0
			? await known.findDeleted(creating.map(({ source }) => source.id))
			: read.deleted;
	return planQuickBooksRecords({ ...read, deleted }, known, context);
}

/** Reads what HubSpot records belong to in QuickBooks, and plans. @throws GatewayError */
export async function readAndPlanHubSpot(
	records: readonly HubSpotRecord[],
	{ counterparts, known, context }: DecisionSources,
): Promise<SyncDecision[]> {
	const matches = await counterparts.matchHubSpot(records);
	return planHubSpotRecords(records, matches, known, context);
}

/**
 * Reads what archived HubSpot records were linked with, and plans. Those that a sync has archived,
 * since their QuickBooks record was inactive, are no deletions in HubSpot.
 *
 * @throws GatewayError
 */
export async function readAndPlanArchived(
	archived: readonly HubSpotRecord[],
	quickbooks: QuickBooksPort,
	{ counterparts, known, context }: Omit<DecisionSources, 'namesakes'>,
): Promise<SyncDecision[]> {
	const linked = archived.flatMap((record) => {
		const link = counterparts.linkOf(record);
		return link === undefined || known.isFollowed('quickBooks', link) ? [] : [{ record, link }];
	});
	if (linked.length === 0) return [];
	const found = await findByIds(
		quickbooks,
		context.kind.entity,
		linked.map(({ link }) => link),
	);
	const [matches, leftOut] = await Promise.all([
		counterparts.matchQuickBooks(found, true),
		counterparts.reasonsOfCompanies(found),
	]);
	const records = linked.map(({ record }) => record);
	const foundById = byId(found);
	const pairs = linked.flatMap(({ record, link }) => {
		const counterpart = foundById.get(link);
		return counterpart ? [[record.id, counterpart] as const] : [];
	});
	return planArchivedRecords({ records, counterparts: new Map(pairs), matches, leftOut }, context);
}
