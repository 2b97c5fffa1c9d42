import { readLink } from '../../core/hubspot/link';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { SyncKind } from '../../core/sync/types';
import { archivedInHubSpot, changedInHubSpot } from './records/hubSpotSource';
import { prepareSync, propertiesToRead } from './records/prepare';
import { RecordSync } from './records/recordSync';
import { changedInQuickBooks } from '../accounts/changes';
import { runJob } from './engine/run';
import type { SyncContext, SyncInput, SyncRun } from './engine/types';

/**
 * Brings contacts or products of both sides together: reads what was changed in pages, finds the
 * counterparts in batches,
 * decides, writes in batches, and moves the time on. A record that fails leaves the rest as it is.
 *
 * @param stored what an earlier run remembered
 * @throws Declined when the mapping names what does not exist
 * @throws GatewayError when nothing can go on; what was done until then is behind the state that
 * `onState` was told
 */
export async function syncRecords(
	kind: SyncKind,
	input: SyncInput,
	stored: unknown,
	context: SyncContext,
): Promise<SyncRun> {
	const { hubspot, quickbooks, now } = context;
	const { direction, onDelete } = input.policy;
	return await runJob(
		{
			// HubSpot first: a new customer or item, whose link in HubSpot a broken-off run owes, is
			// found by its name before it is taken for somebody new.
			sides: [
				...(direction === 'quickBooksToHubSpot' ? [] : (['hubSpot'] as const)),
				...(direction === 'hubSpotToQuickBooks' ? [] : (['quickBooks'] as const)),
			],
			changed: (side, since) =>
				side === 'quickBooks'
					? changedInQuickBooks(quickbooks, kind.entity, since, now())
					: changedInHubSpot(
							hubspot,
							kind.hubSpotType,
							kind.modifiedProperty,
							propertiesToRead(kind, input, context),
							since,
							now(),
						),
			findFurther: async (side, since, state, worker) => {
				if (side === 'quickBooks' || onDelete === 'nothing' || since === undefined)
					return undefined;
				const gone = await linkedInBin(kind, input, context, since);
				return gone.length > 0 ? await (await worker()).processFound(side, gone, state) : undefined;
			},
			prepare: async (state) =>
				new RecordSync(kind, input, await prepareSync(kind, input, context), context, state),
		},
		input,
		stored,
		context,
	);
}

/** Records with a counterpart that were put into HubSpot's recycle bin since. */
async function linkedInBin(
	kind: SyncKind,
	input: SyncInput,
	context: SyncContext,
	since: string,
): Promise<HubSpotRecord[]> {
	const {
		hubspot,
		quickbooks: { realmId },
	} = context;
	const link = hubspot.names.link(realmId);
	const gone: HubSpotRecord[] = [];
	for await (const records of archivedInHubSpot(
		hubspot,
		kind.hubSpotType,
		propertiesToRead(kind, input, context),
		since,
	))
		gone.push(
			...records.filter(({ properties }) => readLink(properties[link], realmId) !== undefined),
		);
	return gone;
}
