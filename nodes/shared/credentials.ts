import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/**
 * Both accounts; HubSpot by service key or by OAuth2. The editor merges all credentials without a
 * condition into the
 * choice of the first, so QuickBooks has a condition that always holds.
 */
export const bothCredentials: INodeCredentialDescription[] = [
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
	{
		name: 'quickBooksInvoicingOAuth2Api',
		displayName: 'QuickBooks Online',
		required: true,
		displayOptions: { show: { '@version': [1] } },
	},
];

export const hubspotAuthentication: INodeProperties = {
	displayName: 'HubSpot Authentication',
	name: 'hubspotAuthentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'OAuth2', value: 'oAuth2' },
		{ name: 'Service Key', value: 'serviceKey' },
	],
	default: 'serviceKey',
};
