import type { INode } from 'n8n-workflow';
import { createWorkflow, runManually } from '../../../scripts/n8n/workflows';
import type { StoredCredential } from '../../../scripts/n8n/credentials';
import type { TemplateStack } from './templateStack';

export interface Billed {
	deal: string;
	/** The invoice's id in QuickBooks. */
	id: string;
	number: string;
	total: string;
}

/** Makes an invoice of each deal, as a workflow of a user would. */
export async function billDeals({ session }: TemplateStack, deals: string[]): Promise<Billed[]> {
	const stored = await session.request<StoredCredential[]>('GET', '/rest/credentials');
	const credential = (type: string) => ({
		[type]: { id: stored.find((one) => one.type === type)?.id ?? '', name: type },
	});
	const nodes: INode[] = [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'deals',
			name: 'Deals',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [200, 0],
			parameters: {
				jsCode: `return ${JSON.stringify(deals.map((deal) => ({ json: { deal } })))};`,
			},
		},
		{
			id: 'bill',
			name: 'Bill',
			type: 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice',
			typeVersion: 1,
			position: [400, 0],
			parameters: {
				hubspotAuthentication: 'serviceKey',
				deal: { __rl: true, mode: 'id', value: '={{ $json.deal }}' },
				ifNoItem: 'create',
				incomeAccount: { __rl: true, mode: 'id', value: '5' },
			},
			credentials: {
				...credential('hubspotServiceKeyApi'),
				...credential('quickBooksInvoicingOAuth2Api'),
			},
		},
	];
	const link = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	const { id } = await createWorkflow(session, {
		name: 'Bill deals',
		nodes,
		connections: { Start: link('Deals'), Deals: link('Bill') },
	});
	const run = await runManually(session, id, 'Start');
	if (run.error) throw new Error(`${run.error.message} ${run.error.description ?? ''}`);
	return run.items('Bill').map(({ json }, index) => {
		const { invoice } = json as unknown as {
			invoice: { id: string; number: string; total: string };
		};
		return {
			deal: deals[index] ?? '',
			id: invoice.id,
			number: invoice.number,
			total: invoice.total,
		};
	});
}
