import type { Links } from '../../associations/links';
import type { Properties, ObjectRecords } from '../../records';
import type { HubSpotSwitches } from '../../switches';
import type { ObjectType } from '../../types';

/** The data from which values are computed. */
export interface DerivationContext {
	records: ObjectRecords;
	links: Links;
	switches: HubSpotSwitches;
	/** Milliseconds. */
	now: number;
}

/**
 * A record before it is stored: its new properties, its old properties (undefined if new), and the
 * names of the properties in the request.
 */
export interface ObjectDraft {
	type: ObjectType;
	id: string;
	properties: Properties;
	before: Properties | undefined;
	sent: ReadonlySet<string>;
}

/** Sets the values that HubSpot computes. @throws Refusal if HubSpot would refuse the record */
export type Deriver = (draft: ObjectDraft, context: DerivationContext) => void;

/** Sets a property, or removes it if there is no value. */
export function setProperty(properties: Properties, name: string, value: string | undefined): void {
	if (value === undefined || value === '') delete properties[name];
	else properties[name] = value;
}
