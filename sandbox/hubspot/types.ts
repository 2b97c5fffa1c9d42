/** The HubSpot objects of this sandbox, by their names in the object API. */
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
	/** The type id that can replace the name in paths and messages. */
	typeId: string;
	/** The name of one record: `contact` in paths, `CONTACT` in messages. */
	singular: string;
	/** The key in the `associations` of a reply. */
	associationKey: string;
	/** The property that holds the time of creation. */
	created: 'createdate' | 'hs_createdate';
	/** The property that holds the time of the last change. */
	modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
	/** The properties of a reply without requested properties, in addition to id and times. */
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

/** The object with a name, singular name or type id from a path; undefined if there is none. */
export function findType(name: string): ObjectType | undefined {
	return byName.get(name.toLowerCase());
}

/** The name in messages, such as `LINE_ITEM`. */
export function upperName(type: ObjectType): string {
	return typeFacts[type].singular.toUpperCase();
}
