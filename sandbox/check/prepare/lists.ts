import type { Entry, Fields } from '../../quickbooks/records';
import type { Act } from '../acts';
import { storable } from './bring';
import type { PreparedState } from './state';

/**
 * Stores the rows of a query and hides all other records of that entity. For a later page, the rows
 * of the earlier pages are stored, too. @returns the hidden records, to be stored again
 */
export function prepareQuery(state: PreparedState, act: Act): Entry[] {
	const hidden = state.hideRecords(act.entity);
	const start = startOf(act.text);
	const earlier = state.acts.filter(
		(other) =>
			other.kind === 'query' &&
			startOf(other.text) < start &&
			withoutPage(other.text) === withoutPage(act.text),
	);
	const before = new Map(
		earlier.flatMap(({ rows }) => rows).map((row) => [String(row['Id']), row]),
	);
	for (const row of [...before.values()].reverse()) state.show(act.entity, row);
	for (const row of [...act.rows].reverse()) state.show(act.entity, row);
	const missing = start - 1 - before.size;
	if (act.rows[0] && missing > 0) fill(state, act, act.rows[0], missing);
	return hidden;
}

/**
 * Stands in for rows of earlier pages that are not recorded: copies of the first row that sort
 * before it by name, time or Id.
 */
function fill(state: PreparedState, act: Act, row: Fields, count: number): void {
	const first = storable(act.entity, row, state.now);
	const last = /order\s*by\s+id\s+desc/i.test(act.text);
	for (let number = 1; number <= count; number += 1) {
		const id = String(last ? Number.MAX_SAFE_INTEGER - number : number);
		if (state.find(act.entity.name, id)) continue;
		const earlier = (key: string) =>
			typeof first.fields[key] === 'string'
				? { [key]: ` ${String(number).padStart(6, '0')} ${first.fields[key]}` }
				: {};
		state.put(act.entity, {
			...first,
			id,
			fields: {
				...first.fields,
				...earlier('DisplayName'),
				...earlier('Name'),
				...earlier('FullyQualifiedName'),
				Id: id,
			},
		});
	}
}

/**
 * Stores what change data capture shows, and deletes what it shows as deleted. @returns the hidden
 * records, to be stored again
 */
export function prepareChanges(state: PreparedState, act: Act): Entry[] {
	const hidden = state.hideRecords(act.entity);
	const { records, profile } = state.company;
	for (const row of [...act.rows].reverse()) state.show(act.entity, row);
	const own = records
		.deletions(act.entity.name, 0, 1000)
		.filter(({ id }) => !state.wrote(act.entity.name, id));
	for (const { id } of own)
		records.store.run(
			'DELETE FROM deletions WHERE company = ? AND entity = ? AND id = ?',
			profile.realmId,
			act.entity.name,
			id,
		);
	for (const row of act.deleted) {
		const { id, updated } = storable(act.entity, row, state.now);
		records.remove(act.entity.name, id, updated);
	}
	return hidden;
}

function startOf(text: string): number {
	return Number(/\bstartposition\s+(\d+)/i.exec(text)?.[1] ?? 1);
}

function withoutPage(text: string): string {
	return text
		.replace(/\b(startposition|maxresults)\s+\d+/gi, '')
		.replace(/\s+/g, ' ')
		.trim()
		.toLowerCase();
}
