import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/**
 * What creating invoices, attaching and syncing need; products and line items have no schema scope
 * of their own.
 */
const scopes = [
	'oauth',
	'crm.objects.contacts.read',
	'crm.objects.contacts.write',
	'crm.objects.companies.read',
	'crm.objects.companies.write',
	'crm.objects.deals.read',
	'crm.objects.deals.write',
	'crm.objects.line_items.read',
	'crm.objects.line_items.write',
	'crm.objects.products.read',
	'crm.objects.products.write',
	'crm.objects.quotes.read',
	'crm.objects.invoices.read',
	'crm.objects.invoices.write',
	'crm.objects.owners.read',
	'crm.schemas.contacts.read',
	'crm.schemas.contacts.write',
	'crm.schemas.companies.read',
	'crm.schemas.companies.write',
	'crm.schemas.deals.read',
	'crm.schemas.deals.write',
	'crm.schemas.invoices.read',
	'crm.schemas.invoices.write',
	'crm.schemas.quotes.read',
	'e-commerce',
	'settings.currencies.read',
	'tax_rates.read',
];

/** HubSpot's own hosts have their sign-in page elsewhere; https or this machine only. */
const base = '$self["baseUrl"].replace(/\\/+$/, "")';
const safe =
	'/^(https:\\/\\/|http:\\/\\/(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(\\/|$))/i.test($self["baseUrl"])';

export class HubspotInvoicingOAuth2Api implements ICredentialType {
	name = 'hubspotInvoicingOAuth2Api';

	displayName = 'HubSpot OAuth2 (invoicing)';

	extends = ['oAuth2Api'];

	icon: Icon = { light: 'file:../icons/hubspot.svg', dark: 'file:../icons/hubspot.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-hubspot-quickbooks/n8n-nodes-hubspot-quickbooks#hubspot-oauth2';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.hubapi.com',
			description: 'The address must start with https://, or be an address of this machine',
		},
		{
			displayName: 'Property Prefix',
			name: 'propertyPrefix',
			type: 'string',
			default: 'quickbooks_',
			description:
				'The names of all properties that the nodes create in HubSpot start with this prefix. If the account already has other properties with these names, change the prefix before the first run. With another prefix, the nodes do not see what they stored before.',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ /^https:\\/\\/api(-[a-z0-9]+)?\\.hubapi\\.com\\/?$/i.test($self["baseUrl"]) ? "https://app.hubspot.com/oauth/authorize" : ${safe} ? ${base} + "/oauth/authorize" : "https://base-url-needs-https.invalid" }}`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${safe} ? ${base} + "/oauth/2026-03/token" : "https://base-url-needs-https.invalid" }}`,
			required: true,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: scopes.join(' ') },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: 'grant_type=authorization_code',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	// https://developers.hubspot.com/docs/api-reference/account-account-info/guide
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ /^(https:\\/\\/|http:\\/\\/(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(\\/|$))/i.test($credentials.baseUrl) ? $credentials.baseUrl.replace(/\\/+$/, "") : "https://base-url-needs-https.invalid" }}',
			url: '/account-info/2026-03/details',
		},
	};
}
