import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { HubspotInvoicingOAuth2Api } from '../../credentials/HubspotInvoicingOAuth2Api.credentials';
import { HubspotServiceKeyApi } from '../../credentials/HubspotServiceKeyApi.credentials';
import { QuickBooksInvoicingOAuth2Api } from '../../credentials/QuickBooksInvoicingOAuth2Api.credentials';
import type { FaultRule } from '../../sandbox/faults';
import type { SandboxOptions } from '../../sandbox/options';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import type { TrafficEntry } from '../../sandbox/traffic';
import { InProcess, oneNodeWorkflow, type FinishedRun } from './inProcess';
import { mustBeSentences } from './sentences';

/** The parent that n8n knows and a process without its server does not. */
const oAuth2Api = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: ['clientId', 'clientSecret'].map((name) => ({
		displayName: name,
		name,
		type: 'string' as const,
		default: '',
	})),
};

interface Company {
	key: string;
	realmId: string;
}

/** Both sandboxes with the demo company, and nodes that run against them on n8n's own engine. */
export class TestAccounts {
	private constructor(
		readonly sandbox: Sandbox,
		readonly n8n: InProcess,
		private readonly credentials: Map<string, Record<string, { id: string; name: string }>>,
		private token: string,
		public realmId: string,
		/** What is in the credentials and must come out nowhere. */
		readonly secrets: readonly string[],
	) {}

	/** @param nodes by full type name */
	static async start(
		nodes: Record<string, INodeType>,
		options: SandboxOptions & { company?: string } = {},
	): Promise<TestAccounts> {
		const sandbox = await startSandbox({
			seed: 'demo',
			...options,
			switches: {
				hubspot: { limits: false, searchLagSeconds: 0, ...options.switches?.hubspot },
				quickbooks: { limits: false, ...options.switches?.quickbooks },
			},
		});
		const types = [
			oAuth2Api,
			new HubspotInvoicingOAuth2Api(),
			new HubspotServiceKeyApi(),
			new QuickBooksInvoicingOAuth2Api(),
		];
		const n8n = await InProcess.create({ nodes, credentialTypes: types });
		const realmId = realmIdOf(sandbox, options.company ?? 'us');
		const tokens = await connect(sandbox, realmId);
		const { clientId, clientSecret } = sandbox.quickbooks.describe() as {
			clientId: string;
			clientSecret: string;
		};
		const quickbooks = n8n.credential('quickBooksInvoicingOAuth2Api', {
			clientId,
			clientSecret,
			environment: 'custom',
			baseUrl: sandbox.quickbooks.url,
			oauthTokenData: { ...tokens, callbackQueryString: { realmId } },
		});
		const serviceKey = sandbox.hubspot.describe()['serviceKey'] as string;
		const hubspot = n8n.credential('hubspotServiceKeyApi', {
			accessToken: serviceKey,
			baseUrl: sandbox.hubspot.url,
		});
		return new TestAccounts(
			sandbox,
			n8n,
			new Map([['both', { ...hubspot, ...quickbooks }]]),
			tokens.access_token,
			realmId,
			[serviceKey, clientSecret, tokens.access_token, tokens.refresh_token],
		);
	}

	/** For asking QuickBooks itself. */
	get accessToken(): string {
		return this.token;
	}

	get nodeCredentials(): Record<string, { id: string; name: string }> {
		return { ...this.credentials.get('both') };
	}

	/** Runs one node for the given input items. */
	async run(
		type: string,
		parameters: INodeParameters,
		{
			items = [{}],
			onError,
			credentials,
		}: {
			items?: IDataObject[];
			onError?: 'continueRegularOutput' | 'continueErrorOutput';
			credentials?: Record<string, { id: string; name: string }>;
		} = {},
	): Promise<FinishedRun> {
		const run = await this.n8n.run(
			oneNodeWorkflow(
				{
					name: 'Node',
					type,
					parameters,
					credentials: { ...this.nodeCredentials, ...credentials },
					...(onError && { onError }),
				},
				items,
			),
		);
		mustBeSentences(run);
		return run;
	}

	/** The first item's output, or the error that stopped the node. */
	async one(type: string, parameters: INodeParameters): Promise<IDataObject> {
		const run = await this.run(type, parameters);
		if (run.error) throw run.error;
		return run.items('Node')[0]?.json ?? {};
	}

	/** A new token for asking QuickBooks itself, after an hour of its clock. */
	async renew(): Promise<void> {
		this.token = (await connect(this.sandbox, this.realmId)).access_token;
	}

	/** What a person does who connects the credential to another company. */
	async connectTo(company: string): Promise<void> {
		this.realmId = realmIdOf(this.sandbox, company);
		const tokens = await connect(this.sandbox, this.realmId);
		const { id = '' } = this.nodeCredentials['quickBooksInvoicingOAuth2Api'] ?? {};
		await this.n8n.credentials.updateCredentials({ id, name: '' }, '', {
			...this.n8n.credentials.read(id),
			oauthTokenData: { ...tokens, callbackQueryString: { realmId: this.realmId } },
		});
		await this.renew();
	}

	/** What a person does who enters another property prefix in the HubSpot credential. */
	async prefixWith(propertyPrefix: string): Promise<void> {
		const { id = '' } = this.nodeCredentials['hubspotServiceKeyApi'] ?? {};
		await this.n8n.credentials.updateCredentials({ id, name: '' }, '', {
			...this.n8n.credentials.read(id),
			propertyPrefix,
		});
	}

	/** Asks QuickBooks itself. @param path behind the company, e.g. `invoice/5` */
	async quickBooks<T = Record<string, unknown>>(path: string, body?: object): Promise<T> {
		return await ask(
			`${this.sandbox.quickbooks.url}/v3/company/${this.realmId}/${path}`,
			this.token,
			body,
		);
	}

	async query<T = Record<string, unknown>>(text: string): Promise<T[]> {
		const { QueryResponse } = await this.quickBooks<{ QueryResponse: Record<string, T[]> }>(
			`query?query=${encodeURIComponent(text)}`,
		);
		return Object.values(QueryResponse).find(Array.isArray) ?? [];
	}

	/** Asks HubSpot itself. @param path from the root, e.g. `/crm/objects/2026-03/deals/401` */
	async hubSpot<T = Record<string, unknown>>(
		path: string,
		body?: object,
		method?: string,
	): Promise<T> {
		return await ask(
			`${this.sandbox.hubspot.url}${path}`,
			this.sandbox.hubspot.describe()['serviceKey'] as string,
			body,
			method,
		);
	}

	async deal(
		id: string,
		properties: string[] = [],
	): Promise<{
		properties: Record<string, string | null>;
		associations?: Record<string, { results: Array<{ id: string }> }>;
	}> {
		return await this.hubSpot(
			`/crm/objects/2026-03/deals/${id}?properties=${properties.join(',')}&associations=invoices`,
		);
	}

	fault(rule: FaultRule): void {
		this.sandbox.runtime.faults.add(rule);
	}

	clearFaults(): void {
		this.sandbox.runtime.faults.clear();
	}

	/** Requests since the log was last emptied. */
	get requests(): TrafficEntry[] {
		return this.sandbox.runtime.traffic.requests();
	}

	forgetRequests(): void {
		this.sandbox.runtime.traffic.reset();
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

function realmIdOf(sandbox: Sandbox, company: string): string {
	return (
		(sandbox.quickbooks.describe()['companies'] as Company[]).find(({ key }) => key === company)
			?.realmId ?? ''
	);
}

/** The tokens that n8n would have stored after a person connected the company. */
async function connect(
	sandbox: Sandbox,
	realmId: string,
): Promise<{
	access_token: string;
	refresh_token: string;
	token_type: string;
	n8n_expires_at: string;
}> {
	const redirectUri = `${sandbox.control.url}/none`;
	const { clientId, clientSecret } = sandbox.quickbooks.describe() as {
		clientId: string;
		clientSecret: string;
	};
	const { code } = (await post(
		`${sandbox.control.url}/control/quickbooks/authorize`,
		JSON.stringify({
			realmId,
			redirectUri,
			clientId,
			scope: 'com.intuit.quickbooks.accounting',
			state: 'test',
		}),
		{ 'content-type': 'application/json' },
	)) as { code: string };
	const tokens = (await post(
		`${sandbox.quickbooks.url}/oauth2/v1/tokens/bearer`,
		new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
		}).toString(),
		{
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
		},
	)) as { access_token: string; refresh_token: string; token_type: string };
	return { ...tokens, n8n_expires_at: String(Date.now() + 3_600_000) };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<unknown> {
	const answer = await fetch(url, { method: 'POST', headers, body });
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
	return await answer.json();
}

async function ask<T>(
	url: string,
	token: string,
	body?: object,
	method = body ? 'POST' : 'GET',
): Promise<T> {
	const answer = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			accept: 'application/json',
			...(body && { 'content-type': 'application/json' }),
		},
		...(body && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
	return (text ? JSON.parse(text) : {}) as T;
}
