import { GatewayError } from '../../errors';
import { readJson, withReadableErrors, type HubSpotAnswer } from './answers';
import { errorOf, hubSpotRequestId } from './errors';

export interface HubSpotRequest {
	method: string;
	url: string;
	body?: string | undefined;
}

/** How a request is sent. */
export interface Sending {
	token: string;
	timeoutMs: number;
	signal?: AbortSignal | undefined;
	/** Texts that must not show in an error. */
	secrets: readonly string[];
}

/** A success. `text` is a JSON object, or empty. */
export interface Success extends HubSpotAnswer {
	requestId: string | undefined;
}

/**
 * Sends one request once. The time limit covers the whole answer: a server may also hang in the
 * middle of it.
 *
 * @param read makes of the success what the caller gets
 * @throws GatewayError for every failure, except that an abort by the caller keeps the caller's
 * reason, and what `read` throws
 */
export async function sendOnce<T>(
	request: HubSpotRequest,
	sending: Sending,
	read: (success: Success) => T,
): Promise<T> {
	sending.signal?.throwIfAborted();
	const limit = new AbortController();
	const stop = () => limit.abort();
	const timer = setTimeout(stop, sending.timeoutMs);
	sending.signal?.addEventListener('abort', stop, { once: true });
	let answer: HubSpotAnswer;
	try {
		const response = await fetch(request.url, toFetchOptions(request, sending.token, limit.signal));
		const { status, headers } = response;
		answer = { status, headers, text: await response.text() };
	} catch (error) {
		sending.signal?.throwIfAborted();
		throw limit.signal.aborted ? timeoutError(sending.timeoutMs) : networkError(error);
	} finally {
		clearTimeout(timer);
		sending.signal?.removeEventListener('abort', stop);
	}
	return read(toSuccess(answer, [...sending.secrets, sending.token]));
}

function toFetchOptions(request: HubSpotRequest, token: string, signal: AbortSignal): RequestInit {
	return {
		method: request.method,
		headers: headersOf(request, token),
		// A redirected POST would arrive as a GET.
		redirect: 'manual',
		signal,
		...(request.body !== undefined && { body: request.body }),
	};
}

/** @throws GatewayError for a refusal, and for a text that is not the JSON it should be */
function toSuccess(answer: HubSpotAnswer, secrets: readonly string[]): Success {
	if (answer.status < 200 || answer.status > 299) throw errorOf(answer, secrets);
	const body = readJson(answer.text);
	const requestId = hubSpotRequestId(answer, body);
	if (answer.text.trim() === '') return { ...answer, text: '', requestId };
	if (!body)
		throw new GatewayError({
			system: 'HubSpot',
			kind: 'unexpected',
			message: `HubSpot's answer (status ${answer.status}) is not the JSON it should be`,
			status: answer.status,
			requestId,
		});
	const readable = withReadableErrors(body);
	return { ...answer, text: readable === body ? answer.text : JSON.stringify(readable), requestId };
}

function headersOf(request: HubSpotRequest, token: string): Record<string, string> {
	return {
		accept: 'application/json',
		authorization: `Bearer ${token}`,
		'user-agent': 'n8n-nodes-hubspot-quickbooks',
		...(request.body !== undefined && { 'content-type': 'application/json' }),
	};
}

function timeoutError(timeoutMs: number): GatewayError {
	return new GatewayError({
		system: 'HubSpot',
		kind: 'timeout',
		message: `HubSpot did not answer within ${timeoutMs / 1000} seconds`,
	});
}

/**
 * Node hides the reason in the cause, and for a host with several addresses in the causes of that.
 */
function networkError(error: unknown): GatewayError {
	const cause = (
		error as { cause?: { code?: unknown; errors?: Array<{ code?: unknown }> } } | undefined
	)?.cause;
	const found = cause?.code ?? cause?.errors?.[0]?.code;
	const code = typeof found === 'string' ? found : undefined;
	return new GatewayError({
		system: 'HubSpot',
		kind: 'network',
		message: `The connection to HubSpot failed${code ? ` (${code})` : ''}`,
		code,
	});
}
