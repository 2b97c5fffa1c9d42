import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** Both accounts; HubSpot by service key or by OAuth2. */
export const bothCredentials: INodeCredentialDescription[] = [
	{ name: 'hubspotServiceKeyApi', required: true, displayOptions: { show: { hubspotAuthentication: ['serviceKey'] } } },
	{ name: 'hubspotInvoicingOAuth2Api', required: true, displayOptions: { show: { hubspotAuthentication: ['oAuth2'] } } },
	{ name: 'quickBooksInvoicingOAuth2Api', required: true },
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
