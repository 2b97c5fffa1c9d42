import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { connectOAuth2, createCredential, ensureCredential } from '../../scripts/n8n/credentials';
import { loadOptions } from '../../scripts/n8n/dynamicParameters';
import {
	createWorkflow,
	ensureWorkflow,
	executionsOf,
	publish,
	runManually,
	unpublish,
} from '../../scripts/n8n/workflows';
import { isRunning, startTestServer, type TestServer } from '../support/n8nServer';

const NODE = `
class Probe {
	constructor() {
		this.description = { displayName: 'Probe', name: 'probe', group: ['transform'], version: 1, description: 'For this test', defaults: { name: 'Probe' },
			inputs: ['main'], outputs: ['main'], properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }] };
		this.methods = { loadOptions: { async echo() { const text = this.getCurrentNodeParameter('text'); return [{ name: text, value: text }]; } } };
	}
	async execute() { return [this.getInputData().map((_, item) => ({ json: { text: this.getNodeParameter('text', item) }, pairedItem: { item } }))]; }
}
module.exports = { Probe };
`;

const start: INode = {
	id: 'start',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const probe: INode = {
	id: 'probe',
	name: 'Probe',
	type: 'n8n-nodes-probe.probe',
	typeVersion: 1,
	position: [200, 0],
	parameters: { text: '={{ "Zoë ".repeat(2) }}' },
};
const connections = { Start: { main: [[{ node: 'Probe', type: 'main' as const, index: 0 }]] } };

describe('the driver of a real n8n', () => {
	const packages = mkdtempSync(join(tmpdir(), 'n8n-probe-'));
	const folder = join(packages, 'n8n-nodes-probe');
	let n8n: TestServer;

	beforeAll(async () => {
		mkdirSync(join(folder, 'dist'), { recursive: true });
		writeFileSync(join(folder, 'dist/Probe.node.js'), NODE);
		writeFileSync(
			join(folder, 'package.json'),
			JSON.stringify({
				name: 'n8n-nodes-probe',
				version: '1.0.0',
				n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Probe.node.js'] },
			}),
		);
		n8n = await startTestServer([folder]);
	}, 120_000);
	afterAll(async () => {
		const pid = n8n.server.process.child.pid ?? 0;
		await n8n.stop();
		rmSync(packages, { recursive: true, force: true });
		expect(isRunning(pid)).toBe(false);
	}, 60_000);

	it('tells the version of the n8n in server/', async () => {
		expect(await n8n.session.version()).toBe('2.41.1');
	});

	it('runs a saved workflow with a package’s node and reads its items', async () => {
		const { id } = await createWorkflow(n8n.session, {
			name: 'Manual',
			nodes: [start, probe],
			connections,
		});
		const { status, items } = await runManually(n8n.session, id, 'Start');
		expect(status).toBe('success');
		expect(items('Probe')).toEqual([{ json: { text: 'Zoë Zoë ' }, pairedItem: { item: 0 } }]);
		expect(await executionsOf(n8n.session, id)).toHaveLength(1);
	});

	it('makes credentials and workflows once, and keeps a credential’s data current', async () => {
		const first = await ensureCredential(n8n.session, 'httpHeaderAuth', 'Header', {
			name: 'x-a',
			value: '1',
		});
		const second = await ensureCredential(n8n.session, 'httpHeaderAuth', 'Header', {
			name: 'x-b',
			value: '2',
		});
		expect(second.id).toBe(first.id);
		const stored = await n8n.session.request<{ data: { name: string } }>(
			'GET',
			`/rest/credentials/${first.id}?includeData=true`,
		);
		expect(stored.data.name).toBe('x-b');
		const draft = { name: 'Only once', nodes: [start, probe], connections };
		expect((await ensureWorkflow(n8n.session, draft)).id).toBe(
			(await ensureWorkflow(n8n.session, draft)).id,
		);
	});

	it('publishes a workflow, whose webhook then answers, and unpublishes it', async () => {
		const webhook: INode = {
			id: 'hook',
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'probe-hook',
			parameters: { path: 'probe-hook', httpMethod: 'POST', responseMode: 'lastNode' },
		};
		const echo: INode = { ...probe, parameters: { text: '={{ $json.body.name }}' } };
		const { id } = await createWorkflow(n8n.session, {
			name: 'Hook',
			nodes: [webhook, echo],
			connections,
		});
		const call = () =>
			fetch(`${n8n.server.url}/webhook/probe-hook`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: '{"name":"Ada"}',
			});
		const tried = await runManually(n8n.session, id, 'Start', [
			{ json: { body: { name: 'Zoë' } } },
		]);
		expect(tried.items('Probe')[0]?.json).toEqual({ text: 'Zoë' });
		await publish(n8n.session, id);
		expect(await (await call()).json()).toEqual({ text: 'Ada' });
		await unpublish(n8n.session, id);
		expect((await call()).status).toBe(404);
	});

	it('asks for the choices of a field as the editor does', async () => {
		expect(
			await loadOptions(n8n.session, 'echo', {
				type: 'n8n-nodes-probe.probe',
				parameters: { text: 'blue' },
			}),
		).toEqual([{ name: 'blue', value: 'blue' }]);
	});

	it('connects an OAuth2 credential through the provider’s redirect', async () => {
		const asked: string[] = [];
		const provider: Server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				asked.push(body);
				response.setHeader('content-type', 'application/json');
				response.end(
					JSON.stringify({
						access_token: 'a',
						refresh_token: 'r',
						token_type: 'bearer',
						expires_in: 3600,
					}),
				);
			});
		});
		await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
		const credential = await createCredential(n8n.session, 'oAuth2Api', 'OAuth', {
			clientId: 'id',
			clientSecret: 'secret',
			grantType: 'authorizationCode',
			authUrl: `${url}/authorize`,
			accessTokenUrl: `${url}/token`,
			authentication: 'header',
		});
		await connectOAuth2(n8n.session, credential.id, (authorize) => {
			expect(authorize.origin).toBe(url);
			return Promise.resolve({ code: 'the-code', realmId: '42' });
		});
		provider.close();
		expect(asked.join()).toContain('code=the-code');
	});
});
