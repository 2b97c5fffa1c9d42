import type { HubSpotAssociation, HubSpotProperties, HubSpotRecord } from './hubspot';

export type HubSpotOperator =
	| 'EQ'
	| 'NEQ'
	| 'LT'
	| 'LTE'
	| 'GT'
	| 'GTE'
	| 'BETWEEN'
	| 'IN'
	| 'NOT_IN'
	| 'HAS_PROPERTY'
	| 'NOT_HAS_PROPERTY'
	| 'CONTAINS_TOKEN'
	| 'NOT_CONTAINS_TOKEN';

export interface HubSpotFilter {
	property: string;
	operator: HubSpotOperator;
	value?: string;
	/** Upper end of BETWEEN. */
	highValue?: string;
	/** For IN and NOT_IN. */
	values?: string[];
}

export interface HubSpotSearch {
	/** Groups are alternatives; the filters of a group must all hold. */
	filterGroups: HubSpotFilter[][];
	/** Free text over the searchable properties. */
	query?: string;
	properties: string[];
	sort?: { property: string; direction: 'ASCENDING' | 'DESCENDING' };
	/** Rows in this page, at most 200. */
	limit: number;
	after?: string;
}

export interface HubSpotPage {
	records: HubSpotRecord[];
	total?: number;
	/** Where the next page starts; absent on the last page. */
	after?: string;
}

export interface HubSpotCreate {
	properties: HubSpotProperties;
	associations?: HubSpotAssociation[];
}

export interface PropertyRoom {
	limit: number;
	used: number;
}

export interface HubSpotLink {
	fromId: string;
	toId: string;
	typeIds: number[];
}
