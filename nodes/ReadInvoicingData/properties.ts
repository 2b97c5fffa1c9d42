import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dealUrl, locator } from '../shared/locator';

const withHubSpot = { show: { operation: ['choices', 'findDeals'] } };

/** The form of Read Invoicing Data. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Find Deals',
				value: 'findDeals',
				description: 'Find HubSpot deals by name, ID or address',
				action: 'Find deals',
			},
			{
				name: 'Get Choices for a Deal',
				value: 'choices',
				description:
					"Get what a form about a deal's invoice needs: lines, quotes, customers, items, tax codes and terms",
				action: 'Get choices for a deal',
			},
			{
				name: 'Get Open Invoices',
				value: 'openInvoices',
				description:
					'Get what customers owe, for reports: every QuickBooks invoice with a balance, and every open credit',
				action: 'Get open invoices',
			},
		],
		default: 'choices',
	},
	{ ...hubspotAuthentication, displayOptions: withHubSpot },
	{
		displayName: 'Open Credits',
		name: 'openCredits',
		type: 'boolean',
		default: true,
		description:
			'Whether to add unapplied payments and unused credit memos as rows with negative balances. Then the sum of all rows is what customers owe.',
		displayOptions: { show: { operation: ['openInvoices'] } },
	},
	{
		displayName: 'Deal Name, ID or Address',
		name: 'search',
		type: 'string',
		default: '',
		description: 'When empty, the deals that changed last are returned',
		displayOptions: { show: { operation: ['findDeals'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { operation: ['findDeals'] } },
	},
	locator({
		displayName: 'Deal',
		name: 'deal',
		searchListMethod: 'searchDeals',
		placeholder: '401',
		required: true,
		displayOptions: { show: { operation: ['choices'] } },
		urlPattern: dealUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-3/401',
	}),
];
