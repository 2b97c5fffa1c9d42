import { invoiceStatuses, statusLabels } from '../invoice/status';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../records/hubspot';
import { linkPropertyName } from './link';

/** Properties of one HubSpot object that this package keeps, and the group they stand in. */
export interface HubSpotSchema {
	objectType: HubSpotObjectType;
	group: { name: string; label: string };
	properties: HubSpotPropertyDefinition[];
}

const DEAL_GROUP = { name: 'quickbooks_invoice', label: 'QuickBooks invoice' };
const LINK_GROUP = { name: 'quickbooks', label: 'QuickBooks' };

type Column = readonly [name: string, label: string, type: string, fieldType: string, description: string];

/** Of the invoice that was updated last, then over all invoices of the deal. */
const dealColumns: Column[] = [
	['quickbooks_invoice_amount_billed', 'QuickBooks invoice amount billed', 'number', 'number', 'Total of the invoice updated last'],
	['quickbooks_invoice_recipient', 'QuickBooks invoice recipient', 'string', 'text', 'Customer of the invoice updated last'],
	['quickbooks_invoice_number', 'QuickBooks invoice number', 'string', 'text', 'Number of the invoice updated last'],
	['quickbooks_invoice_status', 'QuickBooks invoice status', 'enumeration', 'select', 'Status of the invoice updated last'],
	['quickbooks_invoice_due_date', 'QuickBooks invoice due date', 'date', 'date', 'Due date of the invoice updated last'],
	['quickbooks_invoice_count', 'QuickBooks invoice count', 'number', 'number', 'Invoices of the deal that are not voided'],
	['quickbooks_total_billed', 'QuickBooks total billed', 'number', 'number', 'Total of all invoices of the deal, in its currency'],
	['quickbooks_total_paid', 'QuickBooks total paid', 'number', 'number', 'Paid on all invoices of the deal, in its currency'],
	['quickbooks_total_outstanding', 'QuickBooks total outstanding', 'number', 'number', 'Still to be paid on all invoices of the deal, in its currency'],
];

const invoiceColumns: Column[] = [
	['quickbooks_invoice_number', 'QuickBooks invoice number', 'string', 'text', 'Number in QuickBooks'],
	['quickbooks_invoice_status', 'QuickBooks invoice status', 'enumeration', 'select', 'Status in QuickBooks'],
	['quickbooks_invoice_total', 'QuickBooks invoice total', 'number', 'number', 'Total with tax, in the currency of the invoice'],
	['quickbooks_invoice_balance', 'QuickBooks invoice balance', 'number', 'number', 'Still to be paid, in the currency of the invoice'],
	['quickbooks_invoice_currency', 'QuickBooks invoice currency', 'string', 'text', 'ISO 4217 code'],
	['quickbooks_invoice_due_date', 'QuickBooks invoice due date', 'date', 'date', 'Due date in QuickBooks'],
	['quickbooks_invoice_recipient', 'QuickBooks invoice recipient', 'string', 'text', 'Customer in QuickBooks'],
	['quickbooks_invoice_url', 'QuickBooks invoice link', 'string', 'text', 'Opens the invoice in QuickBooks'],
	['quickbooks_invoice_origin', 'QuickBooks invoice origin', 'string', 'text', 'Which part of which deal the invoice bills; kept by the QuickBooks nodes of n8n'],
	['quickbooks_invoice_updated_at', 'QuickBooks invoice updated at', 'datetime', 'date', 'Last change in QuickBooks'],
];

const statusOptions = [...invoiceStatuses].reverse().map((value, displayOrder) => ({ value, label: statusLabels[value], displayOrder, hidden: false }));

function toDefinition([name, label, type, fieldType, description]: Column, groupName: string): HubSpotPropertyDefinition {
	return { name, label, type, fieldType, groupName, description, ...(type === 'enumeration' && { options: statusOptions }) };
}

export const dealPropertyNames = dealColumns.map(([name]) => name);
export const invoicePropertyNames = invoiceColumns.map(([name]) => name);

function linkDefinition(realmId: string, companyName: string): HubSpotPropertyDefinition {
	return {
		name: linkPropertyName(realmId),
		label: `QuickBooks id (${companyName}, ${realmId})`,
		type: 'string',
		fieldType: 'text',
		groupName: LINK_GROUP.name,
		description: 'Ties this record to its counterpart in one QuickBooks company; kept by the QuickBooks nodes of n8n',
		hasUniqueValue: true,
	};
}

const linked: HubSpotObjectType[] = ['contacts', 'companies', 'products', 'invoices'];

/** All properties that one connected QuickBooks company needs in HubSpot. */
export function requiredSchemas(realmId: string, companyName: string): HubSpotSchema[] {
	const links = linked.map((objectType): HubSpotSchema => ({ objectType, group: LINK_GROUP, properties: [linkDefinition(realmId, companyName)] }));
	const deals: HubSpotSchema = { objectType: 'deals', group: DEAL_GROUP, properties: dealColumns.map((column) => toDefinition(column, DEAL_GROUP.name)) };
	return [deals, ...links.map((schema) => (schema.objectType === 'invoices' ? { ...schema, properties: [...schema.properties, ...invoiceColumns.map((column) => toDefinition(column, LINK_GROUP.name))] } : schema))];
}
