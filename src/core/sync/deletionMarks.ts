import type { Side } from './types';

/** Marks kept in the state; what was told is kept longest. */
export const MOST_DELETIONS = 300;

/**
 * The HubSpot record of a QuickBooks record was seen in the recycle bin; nobody was told of it yet.
 */
export const notedMark = (quickBooksId: string) => `noted ${quickBooksId}`;

/** A person was told that one of a pair was deleted on a side. */
export const toldMark = (side: Side, quickBooksId: string) => `${side} ${quickBooksId}`;

/**
 * One of a pair was deleted on a side by people, and the other one followed, as *On Delete* says.
 */
export const followedMark = (side: Side, quickBooksId: string) =>
	`followed ${side} ${quickBooksId}`;

/** The link of a HubSpot record was taken away because its QuickBooks record was made inactive. */
export const unlinkedMark = (hubSpotId: string) => `unlinked ${hubSpotId}`;

const FORM = /^(?:noted|(?:followed )?(?:hubSpot|quickBooks)|unlinked) \d+$/;

/** Anything but marks of our own form is left out. */
export function readDeletions(stored: unknown): string[] {
	return Array.isArray(stored)
		? trimDeletions(
				stored.filter((mark): mark is string => typeof mark === 'string' && FORM.test(mark)),
			)
		: [];
}

/**
 * As many as the state holds, the latest first; what was only noted can be read from the recycle
 * bin again for a while.
 */
export function trimDeletions(marks: readonly string[]): string[] {
	const isNoted = (mark: string) => mark.startsWith('noted ');
	return [...marks.filter((mark) => !isNoted(mark)), ...marks.filter(isNoted)].slice(
		0,
		MOST_DELETIONS,
	);
}
