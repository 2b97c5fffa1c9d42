import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** A custom address must start with https or be this machine, because tokens must not travel unencrypted. */
const safe =
	'/^(https:\\/\\/|http:\\/\\/(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(\\/|$))/i.test($self["baseUrl"])';
const own = (path: string) =>
	`(${safe} ? $self["baseUrl"].replace(/\\/+$/, "") + "${path}" : "https://base-url-needs-https.invalid")`;

export class QuickBooksInvoicingOAuth2Api implements ICredentialType {
	name = 'quickBooksInvoicingOAuth2Api';

	displayName = 'QuickBooks Online OAuth2 (invoicing)';

	extends = ['oAuth2Api'];

	icon: Icon = { light: 'file:../icons/quickbooks.svg', dark: 'file:../icons/quickbooks.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-hubspot-quickbooks/n8n-nodes-hubspot-quickbooks#quickbooks-online-oauth2';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Production',
					value: 'production',
					description: 'A real company',
				},
				{
					name: 'Sandbox',
					value: 'sandbox',
					description: 'A test company of Intuit. Use the development keys of the app.',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address with the same API',
				},
			],
			default: 'production',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://127.0.0.1:5702',
			displayOptions: { show: { environment: ['custom'] } },
			description: 'The address must start with https://, or be an address of this machine',
		},
		{
			displayName: 'Webhook Verifier Token',
			name: 'webhookVerifierToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'In the app at Intuit, under Webhooks. Only needed for triggers that receive webhooks.',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ $self["environment"] === "custom" ? ${own('/connect/oauth2')} : "https://appcenter.intuit.com/connect/oauth2" }}`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ $self["environment"] === "custom" ? ${own('/oauth2/v1/tokens/bearer')} : "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer" }}`,
			required: true,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'com.intuit.quickbooks.accounting',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
	];

	// https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/companyinfo
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.environment === "production" ? "https://quickbooks.api.intuit.com" : $credentials.environment === "sandbox" ? "https://sandbox-quickbooks.api.intuit.com" : /^(https:\\/\\/|http:\\/\\/(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(\\/|$))/i.test($credentials.baseUrl) ? $credentials.baseUrl.replace(/\\/+$/, "") : "https://base-url-needs-https.invalid" }}',
			url: '=/v3/company/{{ $credentials.oauthTokenData.callbackQueryString.realmId }}/companyinfo/{{ $credentials.oauthTokenData.callbackQueryString.realmId }}',
			headers: { Accept: 'application/json' },
		},
	};
}
