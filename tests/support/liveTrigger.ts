import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import {
	connectOAuth2,
	createCredential,
	type StoredCredential,
} from '../../scripts/n8n/credentials';
import { startN8n } from '../../scripts/n8n/server';
import { N8nSession } from '../../scripts/n8n/session';
import {
	createWorkflow,
	execution,
	executionsOf,
	publish,
	unpublish,
	type FinishedExecution,
} from '../../scripts/n8n/workflows';
import { OWNER, PACKAGE } from '../../scripts/stack/demo';
import { approve, quickBooksToken } from '../../scripts/stack/sandbox';
import { startStack, type Stack } from '../../scripts/stack/stack';
import { packedPackage } from './n8nServer';
import { controlAt } from './testSandbox';

export const TRIGGER = 'Trigger';
const VERIFIER_TOKEN = 'verifier-token-of-the-test';

interface Published {
	id: string;
	/** Behind `/webhook/` and `/webhook-test/`. */
	path: string;
}

/** The signature that Intuit puts on a body. */
export function sign(body: string | Buffer, token = VERIFIER_TOKEN): string {
	return createHmac('sha256', token).update(body).digest('base64');
}

/**
 * A real n8n with Invoice Status Triggers against the sandbox; what each execution let in is read
 * from n8n itself.
 */
export class LiveTriggers {
	session: N8nSession;
	private n8n: Stack['n8n'];
	private token = '';
	private readonly published = new Set<string>();

	private constructor(
		private readonly stack: Stack,
		private readonly quickbooks: StoredCredential,
		private readonly dataDir: string,
	) {
		this.session = stack.session;
		this.n8n = stack.n8n;
	}

	static async open(): Promise<LiveTriggers> {
		const dataDir = mkdtempSync(join(tmpdir(), 'triggers-'));
		const stack = await startStack({
			dataDir,
			packageFolder: packedPackage(),
			step: (_name, work) => work(),
		});
		const { clientId, clientSecret } = stack.sandbox.details.quickbooks;
		const quickbooks = await createCredential(
			stack.session,
			'quickBooksInvoicingOAuth2Api',
			'QuickBooks with webhook',
			{
				clientId,
				clientSecret,
				environment: 'custom',
				baseUrl: stack.sandbox.quickbooks,
				webhookVerifierToken: VERIFIER_TOKEN,
			},
		);
		await connectOAuth2(stack.session, quickbooks.id, (url) =>
			approve(stack.sandbox, url, stack.realmId),
		);
		const triggers = new LiveTriggers(stack, quickbooks, dataDir);
		await triggers.control('PATCH', 'switches/quickbooks', { limits: false });
		triggers.token = await quickBooksToken(stack.sandbox, stack.realmId);
		return triggers;
	}

	get realmId(): string {
		return this.stack.realmId;
	}

	/** A workflow of the trigger and what follows it, saved. */
	async add(
		name: string,
		parameters: INodeParameters,
		next?: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
	): Promise<Published> {
		const webhookId = crypto.randomUUID();
		const { id, name: credential } = this.quickbooks;
		const trigger: INode = {
			id: crypto.randomUUID(),
			name: TRIGGER,
			type: `${PACKAGE}.invoiceStatusTrigger`,
			typeVersion: 1,
			position: [0, 0],
			webhookId,
			parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
			credentials: { quickBooksInvoicingOAuth2Api: { id, name: credential } },
		};
		const follower: INode = {
			id: crypto.randomUUID(),
			name: 'Next',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
			...next,
		};
		const stored = await createWorkflow(this.session, {
			name,
			nodes: [trigger, follower],
			connections: { [TRIGGER]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		});
		return { id: stored.id, path: `${webhookId}/quickbooks` };
	}

	async publish({ id }: Published): Promise<void> {
		await publish(this.session, id);
		this.published.add(id);
	}

	async endAll(): Promise<void> {
		for (const id of this.published) await unpublish(this.session, id);
		this.published.clear();
	}

	/**
	 * What n8n's editor does for its test button: runs at once, or waits for a call of the test
	 * webhook.
	 */
	async test({ id }: Published): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
		return await this.session.request('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: TRIGGER },
		});
	}

	/** A call as Intuit makes it, signed unless a header says otherwise. */
	async call(
		{ path }: Published,
		body: string | Buffer,
		headers: Record<string, string> = {},
		{ kind = 'webhook', sent = body }: { kind?: string; sent?: string | Buffer } = {},
	): Promise<Response> {
		return await fetch(`${this.n8n.url}/${kind}/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'intuit-signature': sign(body), ...headers },
			body: typeof sent === 'string' ? sent : new Uint8Array(sent),
		});
	}

	async callUnsigned({ path }: Published, body: string): Promise<Response> {
		return await fetch(`${this.n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
	}

	/** Finished executions, the oldest first. */
	async executions({ id }: Published): Promise<FinishedExecution[]> {
		const all = await executionsOf(this.session, id);
		return await Promise.all(
			all
				.sort((a, b) => Number(a.id) - Number(b.id))
				.map(async (one) => await execution(this.session, one.id)),
		);
	}

	/** `event invoice` of all that was let in. */
	async told(workflow: Published): Promise<string[]> {
		const items = (await this.executions(workflow)).flatMap((one) => one.items(TRIGGER));
		return items.map(
			({ json }) => `${String(json['event'])} ${(json['invoice'] as { id: string }).id}`,
		);
	}

	/** Waits until so much was let in. */
	async untilTold(workflow: Published, count: number, patienceMs = 100_000): Promise<string[]> {
		const until = Date.now() + patienceMs;
		for (;;) {
			const told = await this.told(workflow);
			if (told.length >= count || Date.now() > until) return told;
			await wait(300);
		}
	}

	/** What n8n stores for a workflow. */
	async staticData({ id }: Published): Promise<Record<string, IDataObject> | null> {
		return (
			await this.session.request<{ staticData: Record<string, IDataObject> | null }>(
				'GET',
				`/rest/workflows/${id}`,
			)
		).staticData;
	}

	/** When QuickBooks was asked for changes, and answered. */
	async readings(): Promise<number[]> {
		const requests = await this.control<Array<{ url: string; at: string; status: unknown }>>(
			'GET',
			'requests',
		);
		return requests
			.filter(({ url, status }) => url.includes('/cdc?') && status === 200)
			.map(({ at }) => Date.parse(at));
	}

	async stopN8n({ kill = false } = {}): Promise<void> {
		if (kill) this.n8n.process.child.kill('SIGKILL');
		await this.n8n.stop();
	}

	async startN8n(): Promise<void> {
		this.n8n = await startN8n({
			home: this.n8n.home,
			port: Number(new URL(this.n8n.url).port),
			packages: [packedPackage()],
		});
		this.session = new N8nSession(this.n8n.url);
		await this.session.signIn(OWNER);
	}

	/** A new invoice in QuickBooks. @returns its id */
	async invoice(): Promise<string> {
		const body = {
			CustomerRef: { value: '1' },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 100,
					SalesItemLineDetail: { ItemRef: { value: '1' } },
				},
			],
		};
		const answer = await fetch(
			`${this.stack.sandbox.quickbooks}/v3/company/${this.realmId}/invoice`,
			{
				method: 'POST',
				headers: {
					authorization: `Bearer ${this.token}`,
					'content-type': 'application/json',
					accept: 'application/json',
				},
				body: JSON.stringify(body),
			},
		);
		if (!answer.ok) throw new Error(`The invoice: ${await answer.text()}`);
		return ((await answer.json()) as { Invoice: { Id: string } }).Invoice.Id;
	}

	async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
		return await controlAt<T>(this.stack.sandbox.control, method, path, body);
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await this.stack.stop();
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}

/** A body of Intuit's older form. */
export function notification(
	realmId: string,
	entities: Array<{ id: string; name?: string; operation?: string; lastUpdated?: string }>,
): string {
	return JSON.stringify({
		eventNotifications: [
			{
				realmId,
				dataChangeEvent: {
					entities: entities.map((entity) => ({
						name: 'Invoice',
						operation: 'Create',
						lastUpdated: new Date().toISOString(),
						...entity,
					})),
				},
			},
		],
	});
}

/** The same as CloudEvents. */
export function cloudEvents(realmId: string, ids: string[]): string {
	return JSON.stringify(
		ids.map((id) => ({
			specversion: '1.0',
			id: crypto.randomUUID(),
			source: 'intuit.quickbooks',
			type: 'qbo.invoice.created.v1',
			datacontenttype: 'application/json',
			time: new Date().toISOString(),
			intuitentityid: id,
			intuitaccountid: realmId,
			data: {},
		})),
	);
}
