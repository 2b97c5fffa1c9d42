import type { HubSpotRecord } from '../../records/hubspot';
import { readLink } from '../../hubspot/link';
import type { PropertyNames } from '../../records/names';
import type { KeyKind, SyncKind, SyncedRecord } from '../types';

/** A record of either side, as matching sees it. */
export interface RecordToMatch<R> {
	record: R;
	id: string;
	/** Ids of the other side that it is linked with. */
	links: string[];
	/** In the order of `kind.keys`. */
	keys: string[][];
	/** How a person finds it, within a sentence. */
	name: string;
	/** Inactive records are recognised by link only. */
	inactive: boolean;
}

export type MatchedBy = 'link' | KeyKind['name'];

export type Match<T> =
	| { kind: 'pair'; record: T; by: MatchedBy }
	| { kind: 'none'; leftOut?: string }
	| { kind: 'inactive'; record: T; reason: string }
	/** Linked, and not to be touched. */
	| { kind: 'untouched'; record: T; reason: string }
	| { kind: 'conflict'; reason: string };

/**
 * Recognises each source among the targets: by link, else by the first natural key that says
 * anything. Two that fit equally
 * well are a conflict, as is one that two sources claim, or one that is linked elsewhere: never a
 * guess.
 */
export function matchAll<S, T>(
	sources: ReadonlyArray<RecordToMatch<S>>,
	targets: ReadonlyArray<RecordToMatch<T>>,
	kinds: readonly KeyKind[],
): Map<string, Match<T>> {
	const { matches, taken } = matchLinked(sources, targets);
	const index = indexed(targets, ({ keys }) =>
		keys.flatMap((values, level) => values.map((key) => `${level} ${key}`)),
	);
	const open = sources.filter((source) => !matches.has(source.id));
	const found = new Map(open.map((source) => [source.id, byKeys(source, index, kinds)]));
	const claims = indexed(
		[...found].flatMap(([id, claim]) => (claim.target ? [{ id, target: claim.target.id }] : [])),
		({ target }) => [target],
	);
	for (const source of open)
		matches.set(source.id, judged(source, found.get(source.id) ?? {}, claims, taken));
	return matches;
}

/** Recognises records by their links. @returns also which targets are taken by then */
function matchLinked<S, T>(
	sources: ReadonlyArray<RecordToMatch<S>>,
	targets: ReadonlyArray<RecordToMatch<T>>,
): { matches: Map<string, Match<T>>; taken: Set<string> } {
	const matches = new Map<string, Match<T>>();
	const taken = new Set<string>();
	const byLink = indexed(targets, ({ links }) => links);
	const byId = indexed(targets, ({ id }) => [id]);
	for (const source of sources) {
		const own = source.links.flatMap((id) => byId.get(id) ?? []);
		const linked = [...new Set([...(byLink.get(source.id) ?? []), ...own])];
		const [first] = linked;
		if (!first) continue;
		linked.forEach(({ id }) => taken.add(id));
		const reason = `${atStart(source)} is linked with several records: ${names(linked)}.`;
		matches.set(
			source.id,
			linked.length > 1
				? { kind: 'conflict', reason }
				: { kind: 'pair', record: first.record, by: 'link' },
		);
	}
	return { matches, taken };
}

interface Claim<T> {
	target?: RecordToMatch<T>;
	by?: KeyKind['name'];
	others?: Array<RecordToMatch<T>>;
}

function byKeys<S, T>(
	source: RecordToMatch<S>,
	index: ReadonlyMap<string, Array<RecordToMatch<T>>>,
	kinds: readonly KeyKind[],
): Claim<T> {
	if (source.inactive) return {};
	for (const [level, kind] of kinds.entries()) {
		const all = [
			...new Set((source.keys[level] ?? []).flatMap((key) => index.get(`${level} ${key}`) ?? [])),
		].filter((target) => !contradicts(source, target, level));
		const active = all.filter(({ inactive }) => !inactive);
		const pool = active.length > 0 ? active : all;
		const free = pool.filter(({ links }) => links.length === 0);
		const [target] = free.length > 0 ? free : pool;
		if (target) return { target, by: kind.name, others: free.length > 0 ? free : pool };
	}
	return {};
}

/** A key of more weight that both have and that differs says that they are two. */
function contradicts<S, T>(
	source: RecordToMatch<S>,
	target: RecordToMatch<T>,
	level: number,
): boolean {
	return source.keys
		.slice(0, level)
		.some(
			(keys, index) =>
				keys.length > 0 &&
				(target.keys[index]?.length ?? 0) > 0 &&
				!keys.some((key) => target.keys[index]?.includes(key)),
		);
}

function judged<S, T>(
	source: RecordToMatch<S>,
	{ target, by, others = [] }: Claim<T>,
	claims: ReadonlyMap<string, unknown[]>,
	taken: ReadonlySet<string>,
): Match<T> {
	if (!target || !by) return { kind: 'none' };
	if (others.length > 1)
		return {
			kind: 'conflict',
			reason: `${atStart(source)} matches several records by ${by}: ${names(others)}.`,
		};
	if (target.inactive)
		return {
			kind: 'inactive',
			record: target.record,
			reason: `${atStart(target)} matches by ${by}, but is inactive.`,
		};
	if (target.links.length > 0 || taken.has(target.id))
		return {
			kind: 'conflict',
			reason: `${atStart(target)} has the same ${by} as ${source.name}, but is linked with another record${target.links[0] ? ` (id ${target.links[0]})` : ''}.`,
		};
	if ((claims.get(target.id)?.length ?? 0) > 1)
		return {
			kind: 'conflict',
			reason: `${atStart(source)} shares its ${by} with another record. ${atStart(target)} matches both.`,
		};
	return { kind: 'pair', record: target.record, by };
}

function indexed<T>(
	records: readonly T[],
	keysOf: (record: T) => readonly string[],
): Map<string, T[]> {
	const index = new Map<string, T[]>();
	for (const record of records)
		for (const key of keysOf(record)) index.set(key, [...(index.get(key) ?? []), record]);
	return index;
}

/** The name as a sentence begins with it. */
function atStart({ name }: { name: string }): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}

function names<T>(parties: ReadonlyArray<RecordToMatch<T>>): string {
	return parties
		.slice(0, 5)
		.map(({ name }) => name)
		.join(', ');
}

export function hubSpotParty(
	record: HubSpotRecord,
	kind: SyncKind,
	names: PropertyNames,
	realmId: string,
): RecordToMatch<HubSpotRecord> {
	const link = readLink(record.properties[names.link(realmId)], realmId);
	return {
		record,
		id: record.id,
		links: link === undefined ? [] : [link],
		keys: kind.keys.map((key) => kind.hubSpotKeys(record, key).map((one) => one.toLowerCase())),
		name: `the HubSpot ${kind.words.hubSpot} ${record.id}`,
		inactive: false,
	};
}

/** @param linkedTo id of the HubSpot record that is linked with it, where that is known */
export function quickBooksParty(
	record: SyncedRecord,
	kind: SyncKind,
	linkedTo?: string,
): RecordToMatch<SyncedRecord> {
	const title = 'DisplayName' in record ? record.DisplayName : record.Name;
	const keys = kind.keys.map((key) => kind.quickBooksKeys(record, key));
	return {
		record,
		id: record.Id,
		links: linkedTo === undefined ? [] : [linkedTo],
		keys,
		name: `the QuickBooks ${kind.words.quickBooks} "${title}" (id ${record.Id})`,
		inactive: !record.Active,
	};
}
