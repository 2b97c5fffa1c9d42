import type { HubSpotObjectType } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import type { HubSpotLink } from '../../core/records/hubspotQueries';
import { waitForAll } from '../accounts/waitForAll';
import type { RecordWarnings, UnfinishedRecord } from './types';

/** One request for each kind of record that is linked with. @throws GatewayError */
export async function linkRecords(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<void> {
	const byType = new Map<HubSpotObjectType, HubSpotLink[]>();
	for (const { id, isLinked, wanted } of records) {
		if (isLinked) continue;
		for (const { to, typeId } of wanted.associations)
			byType.set(to.objectType, [
				...(byType.get(to.objectType) ?? []),
				{ fromId: id, toId: to.id, typeIds: [typeId] },
			]);
	}
	await waitForAll(
		[...byType].map(
			async ([objectType, links]) => await hubspot.associate('invoices', objectType, links),
		),
	);
}

/**
 * Sets statuses that some accounts take with lines only.
 *
 * @returns what HubSpot refused
 */
export async function setPendingStatuses(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<RecordWarnings> {
	const pending = records.flatMap(({ id, pendingStatus: status }) =>
		status === undefined ? [] : [{ id, status }],
	);
	if (pending.length === 0) return new Map();
	const outcomes = await hubspot.updateObjects(
		'invoices',
		pending.map(({ id, status }) => ({ id, properties: { hs_invoice_status: status } })),
	);
	return new Map(
		pending.flatMap(({ id, status }, index) => {
			const outcome = outcomes[index];
			if (outcome?.ok !== false) return [];
			const warning = `HubSpot keeps its own invoice record as it is instead of "${status}": ${outcome.error.message}`;
			return [[id, [warning]] as const];
		}),
	);
}
