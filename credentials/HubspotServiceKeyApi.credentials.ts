import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

export class HubspotServiceKeyApi implements ICredentialType {
	name = 'hubspotServiceKeyApi';

	displayName = 'HubSpot Service Key';

	icon: Icon = { light: 'file:../icons/hubspot.svg', dark: 'file:../icons/hubspot.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-hubspot-quickbooks/n8n-nodes-hubspot-quickbooks#hubspot-service-key';

	properties: INodeProperties[] = [
		{
			displayName: 'Service Key',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'In HubSpot, under Development > Keys > Service keys. The token of a private app works as well.',
		},
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
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken }}' } },
	};

	// A token must not travel unencrypted, hence the second address, which does not exist.
	// https://developers.hubspot.com/docs/api-reference/account-account-info/guide
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ /^(https:\\/\\/|http:\\/\\/(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(\\/|$))/i.test($credentials.baseUrl) ? $credentials.baseUrl.replace(/\\/+$/, "") : "https://base-url-needs-https.invalid" }}',
			url: '/account-info/2026-03/details',
		},
	};
}
