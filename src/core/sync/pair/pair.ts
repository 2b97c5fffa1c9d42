import { linkValue } from '../../hubspot/link';
import type { Action, Change } from '../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import { readBase, writeBase } from '../base';
import type { SyncField } from '../fields/fieldsOf';
import { mergeFields, type MergeInput, type Merged } from '../fields/merge';
import { toPayload } from '../fields/payload';
import type { Side, SyncedRecord } from '../types';
import { valuesKeptApart } from './keptApart';
import { leftOutAmountWarnings } from './leftOutAmounts';
import type { MatchedBy } from '../plan/match';
import { valuesForNewHubSpotRecord } from './creation';
import { reasonOfFilter, untouched, type PlanContext, type SyncPlan } from '../plan/plan';

/** A HubSpot record and the QuickBooks record it belongs to. */
interface MatchedPair {
	hubSpot: HubSpotRecord;
	quickBooks: SyncedRecord;
	by: MatchedBy;
}

/**
 * What to do about two records that belong together: their fields are compared, and what differs
 * goes where the mapping and the policy say. Two that were not linked yet are linked.
 *
 * @throws Declined when a value does not fit where it would go
 */
export function planPair(pair: MatchedPair, context: PlanContext): SyncPlan {
	const { hubSpot, quickBooks, by } = pair;
	const { policy } = context;
	const sides = { hubSpot, quickBooks };
	const wasLinked = by === 'link';
	const unfit = reasonOfFilter(context, { hubSpot: hubSpot.properties, quickBooks });
	if (unfit) return untouched('skipped', unfit, sides, wasLinked);
	if (policy.createAndUpdate === 'none') {
		const reason = 'Neither creating nor updating is switched on.';
		return untouched('skipped', reason, sides, wasLinked);
	}
	const fields = policy.createAndUpdate === 'createOnly' ? [] : context.fields;
	const input = comparisonOf(pair, fields.length === 0, context);
	const { merged, warnings } = mergePair(pair, fields, input, context);
	const toHubSpot = propertiesToWrite(pair, merged, context);
	return {
		...outcomeOf(merged, by),
		warnings: [...merged.settled, ...warnings, ...pairWarnings(pair, merged, context)],
		...sides,
		...(Object.keys(toHubSpot).length > 0 && { writeHubSpot: toHubSpot }),
		...(merged.quickBooks.size > 0 && {
			writeQuickBooks: toPayload(merged.quickBooks, quickBooks),
		}),
		wasLinked,
	};
}

/** @param onlyLink whether the values stay as they are */
function comparisonOf(
	{ hubSpot, quickBooks }: MatchedPair,
	onlyLink: boolean,
	context: PlanContext,
): Omit<MergeInput, 'fields'> {
	const { kind, policy, definitions, names, realmId } = context;
	const changedAt = hubSpot.properties[kind.modifiedProperty] ?? hubSpot.updatedAt;
	const isHubSpotNewer =
		(Date.parse(changedAt) || 0) > Date.parse(quickBooks.MetaData.LastUpdatedTime);
	const newer: Side = isHubSpotNewer ? 'hubSpot' : 'quickBooks';
	return {
		hubSpot,
		quickBooks: kind.withoutOwnName?.(quickBooks, hubSpot) ?? quickBooks,
		definitions,
		conflict: policy.conflict,
		base: readBase(hubSpot.properties[names.base(realmId)]),
		newer,
		madeUp: onlyLink ? {} : valuesForNewHubSpotRecord(quickBooks, context),
	};
}

/** Compares the fields that both have in common; the others stay as they are. */
function mergePair(
	{ hubSpot, quickBooks }: MatchedPair,
	fields: readonly SyncField[],
	input: Omit<MergeInput, 'fields'>,
	{ kind }: PlanContext,
): { merged: Merged; warnings: string[] } {
	const { apart: rule } = kind;
	if (!rule?.are(quickBooks, hubSpot, input.base))
		return { merged: mergeFields({ ...input, fields }), warnings: [] };
	const isApart = ({ property, field }: SyncField) => rule.isOwn(property, field.path);
	const apart = fields.filter(isApart);
	const merged = mergeFields({ ...input, fields: fields.filter((one) => !isApart(one)) });
	const kept = valuesKeptApart(input, apart);
	return {
		merged: { ...merged, base: new Map([...merged.base, ...kept.base]) },
		warnings: kept.warnings,
	};
}

function outcomeOf(
	{ changes, conflicts }: Merged,
	by: MatchedBy,
): { action: Action; reason: string; changes: Change[] } {
	const all = [...changes, ...conflicts];
	if (conflicts.length > 0)
		return { action: 'conflict', reason: conflictReason(conflicts), changes: all };
	const isLinked = by === 'link';
	const reason = isLinked ? '' : `Recognised by ${by}.`;
	if (changes.length > 0) return { action: 'updated', reason, changes: all };
	return { action: isLinked ? 'unchanged' : 'linked', reason, changes: all };
}

function conflictReason(conflicts: readonly Change[]): string {
	const fields = conflicts.map(
		({ field, from, to }) => `${field} (HubSpot "${String(from)}", QuickBooks "${String(to)}")`,
	);
	return `Both sides changed ${fields.join(', ')}.`;
}

/** The values that HubSpot gets, the link if it is missing, and what both agree on by then. */
function propertiesToWrite(
	{ hubSpot, quickBooks, by }: MatchedPair,
	merged: Merged,
	{ names, realmId }: PlanContext,
): HubSpotProperties {
	const base = names.base(realmId);
	const agreed = writeBase(merged.base);
	const isBaseNew = merged.base.size > 0 && agreed !== hubSpot.properties[base];
	return {
		...(by !== 'link' && { [names.link(realmId)]: linkValue(realmId, quickBooks.Id) }),
		...Object.fromEntries(merged.hubSpot),
		...(isBaseNew && { [base]: agreed }),
	};
}

function pairWarnings(
	{ hubSpot, quickBooks, by }: MatchedPair,
	merged: Merged,
	context: PlanContext,
): string[] {
	const written = context.fields
		.filter(({ property, field }) => merged.hubSpot.has(property) || merged.quickBooks.has(field))
		.map(({ field }) => field.path);
	const isQuiet = merged.changes.length === 0 && by === 'link';
	return [
		...(context.kind.valueWarnings?.(quickBooks, written) ?? []),
		...(isQuiet ? [] : leftOutAmountWarnings(context, { hubSpot, quickBooks })),
	];
}
