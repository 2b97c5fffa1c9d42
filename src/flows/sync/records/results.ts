import { hubSpotUrl, quickBooksUrl } from '../../../core/urls';
import type { SyncedRecord } from '../../../core/sync/types';
import type { SyncContext, SyncResult } from '../engine/types';
import type { RecordOutcome } from './apply/outcome';
import type { SyncSetup } from './prepare';

/** What became of one record, as the node reports it. */
export function toSyncResult(
	outcome: RecordOutcome,
	{ account }: Pick<SyncSetup, 'account'>,
	{ quickbooks }: Pick<SyncContext, 'quickbooks'>,
): SyncResult {
	const { decision, action, reason, changes, warnings, hubSpot, quickBooks, error } = outcome;
	const { side, id } = decision.source;
	return {
		action: error === undefined ? action : 'failed',
		reason,
		changes: [...changes],
		hubspot: hubSpot
			? {
					objectType: hubSpot.objectType,
					id: hubSpot.id,
					url: hubSpotUrl(account.uiDomain, account.portalId, hubSpot.objectType, hubSpot.id),
				}
			: null,
		quickbooks: quickBooks ? quickBooksSide(quickBooks, quickbooks) : null,
		environment: quickbooks.environment,
		warnings: [...warnings],
		...(error !== undefined && { error }),
		source: { side, id },
	};
}

function quickBooksSide(
	record: SyncedRecord,
	{ realmId, environment }: SyncContext['quickbooks'],
): SyncResult['quickbooks'] {
	const entity = 'DisplayName' in record ? 'Customer' : 'Item';
	return { entity, id: record.Id, realmId, url: quickBooksUrl(environment, entity, record.Id) };
}
