import { linkValue, readLink } from '../../hubspot/link';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import { conditionText, unmetCondition } from '../filter';
import { planPair, untouched, type PlanContext, type SyncPlan } from './plan';
import type { SyncedRecord } from '../types';

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
 * deletes.
 */
export function planInactive(
	quickBooks: SyncedRecord,
	hubSpot: HubSpotRecord,
	{ policy, kind, names, realmId, definitions }: PlanContext,
): SyncPlan {
	const sides = { hubSpot, quickBooks };
	const [link, base, state] = [names.link(realmId), names.base(realmId), names.of('record_state')];
	const unfit = leftOut(policy, hubSpot, quickBooks);
	if (unfit) return untouched('skipped', unfit, sides, true);
	const reason = `The ${kind.words.quickBooks} was made inactive in QuickBooks.`;
	const written = (
		action: SyncPlan['action'],
		writeHubSpot: HubSpotProperties,
		field: string,
		from: unknown,
		to: unknown,
	): SyncPlan => ({
		action,
		reason,
		changes: [{ field, from, to }],
		warnings: [],
		...sides,
		writeHubSpot,
		wasLinked: true,
	});
	if (policy.direction === 'hubSpotToQuickBooks') return untouched('skipped', reason, sides, true);
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return {
				action: 'archived',
				reason,
				changes: [],
				warnings: [],
				...sides,
				archiveHubSpot: true,
				wasLinked: true,
			};
		case 'unlink':
			return written(
				'unlinked',
				{ [link]: '', ...(definitions.has(base) && { [base]: '' }) },
				link,
				hubSpot.properties[link] ?? null,
				null,
			);
		case 'mark':
			return hubSpot.properties[state] === 'inactive'
				? untouched('unchanged', reason, sides, true)
				: written(
						'updated',
						{ [state]: 'inactive' },
						state,
						hubSpot.properties[state] ?? null,
						'inactive',
					);
	}
}

/** What a record of HubSpot is recognised by where it bears no link. */
const recognisedBy = { contacts: 'e-mail address', products: 'SKU or name' } as const;

/**
 * A QuickBooks record whose HubSpot record was deleted. Whoever deleted that meant it, so none is
 * made anew.
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

/** A QuickBooks record whose linked HubSpot record was archived. */
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
	switch (policy.onDelete) {
		case 'nothing':
			return untouched('skipped', reason, sides, true);
		case 'archive':
			return {
				action: 'archived',
				reason,
				changes: [{ field: 'Active', from: true, to: false }],
				warnings: [],
				...sides,
				writeQuickBooks: { Active: false },
				wasLinked: true,
			};
		case 'unlink':
			return {
				action: 'unlinked',
				reason: `${reason} Its link was removed with it.`,
				changes: [],
				warnings: [],
				...sides,
				wasLinked: true,
			};
		case 'mark': {
			const mark = kind.deletedMark(quickBooks, hubSpot.id);
			if (!mark)
				return untouched(
					'skipped',
					`${reason} QuickBooks has no field for a note on it.`,
					sides,
					true,
				);
			return Object.keys(mark).length === 0
				? untouched('unchanged', reason, sides, true)
				: {
						action: 'updated',
						reason,
						changes: Object.entries(mark).map(([field, to]) => ({ field, from: null, to })),
						warnings: [],
						...sides,
						writeQuickBooks: mark,
						wasLinked: true,
					};
		}
	}
}
