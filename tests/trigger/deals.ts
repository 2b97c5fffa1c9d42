import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stopEveryProcess } from '../../scripts/n8n/childProcess';
import { connectOAuth2, createCredential } from '../../scripts/n8n/credentials';
import { createWorkflow, publish } from '../../scripts/n8n/workflows';
import { startSandboxProcess, type SandboxProcess } from '../../scripts/stack/sandbox';
import { DealCollector } from './dealCollector';
import { dealWorkflow } from './dealWorkflow';
import { N8nProcesses } from './n8nProcesses';
import { controlAt } from '../support/testSandbox';

const PATIENCE_MS = 240_000;
const has = (name: string) => process.argv.includes(`--${name}`);
const given = (name: string, otherwise: number) =>
	has(name) ? Number(process.argv[process.argv.indexOf(`--${name}`) + 1]) : otherwise;
const WON = 'closedwon';
const SENT = 'contractsent';
const STAGES = [[WON], [SENT, WON], [SENT]];

/** Moves deals in HubSpot and notes each entry into a stage. */
class Deals {
	readonly entries: Array<{ id: string; stage: string }> = [];

	constructor(private readonly sandbox: SandboxProcess) {}

	async create(count: number, stage: string): Promise<string[]> {
		const inputs = Array.from({ length: count }, (_, index) => ({
			properties: { dealname: `Deal ${index}`, pipeline: 'default', dealstage: stage },
			associations: [],
		}));
		const { results } = await this.ask<{ results: Array<{ id: string }> }>('create', inputs);
		const ids = results.map(({ id }) => id);
		this.note(ids, stage);
		return ids;
	}

	async move(ids: string[], stage: string): Promise<void> {
		// An entry's time has milliseconds: two entries of one deal differ by some.
		await wait(5);
		await this.ask(
			'update',
			ids.map((id) => ({ id, properties: { dealstage: stage } })),
		);
		this.note(ids, stage);
	}

	private note(ids: string[], stage: string): void {
		this.entries.push(...ids.map((id) => ({ id, stage })));
	}

	private async ask<T>(verb: string, inputs: object[]): Promise<T> {
		const answer = await fetch(`${this.sandbox.hubspot}/crm/objects/2026-03/deals/batch/${verb}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${this.sandbox.details.hubspot.serviceKey}`,
			},
			body: JSON.stringify({ inputs }),
		});
		if (!answer.ok) throw new Error(`${verb}: ${await answer.text()}`);
		return (await answer.json()) as T;
	}
}

const control = async <T>(sandbox: SandboxProcess, method: string, path: string, body: object) =>
	await controlAt<T>(sandbox.control, method, path, body);

/** Three workflows over the same deals, by service key and by OAuth2. */
async function publishAll(
	n8n: N8nProcesses,
	sandbox: SandboxProcess,
	collector: DealCollector,
): Promise<void> {
	const session = await n8n.up();
	const { serviceKey, clientId, clientSecret } = sandbox.details.hubspot as {
		serviceKey: string;
		clientId: string;
		clientSecret: string;
	};
	const key = await createCredential(session, 'hubspotServiceKeyApi', 'Key', {
		accessToken: serviceKey,
		baseUrl: sandbox.hubspot,
	});
	const oauth = await createCredential(session, 'hubspotInvoicingOAuth2Api', 'OAuth', {
		clientId,
		clientSecret,
		baseUrl: sandbox.hubspot,
	});
	await connectOAuth2(
		session,
		oauth.id,
		async (url) =>
			await control(sandbox, 'POST', 'hubspot/authorize', {
				redirectUri: url.searchParams.get('redirect_uri'),
				clientId,
				scope: url.searchParams.get('scope'),
				state: url.searchParams.get('state'),
			}),
	);
	for (const [index, stages] of STAGES.entries()) {
		const { id } = await createWorkflow(
			session,
			dealWorkflow(
				`Deals ${index}`,
				stages,
				index === 1 ? { oAuth2: oauth } : { serviceKey: key },
				`${collector.url}${index}`,
			),
		);
		await publish(session, id);
	}
}

/**
 * Many deals at once; some move on, some come back, before anybody looks; the rest move while n8n
 * is down.
 */
async function play(n8n: N8nProcesses, deals: Deals, count: number): Promise<void> {
	const ids = await deals.create(count, SENT);
	await deals.move(ids.slice(0, 30), 'closedlost');
	await deals.move(ids.slice(0, 10), SENT);
	await n8n.down({ kill: has('kill') });
	await deals.move(ids.slice(20), WON);
	await deals.move(ids.slice(40, 50), SENT);
	await n8n.up();
}

/**
 * The Deal Stage Trigger in a real n8n: each entry into a stage starts each workflow that waits for
 * it, once.
 */
async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'deals-'));
	const n8n = new N8nProcesses({ folder, durable: has('durable'), queue: has('queue') });
	const collector = new DealCollector();
	const sandbox = await startSandboxProcess(join(folder, 'sandbox'));
	try {
		await collector.start();
		await control(sandbox, 'PATCH', 'switches/hubspot', { limits: false, searchLagSeconds: 2 });
		await publishAll(n8n, sandbox, collector);
		const deals = new Deals(sandbox);
		const restarts = given('restarts', 2);
		const expected = () =>
			deals.entries.flatMap(({ id, stage }) =>
				STAGES.flatMap((stages, index) =>
					stages.includes(stage) ? [`${index} ${id} ${stage}`] : [],
				),
			);
		for (let span = 0; span < restarts; span += 1) {
			await play(n8n, deals, given('count', 90));
			const until = performance.now() + PATIENCE_MS;
			while (collector.missing(expected()).length > 0 && performance.now() < until) await wait(300);
			if (!has('json'))
				console.log(
					`${span + 1} restarts, ${deals.entries.length} moves, ${collector.missing(expected()).length} missing`,
				);
		}
		await wait(65_000);
		const [missing, extra] = [collector.missing(expected()), collector.extra(expected())];
		for (const key of missing) console.error(`lost: ${key}`);
		for (const key of extra) console.error(`twice or not expected: ${key}`);
		console.log(
			JSON.stringify({
				changes: deals.entries.length,
				events: expected().length,
				lost: missing.length,
				duplicated: extra.length,
				webhookMedianMs: null,
				restarts,
			}),
		);
		process.exitCode = missing.length + extra.length > 0 ? 1 : 0;
	} finally {
		await n8n.stop().catch(() => undefined);
		await Promise.all([sandbox.stop(), collector.stop()]);
		rmSync(folder, { recursive: true, force: true });
		await stopEveryProcess();
	}
}

void main();
