import { linkPropertyName } from '../hubspot/link';
import type { HubSpotProperties, HubSpotRecord } from '../records/hubspot';
import { basePropertyName } from './base';
import { conditionText, unmetCondition } from './filter';
import { untouched, type PlanContext, type SyncPlan } from './plan';
import type { SyncedRecord } from './types';

/** HubSpot property that says what became of the QuickBooks record; it exists where deletes are marked. */
export const STATE_PROPERTY = 'quickbooks_record_state';

/** What a filter leaves out stays as it is on both sides. Deleting is what makes a record inactive, so that alone does not leave it out. */
function leftOut({ filter }: PlanContext['policy'], hubSpot: HubSpotRecord, quickBooks: SyncedRecord): string | undefined {
	const unmet = unmetCondition(filter, { hubSpot: hubSpot.properties, quickBooks: { ...quickBooks, Active: true } });
	return unmet && `It was deleted, and does not meet the filter: ${conditionText(unmet)}.`;
}

/** A linked HubSpot record whose QuickBooks record was made inactive, which is how QuickBooks deletes. */
export function planInactive(quickBooks: SyncedRecord, hubSpot: HubSpotRecord, { policy, kind, realmId, definitions }: PlanContext): SyncPlan {
	const sides = { hubSpot, quickBooks };
	const unfit = leftOut(policy, hubSpot, quickBooks);
	if (unfit) return untouched('skipped', unfit, sides, true);
	const reason = `The ${kind.words.quickBooks} was made inactive in QuickBooks.`;
	const written = (action: SyncPlan['action'], writeHubSpot: HubSpotProperties, field: string, from: unknown, to: unknown): SyncPlan => ({ action, reason, changes: [{ field, from, to }], warnings: [], ...sides, writeHubSpot, wasLinked: true });
	if (policy.direction === 'hubSpotToQuickBooks') return untouched('skipped', reason, sides, true);
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return { action: 'archived', reason, changes: [], warnings: [], ...sides, archiveHubSpot: true, wasLinked: true };
		case 'unlink':
			return written('unlinked', { [linkPropertyName(realmId)]: '', ...(definitions.has(basePropertyName(realmId)) && { [basePropertyName(realmId)]: '' }) }, linkPropertyName(realmId), hubSpot.properties[linkPropertyName(realmId)] ?? null, null);
		case 'mark':
			return hubSpot.properties[STATE_PROPERTY] === 'inactive' ? untouched('unchanged', reason, sides, true) : written('updated', { [STATE_PROPERTY]: 'inactive' }, STATE_PROPERTY, hubSpot.properties[STATE_PROPERTY] ?? null, 'inactive');
	}
}

/** A record that is active again loses its mark. */
export function withoutMark(plan: SyncPlan, { policy }: PlanContext): SyncPlan {
	const { hubSpot, quickBooks } = plan;
	if (policy.onDelete !== 'mark' || !hubSpot || !quickBooks?.Active || hubSpot.properties[STATE_PROPERTY] !== 'inactive' || plan.action === 'skipped' || plan.action === 'conflict') return plan;
	return { ...plan, action: plan.action === 'unchanged' ? 'updated' : plan.action, changes: [...plan.changes, { field: STATE_PROPERTY, from: 'inactive', to: 'active' }], writeHubSpot: { ...plan.writeHubSpot, [STATE_PROPERTY]: 'active' } };
}

/** A QuickBooks record whose linked HubSpot record was archived. */
export function planArchived(hubSpot: HubSpotRecord, quickBooks: SyncedRecord, { policy, kind }: PlanContext): SyncPlan {
	const sides = { hubSpot, quickBooks };
	const unfit = leftOut(policy, hubSpot, quickBooks);
	if (unfit) return untouched('skipped', unfit, sides, true);
	const reason = `The ${kind.words.hubSpot} was deleted in HubSpot.`;
	if (!quickBooks.Active) return untouched('unchanged', reason, sides, true);
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return { action: 'archived', reason, changes: [{ field: 'Active', from: true, to: false }], warnings: [], ...sides, writeQuickBooks: { Active: false }, wasLinked: true };
		case 'unlink':
			return { action: 'unlinked', reason: `${reason} Its link went with it.`, changes: [], warnings: [], ...sides, wasLinked: true };
		case 'mark': {
			const mark = kind.deletedMark(quickBooks, hubSpot.id);
			if (!mark) return untouched('skipped', `${reason} QuickBooks has no place for a note on it.`, sides, true);
			return Object.keys(mark).length === 0 ? untouched('unchanged', reason, sides, true) : { action: 'updated', reason, changes: Object.entries(mark).map(([field, to]) => ({ field, from: null, to })), warnings: [], ...sides, writeQuickBooks: mark, wasLinked: true };
		}
	}
}
