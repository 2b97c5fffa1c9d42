import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { send, type Answer } from '../../server';
import type { Company } from '../company';
import { createContext, type RequestContext } from '../context';
import { Fault, faults } from '../faults/fault';
import { authorizationFailed } from '../faults/gateway';
import { toJson } from '../money';
import { pacific } from '../times';
import type { Services } from './services';

const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' };
const FAULT_HEADERS = { 'content-type': 'application/json' };
const LONGEST_REQUEST_ID = 50;
/** Deeper bodies could overflow the stack. No body of the API is nearly as deep. */
const DEEPEST = 200;

export interface ApiRequest {
	request: FastifyRequest;
	query: URLSearchParams;
	params: Record<string, string>;
}

/** Processes one request. Returns the reply without its `time`, or a complete answer. */
export type RequestWork = (context: RequestContext, api: ApiRequest) => object;

/** The gateway's checks: token, company and limits. Returns the company or the gateway's refusal. */
export function admit(
	services: Services,
	request: FastifyRequest,
	batch = false,
): Company | Answer {
	const { realm } = request.params as { realm: string };
	const refusal =
		services.authorizationServer.checkToken(request, realm) ??
		services.limits.check(realm, batch ? 'batch' : 'request');
	return (
		refusal ?? services.companies.get(realm) ?? authorizationFailed(services.clock.now().getTime())
	);
}

export function isAnswer(value: object): value is Answer {
	return 'status' in value && typeof value.status === 'number';
}

/**
 * Answers one request in one transaction, unless `ownTransactions` is set, and then reports its
 * events. A write with a `requestid` that was answered before changes nothing and gets the same answer
 * again.
 */
export function answer(
	services: Services,
	request: FastifyRequest,
	reply: FastifyReply,
	work: RequestWork,
	options: { batch?: boolean; ownTransactions?: boolean } = {},
): FastifyReply {
	const company = admit(services, request, options.batch);
	if (isAnswer(company)) return send(reply, company);
	const api = read(request);
	const include = new Set(
		(api.query.get('include') ?? '')
			.toLowerCase()
			.split(',')
			.filter((word) => word !== ''),
	);
	const context = createContext(
		company,
		services.switches(),
		services.clock.now().getTime(),
		include,
	);
	const outcome = attempt(context, () => {
		if (options.ownTransactions) return once(services, context, api, work);
		return services.store.transaction(() => once(services, context, api, work));
	});
	for (const event of context.events)
		services.webhooks.notify({ realmId: company.profile.realmId, ...event });
	return send(reply, outcome);
}

function read(request: FastifyRequest): ApiRequest {
	return {
		request,
		query: new URLSearchParams(request.url.slice(request.url.split('?')[0]?.length)),
		params: request.params as Record<string, string>,
	};
}

/** Turns a fault into an answer. Cached records of the failed transaction are dropped. */
export function attempt(context: RequestContext, work: () => Answer): Answer {
	try {
		return work();
	} catch (error) {
		context.records.forget();
		context.events = [];
		if (!(error instanceof Fault)) throw error;
		const status = error.status === 400 ? Number(context.switches.faultStatus) : error.status;
		return { status, headers: FAULT_HEADERS, body: toJson(error.body(pacific(context.now, true))) };
	}
}

function once(
	services: Services,
	context: RequestContext,
	api: ApiRequest,
	work: RequestWork,
): Answer {
	const requestId = api.request.method === 'POST' ? (api.query.get('requestid') ?? '') : '';
	if (requestId === '') return finish(context, work(context, api));
	if (requestId.length > LONGEST_REQUEST_ID)
		throw faults.of('2130', `Request Id is invalid. Supplied value:${requestId}`, 'requestid');
	const hash = hashOf(api);
	const realm = context.company.profile.realmId;
	const earlier = remembered(services, context, realm, requestId);
	if (earlier && earlier.body_hash !== hash && context.switches.requestIdMismatch === 'refuse')
		throw faults.of(
			'600',
			`Duplicate Request Id : the request id ${requestId} was used before with another request.`,
			'',
		);
	if (earlier) return { status: earlier.status, headers: JSON_HEADERS, body: earlier.reply };
	const done = finish(context, work(context, api));
	if (typeof done.body === 'string')
		services.store.run(
			'INSERT OR REPLACE INTO answered (company, request_id, body_hash, status, reply, at) VALUES (?,?,?,?,?,?)',
			realm,
			requestId,
			hash,
			done.status,
			done.body,
			context.now,
		);
	return done;
}

function hashOf({ request }: ApiRequest): string {
	return createHash('sha256')
		.update(`${request.url.split('?')[0]}\n`)
		.update(request.rawBody)
		.digest('hex');
}

const REMEMBERED_MS = { forever: Infinity, minute: 60_000, never: 0 };

/** The stored answer to a `requestid`, unless it has expired. */
function remembered(
	{ store }: Services,
	{ now, switches }: RequestContext,
	realm: string,
	requestId: string,
) {
	const reply = store.get<{ body_hash: string; status: number; reply: string; at: number }>(
		'SELECT body_hash, status, reply, at FROM answered WHERE company = ? AND request_id = ?',
		realm,
		requestId,
	);
	return reply && now - reply.at < REMEMBERED_MS[switches.requestIdMemory] ? reply : undefined;
}

function finish(context: RequestContext, result: object): Answer {
	if (isAnswer(result)) return result;
	return {
		status: 200,
		headers: JSON_HEADERS,
		body: toJson({ ...result, time: pacific(context.now, true) }),
	};
}

/**
 * The JSON object of a request. @throws Fault 2310 if the body is empty (seen in
 * https://github.com/mcohen01/node-quickbooks/issues/156), 2010 if it is not a JSON object
 */
export function bodyOf(request: FastifyRequest): Record<string, unknown> {
	const text = request.rawBody.toString('utf8');
	if (text.trim() === '') throw faults.of('2310', 'ObjectParserError: Request Body is Empty', '');
	let parsed: Record<string, unknown> | undefined;
	try {
		const value = JSON.parse(text) as unknown;
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			parsed = value as Record<string, unknown>;
	} catch {
		throw faults.property('Unexpected character in the JSON of the request');
	}
	if (parsed && depthOf(parsed) > DEEPEST)
		throw faults.property('The JSON of the request is nested too deeply');
	if (parsed) return parsed;
	throw faults.property('Can not deserialize instance of an object out of the JSON of the request');
}

/** How deep objects and lists are nested, found without recursion. */
function depthOf(value: object): number {
	let level: unknown[] = [value];
	for (let depth = 0; ; depth += 1) {
		level = level.flatMap((each): unknown[] =>
			typeof each === 'object' && each !== null ? Object.values(each) : [],
		);
		if (level.length === 0 || depth > DEEPEST) return depth;
	}
}
