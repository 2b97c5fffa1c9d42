import { contactKind, contactMapping } from '../../src/core/contact/fields';
import { productKind, productMapping } from '../../src/core/product/fields';
import type { SyncKind, SyncPolicy } from '../../src/core/sync/types';
import { syncRecords } from '../../src/flows/sync/syncRecords';
import { syncInvoices } from '../../src/flows/sync/syncInvoices';
import type { SyncRun } from '../../src/flows/sync/engine/types';
import type { SyncContext, SyncInput, SyncResult } from '../../src/flows/sync/engine/types';
import { createHubSpotGateway } from '../../src/gateways/hubspot/gateway';
import { createQuickBooksGateway } from '../../src/gateways/quickbooks/gateway';
import type { Time } from '../../src/gateways/limiter';
import type { HubSpotPort, QuickBooksPort } from '../../src/gateways/ports';
import type { QuickBooksVersion } from '../../src/core/records/quickbooksQueries';
import { realTime } from '../../src/n8n/connection/realTime';
import type { SandboxOptions } from '../../sandbox/options';
import type { Sandbox } from '../../sandbox/start';
import type { TrafficEntry } from '../../sandbox/traffic';
import { deleteInvoice } from './deleteInvoice';
import { connectCompany, oAuthAddressesOf, realmIdOf, startTestSandbox } from './testSandbox';

const mappings = new Map<SyncKind, SyncPolicy['mapping']>([
	[contactKind, contactMapping],
	[productKind, productMapping],
]);

export interface Synced {
	results: SyncResult[];
	warnings: string[];
	requests: string[];
	writes: string[];
}

/** Both sandboxes with the real gateways; what a sync node would remember is kept here. */
export class SyncAccounts {
	state: unknown = {};
	private constructor(
		readonly sandbox: Sandbox,
		readonly realmId: string,
		private token: string,
		private readonly pace: Time,
	) {}

	static async start(
		options: SandboxOptions & { company?: string; fast?: boolean } = {},
	): Promise<SyncAccounts> {
		const sandbox = await startTestSandbox(options);
		const realmId = realmIdOf(sandbox, options.company ?? 'us');
		return new SyncAccounts(
			sandbox,
			realmId,
			await tokenFor(sandbox, realmId),
			options.fast ? unhurried() : realTime,
		);
	}

	get hubspot(): HubSpotPort {
		return this.hubspotUntil(undefined);
	}

	get quickbooks(): QuickBooksPort {
		return this.quickbooksUntil(undefined);
	}

	/** As one execution has it, which may be cancelled. */
	private hubspotUntil(signal: AbortSignal | undefined): HubSpotPort {
		const token = this.sandbox.hubspot.describe()['serviceKey'] as string;
		return createHubSpotGateway({
			baseUrl: this.sandbox.hubspot.url,
			tokens: { current: async () => token, refresh: async () => undefined },
			time: this.pace,
			chance: () => 0,
			accountKey: this.sandbox.hubspot.url,
			...(signal && { signal }),
		});
	}

	private quickbooksUntil(signal: AbortSignal | undefined): QuickBooksPort {
		return createQuickBooksGateway({
			realmId: this.realmId,
			environment: 'custom',
			baseUrl: this.sandbox.quickbooks.url,
			tokens: {
				current: async () => this.token,
				refresh: async () => (this.token = await tokenFor(this.sandbox, this.realmId)),
			},
			time: this.pace,
			chance: () => 0,
			...(signal && { signal }),
		});
	}

	/** For a process of its own. */
	async accessToken(): Promise<string> {
		return (this.token = await tokenFor(this.sandbox, this.realmId));
	}

	async deleteInvoice(version: QuickBooksVersion): Promise<void> {
		const accessToken = await this.accessToken();
		const { url } = this.sandbox.quickbooks;
		await deleteInvoice({ url, realmId: this.realmId, accessToken }, version);
	}

	/** One run of a sync node, with defaults for what is not given. */
	async sync(
		kind: SyncKind,
		policy: Partial<SyncPolicy> = {},
		input: Partial<SyncInput> = {},
		context: Partial<SyncContext> = {},
	): Promise<Synced> {
		return await this.run(
			async (...given) => await syncRecords(kind, ...given),
			{ mapping: mappings.get(kind) ?? [], ...policy },
			input,
			context,
		);
	}

	async syncInvoices(
		policy: Partial<SyncPolicy> = {},
		input: Partial<SyncInput> = {},
		context: Partial<SyncContext> = {},
	): Promise<Synced> {
		return await this.run(syncInvoices, policy, input, context);
	}

	private async run(
		flow: (input: SyncInput, stored: unknown, context: SyncContext) => Promise<SyncRun>,
		policy: Partial<SyncPolicy>,
		input: Partial<SyncInput>,
		context: Partial<SyncContext>,
	): Promise<Synced> {
		const results: SyncResult[] = [];
		this.sandbox.runtime.traffic.reset();
		const whole: SyncInput = {
			policy: {
				direction: 'quickBooksToHubSpot',
				createAndUpdate: 'both',
				onDelete: 'nothing',
				conflict: 'newest',
				filter: [],
				mapping: [],
				...policy,
			},
			mappingChosen: false,
			scope: { kind: 'changed' },
			companies: false,
			nameTaken: 'suffix',
			dryRun: false,
			...input,
		};
		const { warnings } = await flow(whole, this.state, {
			hubspot: this.hubspotUntil(context.signal),
			quickbooks: this.quickbooksUntil(context.signal),
			now: () => this.sandbox.runtime.clock.now(),
			onState: (state) => (this.state = JSON.parse(JSON.stringify(state))),
			onResult: (result) => results.push(result),
			onProgress: () => {},
			...context,
		});
		const traffic = this.sandbox.runtime.traffic.requests();
		return {
			results,
			warnings,
			requests: traffic.map(toText),
			writes: traffic.filter(isWrite).map(toText),
		};
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

const toText = ({ method, endpoint }: TrafficEntry) => `${method} ${endpoint}`;

/** Reading in batches, searching and questions in a batch are POST requests, too. */
export function isWrite({ method, endpoint, requestBody = '' }: TrafficEntry): boolean {
	if (endpoint.endsWith('/company/:realm/batch')) return requestBody.includes('"operation"');
	return (
		method !== 'GET' && !/\/(batch\/read|search|query|token\/introspect)|oauth2/.test(endpoint)
	);
}

/** For sandboxes without limits: whoever asks for the time has waited long enough. */
function unhurried() {
	let at = Date.now();
	return {
		now: () => (at += 1_000),
		wait: async (ms: number) => {
			at += ms;
		},
	};
}

async function tokenFor(sandbox: Sandbox, realmId: string): Promise<string> {
	return (await connectCompany(oAuthAddressesOf(sandbox), realmId)).access_token;
}
