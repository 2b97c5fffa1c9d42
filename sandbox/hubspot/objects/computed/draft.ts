import type { Links } from '../../associations/links';
import type { Properties, ObjectRecords } from '../../records';
import type { HubSpotSwitches } from '../../switches';
import type { ObjectType } from '../../types';

/** What computed values may look at. */
export interface DerivationContext {
	records: ObjectRecords;
	links: Links;
	switches: HubSpotSwitches;
	/** Milliseconds. */
	now: number;
}

/**
 * A record on its way: what it will hold, what it held (nothing when new), and which of its
 * properties were sent.
 */
export interface ObjectDraft {
	type: ObjectType;
	id: string;
	properties: Properties;
	before: Properties | undefined;
	sent: ReadonlySet<string>;
}

/** Fills in what HubSpot computes, and refuses what it would. @throws Refusal */
export type Deriver = (draft: ObjectDraft, context: DerivationContext) => void;

/** Sets a property, or empties it. */
export function setProperty(properties: Properties, name: string, value: string | undefined): void {
	if (value === undefined || value === '') delete properties[name];
	else properties[name] = value;
}
