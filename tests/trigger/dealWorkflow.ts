import type { INode } from 'n8n-workflow';
import type { StoredCredential } from '../../scripts/n8n/credentials';
import type { WorkflowDraft } from '../../scripts/n8n/workflows';

type SignIn = { serviceKey: StoredCredential } | { oAuth2: StoredCredential };

/** A workflow that tells each deal that enters a stage to an address. */
export function dealWorkflow(
	name: string,
	stages: string[],
	signIn: SignIn,
	url: string,
): WorkflowDraft {
	const credential = (own: StoredCredential) => ({ id: own.id, name: own.name });
	const [hubspotAuthentication, credentials] =
		'oAuth2' in signIn
			? ['oAuth2', { hubspotInvoicingOAuth2Api: credential(signIn.oAuth2) }]
			: ['serviceKey', { hubspotServiceKeyApi: credential(signIn.serviceKey) }];
	const trigger: INode = {
		id: 'Trigger',
		name: 'Trigger',
		type: 'n8n-nodes-hubspot-quickbooks.dealStageTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			hubspotAuthentication,
			pipeline: 'default',
			stages,
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		},
		credentials,
	};
	const tell: INode = {
		id: 'Tell',
		name: 'Tell',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [200, 0],
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify($json) }}',
		},
	};
	return {
		name,
		nodes: [trigger, tell],
		connections: { Trigger: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] } },
		settings: { saveDataSuccessExecution: 'none' },
	};
}
