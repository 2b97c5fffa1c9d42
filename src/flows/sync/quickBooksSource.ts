import type { QuickBooksEntities } from '../../core/records/quickbooks';
import type { QuickBooksCriterion, QuickBooksPort } from '../../gateways/ports';
import type { Part } from './types';

/** What is read again each time: clocks differ, and a record shows up a moment after the time it bears. */
export const OVERLAP_MS = 60_000;
/** QuickBooks' change data capture looks back 30 days. */
const LOOK_BACK_MS = 29 * 86_400_000;
const PAGE = 1000;
const BEGINNING = '1970-01-01T00:00:00Z';

type Named = 'Customer' | 'Item' | 'Invoice';

/**
 * What was changed in QuickBooks since a time, everything when there is none. Change data capture answers in one request; when
 * its window or its 1,000 rows do not suffice, ordered queries do.
 *
 * @param since ISO
 */
export async function* changedInQuickBooks<E extends Named>(quickbooks: QuickBooksPort, entity: E, since: string | undefined, now: Date): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	if (since !== undefined && now.getTime() - Date.parse(since) < LOOK_BACK_MS) {
		const { changes, complete, at } = await quickbooks.readChanges([entity], since);
		if (complete) {
			yield { records: changes.flatMap(({ records }) => records), deletedIds: changes.flatMap(({ deleted }) => deleted.map(({ Id }) => Id)), since: earlier(at) };
			return;
		}
		const deletedIds = changes.flatMap(({ deleted }) => deleted.map(({ Id }) => Id));
		if (deletedIds.length > 0) yield { records: [], deletedIds };
	}
	yield* pagesOf(quickbooks, entity, since ?? BEGINNING);
}

/**
 * Pages by the time of the last change, each beginning where the last one ended: rows that change meanwhile move to the end and
 * are met again, so none is missed, as would be with numbered pages.
 */
async function* pagesOf<E extends Named>(quickbooks: QuickBooksPort, entity: E, since: string): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	let from = since;
	let seen = new Set<string>();
	for (;;) {
		const rows = await quickbooks.find(entity, { where: [...inAnyState(entity), { field: 'MetaData.LastUpdatedTime', operator: '>=', value: from }], orderBy: { field: 'MetaData.LastUpdatedTime' }, limit: PAGE });
		const records = rows.filter((row) => !seen.has(versionOf(row)));
		const last = rows.at(-1)?.MetaData.LastUpdatedTime;
		const full = rows.length >= PAGE;
		if (!full || last === undefined) {
			yield { records, deletedIds: [], ...(last !== undefined && { since: earlier(last) }) };
			return;
		}
		yield { records, deletedIds: [], since: earlier(last) };
		if (Date.parse(rows[0]?.MetaData.LastUpdatedTime ?? '') === Date.parse(last)) {
			yield* restOfMoment(quickbooks, entity, last, new Set(rows.map(({ Id }) => Id)));
			from = new Date(Date.parse(last) + 1000).toISOString();
			seen = new Set();
		} else {
			from = last;
			seen = new Set(rows.filter((row) => Date.parse(row.MetaData.LastUpdatedTime) === Date.parse(last)).map(versionOf));
		}
	}
}

/** An import can give more rows than a page holds the very same second; these are read by id, which does not change. */
async function* restOfMoment<E extends Named>(quickbooks: QuickBooksPort, entity: E, moment: string, known: ReadonlySet<string>): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	for (let startPosition = 1; ; startPosition += PAGE) {
		const rows = await quickbooks.find(entity, { where: [...inAnyState(entity), { field: 'MetaData.LastUpdatedTime', operator: '=', value: moment }], orderBy: { field: 'Id' }, limit: PAGE, startPosition });
		yield { records: rows.filter(({ Id }) => !known.has(Id)), deletedIds: [], since: earlier(moment) };
		if (rows.length < PAGE) return;
	}
}

/** Name lists hide what is inactive; invoices have no such state. */
export function inAnyState(entity: Named): QuickBooksCriterion[] {
	return entity === 'Invoice' ? [] : [{ field: 'Active', operator: 'IN', value: [true, false] }];
}

function versionOf(row: { Id: string; SyncToken: string; MetaData: { LastUpdatedTime: string } }): string {
	return `${row.Id} ${row.SyncToken} ${row.MetaData.LastUpdatedTime}`;
}

export function earlier(time: string): string {
	return new Date(Date.parse(time) - OVERLAP_MS).toISOString();
}
