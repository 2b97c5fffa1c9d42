import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { GatewayError } from '../../errors';
import { errorOfAnswer, errorWithoutAnswer, quickBooksRequestId } from './errors';
import { holdsFault } from './faults';

/** node-quickbooks as far as it is used; it has no types of its own. */
export type QuickBooksClient = Record<string, (...args: unknown[]) => void> & { endpoint: string };
type Constructor = new (config: object) => QuickBooksClient;

interface Response {
	status: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	data: unknown;
}

/** The HTTP library of node-quickbooks, as far as it is steered. */
interface Axios {
	interceptors: {
		request: { use(change: (config: object) => object): void };
		response: { use(see: (response: Response) => Response): void };
	};
}

export interface ClientConfig {
	/** Ends with `/v3/company/`. */
	endpoint: string;
	realmId: string;
	token: string;
}

/**
 * One method of node-quickbooks. The arguments are made for each attempt, since it changes what it
 * is given.
 */
export interface ClientCall {
	method: string;
	args: () => unknown[];
}

interface CallLimits {
	timeoutMs: number;
	signal?: AbortSignal | undefined;
	/** Texts that must not show in an error. */
	secrets: readonly string[];
	nowMs: number;
}

/** An answer's body as it came, and what to quote to Intuit about it. */
export interface QuickBooksReply {
	body: Record<string, unknown> | Buffer;
	requestId: string | undefined;
}

/**
 * A call under way; found where its request leaves and where its answer arrives, since
 * node-quickbooks hands nothing on.
 */
interface Call {
	signal: AbortSignal;
	response?: Response;
}

const calls = new AsyncLocalStorage<Call>();
let loaded: Constructor | undefined;

/**
 * Loads node-quickbooks with the first request, and steers its requests: it has neither a time
 * limit nor a way to abort,
 * it follows redirects with the token, and it keeps most answers' headers to itself. Requests of
 * others are left alone.
 */
function load(): Constructor {
	if (loaded) return loaded;
	const own = createRequire(__filename);
	const axios = createRequire(own.resolve('node-quickbooks'))('axios') as Axios;
	axios.interceptors.request.use((config) => {
		const call = calls.getStore();
		return call ? Object.assign(config, { signal: call.signal, maxRedirects: 0 }) : config;
	});
	axios.interceptors.response.use((response) => {
		const call = calls.getStore();
		if (call) call.response = response;
		return response;
	});
	loaded = own('node-quickbooks') as Constructor;
	return loaded;
}

/** Its `debug` prints customers' data, and tokens are refreshed elsewhere: both stay off. */
export function createClient({ endpoint, realmId, token }: ClientConfig): QuickBooksClient {
	const QuickBooks = load();
	const client = new QuickBooks({
		consumerKey: '',
		consumerSecret: '',
		token,
		tokenSecret: false,
		realmId,
		useSandbox: false,
		debug: false,
		minorversion: 75,
		oauthversion: '2.0',
		refreshToken: null,
	});
	client.endpoint = endpoint;
	return client;
}

/**
 * Runs one method of node-quickbooks once.
 *
 * @throws GatewayError for every failure, except that an abort by the caller keeps the caller's
 * reason
 */
export async function callOnce(
	client: QuickBooksClient,
	{ method, args }: ClientCall,
	{ timeoutMs, signal, secrets, nowMs }: CallLimits,
): Promise<QuickBooksReply> {
	signal?.throwIfAborted();
	const run = methodOf(client, method);
	const limit = new AbortController();
	const call: Call = { signal: limit.signal };
	const stop = () => limit.abort();
	const timer = setTimeout(stop, timeoutMs);
	signal?.addEventListener('abort', stop, { once: true });
	try {
		const failure = await new Promise<unknown>((resolve) => start(call, run, args, resolve));
		if (call.response) return toReply(call.response, secrets, nowMs);
		signal?.throwIfAborted();
		throw (
			refusalIn(failure, secrets, nowMs) ??
			errorWithoutAnswer(failure, limit.signal.aborted, timeoutMs)
		);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', stop);
		// The connection that stays open remembers the call until its next one, and would keep a page
		// of a thousand rows with it.
		delete call.response;
	}
}

/** @throws GatewayError `invalid` for what QuickBooks' API has no method for */
function methodOf(client: QuickBooksClient, method: string): (...args: unknown[]) => void {
	const run = client[method];
	if (typeof run === 'function') return run.bind(client);
	throw new GatewayError({
		system: 'QuickBooks',
		kind: 'invalid',
		message: `QuickBooks does not let others ${sentence(method)}`,
	});
}

/**
 * The refusal that node-quickbooks' error holds, if any. An answer that breaks off comes with the
 * status of a success, which says nothing then.
 */
function refusalIn(
	failure: unknown,
	secrets: readonly string[],
	nowMs: number,
): GatewayError | undefined {
	const { response } = (failure ?? {}) as { response?: Response };
	if (!response || isSuccess(response)) return undefined;
	const { status, headers, data } = response;
	return errorOfAnswer({ status, headers, body: data, nowMs }, secrets);
}

/**
 * Starts a method of node-quickbooks. Its end is called with the error, if any, also when the
 * method throws at once or never calls back.
 */
function start(
	call: Call,
	run: (...args: unknown[]) => void,
	args: () => unknown[],
	end: (failure: unknown) => void,
): void {
	call.signal.addEventListener('abort', () => end(undefined), { once: true });
	try {
		calls.run(call, run, ...args(), end);
	} catch (error) {
		end(error);
	}
}

function isSuccess({ status }: Response): boolean {
	return status >= 200 && status < 300;
}

/** `createTaxCode` → `create a TaxCode` */
function sentence(method: string): string {
	return method.replace(/^([a-z]+)(?=[A-Z])/, '$1 a ');
}

/**
 * Text where JSON was asked for was cut off, or comes from something between us and QuickBooks.
 * Faults also come with HTTP 200.
 */
function toReply(
	{ status, headers, data }: Response,
	secrets: readonly string[],
	nowMs: number,
): QuickBooksReply {
	const requestId = quickBooksRequestId(headers);
	if (holdsFault(data)) throw errorOfAnswer({ status, headers, body: data, nowMs }, secrets);
	if (typeof data !== 'object' || data === null)
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unavailable',
			message: 'QuickBooks gave an answer that is not the JSON it should be',
			status,
			requestId,
		});
	return { body: data as QuickBooksReply['body'], requestId };
}
