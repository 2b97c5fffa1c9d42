import type { HubSpotRequest } from './transport';

/**
 * HubSpot's client builds the requests and reads the answers; how they travel is ours. Its own
 * `Client` is not used: all clients of a process share one limiter, none has a time limit, and its
 * errors carry whole bodies. Its modules are large, so each is loaded with the first request that
 * needs it.
 */

/** How a request travels once. */
export interface HubSpotAttempt {
	token: string;
	baseUrl: string;
	/** What to quote to HubSpot's support; undefined before an answer arrives. */
	requestId: string | undefined;
	/** @param read makes of a success's text, a JSON object or nothing, what the caller gets */
	send<T>(request: HubSpotRequest, read: (text: string) => T): Promise<T>;
}

/** For paths that HubSpot's client does not know. */
export function loadPaths() {
	return Promise.resolve((attempt: HubSpotAttempt): HubSpotAttempt => attempt);
}

export async function loadObjects() {
	const sdk = await import('@hubspot/api-client/lib/codegen/crm/objects/index.js');
	return (attempt: HubSpotAttempt) => {
		const configuration = configure(sdk, attempt);
		return {
			basic: new sdk.BasicApi(configuration),
			batch: new sdk.BatchApi(configuration),
			search: new sdk.SearchApi(configuration),
		};
	};
}

export async function loadProperties() {
	const sdk = await import('@hubspot/api-client/lib/codegen/crm/properties/index.js');
	return (attempt: HubSpotAttempt) => {
		const configuration = configure(sdk, attempt);
		return {
			core: new sdk.CoreApi(configuration),
			batch: new sdk.BatchApi(configuration),
			groups: new sdk.GroupsApi(configuration),
		};
	};
}

export async function loadAssociations() {
	const sdk = await import('@hubspot/api-client/lib/codegen/crm/associations/v4/index.js');
	return (attempt: HubSpotAttempt) => ({
		batch: new sdk.BatchApi(configure(sdk, attempt)),
	});
}

export async function loadPipelines() {
	const sdk = await import('@hubspot/api-client/lib/codegen/crm/pipelines/index.js');
	return (attempt: HubSpotAttempt) => ({
		pipelines: new sdk.PipelinesApi(configure(sdk, attempt)),
	});
}

interface ClientRequest {
	getUrl(): string;
	getHttpMethod(): string;
	getBody(): unknown;
}

interface ClientBody {
	text(): Promise<string>;
	binary(): Promise<Buffer>;
}

/** What every generated module has of its own, under the same names. */
interface Generated<Server, Answer, Library, Configuration> {
	createConfiguration(options: {
		baseServer: Server;
		httpApi: Library;
		authMethods: object;
	}): Configuration;
	ServerConfiguration: new (url: string, variables: Record<string, string>) => Server;
	ResponseContext: new (
		status: number,
		headers: Record<string, string>,
		body: ClientBody,
	) => Answer;
	wrapHttpLibrary(library: { send(request: ClientRequest): Promise<Answer> }): Library;
}

function configure<Server, Answer, Library, Configuration>(
	sdk: Generated<Server, Answer, Library, Configuration>,
	attempt: HubSpotAttempt,
): Configuration {
	const sendForClient = (request: ClientRequest): Promise<Answer> => {
		const body = request.getBody();
		const [method, url] = [request.getHttpMethod(), request.getUrl()];
		const sent = { method, url, body: typeof body === 'string' ? body : undefined };
		return attempt.send(sent, (text) => {
			// The client refuses an answer without a content type, and cannot read an empty one.
			const readable = Promise.resolve(text === '' ? 'null' : text);
			return new sdk.ResponseContext(
				statusFor(method, url),
				{ 'content-type': 'application/json' },
				{ text: () => readable, binary: async () => Buffer.from(await readable) },
			);
		});
	};
	return sdk.createConfiguration({
		baseServer: new sdk.ServerConfiguration(attempt.baseUrl, {}),
		httpApi: sdk.wrapHttpLibrary({ send: sendForClient }),
		authMethods: {},
	});
}

/**
 * The client takes a success under any but one status for a failure, and reads single refusals of a
 * batch under 207 only. By the time it is asked, the answer is a success, so it is given the status
 * that makes it read all.
 */
function statusFor(method: string, url: string): number {
	const { pathname } = new URL(url);
	if (isArchiving(method, url)) return 204;
	if (/\/batch\/[a-z]+$/.test(pathname)) return 207;
	return method === 'POST' && !pathname.endsWith('/search') ? 201 : 200;
}

/** Of such an answer the client reads nothing. */
export function isArchiving(method: string, url: string): boolean {
	return method === 'DELETE' || new URL(url).pathname.endsWith('/batch/archive');
}
