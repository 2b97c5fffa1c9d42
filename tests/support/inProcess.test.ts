import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialType,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeType,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { InProcess, oneNodeWorkflow } from './inProcess';

const TYPE = 'tests.probe';

class Probe implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'For this test',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'probeOAuth2Api' }],
		polling: true,
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'probe' }],
		properties: [
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
			{ displayName: 'Ask', name: 'ask', type: 'boolean', default: false },
		],
	};

	methods = {
		loadOptions: {
			async echo(this: ILoadOptionsFunctions) {
				const text = this.getCurrentNodeParameter('text') as string;
				return [{ name: text, value: text }];
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const text = this.getNodeParameter('text', item) as string;
			if (text === 'fail') throw new Error('as asked');
			const { url } = await this.getCredentials<{ url: string }>('probeOAuth2Api', item);
			const answer = this.getNodeParameter('ask', item)
				? ((await this.helpers.httpRequestWithAuthentication.call(this, 'probeOAuth2Api', {
						url: `${url}/me`,
					})) as object)
				: {};
			results.push({ json: { text, ...answer }, pairedItem: { item } });
		}
		return [results];
	}

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][]> {
		const state = this.getWorkflowStaticData('node') as { polls?: number };
		state.polls = (state.polls ?? 0) + 1;
		return [[{ json: { polls: state.polls } }]];
	}

	async webhook(this: IWebhookFunctions) {
		const { rawBody } = this.getRequestObject() as unknown as { rawBody: Buffer };
		const raw = rawBody.toString();
		return { workflowData: [[{ json: { raw, seen: this.getHeaderData()['x-test'] as string } }]] };
	}
}

const credentialType: ICredentialType = {
	name: 'probeOAuth2Api',
	displayName: 'Probe OAuth2',
	extends: ['oAuth2Api'],
	properties: [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self["url"] }}/token',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
	],
};

describe('the in-process harness', () => {
	let harness: InProcess;
	let provider: Server;
	let credentials: ReturnType<InProcess['credential']>;

	beforeAll(async () => {
		harness = await InProcess.create({
			nodes: { [TYPE]: new Probe() },
			credentialTypes: [credentialType],
		});
		provider = createServer((request, response) => {
			response.setHeader('content-type', 'application/json');
			if (request.url === '/token')
				response.end(
					JSON.stringify({
						access_token: 'new',
						refresh_token: 'next',
						token_type: 'bearer',
						expires_in: 3600,
					}),
				);
			else
				response
					.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401)
					.end('{"me":1}');
		});
		await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
		const oauthTokenData = {
			access_token: 'old',
			refresh_token: 'first',
			token_type: 'bearer',
			callbackQueryString: { realmId: '42' },
		};
		credentials = harness.credential('probeOAuth2Api', {
			url,
			clientId: 'id',
			clientSecret: 'secret',
			oauthTokenData,
		});
	});
	afterAll(() => new Promise((resolve) => provider.close(resolve)));

	const probe = (parameters: Record<string, string | boolean>) => ({
		name: 'Probe',
		type: TYPE,
		parameters,
		credentials,
	});

	it('runs a workflow with expressions, one item after another', async () => {
		const { status, items } = await harness.run(
			oneNodeWorkflow(probe({ text: '={{ $json.name.toUpperCase() }}' }), [
				{ name: 'ada' },
				{ name: 'zoë' },
			]),
		);
		expect(status).toBe('success');
		expect(items('Probe')).toEqual([
			{ json: { text: 'ADA' }, pairedItem: { item: 0 } },
			{ json: { text: 'ZOË' }, pairedItem: { item: 1 } },
		]);
	});

	it('tells the error of a failing node', async () => {
		const { status, error } = await harness.run(oneNodeWorkflow(probe({ text: 'fail' })));
		expect(status).toBe('error');
		expect(error?.message).toContain('as asked');
	});

	it('refreshes an OAuth2 token after a 401 through n8n-core and keeps the rest of it', async () => {
		const { items } = await harness.run(oneNodeWorkflow(probe({ text: 'x', ask: true })));
		expect(items('Probe')[0]?.json).toEqual({ text: 'x', me: 1 });
		const { id } = credentials.probeOAuth2Api as { id: string };
		expect(harness.credentials.read(id).oauthTokenData).toMatchObject({
			access_token: 'new',
			refresh_token: 'next',
			callbackQueryString: { realmId: '42' },
		});
		expect(harness.credentials.refreshes).toBe(1);
	});

	it('polls with state that lasts from one poll to the next', async () => {
		const workflow = oneNodeWorkflow(probe({ text: '' }));
		await harness.poll(workflow, 'Probe');
		expect(await harness.poll(workflow, 'Probe')).toEqual([[{ json: { polls: 2 } }]]);
	});

	it('delivers a webhook with its exact bytes', async () => {
		const { result } = await harness.webhook(oneNodeWorkflow(probe({ text: '' })), 'Probe', {
			body: '{"a": "é"}\n',
			headers: { 'X-Test': 'yes' },
		});
		expect(result.workflowData).toEqual([[{ json: { raw: '{"a": "é"}\n', seen: 'yes' } }]]);
	});

	it('asks for the choices of a field', async () => {
		expect(
			await harness.method({ type: TYPE, parameters: { text: 'blue' } }, 'loadOptions', 'echo'),
		).toEqual([{ name: 'blue', value: 'blue' }]);
	});
});
