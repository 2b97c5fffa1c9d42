import { InProcess } from '../tests/support/inProcess';
import { credentialTypes } from '../tests/support/credentialTypes';
import { connectCompany } from '../tests/support/testSandbox';
import type { INodeType } from 'n8n-workflow';
import type { SandboxAddresses } from '../scripts/stack/sandbox';

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
		credentialTypes,
	});
	const { clientId, clientSecret, companies } = sandbox.details.quickbooks;
	const realmId = companies[0]?.realmId ?? '';
	const { control, quickbooks: baseUrl } = sandbox;
	const tokens = await connectCompany(
		{ control, quickbooks: baseUrl, clientId, clientSecret },
		realmId,
	);
	const quickbooks = n8n.credential('quickBooksInvoicingOAuth2Api', {
		clientId,
		clientSecret,
		environment: 'custom',
		baseUrl,
		oauthTokenData: { ...tokens, callbackQueryString: { realmId } },
	});
	const hubspot = n8n.credential('hubspotServiceKeyApi', {
		accessToken: sandbox.details.hubspot.serviceKey,
		baseUrl: sandbox.hubspot,
	});
	return { n8n, realmId, credentials: { ...hubspot, ...quickbooks } };
}
