import type { Services } from '../quickbooks/api/services';
import type { Runtime } from '../server';
import type { Behaviour } from '../faults';
import { faultsOf, fieldsOf } from './acts';
import type { Exchange } from './recordings';
import { clientHeader, connect, isTokenRequest, tokenForm } from './tokens';

export interface Reply {
	status: number;
	/** JSON, or the text of any other body. */
	body: unknown;
}

export interface Target {
	url: string;
	realmId: string;
	services: Services;
	runtime: Runtime;
}

/** The fault that gives a recorded status of the network or the gateway. */
const behaviours: Record<number, Behaviour> = {
	429: '429',
	500: '500',
	502: '502-html',
	503: '503',
	504: '502-html',
};

/** Sends a recorded request to the sandbox, with a token that fits the recorded reply. */
export async function replay(exchange: Exchange, target: Target): Promise<Reply> {
	const behaviour = behaviours[exchange.status];
	if (behaviour) target.runtime.faults.add({ system: 'quickbooks', behaviour, times: 1 });
	const response = await (isTokenRequest(exchange)
		? sendToTokens(exchange, target)
		: sendToCompany(exchange, target));
	const text = await response.text();
	return { status: response.status, body: readBody(text) };
}

function sendToCompany(exchange: Exchange, target: Target): Promise<Response> {
	const path =
		exchange.realm === undefined
			? exchange.path
			: exchange.path.replaceAll(exchange.realm, target.realmId);
	const query = exchange.query.toString();
	const { type, body } = requestBody(exchange);
	return fetch(
		`${target.url}/v3/company/${target.realmId}/${encodePath(path)}${query === '' ? '' : `?${query}`}`,
		{
			method: exchange.method,
			headers: {
				authorization: `Bearer ${tokenFor(exchange, target)}`,
				accept: 'application/json',
				...(type !== undefined && { 'content-type': type }),
			},
			...(body !== undefined && { body }),
		},
	);
}

function sendToTokens(exchange: Exchange, { url, services, realmId }: Target): Promise<Response> {
	const body = exchange.method === 'GET' ? {} : { body: tokenForm(exchange, services, realmId) };
	return fetch(`${url}/${exchange.path}`, {
		method: exchange.method,
		headers: {
			authorization: clientHeader(exchange),
			accept: 'application/json',
			'content-type': 'application/x-www-form-urlencoded',
		},
		...body,
	});
}

/** A path may be recorded encoded or not. */
function encodePath(path: string): string {
	try {
		return encodeURI(decodeURI(path));
	} catch {
		return encodeURI(path);
	}
}

function readBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Bodies are sent as recorded; a multipart body also needs its boundary and line ends. */
function requestBody({ method, body, contentType }: Exchange): {
	type: string | undefined;
	body: string | undefined;
} {
	if (method === 'GET' || body === undefined || body === null)
		return { type: contentType, body: undefined };
	if (typeof body !== 'string')
		return { type: contentType ?? 'application/json', body: JSON.stringify(body) };
	const boundary = /^--(\S+)\r?\n/.exec(body)?.[1];
	if (boundary === undefined) return { type: contentType ?? 'application/text', body };
	return {
		type: `multipart/form-data; boundary=${boundary}`,
		body: body.includes('\r\n') ? body : body.replaceAll('\n', '\r\n'),
	};
}

function tokenFor({ status, reply }: Exchange, { services, realmId }: Target): string {
	const [fault] = faultsOf(fieldsOf(reply));
	if (status === 401)
		return fault?.detail.startsWith('Malformed') ? 'short' : 'a-token-that-was-valid-once';
	const other = [...services.companies.keys()].find((realm) => realm !== realmId) as string;
	return connect(services, status === 403 ? other : realmId).access_token;
}
