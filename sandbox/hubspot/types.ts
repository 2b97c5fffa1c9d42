/** HubSpot's objects that this sandbox keeps, by the names of the object API. */
export const objectTypes = [
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
export type ObjectType = (typeof objectTypes)[number];

interface TypeFacts {
	/** The type id that stands for the name in paths and messages. */
	typeId: string;
	/** The name for one record, in paths (`contact`) and, in capitals, in messages (`CONTACT`). */
	singular: string;
	/** The key in the `associations` of a reply. */
	associationKey: string;
	/** The property that holds the time of creation. */
	created: 'createdate' | 'hs_createdate';
	/** The property that holds the time of the last change. */
	modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
	/** What a reply holds when no properties are asked for, besides the id and both times. */
	standard: readonly string[];
}

/** https://developers.hubspot.com/docs/guides/api/crm/understanding-the-crm */
export const typeFacts: Record<ObjectType, TypeFacts> = {
	contacts: {
		typeId: '0-1',
		singular: 'contact',
		associationKey: 'contacts',
		created: 'createdate',
		modified: 'lastmodifieddate',
		standard: ['email', 'firstname', 'lastname'],
	},
	companies: {
		typeId: '0-2',
		singular: 'company',
		associationKey: 'companies',
		created: 'createdate',
		modified: 'hs_lastmodifieddate',
		standard: ['domain', 'name'],
	},
	deals: {
		typeId: '0-3',
		singular: 'deal',
		associationKey: 'deals',
		created: 'createdate',
		modified: 'hs_lastmodifieddate',
		standard: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
	},
	products: {
		typeId: '0-7',
		singular: 'product',
		associationKey: 'products',
		created: 'createdate',
		modified: 'hs_lastmodifieddate',
		standard: ['description', 'name', 'price'],
	},
	line_items: {
		typeId: '0-8',
		singular: 'line_item',
		associationKey: 'line items',
		created: 'createdate',
		modified: 'hs_lastmodifieddate',
		standard: ['amount', 'quantity', 'hs_product_id'],
	},
	quotes: {
		typeId: '0-14',
		singular: 'quote',
		associationKey: 'quotes',
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		standard: [],
	},
	invoices: {
		typeId: '0-53',
		singular: 'invoice',
		associationKey: 'invoices',
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		standard: [],
	},
	taxes: {
		typeId: '0-86',
		singular: 'tax',
		associationKey: 'taxes',
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		standard: [],
	},
	discounts: {
		typeId: '0-84',
		singular: 'discount',
		associationKey: 'discounts',
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		standard: [],
	},
	fees: {
		typeId: '0-85',
		singular: 'fee',
		associationKey: 'fees',
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		standard: [],
	},
};

const byName = new Map<string, ObjectType>(
	objectTypes.flatMap((type) =>
		[type, typeFacts[type].typeId, typeFacts[type].singular].map((name) => [name, type] as const),
	),
);

/**
 * The object that a path means by its name, its singular or its type id; undefined where there is
 * none such.
 */
export function findType(name: string): ObjectType | undefined {
	return byName.get(name.toLowerCase());
}

/** The name in messages, e.g. `LINE_ITEM`. */
export function shout(type: ObjectType): string {
	return typeFacts[type].singular.toUpperCase();
}
