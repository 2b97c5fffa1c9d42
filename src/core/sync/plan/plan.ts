import { linkValue } from '../../hubspot/link';
import type { PropertyNames } from '../../records/names';
import type { Action, Change } from '../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksPayload } from '../../records/quickbooks';
import { fingerprint, readBase, writeBase, type Base } from '../base';
import type { SyncField } from '../fields/fieldsOf';
import { conditionText, unmetCondition, type Filterable } from '../filter';
import type { Match, MatchedBy } from './match';
import { mergeFields, same, type MergeInput, type Merged } from '../fields/merge';
import { leftOutWarnings, type LeftOutPrice } from '../fields/prices';
import { toPayload } from '../fields/payload';
import type {
	Definitions,
	NewRecordExtras,
	QuickBooksField,
	Side,
	SyncedRecord,
	SyncKind,
	SyncPolicy,
} from '../types';
import {
	cutValueWarning,
	forHubSpot,
	hubSpotValue,
	quickBooksValue,
	toHubSpot,
} from '../fields/values';

export interface PlanContext {
	kind: SyncKind;
	policy: SyncPolicy;
	fields: readonly SyncField[];
	definitions: Definitions;
	names: PropertyNames;
	realmId: string;
	extras: NewRecordExtras;
	/** Amounts that are in different currencies on the two sides. */
	leftOut?: readonly LeftOutPrice[];
}

/** What to do about one record and its counterpart. */
export interface SyncPlan {
	/** What it will be called once done. */
	action: Action;
	reason: string;
	changes: Change[];
	warnings: string[];
	hubSpot?: HubSpotRecord | undefined;
	quickBooks?: SyncedRecord | undefined;
	/** Properties to write; of a new record when there is no `hubSpot`. */
	writeHubSpot?: HubSpotProperties;
	/** Fields to write; of a new record when there is no `quickBooks`. */
	writeQuickBooks?: QuickBooksPayload;
	archiveHubSpot?: true;
	/** Told apart so that a quiet run stays quiet. */
	wasLinked: boolean;
}

type RecordPair = { hubSpot: HubSpotRecord; quickBooks: SyncedRecord; by: MatchedBy };

const bothWays = ({ toHubSpot: there, toQuickBooks: back }: SyncField) => there && back;

/** A record that is not to be touched, and why. */
export function untouched(
	action: 'skipped' | 'conflict' | 'unchanged',
	reason: string,
	sides: Pick<SyncPlan, 'hubSpot' | 'quickBooks'>,
	wasLinked = false,
): SyncPlan {
	return { action, reason, changes: [], warnings: [], wasLinked, ...sides };
}

function filtered({ policy }: PlanContext, pair: Filterable): string | undefined {
	const unmet = unmetCondition(policy.filter, pair);
	return unmet && `It does not meet the filter: ${conditionText(unmet)}.`;
}

/** @throws Declined when a value does not fit where it would go */
export function planPair({ hubSpot, quickBooks, by }: RecordPair, context: PlanContext): SyncPlan {
	const { kind, policy, fields, definitions, names, realmId } = context;
	const sides = { hubSpot, quickBooks };
	const linked = by === 'link';
	const unfit = filtered(context, { hubSpot: hubSpot.properties, quickBooks });
	if (unfit) return untouched('skipped', unfit, sides, linked);
	if (policy.createAndUpdate === 'none')
		return untouched('skipped', 'Neither creating nor updating is switched on.', sides, linked);
	const base = names.base(realmId);
	const newer: Side =
		(Date.parse(hubSpot.properties[kind.modifiedProperty] ?? hubSpot.updatedAt) || 0) >
		Date.parse(quickBooks.MetaData.LastUpdatedTime)
			? 'hubSpot'
			: 'quickBooks';
	const onlyLink = policy.createAndUpdate === 'createOnly';
	const madeUp = onlyLink ? {} : madeUpFor(quickBooks, context);
	const input = {
		hubSpot,
		quickBooks: kind.withoutOwnName?.(quickBooks, hubSpot) ?? quickBooks,
		definitions,
		conflict: policy.conflict,
		base: readBase(hubSpot.properties[base]),
		newer,
		madeUp,
	};
	const { shared, apart } = dividedFields(
		kind,
		{ hubSpot, quickBooks },
		input.base,
		onlyLink ? [] : fields,
	);
	const merged = mergeFields({ ...input, fields: shared });
	const kept = apart.length > 0 ? keepApart(input, apart, merged) : [];
	const link: HubSpotProperties = linked
		? {}
		: { [names.link(realmId)]: linkValue(realmId, quickBooks.Id) };
	const agreed = writeBase(merged.base);
	const remembered =
		merged.base.size > 0 && agreed !== hubSpot.properties[base] ? { [base]: agreed } : {};
	const toHubSpot = { ...link, ...Object.fromEntries(merged.hubSpot), ...remembered };
	const changed = merged.changes.length > 0;
	return {
		action:
			merged.conflicts.length > 0
				? 'conflict'
				: changed
					? 'updated'
					: linked
						? 'unchanged'
						: 'linked',
		reason:
			merged.conflicts.length > 0
				? conflictReason(merged.conflicts)
				: linked
					? ''
					: `Recognised by ${by}.`,
		changes: [...merged.changes, ...merged.conflicts],
		warnings: [
			...merged.settled,
			...kept,
			...(kind.valueWarnings?.(quickBooks, changedFields(merged, fields)) ?? []),
			...(changed || !linked ? leftOutOf(context, { hubSpot, quickBooks }) : []),
		],
		...sides,
		...(Object.keys(toHubSpot).length > 0 && { writeHubSpot: toHubSpot }),
		...(merged.quickBooks.size > 0 && {
			writeQuickBooks: toPayload(merged.quickBooks, quickBooks),
		}),
		wasLinked: linked,
	};
}

/** Fields that the two share, and those in which each has its own. */
function dividedFields(
	kind: SyncKind,
	{ hubSpot, quickBooks }: Pick<RecordPair, 'hubSpot' | 'quickBooks'>,
	base: Base,
	fields: readonly SyncField[],
): { shared: readonly SyncField[]; apart: SyncField[] } {
	const { apart: rule } = kind;
	if (!rule?.are(quickBooks, hubSpot, base)) return { shared: fields, apart: [] };
	const isApart = ({ property, field }: SyncField) => rule.isOwn(property, field.path);
	return { shared: fields.filter((one) => !isApart(one)), apart: fields.filter(isApart) };
}

/** What both agreed on before stays known. @returns which values differ */
function keepApart(
	input: Omit<MergeInput, 'fields'>,
	apart: readonly SyncField[],
	merged: Merged,
): string[] {
	for (const { property } of apart) {
		const mark = input.base.get(property);
		if (mark !== undefined) merged.base.set(property, mark);
	}
	const differing = apart.filter((one) => {
		const { changes, conflicts } = mergeFields({ ...input, fields: [one] });
		return [...changes, ...conflicts].some(({ from, to }) => Boolean(from) && Boolean(to));
	});
	const labels = [...new Set(differing.map(({ field }) => field.label))];
	if (labels.length === 0) return [];
	const named = labels.map((label, index) => (index === 0 ? label : label.toLowerCase()));
	const list =
		named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join();
	return [
		`${list} stayed as they are on both sides: the customer has the name of a company and no person's name, and the contact is a person. To sync them, enter the person's first and last name in QuickBooks.`,
	];
}

/** The QuickBooks fields whose values go to either side. */
function changedFields({ hubSpot, quickBooks }: Merged, fields: readonly SyncField[]): string[] {
	return fields
		.filter(({ property, field }) => hubSpot.has(property) || quickBooks.has(field))
		.map(({ field }) => field.path);
}

/** Warnings of amounts that one of the sides has. */
function leftOutOf(
	{ leftOut = [], definitions }: PlanContext,
	{ hubSpot, quickBooks }: { hubSpot?: HubSpotRecord; quickBooks?: SyncedRecord },
): string[] {
	return leftOutWarnings(leftOut, ({ property, field, definition }) => {
		const amounts = [
			hubSpot && hubSpotValue(hubSpot, property, field, definitions),
			quickBooks && quickBooksValue(quickBooks, field, definition),
		];
		return amounts.some(
			(amount) => amount !== undefined && amount !== '' && amount !== field.whenEmpty,
		);
	});
}

function conflictReason(conflicts: readonly Change[]): string {
	const fields = conflicts.map(
		({ field, from, to }) => `${field} (HubSpot "${String(from)}", QuickBooks "${String(to)}")`,
	);
	return `Both sides changed ${fields.join(', ')}.`;
}

/** What QuickBooks has to say to HubSpot. */
function valuesOf(quickBooks: SyncedRecord, { fields }: PlanContext) {
	return fields
		.filter((one) => one.toHubSpot)
		.map((one) => [one, quickBooksValue(quickBooks, one.field, one.definition)] as const)
		.filter(([, value]) => value !== '');
}

/** What HubSpot needs of a record beside that. */
function madeUpFor(quickBooks: SyncedRecord, context: PlanContext): HubSpotProperties {
	const given = Object.fromEntries(
		valuesOf(quickBooks, context).map(([one, value]) => [one.property, value]),
	);
	return Object.fromEntries(
		Object.entries(context.kind.completeHubSpot(given, quickBooks)).filter(
			([property]) => !(property in given),
		),
	);
}

/** A QuickBooks record that HubSpot lacks. @throws Declined */
function planForHubSpot(quickBooks: SyncedRecord, context: PlanContext): SyncPlan {
	const { kind, policy, fields, names, realmId, definitions } = context;
	if (policy.direction === 'hubSpotToQuickBooks')
		return untouched(
			'skipped',
			`It has no ${kind.words.hubSpot} in HubSpot, and only HubSpot's records are synced.`,
			{ quickBooks },
		);
	if (policy.createAndUpdate === 'updateOnly' || policy.createAndUpdate === 'none')
		return untouched(
			'skipped',
			`It has no ${kind.words.hubSpot} in HubSpot, and none may be created.`,
			{ quickBooks },
		);
	const all = valuesOf(quickBooks, context).map(([one, value]) => ({
		one,
		written: forHubSpot(value, one),
	}));
	const values = all.flatMap(({ one, written }) =>
		'text' in written ? [[one, written.text] as const] : [],
	);
	const leftOut = all.flatMap(({ one, written }) =>
		'leftOut' in written ? [{ one, warning: written.leftOut }] : [],
	);
	const madeUp = madeUpFor(quickBooks, context);
	const properties = {
		...Object.fromEntries(values.map(([one, text]) => [one.property, text])),
		...madeUp,
	};
	const unfit = filtered(context, { hubSpot: properties, quickBooks });
	if (unfit) return untouched('skipped', unfit, { quickBooks });
	const valueOf = ({ property, field, definition }: SyncField) =>
		madeUp[property]
			? hubSpotValue({ properties: madeUp }, property, field, definitions)
			: quickBooksValue(quickBooks, field, definition);
	const agreed = fields.filter(
		(one) => bothWays(one) && !leftOut.some((other) => other.one === one),
	);
	const base = new Map(agreed.map((one) => [one.property, fingerprint(valueOf(one))]));
	return {
		action: 'created',
		reason: '',
		changes: Object.entries(properties).map(([field, to]) => ({ field, from: null, to })),
		warnings: [
			...leftOut.map(({ warning }) => warning),
			...(kind.valueWarnings?.(
				quickBooks,
				values.map(([{ field }]) => field.path),
			) ?? []),
			...leftOutOf(context, { quickBooks }),
		],
		quickBooks,
		writeHubSpot: {
			...properties,
			[names.link(realmId)]: linkValue(realmId, quickBooks.Id),
			...(base.size > 0 && { [names.base(realmId)]: writeBase(base) }),
		},
		wasLinked: false,
	};
}

/** A HubSpot record that QuickBooks lacks. @throws Declined */
function planForQuickBooks(hubSpot: HubSpotRecord, context: PlanContext): SyncPlan {
	const { kind, policy, fields, definitions, extras } = context;
	if (policy.direction === 'quickBooksToHubSpot')
		return untouched(
			'skipped',
			`It has no ${kind.words.quickBooks} in QuickBooks, and only QuickBooks' records are synced.`,
			{ hubSpot },
		);
	if (policy.createAndUpdate === 'updateOnly' || policy.createAndUpdate === 'none')
		return untouched(
			'skipped',
			`It has no ${kind.words.quickBooks} in QuickBooks, and none may be created.`,
			{ hubSpot },
		);
	const values = fields
		.filter((one) => one.toQuickBooks)
		.map(
			(one) => [one.field, hubSpotValue(hubSpot, one.property, one.field, definitions)] as const,
		);
	const payload = kind.completeQuickBooks(
		toPayload(new Map<QuickBooksField, string>(values), undefined),
		hubSpot,
		extras,
	);
	const unfit = filtered(context, { hubSpot: hubSpot.properties, quickBooks: payload });
	if (unfit) return untouched('skipped', unfit, { hubSpot });
	return {
		action: 'created',
		reason: '',
		changes: Object.entries(payload).map(([field, to]) => ({ field, from: null, to })),
		warnings: [
			...fields.flatMap(
				(one) =>
					(one.toQuickBooks &&
						cutValueWarning(hubSpot.properties[one.property], one.field, one.definition)) ||
					[],
			),
			...(kind.textWarnings?.(hubSpot) ?? []),
			...leftOutOf(context, { hubSpot }),
		],
		hubSpot,
		writeQuickBooks: payload,
		wasLinked: false,
	};
}

/**
 * What HubSpot stores once a record was created in QuickBooks: the link, what both agree on, and
 * values that QuickBooks made
 * up itself, where HubSpot has none or does not decide.
 */
export function linkAfterCreation(
	hubSpot: HubSpotRecord,
	created: SyncedRecord,
	{ kind, fields, names, realmId, definitions }: PlanContext,
): HubSpotProperties {
	const quickBooks = kind.withoutOwnName?.(created, hubSpot) ?? created;
	const values = fields.map((one) => ({
		one,
		ours: hubSpotValue(hubSpot, one.property, one.field, definitions),
		theirs: quickBooksValue(quickBooks, one.field, one.definition),
	}));
	const madeUp = values.filter(
		({ one, ours, theirs }) =>
			one.toHubSpot &&
			theirs !== '' &&
			!same(one.field, ours, theirs) &&
			(ours === '' || !one.toQuickBooks) &&
			fits(theirs, one),
	);
	const agreed = values.flatMap(({ one, ours, theirs }, index) => {
		const value = same(one.field, ours, theirs)
			? ours
			: madeUp.includes(values[index] as (typeof values)[number])
				? theirs
				: undefined;
		return bothWays(one) && value !== undefined
			? [[one.property, fingerprint(value)] as const]
			: [];
	});
	return {
		...Object.fromEntries(
			madeUp.map(({ one, theirs }) => [one.property, toHubSpot(theirs, one.definition, one.field)]),
		),
		[names.link(realmId)]: linkValue(realmId, quickBooks.Id),
		...(agreed.length > 0 && { [names.base(realmId)]: writeBase(new Map(agreed)) }),
	};
}

/**
 * The record exists by now: what HubSpot cannot hold is told when the pair is looked at, and keeps
 * nobody from linking it.
 */
function fits(value: string, one: SyncField): boolean {
	try {
		toHubSpot(value, one.definition, one.field);
		return true;
	} catch {
		return false;
	}
}

/** The plan for what matching found. @throws Declined */
export function planQuickBooksRecord(
	quickBooks: SyncedRecord,
	match: Match<HubSpotRecord>,
	context: PlanContext,
): SyncPlan {
	switch (match.kind) {
		case 'pair':
			return planPair({ hubSpot: match.record, quickBooks, by: match.by }, context);
		case 'none':
			return match.leftOut === undefined
				? planForHubSpot(quickBooks, context)
				: untouched('skipped', match.leftOut, { quickBooks });
		case 'inactive':
		case 'untouched':
			return untouched('skipped', match.reason, { quickBooks });
		case 'conflict':
			return untouched('conflict', match.reason, { quickBooks });
	}
}

/** @throws Declined */
export function planHubSpotRecord(
	hubSpot: HubSpotRecord,
	match: Match<SyncedRecord>,
	context: PlanContext,
): SyncPlan {
	switch (match.kind) {
		case 'pair':
			return planPair({ hubSpot, quickBooks: match.record, by: match.by }, context);
		case 'none':
			return planForQuickBooks(hubSpot, context);
		case 'inactive':
		case 'untouched':
			return untouched('skipped', match.reason, { hubSpot });
		case 'conflict':
			return untouched('conflict', match.reason, { hubSpot });
	}
}
