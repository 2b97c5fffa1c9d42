import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { errorOfAnswer, errorWithoutAnswer, requestIdOf } from './errors';
import { GatewayError } from '../errors';

/** node-quickbooks as far as it is used; it has no types of its own. */
export type QuickBooksClient = Record<string, (...args: unknown[]) => void> & { endpoint: string };
type Constructor = new (config: object) => QuickBooksClient;

/** The HTTP library of node-quickbooks, as far as it is steered. */
interface Axios {
	interceptors: { request: { use(change: (config: object) => object): void } };
}

export interface ClientConfig {
	/** Ends with `/v3/company/`. */
	endpoint: string;
	realmId: string;
	token: string;
}

export interface Attempt {
	timeoutMs: number;
	signal?: AbortSignal | undefined;
	/** Texts that must not show in an error. */
	secrets: readonly string[];
}

/** What one call may use; read where the request leaves, since node-quickbooks hands nothing on. */
const calls = new AsyncLocalStorage<{ signal: AbortSignal }>();
let loaded: Constructor | undefined;

/**
 * Loads node-quickbooks with the first request, and makes its requests stoppable: it has neither a time limit nor a way
 * to abort, so a signal is added to the requests of our calls, and to no others.
 */
function load(): Constructor {
	if (loaded) return loaded;
	const own = createRequire(__filename);
	const path = own.resolve('node-quickbooks');
	const axios = createRequire(path)('axios') as Axios;
	axios.interceptors.request.use((config) => {
		const call = calls.getStore();
		return call ? Object.assign(config, { signal: call.signal, maxRedirects: 0 }) : config;
	});
	loaded = own('node-quickbooks') as Constructor;
	return loaded;
}

export function createClient({ endpoint, realmId, token }: ClientConfig): QuickBooksClient {
	const QuickBooks = load();
	const client = new QuickBooks({ consumerKey: '', consumerSecret: '', token, tokenSecret: false, realmId, useSandbox: false, debug: false, minorversion: 75, oauthversion: '2.0', refreshToken: null });
	client.endpoint = endpoint;
	return client;
}

/** An answer's body and what to quote to Intuit about it. */
export interface Reply {
	body: unknown;
	requestId: string | undefined;
}

interface Response {
	status?: number;
	headers?: Record<string, unknown>;
	data?: unknown;
}

/**
 * Runs one method of node-quickbooks once.
 *
 * @param run calls the method with the callback; it must pass copies, since node-quickbooks changes what it is given
 * @throws GatewayError for every failure, except that an abort by the caller keeps the caller's reason
 */
export async function callOnce(run: (done: (error: unknown, body?: unknown, response?: unknown) => void) => void, { timeoutMs, signal, secrets }: Attempt): Promise<Reply> {
	signal?.throwIfAborted();
	const limit = new AbortController();
	let timedOut = false;
	const timer = setTimeout(() => ((timedOut = true), limit.abort()), timeoutMs);
	const stop = () => limit.abort();
	signal?.addEventListener('abort', stop, { once: true });
	try {
		const [error, body, response] = await calls.run({ signal: limit.signal }, async () => await new Promise<[unknown, unknown, Response | undefined]>((resolve) => run((...answer) => resolve(answer as [unknown, unknown, Response | undefined]))));
		if (error === null || error === undefined) return toReply(body, response, secrets);
		signal?.throwIfAborted();
		throw toError(error, response, timedOut, timeoutMs, secrets);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', stop);
	}
}

/** A body that is text where JSON was asked for was cut off or comes from something between us and QuickBooks. */
function toReply(body: unknown, response: Response | undefined, secrets: readonly string[]): Reply {
	const requestId = requestIdOf(response?.headers ?? {});
	if (typeof body !== 'object' || body === null) throw new GatewayError({ system: 'QuickBooks', kind: 'unavailable', message: 'QuickBooks gave an answer that is not the JSON it should be', status: response?.status, requestId });
	if ('Fault' in body || 'fault' in body) throw errorOfAnswer({ status: response?.status, headers: response?.headers ?? {}, body }, secrets);
	return { body, requestId };
}

/** node-quickbooks passes an AxiosError, a fault that came with HTTP 200, or the error of its own code. */
function toError(error: unknown, response: Response | undefined, timedOut: boolean, timeoutMs: number, secrets: readonly string[]): GatewayError {
	const answer = response ?? (error as { response?: Response }).response;
	if (answer?.status !== undefined && answer.status !== 200) return errorOfAnswer({ status: answer.status, headers: answer.headers ?? {}, body: answer.data }, secrets);
	if (typeof error === 'object' && error !== null && ('Fault' in error || 'fault' in error)) return errorOfAnswer({ headers: answer?.headers ?? {}, body: error }, secrets);
	if ((error as Error).name === 'TypeError') return new GatewayError({ system: 'QuickBooks', kind: 'unavailable', message: 'QuickBooks gave an answer without the records it should hold' });
	return errorWithoutAnswer(error, timedOut, timeoutMs);
}
