import type { PropertyNames } from '../core/records/names';
import type {
	HubSpotAccount,
	HubSpotObjectType,
	HubSpotPropertyDefinition,
	HubSpotPropertyOption,
	HubSpotProperties,
	HubSpotRecord,
} from '../core/records/hubspot';
import type {
	QuickBooksEntities,
	QuickBooksEntityName,
	QuickBooksInvoice,
	QuickBooksPayload,
} from '../core/records/quickbooks';
import type {
	HubSpotSearch,
	HubSpotPage,
	HubSpotCreate,
	PropertyRoom,
	HubSpotLink,
} from '../core/records/hubspotQueries';
import type {
	QuickBooksQuery,
	QuickBooksSettings,
	QuickBooksVersion,
	QuickBooksChanges,
	QuickBooksBatchOperation,
	QuickBooksBatchValue,
} from '../core/records/quickbooksQueries';
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
	/** How many custom properties each object may have, as far as HubSpot says so. */
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
