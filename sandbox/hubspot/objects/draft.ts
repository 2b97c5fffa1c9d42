import type { Links } from '../associations/links';
import type { Properties, Records } from '../records';
import type { Switches } from '../switches';
import type { ObjectType } from '../types';

/** What computed values may look at. */
export interface Sight {
	records: Records;
	links: Links;
	switches: Switches;
	/** Milliseconds. */
	now: number;
}

/**
 * A record on its way: what it will hold, what it held (nothing when new), and which of its
 * properties were sent.
 */
export interface Draft {
	type: ObjectType;
	id: string;
	properties: Properties;
	before: Properties | undefined;
	sent: ReadonlySet<string>;
}

/** Fills in what HubSpot computes, and refuses what it would. @throws Refusal */
export type Deriver = (draft: Draft, sight: Sight) => void;

/** Sets a property, or empties it. */
export function put(properties: Properties, name: string, value: string | undefined): void {
	if (value === undefined || value === '') delete properties[name];
	else properties[name] = value;
}
