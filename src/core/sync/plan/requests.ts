import type { PlannedRequest } from '../../plan';
import type { SyncKind } from '../types';
import type { SyncPlan } from './plan';

/** Every request that a plan consists of, in the receiver's own shape; a dry run prints them. */
export function requestsOf(plan: SyncPlan, kind: SyncKind): PlannedRequest[] {
	const { hubSpot, quickBooks, writeHubSpot, writeQuickBooks, archiveHubSpot } = plan;
	const requests: PlannedRequest[] = [];
	if (writeQuickBooks) requests.push(quickBooksRequest(plan, kind));
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

function quickBooksRequest(
	{ quickBooks, writeQuickBooks }: SyncPlan,
	{ entity }: SyncKind,
): PlannedRequest {
	if (!quickBooks)
		return { system: 'QuickBooks', operation: 'create', target: entity, payload: writeQuickBooks };
	const { Id, SyncToken } = quickBooks;
	return {
		system: 'QuickBooks',
		operation: 'update',
		target: `${entity}/${Id}`,
		payload: { Id, SyncToken, sparse: true, ...writeQuickBooks },
	};
}
