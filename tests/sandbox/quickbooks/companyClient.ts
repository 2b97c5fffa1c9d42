import type { SandboxOptions } from '../../../sandbox/options';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

export const realms = {
	us: '9341450000000001',
	numbers: '9341450000000002',
	uk: '9341450000000003',
	ca: '9341450000000004',
	manual: '9341450000000005',
};
// Replies are read field by field, as a client without types would.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = Record<string, any>;
export interface Reply {
	status: number;
	headers: Headers;
	body: Json;
	text: string;
}

/** One company of a running sandbox, with a token to speak to it. */
export interface CompanyClient {
	url: string;
	token: string;
	get(path: string): Promise<Reply>;
	post(path: string, body?: unknown): Promise<Reply>;
	/** The only row of a query. */
	one(query: string): Promise<Json>;
	query(query: string): Promise<Reply>;
	control(method: string, path: string, body?: unknown): Promise<Reply>;
}

/**
 * A sandbox at noon in California, 1 July 2026, whose clock stands still and which knows no limits.
 */
export function startDemoSandbox(
	options: SandboxOptions = {},
	switches: Record<string, unknown> = {},
): Promise<Sandbox> {
	return startSandbox({
		now: '2026-07-01T19:00:00Z',
		frozen: true,
		seed: 'demo',
		...options,
		switches: { quickbooks: { limits: false, ...switches } },
	});
}

async function call(url: string, init: RequestInit): Promise<Reply> {
	const answer = await fetch(url, init);
	const text = await answer.text();
	const body = /json/.test(answer.headers.get('content-type') ?? '')
		? (JSON.parse(text) as Json)
		: {};
	return { status: answer.status, headers: answer.headers, body, text };
}

/** Connects to a company as an app does. */
export async function connectCompany(sandbox: Sandbox, realmId: string): Promise<CompanyClient> {
	const control = controlOf(sandbox);
	const token = await accessToken(sandbox, realmId, control);
	const url = `${sandbox.quickbooks.url}/v3/company/${realmId}`;
	const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
	const get = (path: string) => call(`${url}${path}`, { headers });
	const post = (path: string, content?: unknown) =>
		call(`${url}${path}`, {
			method: 'POST',
			headers: { ...headers, 'content-type': 'application/json' },
			...(content !== undefined && {
				body: typeof content === 'string' ? content : JSON.stringify(content),
			}),
		});
	const query = (text: string) => get(`/query?query=${encodeURIComponent(text)}`);
	const one = async (text: string) => onlyRow(text, (await query(text)).body);
	return { url, token, get, post, query, control, one };
}

function controlOf(sandbox: Sandbox): CompanyClient['control'] {
	return (method, path, body) =>
		call(`${sandbox.control.url}/control/quickbooks${path}`, {
			method,
			...(body !== undefined && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
}

async function accessToken(
	sandbox: Sandbox,
	realmId: string,
	control: CompanyClient['control'],
): Promise<string> {
	const redirectUri = 'http://127.0.0.1/back';
	const { code } = (await control('POST', '/authorize', { realmId, redirectUri })).body as {
		code: string;
	};
	const basic = Buffer.from('ABsandboxClientId0001:sandbox-client-secret-0001').toString('base64');
	const { body } = await call(`${sandbox.quickbooks.url}/oauth2/v1/tokens/bearer`, {
		method: 'POST',
		headers: { authorization: `Basic ${basic}` },
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
		}),
	});
	return String(body['access_token']);
}

/** @throws Error unless the query found exactly one row */
function onlyRow(text: string, found: Json): Json {
	const [rows] = Object.values(found['QueryResponse'] as Json).filter(Array.isArray) as Json[][];
	if (rows?.length !== 1)
		throw new Error(`${text} finds ${rows?.length ?? 0}: ${JSON.stringify(found).slice(0, 300)}`);
	return rows[0] as Json;
}
