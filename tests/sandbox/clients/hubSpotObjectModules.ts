import type { Client } from '@hubspot/api-client';

/**
 * The part that all typed modules of the client have in common, by the module of deals; the types
 * of the others differ in names only.
 */
type ObjectModule = Pick<Client['crm']['deals'], 'basicApi' | 'batchApi' | 'searchApi'>;
type Modules = Record<string, ObjectModule> & {
	commerce: { invoices: ObjectModule };
	objects: Record<string, ObjectModule>;
};

/** [object, module of the client, a property and three values of it, what else a record needs] */
export const OBJECTS: [
	string,
	(modules: Modules) => ObjectModule | undefined,
	string,
	[string, string, string],
	Record<string, string>,
][] = [
	['contacts', (modules) => modules['contacts'], 'lastname', ['Åkesson', 'Ødegård', 'Çelik'], {}],
	[
		'companies',
		(modules) => modules['companies'],
		'name',
		['Åkerbär & Co', 'Two "quoted"', 'Three 🌷'],
		{},
	],
	[
		'deals',
		(modules) => modules['deals'],
		'dealname',
		['One deal', 'Other deal', 'Third deal'],
		{ dealstage: 'closedwon', pipeline: 'default', amount: '10.50' },
	],
	[
		'products',
		(modules) => modules['products'],
		'name',
		['Trellis', 'Pergola', 'Arbour'],
		{ price: '12.30' },
	],
	[
		'line_items',
		(modules) => modules['lineItems'],
		'name',
		['Line 1', 'Line 2', 'Line 3'],
		{ quantity: '2', price: '3.20' },
	],
	[
		'quotes',
		(modules) => modules['quotes'],
		'hs_title',
		['Offer 1', 'Offer 2', 'Offer 3'],
		{ hs_expiration_date: '2026-12-31T00:00:00.000Z' },
	],
	[
		'invoices',
		(modules) => modules.commerce.invoices,
		'hs_purchase_order_number',
		['PO-1', 'PO-2', 'PO-3'],
		{ hs_currency: 'USD' },
	],
	[
		'taxes',
		(modules) => modules.objects['taxes'],
		'hs_label',
		['VAT', 'GST', 'PST'],
		{ hs_type: 'PERCENT', hs_value: '20' },
	],
];

/**
 * A caller of the client's module for one object, generic by name or by type id where it has none
 * of its own.
 */
export function moduleOf(
	client: Client,
	pick: (modules: Modules) => ObjectModule | undefined,
): ObjectModule {
	const found = pick(client.crm as unknown as Modules);
	if (!found) throw new Error('the client has no such module');
	return found;
}
