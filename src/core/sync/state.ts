import { DEFAULT_PREFIX } from '../records/names';
import { readDeletions } from './deletionMarks';
import type { Side } from './types';

/**
 * What a sync remembers from run to run. It holds times and the ids of what failed, never the
 * records, so it stays within a
 * few KB whatever their number.
 */
export interface SyncState {
	version: 1;
	/** Whose times these are; another company or portal starts anew. */
	realmId: string;
	portalId?: string;
	/** The HubSpot credential that was used; another one has its portal looked up. */
	connection?: string;
	/**
	 * What the properties in HubSpot begin with; absent for the usual prefix. Under another one, no
	 * link is known.
	 */
	prefix?: string;
	/** Everything changed before was done or reported, by side; ISO. */
	since: Partial<Record<Side, string>>;
	/** Records that failed, to be tried again. */
	retry: Record<Side, string[]>;
	/** Fingerprints of records read lately, which the overlap of two runs shows again. */
	seen: Record<Side, string[]>;
	/** The last calendar day on which due dates were looked at. */
	day?: string;
	/**
	 * What was deleted in QuickBooks is not known for all of the time that was caught up on, and has
	 * yet to be found out.
	 */
	deletionsUnknown?: true;
	/**
	 * QuickBooks ids of customers with invoices whose records have no contact yet, the latest first.
	 */
	withoutContact?: string[];
	/**
	 * What is known of deleted records, so that each is told once and nothing is made anew for it.
	 */
	deletions?: string[];
	/** When HubSpot's recycle bin was last looked through; ISO. */
	binAt?: string;
}

export const MOST_WITHOUT_CONTACT = 200;

/** More failures than this hold the time back instead, so that none is forgotten. */
export const MOST_RETRIES = 150;
export const MOST_SEEN = 100;

export function freshState(realmId: string, prefix: string = DEFAULT_PREFIX): SyncState {
	return {
		version: 1,
		realmId,
		...(prefix !== DEFAULT_PREFIX && { prefix }),
		since: {},
		retry: { hubSpot: [], quickBooks: [] },
		seen: { hubSpot: [], quickBooks: [] },
	};
}

interface StateRead {
	state: SyncState;
	/** Why the state was not used. */
	warning?: string;
}

/**
 * Reads what was stored; anything but our own form, another company's, or that of another prefix,
 * begins anew.
 */
export function readState(
	stored: unknown,
	realmId: string,
	prefix: string = DEFAULT_PREFIX,
): StateRead {
	if (typeof stored !== 'object' || stored === null || Object.keys(stored).length === 0)
		return { state: freshState(realmId, prefix) };
	const {
		version,
		realmId: owner,
		prefix: before = DEFAULT_PREFIX,
		portalId,
		connection,
		since,
		retry,
		seen,
		day,
		deletionsUnknown,
		withoutContact,
		deletions,
		binAt,
	} = stored as Partial<SyncState>;
	if (version !== 1)
		return {
			state: freshState(realmId, prefix),
			warning:
				'The stored state of this node has another version, so all records are checked again.',
		};
	if (owner !== realmId)
		return {
			state: freshState(realmId, prefix),
			warning:
				'The QuickBooks credential now belongs to another company, so all records are checked again.',
		};
	if (before !== prefix)
		return {
			state: freshState(realmId, prefix),
			warning: `The HubSpot credential now keeps its properties under "${prefix}" instead of "${before}", so all records are checked again.`,
		};
	const time = (side: Side) =>
		typeof since?.[side] === 'string' && !Number.isNaN(Date.parse(since[side]))
			? { [side]: since[side] }
			: {};
	const ids = (side: Side) =>
		Array.isArray(retry?.[side])
			? retry[side].filter((id) => /^\d+$/.test(id)).slice(0, MOST_RETRIES)
			: [];
	const marks = (side: Side) =>
		Array.isArray(seen?.[side])
			? seen[side].filter((mark) => typeof mark === 'string').slice(0, MOST_SEEN)
			: [];
	const known = readDeletions(deletions);
	return {
		state: {
			version: 1,
			realmId,
			...(prefix !== DEFAULT_PREFIX && { prefix }),
			...(typeof portalId === 'string' && { portalId }),
			...(typeof connection === 'string' && { connection }),
			since: { ...time('hubSpot'), ...time('quickBooks') },
			retry: { hubSpot: ids('hubSpot'), quickBooks: ids('quickBooks') },
			seen: { hubSpot: marks('hubSpot'), quickBooks: marks('quickBooks') },
			...(typeof day === 'string' && { day }),
			...(deletionsUnknown === true && { deletionsUnknown }),
			...(Array.isArray(withoutContact) && {
				withoutContact: withoutContact
					.filter((id) => /^\d+$/.test(id))
					.slice(0, MOST_WITHOUT_CONTACT),
			}),
			...(known.length > 0 && { deletions: known }),
			...(typeof binAt === 'string' && !Number.isNaN(Date.parse(binAt)) && { binAt }),
		},
	};
}

/** A record that could not be synced, and when it was changed. */
export interface FailedRecord {
	side: Side;
	id: string;
	changedAt: string;
}

/**
 * The state after a part of a run: the time moves on, failures are remembered. When there are too
 * many to remember, the time
 * stays at the earliest of those left out, also in the parts that follow.
 *
 * @param held where an earlier part of the run has to stay
 * @returns with the state, where the parts that follow have to stay
 */
export function advance(
	state: SyncState,
	side: Side,
	since: string | undefined,
	tried: readonly string[],
	failed: readonly FailedRecord[],
	held?: string,
): { state: SyncState; held?: string } {
	const before = state.retry[side].filter((id) => !tried.includes(id));
	const mine = failed.filter((record) => record.side === side);
	const ids = [...new Set([...before, ...mine.map(({ id }) => id)])];
	const leftOut = new Set(ids.slice(MOST_RETRIES));
	// Nobody knows when something was deleted: then nothing moves.
	const stays = mine
		.filter(({ id }) => leftOut.has(id))
		.map(({ changedAt }) => changedAt || (state.since[side] ?? changedAt));
	const earliest = earliestOf([...stays, ...(held === undefined ? [] : [held])]);
	const moved =
		since === undefined
			? undefined
			: earliestOf([since, ...(earliest === undefined ? [] : [earliest])]);
	return {
		state: {
			...state,
			since: { ...state.since, ...(moved !== undefined && { [side]: moved }) },
			retry: { ...state.retry, [side]: ids.slice(0, MOST_RETRIES) },
		},
		...(earliest !== undefined && { held: earliest }),
	};
}

function earliestOf(times: readonly string[]): string | undefined {
	return times
		.filter((time) => !Number.isNaN(Date.parse(time)))
		.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** Remembers records that the next run will read again, by what they look like. */
export function withSeen(state: SyncState, side: Side, marks: readonly string[]): SyncState {
	return {
		...state,
		seen: {
			...state.seen,
			[side]: [...new Set([...marks, ...state.seen[side]])].slice(0, MOST_SEEN),
		},
	};
}
