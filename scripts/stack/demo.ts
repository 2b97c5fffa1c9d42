import type { WorkflowDraft } from '../n8n/workflows';
import type { StoredCredential } from '../n8n/credentials';

export const PACKAGE = 'n8n-nodes-hubspot-quickbooks';

/** The login of the demo's n8n, which listens on the loopback address only. */
export const OWNER = { email: 'owner@example.com', password: 'Sandbox-2026' };

/** The demo company's key in the sandbox, and the deal of it that the workflow bills. */
export const COMPANY = 'us';
export const DEAL = '401';

/** The properties that creating an invoice writes on its deal. */
export const DEAL_PROPERTIES = [
	'quickbooks_invoice_amount_billed',
	'quickbooks_invoice_recipient',
	'quickbooks_invoice_number',
	'quickbooks_invoice_status',
	'quickbooks_invoice_due_date',
];

export const TRIGGER = 'Start';
export const INVOICE_NODE = 'Create QuickBooks Invoice';

export const WORKFLOW_NAME = 'Deal to QuickBooks invoice';

export function demoWorkflow(
	hubspot: StoredCredential,
	quickbooks: StoredCredential,
): WorkflowDraft {
	return {
		name: WORKFLOW_NAME,
		nodes: [
			{
				id: 'start',
				name: TRIGGER,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'invoice',
				name: INVOICE_NODE,
				type: `${PACKAGE}.createQuickBooksInvoice`,
				typeVersion: 1,
				position: [240, 0],
				parameters: { deal: { __rl: true, mode: 'id', value: DEAL }, source: 'scratch' },
				credentials: {
					hubspotServiceKeyApi: { id: hubspot.id, name: hubspot.name },
					quickBooksInvoicingOAuth2Api: { id: quickbooks.id, name: quickbooks.name },
				},
			},
		],
		connections: { [TRIGGER]: { main: [[{ node: INVOICE_NODE, type: 'main', index: 0 }]] } },
	};
}
