import { linkValue, readLink } from '../../hubspot/link';
import type { HubSpotRecord } from '../../records/hubspot';
import type { SyncedRecord } from '../types';
import type { Match } from './match';
import type { PlanContext } from './plan';
import { titleOf } from './takenNames';

/**
 * A HubSpot record whose QuickBooks record is gone. QuickBooks' records go when they are merged:
 * whoever did that has chosen another one, so none is created.
 *
 * @param alike what fits the record apart from its link
 */
export function matchOfLostLink(
	record: HubSpotRecord,
	alike: Match<SyncedRecord> | undefined,
	{ kind: { words }, names, realmId }: Pick<PlanContext, 'kind' | 'names' | 'realmId'>,
): Match<SyncedRecord> {
	const link = names.link(realmId);
	const lost = readLink(record.properties[link], realmId);
	const successor = alike?.kind === 'pair' ? alike.record : undefined;
	const hint = successor ? ` It may be "${titleOf(successor)}" (id ${successor.Id}) now.` : '';
	const value = successor
		? `"${linkValue(realmId, successor.Id)}"`
		: `"${realmId}:" and the id of the ${words.quickBooks} that replaced it`;
	return {
		kind: 'conflict',
		reason: `The HubSpot ${words.hubSpot} ${record.id} is linked with the QuickBooks ${words.quickBooks} with id ${lost}, which no longer exists. Usually it was merged into another one.${hint} Write ${value} into the property "${link}", or clear it: the sync then searches for the ${words.quickBooks} and creates it if there is none.`,
	};
}
