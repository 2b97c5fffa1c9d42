import { HubspotInvoicingOAuth2Api } from '../../credentials/HubspotInvoicingOAuth2Api.credentials';
import { HubspotServiceKeyApi } from '../../credentials/HubspotServiceKeyApi.credentials';
import { QuickBooksInvoicingOAuth2Api } from '../../credentials/QuickBooksInvoicingOAuth2Api.credentials';

/** The parent that n8n knows and a process without its server does not. */
const oAuth2Api = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: ['clientId', 'clientSecret'].map((name) => ({
		displayName: name,
		name,
		type: 'string' as const,
		default: '',
	})),
};

/** The credentials of the package, for n8n's engine in this process. */
export const credentialTypes = [
	oAuth2Api,
	new HubspotInvoicingOAuth2Api(),
	new HubspotServiceKeyApi(),
	new QuickBooksInvoicingOAuth2Api(),
];
