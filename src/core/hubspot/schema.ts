import { invoiceStatuses, statusLabels } from '../invoice/status';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../records/hubspot';
import {
	DEFAULT_PREFIX,
	type DealProperty,
	type InvoiceProperty,
	type PropertyNames,
} from '../records/names';

/** Properties of one HubSpot object that this package keeps, and the group they stand in. */
export interface HubSpotSchema {
	objectType: HubSpotObjectType;
	group: { name: string; label: string };
	properties: readonly HubSpotPropertyDefinition[];
}

type Column<P> = readonly [
	property: P,
	label: string,
	type: string,
	fieldType: string,
	description: string,
];

/** Of the invoice that was updated last, then over all invoices of the deal. */
const dealColumns: Array<Column<DealProperty>> = [
	[
		'invoice_amount_billed',
		'QuickBooks invoice amount billed',
		'number',
		'number',
		'Total of the invoice updated last',
	],
	[
		'invoice_recipient',
		'QuickBooks invoice recipient',
		'string',
		'text',
		'Customer of the invoice updated last',
	],
	[
		'invoice_number',
		'QuickBooks invoice number',
		'string',
		'text',
		'Number of the invoice updated last',
	],
	[
		'invoice_status',
		'QuickBooks invoice status',
		'enumeration',
		'select',
		'Status of the invoice updated last',
	],
	[
		'invoice_due_date',
		'QuickBooks invoice due date',
		'date',
		'date',
		'Due date of the invoice updated last',
	],
	[
		'invoice_count',
		'QuickBooks invoice count',
		'number',
		'number',
		'Invoices of the deal that are not voided',
	],
	[
		'total_billed',
		'QuickBooks total billed',
		'number',
		'number',
		'Total of all invoices of the deal, in its currency',
	],
	[
		'total_paid',
		'QuickBooks total paid',
		'number',
		'number',
		'Paid on all invoices of the deal, in its currency',
	],
	[
		'total_outstanding',
		'QuickBooks total outstanding',
		'number',
		'number',
		'Still to be paid on all invoices of the deal, in its currency',
	],
];

const invoiceColumns: Array<Column<InvoiceProperty>> = [
	['invoice_number', 'QuickBooks invoice number', 'string', 'text', 'Number in QuickBooks'],
	['invoice_status', 'QuickBooks invoice status', 'enumeration', 'select', 'Status in QuickBooks'],
	[
		'invoice_total',
		'QuickBooks invoice total',
		'number',
		'number',
		'Total with tax, in the currency of the invoice',
	],
	[
		'invoice_balance',
		'QuickBooks invoice balance',
		'number',
		'number',
		'Still to be paid, in the currency of the invoice',
	],
	['invoice_currency', 'QuickBooks invoice currency', 'string', 'text', 'ISO 4217 code'],
	['invoice_due_date', 'QuickBooks invoice due date', 'date', 'date', 'Due date in QuickBooks'],
	['invoice_recipient', 'QuickBooks invoice recipient', 'string', 'text', 'Customer in QuickBooks'],
	['invoice_url', 'QuickBooks invoice link', 'string', 'text', 'Opens the invoice in QuickBooks'],
	[
		'invoice_origin',
		'QuickBooks invoice origin',
		'string',
		'text',
		'Which part of which deal the invoice bills; kept by the QuickBooks nodes of n8n',
	],
	[
		'invoice_updated_at',
		'QuickBooks invoice updated at',
		'datetime',
		'date',
		'Last change in QuickBooks',
	],
];

const statusOptions = [...invoiceStatuses].reverse().map((value, displayOrder) => ({
	value,
	label: statusLabels[value],
	displayOrder,
	hidden: false,
}));

/** The groups that HubSpot shows the properties in, each prefix in its own. */
function groupsOf({ prefix }: PropertyNames) {
	return {
		deal: { name: `${prefix}invoice`, label: `QuickBooks invoice${told(prefix)}` },
		link: { name: prefix.replace(/_+$/, ''), label: `QuickBooks${told(prefix)}` },
	};
}

/** What labels say of an unusual prefix, since an account may have the usual properties, too. */
function told(prefix: string): string {
	return prefix === DEFAULT_PREFIX ? '' : ` (${prefix.replace(/_+$/, '')})`;
}

function toDefinition(
	[property, label, type, fieldType, description]: Column<DealProperty | InvoiceProperty>,
	groupName: string,
	names: PropertyNames,
): HubSpotPropertyDefinition {
	return {
		name: names.of(property),
		label: labelled(label, names),
		type,
		fieldType,
		groupName,
		description,
		...(type === 'enumeration' && { options: statusOptions }),
	};
}

/** A label as people see it in HubSpot. */
export function labelled(label: string, { prefix }: PropertyNames): string {
	return `${label}${told(prefix)}`;
}

function linkDefinition(
	names: PropertyNames,
	realmId: string,
	companyName: string,
	groupName: string,
): HubSpotPropertyDefinition {
	return {
		name: names.link(realmId),
		label: labelled(`QuickBooks id (${companyName}, ${realmId})`, names),
		type: 'string',
		fieldType: 'text',
		groupName,
		description:
			'Ties this record to its counterpart in one QuickBooks company; kept by the QuickBooks nodes of n8n',
		hasUniqueValue: true,
	};
}

const linked: HubSpotObjectType[] = ['contacts', 'companies', 'products', 'invoices'];

/** All properties that one connected QuickBooks company needs in HubSpot. */
export function requiredSchemas(
	names: PropertyNames,
	realmId: string,
	companyName: string,
): HubSpotSchema[] {
	const { deal, link } = groupsOf(names);
	const links = linked.map((objectType): HubSpotSchema => ({
		objectType,
		group: link,
		properties: [linkDefinition(names, realmId, companyName, link.name)],
	}));
	const deals: HubSpotSchema = {
		objectType: 'deals',
		group: deal,
		properties: dealColumns.map((column) => toDefinition(column, deal.name, names)),
	};
	return [
		deals,
		...links.map((schema) =>
			schema.objectType === 'invoices'
				? {
						...schema,
						properties: [
							...schema.properties,
							...invoiceColumns.map((column) => toDefinition(column, link.name, names)),
						],
					}
				: schema,
		),
	];
}
