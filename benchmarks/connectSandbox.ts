import { InProcess } from '../tests/support/inProcess';
import type { INodeType } from 'n8n-workflow';
import { HubspotInvoicingOAuth2Api } from '../credentials/HubspotInvoicingOAuth2Api.credentials';
import { HubspotServiceKeyApi } from '../credentials/HubspotServiceKeyApi.credentials';
import { QuickBooksInvoicingOAuth2Api } from '../credentials/QuickBooksInvoicingOAuth2Api.credentials';
import { approve, type SandboxAddresses } from '../scripts/stack/sandbox';

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

/** n8n's own engine in this process, with credentials for the sandbox. */
export async function connectSandbox(
	sandbox: SandboxAddresses,
	nodes: Record<string, INodeType>,
): Promise<{
	n8n: InProcess;
	credentials: Record<string, { id: string; name: string }>;
	realmId: string;
}> {
	const n8n = await InProcess.create({
		nodes,
		credentialTypes: [
			oAuth2Api,
			new HubspotInvoicingOAuth2Api(),
			new HubspotServiceKeyApi(),
			new QuickBooksInvoicingOAuth2Api(),
		],
	});
	const { clientId, clientSecret, companies } = sandbox.details.quickbooks;
	const realmId = companies[0]?.realmId ?? '';
	const redirectUri = `${sandbox.control}/none`;
	const url = new URL(`${sandbox.quickbooks}/connect/oauth2`);
	url.search = new URLSearchParams({
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: 'com.intuit.quickbooks.accounting',
		response_type: 'code',
		state: 'bench',
	}).toString();
	const { code = '' } = await approve(sandbox, url, realmId);
	const answer = await fetch(`${sandbox.quickbooks}/oauth2/v1/tokens/bearer`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
		},
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
		}),
	});
	const tokens = (await answer.json()) as {
		access_token: string;
		refresh_token: string;
		token_type: string;
	};
	const quickbooks = n8n.credential('quickBooksInvoicingOAuth2Api', {
		clientId,
		clientSecret,
		environment: 'custom',
		baseUrl: sandbox.quickbooks,
		oauthTokenData: {
			...tokens,
			n8n_expires_at: String(Date.now() + 3_600_000),
			callbackQueryString: { realmId },
		},
	});
	const hubspot = n8n.credential('hubspotServiceKeyApi', {
		accessToken: sandbox.details.hubspot.serviceKey,
		baseUrl: sandbox.hubspot,
	});
	return { n8n, realmId, credentials: { ...hubspot, ...quickbooks } };
}
