import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { QuickBooksPort } from '../../../src/gateways/ports';
import {
	createQuickBooksGateway,
	type QuickBooksConnection,
} from '../../../src/gateways/quickbooks/gateway';

export interface Received {
	method: string;
	/** Behind the company, without the query. */
	path: string;
	/** Decoded. */
	query: Record<string, string>;
	/** As it arrived. */
	url: string;
	body: unknown;
	headers: Record<string, unknown>;
}

export type Answer = (request: Received, count: number, reply: FastifyReply) => unknown;

export const REALM = '9130000000000001';
export const TOKEN = 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0';
export const HTML =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** A server that answers everything as one function says; what arrived is kept. */
export class FakeQuickBooks {
	readonly received: Received[] = [];
	/** How long the gateway waited, wait by wait. */
	readonly waits: number[] = [];
	url = '';
	nowMs = 1_760_000_000_000;
	private readonly app: FastifyInstance = Fastify({
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 500 },
	});

	constructor(private readonly answer: Answer) {}

	async start(): Promise<this> {
		this.app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
			done(null, body),
		);
		this.app.all('/*', async (request: FastifyRequest, reply) => {
			const [path = ''] = request.url.split('?');
			const query = request.query as Record<string, string>;
			const received = {
				method: request.method,
				path: path.replace(`/v3/company/${REALM}/`, ''),
				query,
				url: request.url,
				body: request.body,
				headers: request.headers,
			};
			this.received.push(received);
			return await this.answer(received, this.received.length, reply);
		});
		this.url = await this.app.listen({ host: '127.0.0.1', port: 0 });
		return this;
	}

	/** Time passes only while the gateway waits, and then at once. */
	gateway(changes: Partial<QuickBooksConnection> = {}): QuickBooksPort {
		return createQuickBooksGateway({
			realmId: REALM,
			environment: 'custom',
			baseUrl: this.url,
			tokens: { current: async () => TOKEN, refresh: async () => undefined },
			time: {
				now: () => this.nowMs,
				wait: async (ms) => {
					this.waits.push(ms);
					this.nowMs += ms;
				},
			},
			chance: () => 0,
			timeoutMs: 2000,
			...changes,
		});
	}

	async stop(): Promise<void> {
		await this.app.close();
	}
}

const servers: FakeQuickBooks[] = [];

export async function fakeQuickBooks(answer: Answer): Promise<FakeQuickBooks> {
	const server = await new FakeQuickBooks(answer).start();
	servers.push(server);
	return server;
}

/** To be called after each test. */
export async function stopFakes(): Promise<void> {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
}

/** A fault as the accounting API words it. */
export function fault(
	code: string,
	message = 'A message',
	detail = 'Its detail',
	more: object = {},
): object {
	return {
		Fault: {
			Error: [{ Message: message, Detail: detail, code, ...more }],
			type: 'ValidationFault',
		},
		time: '2026-11-20T08:00:00.000-08:00',
	};
}

/** A fault as Intuit's gateway before the API words it. */
export function gatewayFault(code: string, type: string, detail: string): object {
	return {
		warnings: null,
		intuitObject: null,
		fault: {
			error: [{ message: `message=Failed; errorCode=00${code}`, detail, code, element: null }],
			type,
		},
		requestId: null,
		time: 1_601_391_072_830,
	};
}

/** Rows of a query. */
export function rows(entity: string, records: object[], more: object = {}): object {
	return {
		QueryResponse:
			records.length === 0
				? {}
				: { [entity]: records, startPosition: 1, maxResults: records.length, ...more },
		time: '2026-11-20T08:00:00.000-08:00',
	};
}

/** Breaks the connection without an answer. */
export function drop(reply: FastifyReply): void {
	reply.hijack();
	reply.request.raw.socket.destroy();
}

/** Never answers, but keeps the connection. */
export function hang(reply: FastifyReply): void {
	reply.hijack();
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		() => {
			throw new Error('it did not fail');
		},
		(error: unknown) => error,
	);
}
