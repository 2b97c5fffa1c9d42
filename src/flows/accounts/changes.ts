import type { QuickBooksEntities } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import { inAnyState } from './quickBooksRecords';

/**
 * How far each reading goes back behind the last one: QuickBooks dates a change when it begins to
 * write it, shows it a moment later, and clocks differ.
 */
export const OVERLAP_MS = 120_000;
/** QuickBooks' change data capture looks back 30 days; a day is left for clocks and time zones. */
export const CAPTURE_MS = 29 * 86_400_000;
const PAGE = 1000;
const BEGINNING = '1970-01-01T00:00:00Z';

type Changing = 'Customer' | 'Item' | 'Invoice' | 'Payment';

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

/** Rows in the order of their last change. */
interface ChangesPage<R> extends Part<R> {
	/** QuickBooks' time of the last row; absent when all changes were read. ISO. */
	reachedAt?: string;
	/** More rows of that very second follow. */
	isWithinSecond?: true;
}

/**
 * What was changed in QuickBooks since a time, everything when there is none. Change data capture
 * answers in one request; when
 * its window or its 1,000 rows do not suffice, ordered queries do, which do not tell of deletions.
 *
 * @param since ISO
 */
export async function* changedInQuickBooks<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	since: string | undefined,
	now: Date,
): AsyncGenerator<Part<QuickBooksEntities[E]>> {
	if (since !== undefined && now.getTime() - Date.parse(since) < CAPTURE_MS) {
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
 * The rows that changed since a time, as many pages of them as asked for. A second that began on
 * the last of these pages is read to its end, since the next reading could not begin within it.
 *
 * @param since ISO
 * @returns `upTo` in milliseconds; Infinity when there is nothing behind
 */
export async function readChangedPages<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	since: string,
	mostPages: number,
): Promise<{ rows: Array<QuickBooksEntities[E]>; upTo: number }> {
	const rows = new Map<string, QuickBooksEntities[E]>();
	let pages = 0;
	for await (const page of pagesOf(quickbooks, entity, since)) {
		for (const row of page.records) rows.set(row.Id, row);
		if (page.reachedAt === undefined) break;
		if (page.isWithinSecond) continue;
		pages += 1;
		if (pages >= mostPages) return { rows: [...rows.values()], upTo: Date.parse(page.reachedAt) };
	}
	return { rows: [...rows.values()], upTo: Infinity };
}

/**
 * Pages by the time of the last change, each beginning where the last one ended: rows that change
 * meanwhile move to the end and
 * are met again, so none is missed, as would be with numbered pages.
 */
async function* pagesOf<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	since: string,
): AsyncGenerator<ChangesPage<QuickBooksEntities[E]>> {
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

async function findChangedRows<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	from: string,
): Promise<Array<QuickBooksEntities[E]>> {
	return await quickbooks.find(entity, {
		where: [
			...inAnyState(entity),
			{ field: 'MetaData.LastUpdatedTime', operator: '>=', value: from },
		],
		orderBy: { field: 'MetaData.LastUpdatedTime' },
		limit: PAGE,
	});
}

/**
 * What the next page needs to know, and the rows, which only whoever takes the part still holds.
 */
async function readPage<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	from: string,
	seen: ReadonlySet<string>,
) {
	const rows = await findChangedRows(quickbooks, entity, from);
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
		part: (): ChangesPage<QuickBooksEntities[E]> => {
			const taken = records ?? [];
			records = undefined;
			return {
				records: taken,
				deletedIds: [],
				...sinceOf(isFull ? undefined : answeredAt, last),
				...(isFull && last !== undefined && { reachedAt: last }),
				...(isOneMoment && { isWithinSecond: true as const }),
			};
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
async function* restOfMoment<E extends Changing>(
	quickbooks: QuickBooksPort,
	entity: E,
	moment: string,
	known: ReadonlySet<string>,
): AsyncGenerator<ChangesPage<QuickBooksEntities[E]>> {
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
			reachedAt: moment,
			...(rows.length >= PAGE && { isWithinSecond: true as const }),
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
