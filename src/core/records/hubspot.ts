/** The HubSpot objects this package reads or writes, by the names of HubSpot's object API. */
export const hubSpotObjectTypes = [
	'contacts',
	'companies',
	'deals',
	'products',
	'line_items',
	'quotes',
	'invoices',
	'taxes',
	'discounts',
	'fees',
] as const;
export type HubSpotObjectType = (typeof hubSpotObjectTypes)[number];

/** Values as HubSpot gives them: always text; null where a property is known but empty. */
export type HubSpotProperties = Record<string, string | null>;

/** A HubSpot record as read. */
export interface HubSpotRecord {
	objectType: HubSpotObjectType;
	/** The id of the surviving record, which differs from the id asked for after a merge. */
	id: string;
	properties: HubSpotProperties;
	/** Ids of associated records, without repeats, by type; only types that were asked for. */
	associations: Partial<Record<HubSpotObjectType, readonly string[]>>;
	/** ISO, with zone. */
	createdAt: string;
	updatedAt: string;
	archived: boolean;
	/** When it was put into the recycle bin. */
	archivedAt?: string;
	/**
	 * Of a record that was read with others: those of the ids asked for that HubSpot answered with
	 * it.
	 */
	askedIds?: readonly string[];
}

/** How two records are linked; HubSpot's own type ids from the first record to the second. */
export interface HubSpotAssociation {
	to: { objectType: HubSpotObjectType; id: string };
	typeId: number;
}

export interface HubSpotPropertyOption {
	label: string;
	value: string;
	displayOrder?: number;
	hidden?: boolean;
}

/** A property's definition. */
export interface HubSpotPropertyDefinition {
	name: string;
	label: string;
	/** `string`, `number`, `date`, `datetime`, `enumeration`, `bool` … */
	type: string;
	/** `text`, `textarea`, `number`, `date`, `select`, `booleancheckbox` … */
	fieldType: string;
	groupName: string;
	description?: string;
	options?: readonly HubSpotPropertyOption[];
	hasUniqueValue?: boolean;
	/** True where HubSpot refuses values by API. */
	readOnlyValue?: boolean;
	calculated?: boolean;
	hidden?: boolean;
}

/** What HubSpot says about the account that a credential opens. */
export interface HubSpotAccount {
	portalId: string;
	accountType: string;
	/** IANA name, e.g. `America/Los_Angeles`. */
	timeZone: string;
	/** ISO 4217. */
	companyCurrency: string;
	additionalCurrencies: readonly string[];
	/** Host of the web application, e.g. `app.hubspot.com`. */
	uiDomain: string;
}
