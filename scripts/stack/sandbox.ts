import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startProcess, type OwnProcess } from '../n8n/childProcess';
import { freePort } from '../n8n/ports';

/** What the sandbox says about itself when it is ready. */
export interface SandboxAddresses {
	hubspot: string;
	quickbooks: string;
	control: string;
	details: {
		hubspot: { serviceKey: string };
		quickbooks: {
			clientId: string;
			clientSecret: string;
			companies: { key: string; realmId: string; name: string }[];
		};
	};
}

export interface SandboxProcess extends SandboxAddresses {
	process: OwnProcess;
	stop(): Promise<void>;
}

export interface SandboxPorts {
	hubspot?: number;
	quickbooks?: number;
	control?: number;
}

/**
 * Starts the sandbox as a process of its own, with the demo company when its folder is new.
 * @throws Error with what it wrote when it ends before it is ready
 */
export async function startSandboxProcess(
	dataDir: string,
	ports: SandboxPorts = {},
): Promise<SandboxProcess> {
	const args = [
		'--import',
		'tsx',
		'sandbox/main.ts',
		'--demo',
		'--data',
		dataDir,
		'--stop-with-stdin',
	];
	for (const system of ['hubspot', 'quickbooks', 'control'] as const)
		args.push(`--${system}-port`, String(await freePort(ports[system])));
	const own = startProcess(process.execPath, args, {
		cwd: join(__dirname, '../..'),
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let errors = '';
	own.child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const lines = createInterface({ input: own.child.stdout as NodeJS.ReadableStream });
	const firstLine = new Promise<string>((resolve) => lines.once('line', resolve));
	const line = await Promise.race([firstLine, own.ended.then(() => undefined)]);
	if (line === undefined)
		throw new Error(`The sandbox did not start (${await own.ended}): ${errors.trim()}`);
	return { ...(JSON.parse(line) as SandboxAddresses), process: own, stop: () => own.stop() };
}

async function json<T>(answer: Response): Promise<T> {
	const text = await answer.text();
	if (!answer.ok)
		throw new Error(`${answer.url.split('?')[0]} answered ${answer.status}: ${text.slice(0, 300)}`);
	return JSON.parse(text) as T;
}

/**
 * Says yes on QuickBooks' authorise page in the place of a person: the query of the redirect that
 * follows.
 */
export async function approve(
	sandbox: SandboxAddresses,
	authorizeUrl: URL,
	realmId: string,
): Promise<Record<string, string>> {
	const query = authorizeUrl.searchParams;
	const { code } = await json<{ code: string }>(
		await fetch(`${sandbox.control}/control/quickbooks/authorize`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				realmId,
				redirectUri: query.get('redirect_uri'),
				clientId: query.get('client_id'),
				scope: query.get('scope'),
				state: query.get('state'),
			}),
		}),
	);
	return { code, realmId };
}

/** A token of our own for asking QuickBooks, through its OAuth as any other app. */
export async function quickBooksToken(sandbox: SandboxAddresses, realmId: string): Promise<string> {
	const { clientId, clientSecret } = sandbox.details.quickbooks;
	const redirectUri = `${sandbox.control}/none`;
	const url = new URL(`${sandbox.quickbooks}/connect/oauth2`);
	url.search = new URLSearchParams({
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: 'com.intuit.quickbooks.accounting',
		response_type: 'code',
		state: 'check',
	}).toString();
	const { code = '' } = await approve(sandbox, url, realmId);
	const token = await json<{ access_token: string }>(
		await fetch(`${sandbox.quickbooks}/oauth2/v1/tokens/bearer`, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
				accept: 'application/json',
			},
			body: new URLSearchParams({
				grant_type: 'authorization_code',
				code,
				redirect_uri: redirectUri,
			}),
		}),
	);
	return token.access_token;
}

export interface QuickBooksInvoice {
	Id: string;
	DocNumber: string;
	TotalAmt: number;
	CurrencyRef: { value: string };
	EmailStatus?: string;
	Balance: number;
}

/** Asks again when a node has used up the pace that all who ask share. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
	let answer = await ask();
	for (let waits = 0; answer.status === 429 && waits < 10; waits += 1) {
		await wait(1100);
		answer = await ask();
	}
	return answer;
}

/**
 * The invoice as QuickBooks itself tells it; see
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export async function readInvoice(
	sandbox: SandboxAddresses,
	realmId: string,
	id: string,
): Promise<QuickBooksInvoice> {
	const token = await quickBooksToken(sandbox, realmId);
	const answer = await patiently(() =>
		fetch(
			`${sandbox.quickbooks}/v3/company/${realmId}/invoice/${encodeURIComponent(id)}?minorversion=75`,
			{ headers: { authorization: `Bearer ${token}`, accept: 'application/json' } },
		),
	);
	return (await json<{ Invoice: QuickBooksInvoice }>(answer)).Invoice;
}

/** Those of the named properties that the deal has, as HubSpot itself tells them. */
export async function readDeal(
	sandbox: SandboxAddresses,
	id: string,
	properties: string[],
): Promise<Record<string, string>> {
	const answer = await patiently(() =>
		fetch(`${sandbox.hubspot}/crm/objects/2026-03/deals/${id}?properties=${properties.join(',')}`, {
			headers: { authorization: `Bearer ${sandbox.details.hubspot.serviceKey}` },
		}),
	);
	const deal = await json<{ properties: Record<string, string | null> }>(answer);
	return Object.fromEntries(
		properties.flatMap((name) => (deal.properties[name] ? [[name, deal.properties[name]]] : [])),
	);
}
