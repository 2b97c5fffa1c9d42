import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dryRun } from '../shared/dryRun';
import { dealUrl, locator } from '../shared/locator';
import { invoiceFields } from './invoiceFields';

const contactUrl =
	'https://app[^/]*\\.hubspot\\.com/contacts/[0-9]+/(?:record/0-1|contact)/([0-9]+).*';
const companyUrl =
	'https://app[^/]*\\.hubspot\\.com/contacts/[0-9]+/(?:record/0-2|company)/([0-9]+).*';

/** The form of Attach Invoice: what to do, with which record, with which invoices. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Attach',
				value: 'attach',
				description: 'Show QuickBooks invoices on a HubSpot record',
				action: 'Attach invoices',
			},
			{
				name: 'Detach',
				value: 'detach',
				description: 'Remove invoices from a HubSpot record. QuickBooks keeps them.',
				action: 'Detach invoices',
			},
			{
				name: 'List',
				value: 'list',
				description: 'Get the invoices of a HubSpot record with their current data from QuickBooks',
				action: 'List invoices',
			},
		],
		default: 'attach',
	},
	{
		displayName: 'Record',
		name: 'record',
		type: 'options',
		options: [
			{ name: 'Company', value: 'company' },
			{ name: 'Contact', value: 'contact' },
			{ name: 'Deal', value: 'deal' },
		],
		default: 'deal',
		description: 'The kind of HubSpot record that the invoices belong to',
	},
	locator({
		displayName: 'Deal',
		name: 'deal',
		searchListMethod: 'searchDeals',
		placeholder: '401',
		required: true,
		displayOptions: { show: { record: ['deal'] } },
		urlPattern: dealUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-3/401',
	}),
	locator({
		displayName: 'Contact',
		name: 'contact',
		searchListMethod: 'searchContacts',
		placeholder: '101',
		required: true,
		displayOptions: { show: { record: ['contact'] } },
		urlPattern: contactUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-1/101',
	}),
	locator({
		displayName: 'Company',
		name: 'company',
		searchListMethod: 'searchCompanies',
		placeholder: '201',
		required: true,
		displayOptions: { show: { record: ['company'] } },
		urlPattern: companyUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-2/201',
	}),
	...invoiceFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Time Limit (Seconds)',
				name: 'timeLimit',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 120 },
				default: 60,
				description:
					'How long to wait for one answer from HubSpot or QuickBooks. The first item decides for all items.',
			},
		],
	},
	{ ...dryRun, displayOptions: { show: { operation: ['attach', 'detach'] } } },
];
