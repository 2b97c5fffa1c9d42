import type { SandboxOptions } from '../../sandbox/options';
import { startSandbox, type Sandbox } from '../../sandbox/start';

/** What n8n stores of a QuickBooks company that was connected. */
export interface CompanyTokens {
	access_token: string;
	refresh_token: string;
	token_type: string;
	n8n_expires_at: string;
}

interface OAuthAddresses {
	/** Of the sandbox's own controls. */
	control: string;
	quickbooks: string;
	clientId: string;
	clientSecret: string;
}

/** Both sandboxes in this process: without limits, and searches find records at once. */
export async function startTestSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	return await startSandbox({
		seed: 'demo',
		...options,
		switches: {
			hubspot: { limits: false, searchLagSeconds: 0, ...options.switches?.hubspot },
			quickbooks: { limits: false, ...options.switches?.quickbooks },
		},
	});
}

export function realmIdOf(sandbox: Sandbox, company: string): string {
	const companies = sandbox.quickbooks.describe()['companies'] as Array<{
		key: string;
		realmId: string;
	}>;
	return companies.find(({ key }) => key === company)?.realmId ?? '';
}

export function oAuthAddressesOf(sandbox: Sandbox): OAuthAddresses {
	const { clientId, clientSecret } = sandbox.quickbooks.describe() as {
		clientId: string;
		clientSecret: string;
	};
	return {
		control: sandbox.control.url,
		quickbooks: sandbox.quickbooks.url,
		clientId,
		clientSecret,
	};
}

/** Connects the company as a person does. @returns the tokens that n8n would store */
export async function connectCompany(
	{ control, quickbooks, clientId, clientSecret }: OAuthAddresses,
	realmId: string,
): Promise<CompanyTokens> {
	const redirectUri = `${control}/none`;
	const { code } = await controlAt<{ code: string }>(control, 'POST', 'quickbooks/authorize', {
		realmId,
		redirectUri,
		clientId,
		scope: 'com.intuit.quickbooks.accounting',
		state: 'test',
	});
	const url = `${quickbooks}/oauth2/v1/tokens/bearer`;
	const answer = await fetch(url, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
		},
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
		}),
	});
	const tokens = await bodyOf<Omit<CompanyTokens, 'n8n_expires_at'>>(answer, url);
	return { ...tokens, n8n_expires_at: String(Date.now() + 3_600_000) };
}

/** Steers the sandbox. @param path behind `/control/`, e.g. `clock/advance` */
export async function control<T = unknown>(
	sandbox: Sandbox,
	method: string,
	path: string,
	body?: object,
): Promise<T> {
	return await controlAt<T>(sandbox.control.url, method, path, body);
}

/** Steers a sandbox of which only the address is known. */
export async function controlAt<T = unknown>(
	address: string,
	method: string,
	path: string,
	body?: object,
): Promise<T> {
	const answer = await fetch(`${address}/control/${path}`, {
		method,
		...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	return await bodyOf<T>(answer, `${method} ${path}`);
}

async function bodyOf<T>(answer: Response, what: string): Promise<T> {
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`);
	return (text ? JSON.parse(text) : {}) as T;
}
