import { linkValue, readLink } from '../../hubspot/link';
import type { HubSpotRecord } from '../../records/hubspot';
import { conditionText, unmetCondition } from '../filter';
import type { SyncedRecord } from '../types';
import { planPair } from '../pair/pair';
import { untouched, type PlanContext, type SyncPlan } from './plan';

/**
 * What a filter leaves out stays as it is on both sides. Deleting is what makes a record inactive,
 * so that alone does not leave it out.
 */
function leftOut(
	{ filter }: PlanContext['policy'],
	hubSpot: HubSpotRecord,
	quickBooks: SyncedRecord,
): string | undefined {
	const unmet = unmetCondition(filter, {
		hubSpot: hubSpot.properties,
		quickBooks: { ...quickBooks, Active: true },
	});
	return unmet && `It was deleted, and does not meet the filter: ${conditionText(unmet)}.`;
}

/**
 * A linked HubSpot record whose QuickBooks record was made inactive, which is how QuickBooks
 * deletes: what *On Delete* says is done in HubSpot.
 */
export function planInactive(
	quickBooks: SyncedRecord,
	hubSpot: HubSpotRecord,
	context: PlanContext,
): SyncPlan {
	const { policy, kind } = context;
	const sides = { hubSpot, quickBooks };
	const unfit = leftOut(policy, hubSpot, quickBooks);
	if (unfit) return untouched('skipped', unfit, sides, true);
	const reason = `The ${kind.words.quickBooks} was made inactive in QuickBooks.`;
	if (policy.direction === 'hubSpotToQuickBooks') return untouched('skipped', reason, sides, true);
	const following = { reason, warnings: [], ...sides, wasLinked: true };
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return { action: 'archived', changes: [], archiveHubSpot: true, ...following };
		case 'unlink':
			return { action: 'unlinked', ...unlinking(hubSpot, context), ...following };
		case 'mark':
			return hubSpot.properties[context.names.of('record_state')] === 'inactive'
				? untouched('unchanged', reason, sides, true)
				: { action: 'updated', ...marking(hubSpot, context), ...following };
	}
}

function unlinking(
	hubSpot: HubSpotRecord,
	{ names, realmId, definitions }: PlanContext,
): Pick<SyncPlan, 'changes' | 'writeHubSpot'> {
	const [link, base] = [names.link(realmId), names.base(realmId)];
	return {
		changes: [{ field: link, from: hubSpot.properties[link] ?? null, to: null }],
		writeHubSpot: { [link]: '', ...(definitions.has(base) && { [base]: '' }) },
	};
}

function marking(
	hubSpot: HubSpotRecord,
	{ names }: PlanContext,
): Pick<SyncPlan, 'changes' | 'writeHubSpot'> {
	const state = names.of('record_state');
	return {
		changes: [{ field: state, from: hubSpot.properties[state] ?? null, to: 'inactive' }],
		writeHubSpot: { [state]: 'inactive' },
	};
}

/** What a record of HubSpot is recognised by where it bears no link. */
const recognisedBy = { contacts: 'e-mail address', products: 'SKU or name' } as const;

/**
 * A QuickBooks record whose HubSpot record was deleted. Whoever deleted that meant it, so none is
 * created again.
 */
export function planDeleted(
	quickBooks: SyncedRecord,
	hubSpot: HubSpotRecord | undefined,
	{ kind }: PlanContext,
): SyncPlan {
	const reason = `The ${kind.words.hubSpot} was deleted in HubSpot, so no new one is created. Restore it from HubSpot's recycle bin, or create another one there with the same ${recognisedBy[kind.hubSpotType]}.`;
	return untouched('skipped', reason, { quickBooks, hubSpot }, true);
}

/**
 * A QuickBooks record whose HubSpot record was merged into another one: that one takes its place,
 * unless it is linked elsewhere.
 */
export function planMerged(
	quickBooks: SyncedRecord,
	lost: HubSpotRecord,
	survivor: HubSpotRecord,
	context: PlanContext,
): SyncPlan {
	const { kind, realmId, names } = context;
	const link = names.link(realmId);
	const other = readLink(survivor.properties[link], realmId);
	const merged = `The HubSpot ${kind.words.hubSpot} ${lost.id} was merged into ${survivor.id}`;
	if (other !== undefined && other !== quickBooks.Id) {
		return untouched(
			'conflict',
			`${merged}, which is linked with the QuickBooks ${kind.words.quickBooks} with id ${other}. Write "${linkValue(realmId, quickBooks.Id)}" into its property "${link}" if it belongs to this one.`,
			{ quickBooks, hubSpot: survivor },
		);
	}
	const plan = planPair(
		{ hubSpot: survivor, quickBooks, by: kind.keys[0]?.name ?? 'name' },
		context,
	);
	return plan.action === 'linked' || plan.action === 'updated'
		? { ...plan, reason: `${merged}.` }
		: plan;
}

/**
 * A HubSpot record that was restored: its QuickBooks record, which was made inactive for it, is
 * active again.
 */
export function planRestored(
	quickBooks: SyncedRecord,
	hubSpot: HubSpotRecord,
	{ kind }: PlanContext,
): SyncPlan {
	const reason = `The ${kind.words.hubSpot} was restored in HubSpot, so the ${kind.words.quickBooks} is active again.`;
	return {
		action: 'updated',
		reason,
		changes: [{ field: 'Active', from: false, to: true }],
		warnings: [],
		hubSpot,
		quickBooks,
		writeQuickBooks: { Active: true },
		wasLinked: true,
	};
}

/** A record that is active again loses its mark. */
export function withoutMark(plan: SyncPlan, { policy, names }: PlanContext): SyncPlan {
	const state = names.of('record_state');
	const { hubSpot, quickBooks } = plan;
	if (
		policy.onDelete !== 'mark' ||
		!hubSpot ||
		!quickBooks?.Active ||
		hubSpot.properties[state] !== 'inactive' ||
		plan.action === 'skipped' ||
		plan.action === 'conflict'
	)
		return plan;
	return {
		...plan,
		action: plan.action === 'unchanged' ? 'updated' : plan.action,
		changes: [...plan.changes, { field: state, from: 'inactive', to: 'active' }],
		writeHubSpot: { ...plan.writeHubSpot, [state]: 'active' },
	};
}

/**
 * A QuickBooks record whose linked HubSpot record was archived: what *On Delete* says is done in
 * QuickBooks.
 */
export function planArchived(
	hubSpot: HubSpotRecord,
	quickBooks: SyncedRecord,
	{ policy, kind }: PlanContext,
): SyncPlan {
	const sides = { hubSpot, quickBooks };
	const unfit = leftOut(policy, hubSpot, quickBooks);
	if (unfit) return untouched('skipped', unfit, sides, true);
	const reason = `The ${kind.words.hubSpot} was deleted in HubSpot.`;
	if (!quickBooks.Active) return untouched('unchanged', reason, sides, true);
	const following = { reason, warnings: [], ...sides, wasLinked: true };
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return {
				action: 'archived',
				...following,
				changes: [{ field: 'Active', from: true, to: false }],
				writeQuickBooks: { Active: false },
			};
		case 'unlink':
			return {
				action: 'unlinked',
				...following,
				reason: `${reason} Its link was removed with it.`,
				changes: [],
			};
		case 'mark':
			return planDeletedMark(hubSpot, quickBooks, reason, kind);
	}
}

function planDeletedMark(
	hubSpot: HubSpotRecord,
	quickBooks: SyncedRecord,
	reason: string,
	kind: PlanContext['kind'],
): SyncPlan {
	const sides = { hubSpot, quickBooks };
	const mark = kind.deletedMark(quickBooks, hubSpot.id);
	if (!mark) {
		const noPlace = `${reason} QuickBooks has no field for a note on it.`;
		return untouched('skipped', noPlace, sides, true);
	}
	if (Object.keys(mark).length === 0) return untouched('unchanged', reason, sides, true);
	return {
		action: 'updated',
		reason,
		changes: Object.entries(mark).map(([field, to]) => ({ field, from: null, to })),
		warnings: [],
		...sides,
		writeQuickBooks: mark,
		wasLinked: true,
	};
}
