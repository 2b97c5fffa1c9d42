import type { PropertyNames } from '../core/records/names';
import type {
	HubSpotAccount,
	HubSpotAssociation,
	HubSpotObjectType,
	HubSpotPropertyDefinition,
	HubSpotPropertyOption,
	HubSpotProperties,
	HubSpotRecord,
} from '../core/records/hubspot';
import type {
	QuickBooksCompanyInfo,
	QuickBooksEntities,
	QuickBooksEntityName,
	QuickBooksInvoice,
	QuickBooksPayload,
	QuickBooksPreferences,
} from '../core/records/quickbooks';
import type { GatewayErrorDetail, GatewayErrorKind } from './errors';

/** What became of one record of a batch. Outcomes stand in the order of what was asked. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: OutcomeError };

export interface OutcomeError {
	kind: GatewayErrorKind;
	message: string;
	code?: string | undefined;
	details: GatewayErrorDetail[];
	/** Facts to act on, e.g. the scopes that are missing. */
	context: Record<string, unknown>;
}

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

/**
 * What flows may ask of HubSpot. Every method throws GatewayError.
 * Batches of any length are cut to HubSpot's limits; single records of a batch that fail are
 * outcomes, not errors.
 */
export interface HubSpotPort {
	/** `production` for HubSpot's own host, `custom` for any other. */
	readonly environment: 'production' | 'custom';
	/** What this package's own properties are called in this account. */
	readonly names: PropertyNames;
	/** Read once for each connection, then remembered. */
	readAccount(): Promise<HubSpotAccount>;
	/** @throws GatewayError `notFound` when there is no such record or it is archived */
	readObject(
		type: HubSpotObjectType,
		id: string,
		ask: {
			properties: string[];
			associations?: HubSpotObjectType[];
			idProperty?: string;
			archived?: boolean;
		},
	): Promise<HubSpotRecord>;
	/**
	 * Records that do not exist are missing from the answer; one that was merged comes under the
	 * survivor's id, and `askedIds` says which ids it answers.
	 */
	readObjects(
		type: HubSpotObjectType,
		ids: string[],
		ask: { properties: string[]; idProperty?: string },
	): Promise<HubSpotRecord[]>;
	/**
	 * Every value that properties of records have had, as far as HubSpot keeps them, by record and
	 * property.
	 */
	readHistories(
		type: HubSpotObjectType,
		ids: string[],
		properties: string[],
	): Promise<Map<string, Record<string, string[]>>>;
	listObjects(
		type: HubSpotObjectType,
		ask: {
			properties: string[];
			associations?: HubSpotObjectType[];
			limit: number;
			after?: string;
			archived?: boolean;
		},
	): Promise<HubSpotPage>;
	searchObjects(type: HubSpotObjectType, search: HubSpotSearch): Promise<HubSpotPage>;
	/**
	 * Not repeated when its outcome is unknown, unless `uniqueProperty` names a unique property among
	 * the values. @throws GatewayError `conflict` where HubSpot says that a value is taken
	 */
	createObject(
		type: HubSpotObjectType,
		record: HubSpotCreate,
		uniqueProperty?: string,
	): Promise<HubSpotRecord>;
	updateObject(
		type: HubSpotObjectType,
		id: string,
		properties: HubSpotProperties,
	): Promise<HubSpotRecord>;
	createObjects(
		type: HubSpotObjectType,
		records: HubSpotCreate[],
	): Promise<Array<Outcome<HubSpotRecord>>>;
	updateObjects(
		type: HubSpotObjectType,
		records: Array<{ id: string; properties: HubSpotProperties }>,
	): Promise<Array<Outcome<HubSpotRecord>>>;
	upsertObjects(
		type: HubSpotObjectType,
		idProperty: string,
		records: Array<{ id: string; properties: HubSpotProperties }>,
	): Promise<Array<Outcome<HubSpotRecord & { isNew: boolean }>>>;
	archiveObjects(type: HubSpotObjectType, ids: string[]): Promise<void>;
	/** Adds links; a link that exists stays as it is. */
	associate(from: HubSpotObjectType, to: HubSpotObjectType, links: HubSpotLink[]): Promise<void>;
	dissociate(
		from: HubSpotObjectType,
		to: HubSpotObjectType,
		links: Array<{ fromId: string; toId: string }>,
	): Promise<void>;
	/** Ids linked with each of the given records. */
	readAssociations(
		from: HubSpotObjectType,
		to: HubSpotObjectType,
		ids: string[],
	): Promise<Map<string, string[]>>;
	/** The primary company of each of the given contacts or deals that has one. */
	readPrimaryCompanies(from: 'contacts' | 'deals', ids: string[]): Promise<Map<string, string>>;
	/**
	 * The contacts or companies that are labelled for billing, of each of the given quotes that has
	 * one.
	 */
	readBillingParties(
		to: 'contacts' | 'companies',
		quoteIds: string[],
	): Promise<Map<string, string[]>>;
	readProperties(type: HubSpotObjectType): Promise<HubSpotPropertyDefinition[]>;
	/** Creates what is missing; a property or group that exists is left as it is. */
	createPropertyGroup(
		type: HubSpotObjectType,
		group: { name: string; label: string },
	): Promise<void>;
	/** @returns of each whether this call has made it */
	createProperties(
		type: HubSpotObjectType,
		properties: HubSpotPropertyDefinition[],
	): Promise<Array<Outcome<{ name: string; isNew: boolean }>>>;
	archiveProperties(type: HubSpotObjectType, names: readonly string[]): Promise<void>;
	/**
	 * How many properties of its own the account may have, for those objects of which HubSpot says
	 * so.
	 */
	readPropertyRoom(): Promise<Map<HubSpotObjectType, PropertyRoom>>;
	/** @param options all of them: HubSpot drops those that are not named */
	setPropertyOptions(
		type: HubSpotObjectType,
		name: string,
		options: readonly HubSpotPropertyOption[],
	): Promise<void>;
	readPipelines(type: 'deals'): Promise<
		Array<{
			id: string;
			label: string;
			stages: Array<{ id: string; label: string; isClosed: boolean }>;
		}>
	>;
}

export type QuickBooksOperator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';

export interface QuickBooksCriterion {
	/** A queryable property, e.g. `DisplayName` or `MetaData.LastUpdatedTime`. */
	field: string;
	/** What LIKE cannot ask for becomes a wildcard of its pattern, so it may find more. */
	operator: QuickBooksOperator;
	value: string | number | boolean | ReadonlyArray<string | boolean>;
}

export interface QuickBooksQuery {
	/** All must hold. Rows made inactive are left out unless `Active` is asked for. */
	where?: QuickBooksCriterion[];
	/** Ascending by `Id` when absent. */
	orderBy?: { field: string; descending?: boolean };
	/** Rows at the most; all of them when absent, in pages of 1,000. */
	limit?: number;
	/** From 1. */
	startPosition?: number;
}

export interface QuickBooksSettings {
	preferences: QuickBooksPreferences;
	company: QuickBooksCompanyInfo;
}

export interface CreateOptions<E extends QuickBooksEntityName> {
	allowDuplicateNumber?: boolean;
	/**
	 * Looks for the record after an answer that never came, or that says nothing: what it finds is
	 * the answer, and the request is
	 * sent again only when it finds nothing. How long QuickBooks remembers a key is documented
	 * nowhere, so the key alone does not
	 * keep a repeat from making a second record.
	 */
	findMade?: () => Promise<QuickBooksEntities[E] | undefined>;
}

/** What is changed or removed, and in which version. */
export interface QuickBooksVersion {
	Id: string;
	SyncToken: string;
}

/** One kind of record in an answer of change data capture. */
export interface QuickBooksChanges<E extends QuickBooksEntityName> {
	entity: E;
	records: Array<QuickBooksEntities[E]>;
	deleted: Array<{ Id: string; deletedAt: string | undefined }>;
}

/**
 * What flows may ask of QuickBooks Online. Every method throws GatewayError.
 * Keys of any length are accepted and cut to a hash of QuickBooks' length.
 */
export interface QuickBooksPort {
	readonly realmId: string;
	readonly environment: 'production' | 'sandbox' | 'custom';
	/**
	 * QuickBooks' own clock at its latest answer to a reading, in milliseconds; it tells a new record
	 * from a repeated answer.
	 */
	answeredAt?(): number | undefined;
	/**
	 * Read once for each company, then remembered for some minutes; for some seconds only when
	 * `maxAge` says `seconds`.
	 */
	readSettings(maxAge?: 'minutes' | 'seconds'): Promise<QuickBooksSettings>;
	find<E extends QuickBooksEntityName>(
		entity: E,
		query: QuickBooksQuery,
	): Promise<Array<QuickBooksEntities[E]>>;
	/** @throws GatewayError `notFound` when it does not exist or was deleted */
	read<E extends QuickBooksEntityName>(entity: E, id: string): Promise<QuickBooksEntities[E]>;
	/**
	 * @param key the idempotency key: the same key and payload make one record
	 * @throws GatewayError `duplicateName`, `duplicateNumber`, `duplicateRequest`, `invalid` …
	 */
	create<E extends QuickBooksEntityName>(
		entity: E,
		payload: QuickBooksPayload,
		key: string,
		options?: CreateOptions<E>,
	): Promise<QuickBooksEntities[E]>;
	/** Sparse unless the payload says otherwise. @throws GatewayError `stale` */
	update<E extends QuickBooksEntityName>(
		entity: E,
		payload: QuickBooksPayload & QuickBooksVersion,
	): Promise<QuickBooksEntities[E]>;
	/**
	 * Not repeated when its outcome is unknown: QuickBooks would mail twice.
	 * @param beforeAttempt called when it is the request's turn, which may be minutes later; what it
	 * throws keeps it from being sent
	 */
	sendInvoice(id: string, sendTo?: string, beforeAttempt?: () => void): Promise<QuickBooksInvoice>;
	voidInvoice(version: QuickBooksVersion): Promise<QuickBooksInvoice>;
	readInvoicePdf(id: string): Promise<Buffer>;
	/** Home currency units for one unit of `currency`. @param asOf YYYY-MM-DD */
	readExchangeRate(currency: string, asOf: string): Promise<number>;
	/**
	 * What was created, changed or deleted since; `complete` is false when the answer was full (1,000
	 * rows). @param since ISO
	 */
	readChanges<E extends QuickBooksEntityName>(
		entities: readonly E[],
		since: string,
	): Promise<{ changes: Array<QuickBooksChanges<E>>; complete: boolean; at: string }>;
	/** Runs up to 30 operations for each request. */
	batch(operations: QuickBooksBatchOperation[]): Promise<Array<Outcome<QuickBooksBatchValue>>>;
}

export type QuickBooksBatchOperation =
	| {
			operation: 'create' | 'update';
			entity: QuickBooksEntityName;
			payload: QuickBooksPayload;
	  }
	| { operation: 'query'; entity: QuickBooksEntityName; query: QuickBooksQuery };

/** The record written, or the rows found. */
export type QuickBooksBatchValue = {
	record?: QuickBooksEntities[QuickBooksEntityName];
	rows?: Array<QuickBooksEntities[QuickBooksEntityName]>;
};
