import './n8nEnvironment';
import './plainRegex';
import 'reflect-metadata';
import { Container } from '@n8n/di';
import {
	BinaryDataService,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IConnections,
	type IDataObject,
	type IHookFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IPollFunctions,
	type IRun,
	type IVersionedNodeType,
	type IWebhookData,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialStore } from './credentialStore';

type AnyNodeType = INodeType | IVersionedNodeType;

export interface InProcessOptions {
	/** Node types by full name, e.g. `n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice`. */
	nodes: Record<string, AnyNodeType>;
	credentialTypes?: ICredentialType[];
}

export interface WorkflowUnderTest {
	nodes: INode[];
	connections: IConnections;
	staticData?: IDataObject;
}

export interface FinishedRun {
	status: IRun['status'];
	/** Of the node that stopped the workflow. */
	error: (Error & { description?: string | null }) | undefined;
	items: (node: string, output?: number) => INodeExecutionData[];
	run: IRun;
}

export interface WebhookRequest {
	body: string | Buffer;
	headers?: Record<string, string>;
	query?: Record<string, string>;
	method?: string;
	/** Name of the webhook in the node's description. */
	name?: string;
}

/**
 * A node that starts a workflow with the items in its parameter; stands in for n8n's own triggers,
 * which are not installed.
 */
export const START_TYPE = 'tests.start';

class Start implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Yields the items of its parameter',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[{}]' }],
	};

	async execute(this: {
		getNodeParameter(name: string, index: number): unknown;
	}): Promise<INodeExecutionData[][]> {
		const items = JSON.parse(this.getNodeParameter('items', 0) as string) as IDataObject[];
		return [items.map((json) => ({ json }))];
	}
}

/**
 * A workflow of one node behind a start that yields `items`. @param staticData what n8n stores
 * between runs that a trigger starts; each run changes it in place
 */
export function oneNodeWorkflow(
	node: Partial<INode> & Pick<INode, 'name' | 'type'>,
	items: IDataObject[] = [{}],
	staticData?: IDataObject,
): WorkflowUnderTest {
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: START_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: { items: JSON.stringify(items) },
	};
	return {
		nodes: [start, { id: 'node', typeVersion: 1, position: [200, 0], parameters: {}, ...node }],
		connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		...(staticData && { staticData }),
	};
}

/** Runs nodes inside this process on n8n's own engine: no server, no database, no editor. */
export class InProcess {
	readonly credentials: CredentialStore;

	private constructor(
		private readonly nodeTypes: INodeTypes,
		credentialTypes: ICredentialType[],
	) {
		this.credentials = new CredentialStore(credentialTypes, nodeTypes);
	}

	static async create({ nodes, credentialTypes = [] }: InProcessOptions): Promise<InProcess> {
		await Container.get(BinaryDataService).init();
		const known: Record<string, AnyNodeType> = { ...nodes, [START_TYPE]: new Start() };
		const find = (type: string) => {
			const found = known[type];
			if (!found) throw new Error(`The node type ${type} is not known to this test`);
			return found;
		};
		const nodeTypes: INodeTypes = {
			getByName: find,
			getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
			getKnownTypes: () => ({}),
		};
		return new InProcess(nodeTypes, credentialTypes);
	}

	/**
	 * Runs the whole workflow from its first node. What nodes remember goes back into
	 * `workflow.staticData`, where there is one.
	 */
	async run(
		workflow: WorkflowUnderTest,
		mode: WorkflowExecuteMode = 'manual',
	): Promise<FinishedRun> {
		const prepared = this.prepare(workflow);
		const startNode = nodeOf(prepared, workflow.nodes[0]?.name ?? '');
		await prepared.expression.acquireIsolate();
		try {
			const run = await new WorkflowExecute(this.additionalData(prepared, mode), mode).run({
				workflow: prepared,
				startNode,
			});
			if (workflow.staticData)
				Object.assign(workflow.staticData, JSON.parse(JSON.stringify(prepared.staticData)));
			const { runData, error } = run.data.resultData;
			return {
				run,
				status: run.status,
				error: error as FinishedRun['error'],
				items: (node, output = 0) => runData[node]?.[0]?.data?.main?.[output] ?? [],
			};
		} finally {
			await prepared.expression.releaseIsolate();
		}
	}

	/**
	 * Polls once; the node's state lives in `workflow.staticData`, which is changed in place as n8n's
	 * copy would be.
	 */
	async poll(
		workflow: WorkflowUnderTest,
		nodeName: string,
		mode: WorkflowExecuteMode = 'trigger',
	): Promise<INodeExecutionData[][] | null> {
		workflow.staticData ??= {};
		const prepared = this.prepare(workflow);
		const context = new PollContext(
			prepared,
			nodeOf(prepared, nodeName),
			this.additionalData(prepared, mode),
			mode,
			'update',
		);
		const result = await this.typeOf(prepared, nodeName).poll?.call(
			context as unknown as IPollFunctions,
		);
		Object.assign(workflow.staticData, JSON.parse(JSON.stringify(prepared.staticData)));
		return result ?? null;
	}

	/**
	 * Delivers one request to the node's webhook. `sent` is what the node answered by itself, if it
	 * did.
	 */
	async webhook(
		workflow: WorkflowUnderTest,
		nodeName: string,
		request: WebhookRequest,
	): Promise<{ result: IWebhookResponseData; sent: { status: number; body: unknown } }> {
		const prepared = this.prepare(workflow);
		const type = this.typeOf(prepared, nodeName);
		const webhookDescription = type.description.webhooks?.find(
			({ name }) => name === (request.name ?? 'default'),
		);
		if (!webhookDescription || !type.webhook)
			throw new Error(`${nodeName} has no webhook "${request.name ?? 'default'}"`);
		const { httpRequest, httpResponse, sent } = exchange(request);
		const additional = this.additionalData(prepared, 'webhook', { httpRequest, httpResponse });
		const data: IWebhookData = {
			webhookDescription,
			httpMethod: 'POST',
			node: nodeName,
			path: String(webhookDescription.path),
			workflowId: prepared.id ?? '',
			workflowExecuteAdditionalData: additional,
		};
		const context = new WebhookContext(
			prepared,
			nodeOf(prepared, nodeName),
			additional,
			'webhook',
			data,
			[],
			null,
		);
		return { result: await type.webhook.call(context as unknown as IWebhookFunctions), sent };
	}

	/** Calls one of `webhookMethods.<name>` as n8n does at publishing and unpublishing. */
	async webhookMethod(
		workflow: WorkflowUnderTest,
		nodeName: string,
		method: 'checkExists' | 'create' | 'delete',
		name = 'default',
	): Promise<boolean> {
		const prepared = this.prepare(workflow);
		const context = new HookContext(
			prepared,
			nodeOf(prepared, nodeName),
			this.additionalData(prepared, 'trigger'),
			'trigger',
			'activate',
		);
		const found = this.typeOf(prepared, nodeName).webhookMethods?.[name as 'default']?.[method];
		if (!found) throw new Error(`${nodeName} has no webhook method ${method}`);
		return found.call(context as unknown as IHookFunctions);
	}

	/** Asks for a field's choices as the editor does, with the form filled in as `parameters`. */
	async method<T>(
		node: Partial<INode> & Pick<INode, 'type'>,
		group: 'loadOptions' | 'listSearch' | 'resourceMapping',
		name: string,
		...args: unknown[]
	): Promise<T> {
		const prepared = this.prepare(oneNodeWorkflow({ name: 'Node', ...node }));
		const found = this.typeOf(prepared, 'Node').methods?.[group]?.[name] as
			((this: unknown, ...args: unknown[]) => Promise<T>) | undefined;
		if (!found) throw new Error(`${node.type} has no ${group} method ${name}`);
		const currentNodeParameters: INodeParameters = node.parameters ?? {};
		return found.call(
			new LoadOptionsContext(
				prepared,
				nodeOf(prepared, 'Node'),
				this.additionalData(prepared, 'internal', { currentNodeParameters }),
				'',
			),
			...args,
		);
	}

	/** Stores a credential and says what to put under a node's `credentials`. */
	credential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): { [type: string]: { id: string; name: string } } {
		return { [type]: this.credentials.add(type, data) };
	}

	private prepare(workflow: WorkflowUnderTest): Workflow {
		const { nodes, connections, staticData } = structuredClone(workflow);
		return new Workflow({
			id: 'workflow',
			name: 'Test',
			nodes,
			connections,
			active: false,
			nodeTypes: this.nodeTypes,
			staticData: staticData ?? {},
			settings: { executionOrder: 'v1' },
		});
	}

	private typeOf(workflow: Workflow, name: string): INodeType {
		const node = nodeOf(workflow, name);
		return this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	}

	private additionalData(
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		more: object = {},
	): IWorkflowExecuteAdditionalData {
		const base = 'http://localhost:5678';
		const paths = [
			'form',
			'form-waiting',
			'form-test',
			'webhook',
			'webhook-waiting',
			'webhook-test',
			'mcp',
			'mcp-test',
		] as const;
		const urls = Object.fromEntries(
			paths.map((path) => [
				`${path.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase())}BaseUrl`,
				`${base}/${path}`,
			]),
		);
		const stored = {
			id: 'workflow',
			name: 'Test',
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
		};
		return {
			...urls,
			currentNodeExecutionIndex: 0,
			executionId: '1',
			credentialsHelper: this.credentials,
			variables: {},
			instanceBaseUrl: `${base}/`,
			restApiUrl: `${base}/rest`,
			hooks: new ExecutionLifecycleHooks(mode, '1', stored),
			externalSecretsProxy: Container.get(ExternalSecretsProxy),
			...more,
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (!node) throw new Error(`The workflow has no node "${name}"`);
	return node;
}

/** The two Express objects that a webhook sees, cut down to what nodes touch. */
function exchange({ body, headers = {}, query = {}, method = 'POST' }: WebhookRequest) {
	const rawBody = Buffer.from(body);
	const sent: { status: number; body: unknown } = { status: 200, body: undefined };
	const httpResponse = {
		headersSent: false,
		status: (code: number) => ((sent.status = code), httpResponse),
		send: (content: unknown) => ((sent.body = content), httpResponse),
		json: (content: unknown) => ((sent.body = content), httpResponse),
		setHeader: () => httpResponse,
		end: (content?: unknown) => {
			if (content !== undefined) sent.body = content;
			httpResponse.headersSent = true;
			return httpResponse;
		},
	};
	const lowerCased = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const httpRequest = {
		method,
		headers: lowerCased,
		query,
		params: {},
		body: parsed(rawBody),
		rawBody,
		readRawBody: async () => {},
		contentType: lowerCased['content-type'] ?? 'application/json',
		originalUrl: '/webhook/test',
	};
	return { httpRequest, httpResponse, sent };
}

function parsed(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString()) as unknown;
	} catch {
		return {};
	}
}
