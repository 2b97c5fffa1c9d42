import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { startN8n } from '../../scripts/n8n/server';
import { N8nSession } from '../../scripts/n8n/session';
import {
	createWorkflow,
	execution,
	executionsOf,
	publish,
	runManually,
	unpublish,
	type FinishedExecution,
} from '../../scripts/n8n/workflows';
import { OWNER, PACKAGE } from '../../scripts/stack/demo';
import { quickBooksToken } from '../../scripts/stack/sandbox';
import { startStack, type Stack } from '../../scripts/stack/stack';
import { packedPackage } from './n8nServer';

const [TRIGGER, NODE, SECONDS] = ['Every few seconds', 'Sync', 15];
/** Properties of HubSpot records that the tests look at. */
const PROPERTIES = ['email', 'firstname', 'description', 'quickbooks_invoice_due_date'];

type Properties = Record<string, string | null>;
interface Counters {
	hubspot: number;
	quickbooks: number;
}

/**
 * A real n8n whose schedule runs one sync node against the sandbox; what comes out of each output
 * goes to a node of its own.
 */
export class Schedules {
	private session: N8nSession;
	private n8n: Stack['n8n'];
	private workflowId = '';
	private seen = new Set<string>();
	private type = '';
	private token: Promise<string> | undefined;

	private constructor(
		private readonly stack: Stack,
		private readonly dataDir: string,
	) {
		this.session = stack.session;
		this.n8n = stack.n8n;
	}

	static async open(): Promise<Schedules> {
		const dataDir = mkdtempSync(join(tmpdir(), 'schedules-'));
		const schedules = new Schedules(
			await startStack({ dataDir, packageFolder: packedPackage(), step: (_name, work) => work() }),
			dataDir,
		);
		await schedules.control('PATCH', '/switches/hubspot', { searchLagSeconds: 0 });
		return schedules;
	}

	/** A new workflow, live. */
	async start(type: string, parameters: INodeParameters): Promise<void> {
		this.workflowId = await this.add(type, parameters);
		this.type = type;
		this.seen = new Set();
		await publish(this.session, this.workflowId);
	}

	private async add(type: string, parameters: INodeParameters): Promise<string> {
		const { hubspot, quickbooks } = this.stack.credentials;
		const { id } = await createWorkflow(this.session, {
			name: `${type} on a schedule`,
			nodes: [
				{
					id: 'start',
					name: TRIGGER,
					type: 'n8n-nodes-base.scheduleTrigger',
					typeVersion: 1.2,
					position: [0, 0],
					parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: SECONDS }] } },
				},
				{
					id: 'node',
					name: NODE,
					type: `${PACKAGE}.${type}`,
					typeVersion: 1,
					position: [240, 0],
					parameters,
					credentials: {
						hubspotServiceKeyApi: { id: hubspot.id, name: hubspot.name },
						quickBooksInvoicingOAuth2Api: { id: quickbooks.id, name: quickbooks.name },
					},
				},
				...['Synced', 'Failed'].map((name, index) => ({
					id: name,
					name,
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [480, index * 200] as [number, number],
					parameters: {},
				})),
			],
			connections: {
				[TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] },
				[NODE]: { main: ['Synced', 'Failed'].map((node) => [{ node, type: 'main', index: 0 }]) },
			},
		});
		return id;
	}

	async end(): Promise<void> {
		await unpublish(this.session, this.workflowId);
	}

	/** The next execution that the schedule has started and that is over. */
	async nextRun(patienceMs = 60_000): Promise<FinishedExecution> {
		const until = Date.now() + patienceMs;
		for (;;) {
			const next = (await executionsOf(this.session, this.workflowId))
				.filter(({ id }) => !this.seen.has(id))
				.sort((a, b) => Number(a.id) - Number(b.id))[0];
			if (next) {
				const run = await execution(this.session, next.id);
				this.seen.add(next.id);
				if (run.error)
					throw new Error(
						`The scheduled run failed: ${run.error.message} ${run.error.description ?? ''}`,
					);
				return run;
			}
			if (Date.now() > until)
				throw new Error(`The schedule started nothing within ${patienceMs / 1000} s`);
			await wait(100);
		}
	}

	/** The next run and what it asked of both systems; the one before has just ended. */
	async countedRun(): Promise<{ run: FinishedExecution; requests: Counters }> {
		await this.control('DELETE', '/counters');
		const run = await this.nextRun();
		const { hubspot, quickbooks } = await this.control<Counters>('GET', '/counters');
		return { run, requests: { hubspot, quickbooks } };
	}

	/** Runs the node as the editor's button does. */
	async manualRun(
		parameters?: INodeParameters,
	): Promise<{ run: FinishedExecution; hints: string[] }> {
		const id = parameters ? await this.add(this.type, parameters) : this.workflowId;
		const run = await runManually(this.session, id, TRIGGER);
		return {
			run,
			hints: (run.data.resultData.runData[NODE]?.[0]?.hints ?? []).map(({ message }) => message),
		};
	}

	/** What n8n keeps for the node. */
	async memory(): Promise<unknown> {
		const { staticData } = await this.session.request<{
			staticData: Record<string, unknown> | null;
		}>('GET', `/rest/workflows/${this.workflowId}`);
		const kept = staticData?.[`node:${NODE}`];
		if (!kept) throw new Error(`n8n keeps nothing for the node: ${JSON.stringify(staticData)}`);
		return kept;
	}

	/** Lets n8n end, unless it has been killed, and starts it again. */
	async restart(): Promise<void> {
		await this.n8n.stop();
		this.n8n = await startN8n({ home: this.n8n.home, packages: [packedPackage()] });
		this.session = new N8nSession(this.n8n.url);
		await this.session.signIn(OWNER);
		// What was running when n8n ended is none of the next runs.
		for (const { id } of await executionsOf(this.session, this.workflowId)) this.seen.add(id);
	}

	/** Kills n8n once that many requests of a run have reached HubSpot. */
	async killAfter(requests: number): Promise<void> {
		await this.control('DELETE', '/counters');
		while ((await this.control<Counters>('GET', '/counters')).hubspot < requests) await wait(2);
		this.n8n.process.child.kill('SIGKILL');
		await this.n8n.process.ended;
	}

	/** Changes one record in QuickBooks that is linked in HubSpot. @returns its id */
	async changeOne(entity: string, objects: string, fields: object): Promise<string> {
		const [id = ''] = [...(await this.linkedAll(objects)).keys()];
		await this.change(entity, id, fields);
		return id;
	}

	async change(entity: string, id: string, fields: object): Promise<void> {
		const path = entity.toLowerCase();
		const before = (await this.quickBooks<Record<string, { SyncToken: string }>>(`${path}/${id}`))[
			entity
		];
		await this.quickBooks(path, { Id: id, SyncToken: before?.SyncToken, sparse: true, ...fields });
	}

	async addCustomer(fields: object): Promise<string> {
		return (await this.quickBooks<{ Customer: { Id: string } }>('customer', fields)).Customer.Id;
	}

	async addCustomers(count: number): Promise<string[]> {
		const ids: string[] = [];
		for (let number = 1; number <= count; number += 1)
			ids.push(
				await this.addCustomer({
					DisplayName: `Customer no. ${number}`,
					PrimaryEmailAddr: { Address: `customer${number}@example.com` },
				}),
			);
		return ids;
	}

	async linked(objects: string, id: string): Promise<Properties[]> {
		return (await this.linkedAll(objects)).get(id) ?? [];
	}

	/** HubSpot's records by the QuickBooks record that they are linked with. */
	async linkedAll(objects: string): Promise<Map<string, Properties[]>> {
		const { hubspot, details } = this.stack.sandbox;
		const link = `quickbooks_id_${this.stack.realmId}`;
		const found = new Map<string, Properties[]>();
		let after: string | undefined = '0';
		while (after !== undefined) {
			const url: string = `${hubspot}/crm/objects/2026-03/${objects}?limit=100&after=${after}&properties=${[link, ...PROPERTIES].join(',')}`;
			const page: {
				results: Array<{ properties: Properties }>;
				paging?: { next?: { after: string } };
			} = await answered(
				await patiently(() =>
					fetch(url, { headers: { authorization: `Bearer ${details.hubspot.serviceKey}` } }),
				),
			);
			for (const { properties } of page.results) {
				const id = properties[link]?.split(':')[1];
				if (id) found.set(id, [...(found.get(id) ?? []), properties]);
			}
			after = page.paging?.next?.after;
		}
		return found;
	}

	private async quickBooks<T>(path: string, body?: object): Promise<T> {
		const { sandbox, realmId } = this.stack;
		const token = await (this.token ??= quickBooksToken(sandbox, realmId));
		return await answered(
			await patiently(() =>
				fetch(`${sandbox.quickbooks}/v3/company/${realmId}/${path}`, {
					method: body ? 'POST' : 'GET',
					headers: {
						authorization: `Bearer ${token}`,
						accept: 'application/json',
						'content-type': 'application/json',
					},
					...(body && { body: JSON.stringify(body) }),
				}),
			),
		);
	}

	private async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
		return await answered(
			await fetch(`${this.stack.sandbox.control}/control${path}`, {
				method,
				...(body && {
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
			}),
		);
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await this.stack.stop();
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}

async function answered<T>(answer: Response): Promise<T> {
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 300)}`);
	return (text ? JSON.parse(text) : {}) as T;
}

/** n8n may have used up what a second allows. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
	for (;;) {
		const answer = await ask();
		if (answer.status !== 429) return answer;
		await wait(300);
	}
}
