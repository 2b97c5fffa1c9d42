import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import type { FaultRule } from '../../sandbox/faults';
import type { SandboxOptions } from '../../sandbox/options';
import type { Sandbox } from '../../sandbox/start';
import type { TrafficEntry } from '../../sandbox/traffic';
import { InProcess, oneNodeWorkflow, type FinishedRun } from './inProcess';
import { mustBeSentences } from './sentences';
import { credentialTypes } from './credentialTypes';
import {
	connectCompany,
	oAuthAddressesOf,
	realmIdOf,
	startTestSandbox,
	type CompanyTokens,
} from './testSandbox';

/** Both sandboxes with the demo company, and nodes that run against them on n8n's own engine. */
export class TestAccounts {
	private constructor(
		readonly sandbox: Sandbox,
		readonly n8n: InProcess,
		private readonly credentials: Record<string, { id: string; name: string }>,
		private company: { token: string; realmId: string },
		/** What is in the credentials and must come out nowhere. */
		readonly secrets: readonly string[],
	) {}

	/** @param nodes by full type name */
	static async start(
		nodes: Record<string, INodeType>,
		options: SandboxOptions & { company?: string } = {},
	): Promise<TestAccounts> {
		const sandbox = await startTestSandbox(options);
		const n8n = await InProcess.create({ nodes, credentialTypes });
		const realmId = realmIdOf(sandbox, options.company ?? 'us');
		const addresses = oAuthAddressesOf(sandbox);
		const { clientId, clientSecret, quickbooks: baseUrl } = addresses;
		const tokens = await connectCompany(addresses, realmId);
		const serviceKey = sandbox.hubspot.describe()['serviceKey'] as string;
		const credentials = {
			...n8n.credential('hubspotServiceKeyApi', {
				accessToken: serviceKey,
				baseUrl: sandbox.hubspot.url,
			}),
			...n8n.credential('quickBooksInvoicingOAuth2Api', {
				clientId,
				clientSecret,
				environment: 'custom',
				baseUrl,
				oauthTokenData: { ...tokens, callbackQueryString: { realmId } },
			}),
		};
		const { access_token: token, refresh_token: refreshToken } = tokens;
		const secrets = [serviceKey, clientSecret, token, refreshToken];
		return new TestAccounts(sandbox, n8n, credentials, { token, realmId }, secrets);
	}

	/** For asking QuickBooks itself. */
	get accessToken(): string {
		return this.company.token;
	}

	get realmId(): string {
		return this.company.realmId;
	}

	get nodeCredentials(): Record<string, { id: string; name: string }> {
		return { ...this.credentials };
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
		this.company.token = (await this.connect()).access_token;
	}

	/** What a person does who connects the credential to another company. */
	async connectTo(company: string): Promise<void> {
		this.company.realmId = realmIdOf(this.sandbox, company);
		const tokens = await this.connect();
		const { id = '' } = this.nodeCredentials['quickBooksInvoicingOAuth2Api'] ?? {};
		await this.n8n.credentials.updateCredentials({ id, name: '' }, '', {
			...this.n8n.credentials.read(id),
			oauthTokenData: { ...tokens, callbackQueryString: { realmId: this.realmId } },
		});
		await this.renew();
	}

	private async connect(): Promise<CompanyTokens> {
		return await connectCompany(oAuthAddressesOf(this.sandbox), this.realmId);
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
			this.accessToken,
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
