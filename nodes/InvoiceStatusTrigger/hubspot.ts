import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/**
 * QuickBooks always, HubSpot on request. The editor gives a name of its own only to a credential
 * with a condition, so
 * QuickBooks has one that always holds.
 */
export const credentials: INodeCredentialDescription[] = [
	{
		name: 'quickBooksInvoicingOAuth2Api',
		displayName: 'QuickBooks Online',
		required: true,
		displayOptions: { show: { '@version': [1] } },
	},
	{
		name: 'hubspotServiceKeyApi',
		displayName: 'HubSpot',
		required: true,
		displayOptions: { show: { hubspotAuthentication: ['serviceKey'] } },
	},
	{
		name: 'hubspotInvoicingOAuth2Api',
		displayName: 'HubSpot',
		required: true,
		displayOptions: { show: { hubspotAuthentication: ['oAuth2'] } },
	},
];

export const optionalHubSpot: INodeProperties[] = [
	{
		displayName: 'HubSpot Records',
		name: 'hubspotAuthentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Leave Out', value: 'none' },
			{ name: 'Add with OAuth2', value: 'oAuth2' },
			{ name: 'Add with Service Key', value: 'serviceKey' },
		],
		default: 'none',
		description:
			"Whether to add the invoice's deal, contact and company, and how to sign in to HubSpot",
	},
];
