import type { QuickBooksEntities } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { inAnyState } from './quickBooksRecords';

/**
 * What is read again each time: clocks differ, and a record shows up a moment after the time it
 * bears.
 */
const OVERLAP_MS = 60_000;
/** QuickBooks' change data capture looks back 30 days. */
const LOOK_BACK_MS = 29 * 86_400_000;
const PAGE = 1000;
const BEGINNING = '1970-01-01T00:00:00Z';

type Named = 'Customer' | 'Item' | 'Invoice';

/** Records that were changed, and how far the reading got. */
export interface Part<R> {
	/** Emptied by whoever takes the part. */
	records: R[];
	/** Ids that were deleted altogether. */
	deletedIds: string[];
	/** Once this part is done, everything before is done; ISO. */
	since?: string;
	/** Whether there may be deletions that nothing tells of. */
	deletionsUnknown?: true;
}

/**
 * What was changed in QuickBooks since a time, everything when there is none. Change data capture
 * answers in one request; when
 * its window or its 1,000 rows do not suffice, ordered queries do, which do not tell of deletions.
 *
 * @param since ISO
 */
export async function* changedInQuickBooks<E extends Named>(
	quickbooks: QuickBooksPort,
	entity: E,
	since: string | undefined,
	now: Date,
): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	if (since !== undefined && now.getTime() - Date.parse(since) < LOOK_BACK_MS) {
		const { changes, complete, at } = await quickbooks.readChanges([entity], since);
		if (complete) {
			yield {
				records: changes.flatMap(({ records }) => records),
				deletedIds: changes.flatMap(({ deleted }) => deleted.map(({ Id }) => Id)),
				since: earlier(at),
			};
			return;
		}
		const deletedIds = changes.flatMap(({ deleted }) => deleted.map(({ Id }) => Id));
		if (deletedIds.length > 0) yield { records: [], deletedIds };
	}
	if (since !== undefined) yield { records: [], deletedIds: [], deletionsUnknown: true };
	yield* pagesOf(quickbooks, entity, since ?? BEGINNING);
}

/**
 * Pages by the time of the last change, each beginning where the last one ended: rows that change
 * meanwhile move to the end and
 * are met again, so none is missed, as would be with numbered pages.
 */
async function* pagesOf<E extends Named>(
	quickbooks: QuickBooksPort,
	entity: E,
	since: string,
): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	let from = since;
	let seen: ReadonlySet<string> = new Set();
	for (;;) {
		const { last, isFull, moment, atLast, part } = await readPage(quickbooks, entity, from, seen);
		yield part();
		if (!isFull || last === undefined) return;
		if (moment) yield* restOfMoment(quickbooks, entity, last, new Set([...seen, ...moment]));
		from = moment ? new Date(Date.parse(last) + 1000).toISOString() : last;
		seen = moment ? new Set() : atLast;
	}
}

/**
 * What the next page needs to know, and the rows, which only whoever takes the part still holds.
 */
async function readPage<E extends Named>(
	quickbooks: QuickBooksPort,
	entity: E,
	from: string,
	seen: ReadonlySet<string>,
) {
	const rows = await quickbooks.find(entity, {
		where: [
			...inAnyState(entity),
			{ field: 'MetaData.LastUpdatedTime', operator: '>=', value: from },
		],
		orderBy: { field: 'MetaData.LastUpdatedTime' },
		limit: PAGE,
	});
	const answeredAt = quickbooks.answeredAt?.();
	const last = rows.at(-1)?.MetaData.LastUpdatedTime;
	const isFull = rows.length >= PAGE;
	const timeOf = (row: QuickBooksEntities[E] | undefined) =>
		Date.parse(row?.MetaData.LastUpdatedTime ?? '');
	const isOneMoment = isFull && timeOf(rows[0]) === timeOf(rows.at(-1));
	let records: Array<QuickBooksEntities[E]> | undefined = rows.filter(
		(row) => !seen.has(versionOf(row)),
	);
	return {
		last,
		isFull,
		/** Versions of a page whose rows all bear the same time. */
		moment: isOneMoment ? new Set(rows.map(versionOf)) : undefined,
		/** Rows that the next page shows again. */
		atLast: new Set(rows.filter((row) => timeOf(row) === timeOf(rows.at(-1))).map(versionOf)),
		part: (): Part<QuickBooksEntities[E]> => {
			const taken = records ?? [];
			records = undefined;
			return { records: taken, deletedIds: [], ...sinceOf(isFull ? undefined : answeredAt, last) };
		},
	};
}

/**
 * The last page holds everything up to its answer, so that a company in which nothing happens does
 * not stay behind.
 */
function sinceOf(answeredAt: number | undefined, last: string | undefined): { since?: string } {
	const times = [
		...(answeredAt === undefined ? [] : [answeredAt]),
		...(last === undefined ? [] : [Date.parse(last)]),
	];
	return times.length > 0 ? { since: earlier(new Date(Math.max(...times)).toISOString()) } : {};
}

/**
 * An import can give more rows than a page holds the very same second; these are read by id, which
 * does not change.
 */
async function* restOfMoment<E extends Named>(
	quickbooks: QuickBooksPort,
	entity: E,
	moment: string,
	known: ReadonlySet<string>,
): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	for (let startPosition = 1; ; startPosition += PAGE) {
		const rows = await quickbooks.find(entity, {
			where: [
				...inAnyState(entity),
				{ field: 'MetaData.LastUpdatedTime', operator: '=', value: moment },
			],
			orderBy: { field: 'Id' },
			limit: PAGE,
			startPosition,
		});
		yield {
			records: rows.filter((row) => !known.has(versionOf(row))),
			deletedIds: [],
			since: earlier(moment),
		};
		if (rows.length < PAGE) return;
	}
}

function versionOf(row: {
	Id: string;
	SyncToken: string;
	MetaData: { LastUpdatedTime: string };
}): string {
	return `${row.Id} ${row.SyncToken} ${row.MetaData.LastUpdatedTime}`;
}

function earlier(time: string): string {
	return new Date(Date.parse(time) - OVERLAP_MS).toISOString();
}
