import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** QuickBooks always, HubSpot on request. */
export const credentials: INodeCredentialDescription[] = [
	{ name: 'quickBooksInvoicingOAuth2Api', required: true },
	{ name: 'hubspotServiceKeyApi', required: true, displayOptions: { show: { hubspotAuthentication: ['serviceKey'] } } },
	{ name: 'hubspotInvoicingOAuth2Api', required: true, displayOptions: { show: { hubspotAuthentication: ['oAuth2'] } } },
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
		description: "Whether to add the invoice's deal, contact and company, and how to sign in to HubSpot",
	},
];
