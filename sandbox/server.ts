import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './clock';
import type { Behaviour, Faults } from './faults';
import type { System } from './options';
import type { Random } from './random';
import type { Traffic, TrafficEntry } from './traffic';

/** The services of both systems: clock, random numbers, fault rules and the request log. */
export interface Runtime {
	clock: Clock;
	random: Random;
	faults: Faults;
	traffic: Traffic;
}

/** An answer of one system. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string | Buffer | object;
}

/** The answers of a system for faults of any request; undefined if the system has no such fault. */
export type FaultAnswers = (
	behaviour: Behaviour,
	rule: { retryAfterSeconds?: number | undefined },
	requestId: string,
	request: FastifyRequest,
) => Answer | undefined;

declare module 'fastify' {
	interface FastifyRequest {
		/** The exact bytes of the body; empty if there is none. */
		rawBody: Buffer;
		requestId: string;
		faultRule?: { behaviour: Behaviour } | undefined;
		startedAt: number;
	}
}

interface SystemServerOptions {
	system: System;
	runtime: Runtime;
	faultAnswers: FaultAnswers;
	/** A request id in the system's form, such as `1-5f7330f0-039c03dd45f293121d775612` for Intuit. */
	newRequestId(): string;
	/** The headers of every answer, such as `intuit_tid`. */
	everyHeader(request: FastifyRequest): Record<string, string>;
	latencyMs(): number;
	/** The answer for an unknown path. */
	notFound(request: FastifyRequest): Answer;
	/** The answer if the sandbox itself fails: the system's internal error, never a stack trace. */
	internalError(request: FastifyRequest, error: Error): Answer;
	/** Whether faults and the log apply to a path; they do not for authorise pages and static files. */
	isApi(path: string): boolean;
}

const LOGGED_BODY = 20_000;
const EARLY = new Set<Behaviour>([
	'429',
	'429-xml',
	'500',
	'502-html',
	'503',
	'423',
	'477',
	'expired-token',
	'stale-token',
	'missing-scope',
]);

/**
 * A Fastify server that logs and counts requests, and applies delays and faults. Routes add the API.
 * Bodies are bytes (`request.rawBody`), because each system has its own answer to malformed JSON.
 */
export function createSystemServer(options: SystemServerOptions): FastifyInstance {
	const app = Fastify({
		bodyLimit: 110 * 1024 * 1024,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
		forceCloseConnections: true,
		frameworkErrors: (_error, request, reply) => answerUnreadablePath(request, reply, options),
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.decorateRequest('rawBody', undefined as unknown as Buffer);
	app.decorateRequest('requestId', '');
	app.decorateRequest('faultRule', undefined);
	app.decorateRequest('startedAt', 0);

	app.addHook('onRequest', async (request, reply) => {
		begin(request, reply, options);
		if (!options.isApi(request.url)) return undefined;
		return await spoilEarly(request, reply, options);
	});
	app.addHook('preValidation', async (request) => {
		request.rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	});
	app.addHook('onSend', async (request, reply, payload) => {
		if (!options.isApi(request.url)) return payload;
		const latencyMs = options.latencyMs();
		if (latencyMs > 0) await wait(latencyMs);
		return spoilLate(request, reply, payload, options);
	});
	app.setNotFoundHandler((request, reply) => send(reply, options.notFound(request)));
	app.setErrorHandler((error: Error, request, reply) =>
		send(reply, options.internalError(request, error)),
	);
	return app;
}

const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

function begin(request: FastifyRequest, reply: FastifyReply, options: SystemServerOptions): void {
	request.startedAt = performance.now();
	// Fastify fails on an invalid content type. Each system has its own answer to unsupported types.
	const { headers } = request.raw;
	if (headers['content-type'] !== undefined && !MEDIA_TYPE.test(headers['content-type']))
		headers['content-type'] = 'application/octet-stream';
	request.requestId = options.newRequestId();
	for (const [name, value] of Object.entries(options.everyHeader(request)))
		reply.header(name, value);
}

/**
 * A path that cannot be decoded, or has a part that is too long, reaches no hook and no route. It is
 * answered like an unknown path.
 */
function answerUnreadablePath(
	request: FastifyRequest,
	reply: FastifyReply,
	options: SystemServerOptions,
): void {
	begin(request, reply, options);
	const answer = options.notFound(request);
	log(
		request,
		options.runtime,
		options.system,
		answer.status,
		typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body,
	);
	void send(reply, answer);
}

/** Sends an answer: objects as JSON, text and bytes unchanged. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
	reply.code(answer.status);
	for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
	if (answer.body === undefined) return reply.send('');
	if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body))
		return reply.send(answer.body);
	if (!reply.hasHeader('content-type'))
		reply.header('content-type', 'application/json;charset=utf-8');
	return reply.send(JSON.stringify(answer.body));
}

/**
 * Applies a fault before the route. @returns the reply if the fault has answered, so that the route is
 * never reached
 */
async function spoilEarly(
	request: FastifyRequest,
	reply: FastifyReply,
	options: SystemServerOptions,
): Promise<FastifyReply | undefined> {
	const { faults } = options.runtime;
	const rule = faults.take(options.system, request.method, request.url);
	if (!rule) return undefined;
	request.faultRule = rule;
	if (rule.behaviour === 'slow') await wait(rule.delayMs);
	if (rule.behaviour === 'hang' || rule.behaviour === 'drop-before') {
		log(
			request,
			options.runtime,
			options.system,
			rule.behaviour === 'hang' ? 'hanging' : 'dropped',
		);
		reply.hijack();
		if (rule.behaviour === 'drop-before') request.raw.socket.destroy();
		return undefined;
	}
	if (!EARLY.has(rule.behaviour)) return undefined;
	const answer = options.faultAnswers(rule.behaviour, rule, request.requestId, request);
	return answer && send(reply, answer);
}

function spoilLate(
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	{ runtime, system, faultAnswers }: SystemServerOptions,
): unknown {
	const behaviour = request.faultRule?.behaviour;
	const text = Buffer.isBuffer(payload) ? `(${payload.length} bytes)` : String(payload ?? '');
	if (behaviour === '500-after') {
		const { status = 500, body } = faultAnswers('500', {}, request.requestId, request) ?? {};
		log(request, runtime, system, status, text);
		reply.code(status).removeHeader('content-length');
		return typeof body === 'object' ? JSON.stringify(body) : (body ?? '');
	}
	if (behaviour === 'hang-after') {
		log(request, runtime, system, 'hanging', text);
		reply.hijack();
		return new Promise(() => undefined);
	}
	if (behaviour === 'drop-after' || behaviour === 'truncate') {
		log(request, runtime, system, 'dropped', text);
		reply.hijack();
		const { socket } = request.raw;
		if (behaviour === 'truncate') {
			const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(text);
			reply.raw.writeHead(reply.statusCode, {
				'content-type': String(reply.getHeader('content-type') ?? 'application/json'),
				'content-length': bytes.length,
			});
			reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
		} else socket.destroy();
		// Never settles, so that Fastify does not send this answer again.
		return new Promise(() => undefined);
	}
	log(request, runtime, system, reply.statusCode, text);
	return payload;
}

function log(
	request: FastifyRequest,
	runtime: Runtime,
	system: System,
	status: TrafficEntry['status'],
	responseBody?: string,
): void {
	const body = request.rawBody?.length
		? withoutTokens(request.rawBody.toString('utf8')).slice(0, LOGGED_BODY)
		: undefined;
	runtime.traffic.add({
		system,
		at: runtime.clock.now().toISOString(),
		method: request.method,
		url: request.url,
		endpoint: request.routeOptions.url ?? '(unknown path)',
		status,
		durationMs: Math.round((performance.now() - request.startedAt) * 10) / 10,
		requestId: request.requestId,
		...(request.faultRule && { fault: request.faultRule.behaviour }),
		...(body !== undefined && { requestBody: body }),
		...(responseBody !== undefined && {
			responseBody: withoutTokens(responseBody).slice(0, LOGGED_BODY),
		}),
	});
}

const SECRETS =
	/("(?:access_token|refresh_token|id_token|client_secret|token)"\s*:\s*"|(?:^|&)(?:code|refresh_token|client_secret|token)=|Token expired: )[^"&]+/g;

/** Removes tokens from a body for the log. */
function withoutTokens(text: string): string {
	return text.replace(SECRETS, '$1…');
}
