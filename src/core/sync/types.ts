import type { RegionKind } from '../contact/regions';
import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotPropertyDefinition,
	HubSpotRecord,
} from '../records/hubspot';
import type { QuickBooksCustomer, QuickBooksItem, QuickBooksPayload } from '../records/quickbooks';
import type { Base } from './base';

export const directions = ['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'] as const;
export type Direction = (typeof directions)[number];

export const writePolicies = ['both', 'createOnly', 'updateOnly', 'none'] as const;
type WritePolicy = (typeof writePolicies)[number];

export const deletePolicies = ['nothing', 'archive', 'unlink', 'mark'] as const;
export type DeletePolicy = (typeof deletePolicies)[number];

export const conflictPolicies = ['newest', 'hubSpot', 'quickBooks', 'skip'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

export type Side = 'hubSpot' | 'quickBooks';

/** What a QuickBooks field holds, and what fits into it. */
export interface QuickBooksField {
	/** From the record down, e.g. `BillAddr.City`. */
	path: string;
	label: string;
	type: 'text' | 'email' | 'number' | 'boolean' | 'day' | 'time';
	/** Longest text; longer ones are cut, except for e-mail addresses. */
	longest?: number;
	/** `name`: no colon and no control characters; `line`: no line breaks. */
	form?: 'name' | 'line';
	/** QuickBooks computes it. */
	readOnly?: true;
	/** An empty value is never written. */
	required?: true;
	/**
	 * The first line of an address, which stands for all of its lines unless the others are mapped,
	 * too.
	 */
	isStreet?: boolean;
	/** It is the state or the country of an address, which has a name and codes. */
	region?: RegionKind;
	/** Where the name with those above it stands, which HubSpot may have instead. */
	fullPath?: string;
	/** What QuickBooks holds instead of nothing. */
	whenEmpty?: string;
	/**
	 * The HubSpot account's, where values go into a property that holds a time: a day is noon of that
	 * day there.
	 */
	timeZone?: string;
}

/** One HubSpot property and the QuickBooks field it goes with. */
export interface FieldMapping {
	/** HubSpot property. */
	property: string;
	/** Path of the QuickBooks field. */
	field: string;
	direction: 'both' | 'toHubSpot' | 'toQuickBooks';
	/** Whether an empty value empties the other side, or leaves it. */
	ifEmpty: 'keep' | 'clear';
}

export const conditionOperators = [
	'equals',
	'notEquals',
	'contains',
	'notContains',
	'startsWith',
	'greater',
	'less',
	'empty',
	'notEmpty',
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

/** A condition that a record must meet to take part. */
export interface Condition {
	side: Side;
	/** HubSpot property or path of a QuickBooks field. */
	field: string;
	operator: ConditionOperator;
	value: string;
}

export interface SyncPolicy {
	direction: Direction;
	createAndUpdate: WritePolicy;
	onDelete: DeletePolicy;
	conflict: ConflictPolicy;
	/** All must hold. */
	filter: Condition[];
	mapping: FieldMapping[];
}

/** The QuickBooks records that go both ways. */
export type SyncedRecord = QuickBooksCustomer | QuickBooksItem;

/** A natural key: what recognises a record that has no link yet. */
export interface KeyKind {
	name: 'email' | 'sku' | 'full name' | 'name';
	/** HubSpot property that holds it. */
	property: string;
	/** Whether HubSpot finds records by it in batches. */
	isIdProperty: boolean;
	/** QuickBooks field of a query. */
	queryField: string;
	/** The field may hold several values. */
	isList?: true;
	/** What of a value QuickBooks' field holds; all of it when absent. */
	queried?: (value: string) => string;
}

/**
 * What the engine must know of one kind of record; `contact/fields.ts` and `product/fields.ts` fill
 * it in.
 */
export interface SyncKind {
	hubSpotType: Extract<HubSpotObjectType, 'contacts' | 'products'>;
	entity: 'Customer' | 'Item';
	/** What people call the records: `customer`, `contact` … */
	words: { hubSpot: string; quickBooks: string };
	modifiedProperty: 'lastmodifieddate' | 'hs_lastmodifieddate';
	fields: QuickBooksField[];
	defaults: FieldMapping[];
	/** HubSpot properties that matching and building need. */
	properties: string[];
	keys: KeyKind[];
	/** All values of a key, as HubSpot spells them. */
	hubSpotKeys(record: HubSpotRecord, kind: KeyKind): string[];
	/** Lower case. */
	quickBooksKeys(record: SyncedRecord, kind: KeyKind): string[];
	/** Why a QuickBooks record takes no part at all; undefined when it does. */
	leftOut(record: SyncedRecord): string | undefined;
	/**
	 * For kinds that stand below one another: the id of the one above, and whether a record only
	 * repeats a key of one of those above it.
	 */
	above?: {
		idOf(record: SyncedRecord): string | undefined;
		isRepeatedBy(record: SyncedRecord, others: readonly SyncedRecord[]): boolean;
		reason: string;
	};
	/**
	 * Two that are linked and are not the same party, and whether a mapped value is the own one of
	 * each.
	 */
	apart?: {
		are(record: SyncedRecord, hubSpot: HubSpotRecord, base: Base): boolean;
		isOwn(property: string, path: string): boolean;
	};
	/** Whether the record may stand for another object of HubSpot's than the one that is synced. */
	mayBeCompanys?(record: SyncedRecord): boolean;
	/** Adds what HubSpot needs of a new record that the mapping did not give. */
	completeHubSpot(properties: HubSpotProperties, record: SyncedRecord): HubSpotProperties;
	/** Adds what QuickBooks needs of a new record. @throws Declined when it cannot be made up */
	completeQuickBooks(
		payload: QuickBooksPayload,
		record: HubSpotRecord,
		extras: NewRecordExtras,
	): QuickBooksPayload;
	/** The same record under a name that nobody has. */
	withOwnName(payload: QuickBooksPayload, record: HubSpotRecord): QuickBooksPayload;
	/**
	 * The record as it would be had its name not been taken: what was added to the name then is no
	 * change of it.
	 */
	withoutOwnName?(record: SyncedRecord, hubSpot: HubSpotRecord): SyncedRecord;
	/**
	 * For kinds whose name is no key: the values of HubSpot properties, by property, of whoever may
	 * give a record one of these names, any of the groups; and whether a QuickBooks record bears the
	 * name that one made of a HubSpot record gets.
	 */
	naming?: {
		groups(names: readonly string[]): Array<Record<string, string[]>>;
		isNamedAfter(record: SyncedRecord, hubSpot: HubSpotRecord): boolean;
	};
	/** What a new QuickBooks record cannot hold of what no mapping names. */
	textWarnings?(record: HubSpotRecord): string[];
	/**
	 * What a person should know of values that go either way between a QuickBooks record and HubSpot;
	 * by QuickBooks field.
	 */
	valueWarnings?(record: SyncedRecord, fields: readonly string[]): string[];
	/**
	 * What marks a QuickBooks record whose HubSpot record was deleted; undefined when there is no
	 * place for it.
	 */
	deletedMark(record: SyncedRecord, hubSpotId: string): QuickBooksPayload | undefined;
}

export interface NewRecordExtras {
	/** Where sales of new items are booked. */
	incomeAccountId?: string | undefined;
}

/** Definitions by property name. */
export type Definitions = ReadonlyMap<string, HubSpotPropertyDefinition>;
