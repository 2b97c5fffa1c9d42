import { clean } from '../../contact/party';
import { foldedFullName, isFullName } from '../../fullName';
import type { Change } from '../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import { comparedAddress, isAddress, withAddress, type Compared } from './addresses';
import { fingerprint, type Base } from '../base';
import type { SyncField } from './fieldsOf';
import { addressOf, PLACE_PARTS } from './streets';
import type { ConflictPolicy, Definitions, QuickBooksField, Side, SyncedRecord } from '../types';
import {
	cutValueWarning,
	forHubSpot,
	hubSpotValue,
	quickBooksValue,
	readPath,
	valueText,
	type Value,
} from './values';

/** What must be written so that both sides agree. */
export interface Merged {
	hubSpot: Map<string, string>;
	quickBooks: Map<QuickBooksField, Value>;
	changes: Change[];
	/** Values that both sides changed; `from` is HubSpot's, `to` is QuickBooks'. */
	conflicts: Change[];
	/** Fields where both had changed and one side won, and values that were cut. */
	settled: string[];
	/** The base once everything is written. */
	base: Map<string, string>;
}

export interface MergeInput {
	hubSpot: HubSpotRecord;
	quickBooks: SyncedRecord;
	fields: readonly SyncField[];
	definitions: Definitions;
	conflict: ConflictPolicy;
	base: Base;
	/** Which side was changed last. */
	newer: Side;
	/** What HubSpot is given where QuickBooks has nothing, such as a last name; by property. */
	madeUp: HubSpotProperties;
}

/**
 * Compares the two records field by field. Where a value may go one way only, its source decides.
 * Where it may go both ways,
 * the side that differs from the base has changed it; when both have, the policy decides, or
 * neither is touched.
 */
export function mergeFields(input: MergeInput): Merged {
	const merged: Merged = {
		hubSpot: new Map(),
		quickBooks: new Map(),
		changes: [],
		conflicts: [],
		settled: [],
		base: new Map(),
	};
	for (const one of input.fields) mergeField(one, input, merged);
	return merged;
}

function mergeField(one: SyncField, input: MergeInput, merged: Merged): void {
	const ours = hubSpotValue(input.hubSpot, one.property, one.field, input.definitions);
	const bothWays = one.toHubSpot && one.toQuickBooks;
	const mark = input.base.get(one.property);
	const compared = comparedValue(one, ours, mark, input);
	const { theirs } = compared;
	if (same(one.field, ours, theirs)) {
		if (bothWays) merged.base.set(one.property, fingerprint(ours));
		return;
	}
	const settled = merged.settled.length;
	const source = bothWays
		? decideSource(one, ours, compared, mark, input, merged)
		: one.toHubSpot
			? 'quickBooks'
			: 'hubSpot';
	const value = source === 'hubSpot' ? ours : theirs;
	const written = source === 'quickBooks' ? forHubSpot(value, one) : { text: '' };
	if ('leftOut' in written) merged.settled.splice(settled, Infinity, written.leftOut);
	if (source === undefined || 'leftOut' in written || (value === '' && one.ifEmpty === 'keep')) {
		if (bothWays && mark !== undefined) merged.base.set(one.property, mark);
		return;
	}
	if (bothWays) merged.base.set(one.property, fingerprint(value));
	if (source === 'quickBooks') {
		merged.hubSpot.set(one.property, written.text);
		merged.changes.push({ field: one.property, from: ours, to: value });
	} else {
		merged.quickBooks.set(
			one.field,
			isAddress(one) ? withAddress(rawOf(one, input), theirs, value) : value,
		);
		merged.changes.push({ field: one.field.path, from: theirs, to: value });
		merged.settled.push(
			...[
				cutValueWarning(input.hubSpot.properties[one.property], one.field, one.definition) ?? [],
			].flat(),
		);
	}
}

function rawOf({ field }: SyncField, { quickBooks }: MergeInput): string {
	return valueText(readPath(quickBooks, field.path));
}

function comparedValue(
	one: SyncField,
	ours: Value,
	mark: string | undefined,
	input: MergeInput,
): Compared {
	if (isAddress(one)) return comparedAddress(one, rawOf(one, input), ours, input.hubSpot, mark);
	if (isFullNameOf(one, input)) return { theirs: ours };
	if (one.field.isStreet) return comparedStreet(one, ours, mark, input);
	const theirs = quickBooksValue(input.quickBooks, one.field, one.definition);
	return { theirs: theirs === '' ? madeUpValue(one, ours, mark, input) : theirs };
}

/**
 * HubSpot may hold the first line alone, from a time when the others were not synced: that is no
 * edit of the address.
 */
function comparedStreet(
	one: SyncField,
	ours: Value,
	mark: string | undefined,
	{ hubSpot, quickBooks, fields, definitions }: MergeInput,
): Compared {
	const placeOf = (name: string) =>
		fields.find(({ field }) => field.path === `${addressOf(one.field)}.${name}`);
	const known = Object.fromEntries(
		PLACE_PARTS.map((name) => {
			const place = placeOf(name);
			return [name, place ? hubSpotValue(hubSpot, place.property, place.field, definitions) : ''];
		}),
	);
	const theirs = quickBooksValue(quickBooks, one.field, one.definition, known);
	const isFirstLine =
		ours !== '' &&
		ours !== theirs &&
		ours === quickBooksValue(quickBooks, { ...one.field, isStreet: false }, one.definition) &&
		mark !== fingerprint(theirs);
	if (!isFirstLine) return { theirs };
	return one.toHubSpot ? { theirs, isWhole: true } : { theirs: ours };
}

/** HubSpot has the name as QuickBooks writes it with those above it: that is the same name. */
function isFullNameOf(
	{ property, field: { fullPath, path } }: SyncField,
	{ hubSpot, quickBooks }: MergeInput,
): boolean {
	const ours = hubSpot.properties[property] ?? '';
	if (fullPath === undefined || !isFullName(ours)) return false;
	const own = valueText(readPath(quickBooks, path));
	const whole = valueText(readPath(quickBooks, fullPath));
	return (
		isFullName(whole) &&
		whole.endsWith(own) &&
		foldedFullName(ours, clean) === foldedFullName(whole, clean)
	);
}

/**
 * What HubSpot was given for want of a value stays HubSpot's, and follows QuickBooks until somebody
 * changes it.
 */
function madeUpValue(
	{ property, field, toHubSpot: mayFollow, toQuickBooks: isShared, ifEmpty }: SyncField,
	ours: Value,
	mark: string | undefined,
	{ madeUp, definitions }: MergeInput,
): Value {
	if (!mayFollow || !madeUp[property]) return '';
	const value = hubSpotValue({ properties: madeUp }, property, field, definitions);
	const isFollowing = isShared ? mark === fingerprint(ours) : ifEmpty === 'clear';
	return ours === value || isFollowing ? value : '';
}

/** Some fields of QuickBooks cannot be empty. */
export function same({ whenEmpty }: QuickBooksField, ours: Value, theirs: Value): boolean {
	return ours === theirs || (ours === '' && theirs === whenEmpty);
}

/** The side whose value both shall have; undefined when that is for a person to say. */
function decideSource(
	one: SyncField,
	ours: Value,
	{ theirs, isKnown, isWhole }: Compared,
	mark: string | undefined,
	input: MergeInput,
	merged: Merged,
): Side | undefined {
	if (one.ifEmpty === 'keep' || mark === undefined) {
		if (ours === '') return 'quickBooks';
		if (theirs === '') return 'hubSpot';
	}
	if (isWhole || mark === fingerprint(ours)) return 'quickBooks';
	if (
		isKnown ||
		mark === fingerprint(theirs) ||
		(theirs === one.field.whenEmpty && mark === fingerprint(''))
	)
		return 'hubSpot';
	if (input.conflict === 'skip') {
		merged.conflicts.push({ field: one.property, from: ours, to: theirs });
		return undefined;
	}
	merged.settled.push(
		`${one.definition.label} was "${ours}" in HubSpot and "${theirs}" in QuickBooks; ${input.conflict === 'newest' ? 'the record changed last' : input.conflict === 'hubSpot' ? 'HubSpot' : 'QuickBooks'} was kept.`,
	);
	return input.conflict === 'newest' ? input.newer : input.conflict;
}
