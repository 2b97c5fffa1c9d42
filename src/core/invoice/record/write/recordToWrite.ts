import type { Immutable } from '../../../plan';
import type { HubSpotAssociation, HubSpotProperties } from '../../../records/hubspot';

/** What HubSpot's record of one QuickBooks invoice is to become. */
export type RecordToWrite = Immutable<{
	/** Of the record, where there is one. */
	id?: string;
	/** Nothing of an existing record is written when there are none. */
	properties: HubSpotProperties;
	/** Links that the record must have. */
	associations: HubSpotAssociation[];
	/** The lines it gets when it has none. */
	lines: HubSpotProperties[];
	/** Read where it is not known. */
	hasLines?: boolean;
}>;
