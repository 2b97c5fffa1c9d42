import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { connectOAuth2, createCredential } from '../../scripts/n8n/credentials';
import { createWorkflow, publish } from '../../scripts/n8n/workflows';
import { approve, startSandboxProcess, type SandboxProcess } from '../../scripts/stack/sandbox';
import { Collector } from './collector';
import { N8nProcesses, type N8nProcessesOptions } from './n8nProcesses';
import { MILESTONES } from './randomChanges';
import { controlAt } from '../support/testSandbox';

const TOKEN = 'verifier-token-of-the-test';
const WEBHOOK = '7b0c8a52-6f0e-4a55-9a43-1d3e5f7a9b10';
/**
 * Makes n8n store the static data of the whole workflow at the end of each execution, as it was at
 * its beginning.
 */
const COUNTER =
	'const memory = $getWorkflowStaticData("global"); memory.runs = (memory.runs ?? 0) + 1; return [];';
const EVENTS = [
	'created',
	'waitingToBeSent',
	'sent',
	'partiallyPaid',
	'paid',
	'paymentReceived',
	'overdue',
	'voided',
	'deleted',
];

/** Webhooks that get lost, come twice or out of order. */
export const HARD = { lose: 0.2, duplicate: 0.1, reorder: 0.2 };
export const EASY = { lose: 0, duplicate: 0, reorder: 0 };

/**
 * A real n8n with the trigger published, Remove Duplicates behind it, and a collector at the end.
 */
export class TriggerStack {
	/** What began a workflow, and what came through Remove Duplicates behind it. */
	readonly begun = new Collector();
	readonly passed = new Collector();
	sandbox!: SandboxProcess;
	realmId = '';
	readonly n8n: N8nProcesses;
	private readonly folder = mkdtempSync(join(tmpdir(), 'trigger-'));
	private subscription = 0;

	/**
	 * @param writesStaticData puts a Code node into the workflow that writes static data of its own
	 */
	constructor(
		options: Omit<N8nProcessesOptions, 'folder'>,
		private readonly writesStaticData: boolean,
	) {
		this.n8n = new N8nProcesses({ ...options, folder: this.folder });
	}

	async start(): Promise<void> {
		await Promise.all([this.begun.start(), this.passed.start()]);
		this.sandbox = await startSandboxProcess(join(this.folder, 'sandbox'));
		await this.control('PATCH', 'switches/quickbooks', { limits: false });
		const { clientId, clientSecret, companies } = this.sandbox.details.quickbooks;
		this.realmId = companies.find(({ key }) => key === 'us')?.realmId ?? '';
		const session = await this.n8n.up();
		const quickbooks = await createCredential(
			session,
			'quickBooksInvoicingOAuth2Api',
			'QuickBooks Online',
			{
				clientId,
				clientSecret,
				environment: 'custom',
				baseUrl: this.sandbox.quickbooks,
				webhookVerifierToken: TOKEN,
			},
		);
		await connectOAuth2(session, quickbooks.id, (url) => approve(this.sandbox, url, this.realmId));
		const { id } = await createWorkflow(
			session,
			workflow(
				this.begun.url,
				this.passed.url,
				{ id: quickbooks.id, name: quickbooks.name },
				this.writesStaticData,
			),
		);
		await publish(session, id);
		const { id: subscription } = await this.control<{ id: number }>('POST', 'quickbooks/webhooks', {
			url: `${this.n8n.webhooks}/webhook/${WEBHOOK}/quickbooks`,
			verifierToken: TOKEN,
			companies: [this.realmId],
		});
		this.subscription = subscription;
	}

	async webhooks(options: typeof HARD): Promise<void> {
		await this.control('PATCH', `quickbooks/webhooks/${this.subscription}`, options);
	}

	/** What was refused while n8n was down is tried again at once, rather than after minutes. */
	async retryWebhooks(): Promise<void> {
		await this.control('POST', 'quickbooks/webhooks/deliver', {});
	}

	async control<T>(method: string, path: string, body?: object): Promise<T> {
		return await controlAt<T>(this.sandbox.control, method, path, body);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.sandbox.stop();
		await Promise.all([this.begun.stop(), this.passed.stop()]);
		rmSync(this.folder, { recursive: true, force: true });
	}
}

function workflow(
	begunUrl: string,
	passedUrl: string,
	quickbooks: { id: string; name: string },
	writesStaticData: boolean,
) {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: object,
		more: object = {},
	): INode => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		...more,
	});
	const tell = (url: string) => ({
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify($json) }}',
	});
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	return {
		name: 'Invoice events',
		nodes: [
			node(
				'Trigger',
				'n8n-nodes-hubspot-quickbooks.invoiceStatusTrigger',
				1,
				{
					events: EVENTS,
					overdueDays: MILESTONES.join(', '),
					source: 'both',
					pollTimes: { item: [{ mode: 'everyMinute' }] },
				},
				{ webhookId: WEBHOOK, credentials: { quickBooksInvoicingOAuth2Api: quickbooks } },
			),
			node('Remove Duplicates', 'n8n-nodes-base.removeDuplicates', 2, {
				operation: 'removeItemsSeenInPreviousExecutions',
				logic: 'removeItemsWithAlreadySeenKeyValues',
				dedupeValue: '={{ $json.eventId }}',
				options: { scope: 'node', historySize: 20_000 },
			}),
			node('Begun', 'n8n-nodes-base.httpRequest', 4.2, tell(begunUrl)),
			node('Passed', 'n8n-nodes-base.httpRequest', 4.2, tell(passedUrl)),
			...(writesStaticData ? [node('Counter', 'n8n-nodes-base.code', 2, { jsCode: COUNTER })] : []),
		],
		connections: {
			Trigger: {
				main: [
					[to('Begun'), to('Remove Duplicates'), ...(writesStaticData ? [to('Counter')] : [])],
				],
			},
			'Remove Duplicates': { main: [[to('Passed')]] },
		},
		settings: { saveDataSuccessExecution: 'none' },
	};
}
