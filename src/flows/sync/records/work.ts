import type { PlannedRequest } from '../../../core/plan';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { SyncedRecord, Side } from '../../../core/sync/types';
import type { SyncPlan } from '../../../core/sync/plan/plan';
import { hubSpotUrl, quickBooksUrl } from '../../../core/urls';
import type { PreparedSync } from './prepare';
import type { SyncContext, SyncResult } from '../engine/types';

/** One record on its way from plan to result. */
export interface Work {
	source: { side: Side; id: string; changedAt: string };
	plan: SyncPlan;
	error?: unknown;
	/** The world had moved on; to be planned anew, once. */
	again?: true;
	/** The name under which QuickBooks was asked for a new record. */
	wantedName?: string;
	/** One of the two was deleted, on that side. */
	deletion?: { side: Side; quickBooksId: string; told: boolean };
	/** To be looked at again in the next run, although nothing went wrong. */
	later?: true;
	/** What a dry run would have sent after the records themselves. */
	after?: PlannedRequest[];
}

export function failedWork(
	source: Work['source'],
	error: unknown,
	sides: Pick<SyncPlan, 'hubSpot' | 'quickBooks'>,
): Work {
	return {
		source,
		plan: { action: 'failed', reason: '', changes: [], warnings: [], wasLinked: false, ...sides },
		error,
	};
}

export function toSyncResult(
	{ source, plan, error }: Work,
	{ account }: PreparedSync,
	{ quickbooks }: SyncContext,
): SyncResult {
	const { hubSpot, quickBooks, changes, warnings, reason } = plan;
	return {
		action: error === undefined ? plan.action : 'failed',
		reason,
		changes,
		hubspot: hubSpot
			? {
					objectType: hubSpot.objectType,
					id: hubSpot.id,
					url: hubSpotUrl(account.uiDomain, account.portalId, hubSpot.objectType, hubSpot.id),
				}
			: null,
		quickbooks: quickBooks ? quickBooksSide(quickBooks, quickbooks) : null,
		environment: quickbooks.environment,
		warnings,
		...(error !== undefined && { error }),
		source: { side: source.side, id: source.id },
	};
}

function quickBooksSide(
	record: SyncedRecord,
	{ realmId, environment }: SyncContext['quickbooks'],
): SyncResult['quickbooks'] {
	const entity = 'DisplayName' in record ? 'Customer' : 'Item';
	return { entity, id: record.Id, realmId, url: quickBooksUrl(environment, entity, record.Id) };
}

/** Every request that would have been sent for one record. */
export function plannedRequests(
	{ hubSpot, quickBooks, writeHubSpot, writeQuickBooks, archiveHubSpot }: SyncPlan,
	{ plan: { kind } }: PreparedSync,
): PlannedRequest[] {
	const requests: PlannedRequest[] = [];
	if (writeQuickBooks)
		requests.push({
			system: 'QuickBooks',
			operation: quickBooks ? 'update' : 'create',
			target: quickBooks ? `${kind.entity}/${quickBooks.Id}` : kind.entity,
			payload: quickBooks
				? { ...versionOf(quickBooks), sparse: true, ...writeQuickBooks }
				: writeQuickBooks,
		});
	if (writeQuickBooks && !quickBooks && hubSpot)
		requests.push({
			system: 'HubSpot',
			operation: 'update',
			target: `${kind.hubSpotType}/${hubSpot.id}`,
			payload: { properties: 'the link to the new record' },
		});
	if (writeHubSpot)
		requests.push({
			system: 'HubSpot',
			operation: hubSpot ? 'update' : 'create',
			target: hubSpot ? `${kind.hubSpotType}/${hubSpot.id}` : kind.hubSpotType,
			payload: { properties: writeHubSpot },
		});
	if (archiveHubSpot && hubSpot)
		requests.push({
			system: 'HubSpot',
			operation: 'archive',
			target: `${kind.hubSpotType}/${hubSpot.id}`,
			payload: {},
		});
	return requests;
}

/** The name that no two QuickBooks records have in common. */
export function titleOf(record: SyncedRecord): string {
	return 'DisplayName' in record ? record.DisplayName : record.Name;
}

export function versionOf({ Id, SyncToken }: { Id: string; SyncToken: string }): {
	Id: string;
	SyncToken: string;
} {
	return { Id, SyncToken };
}

export function asRecord(record: HubSpotRecord, before: HubSpotRecord | undefined): HubSpotRecord {
	return { ...record, properties: { ...before?.properties, ...record.properties } };
}
