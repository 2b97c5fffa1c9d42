import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
	createHubSpotGateway,
	type HubSpotConnection,
} from '../../../src/gateways/hubspot/gateway';
import type { HubSpotPort } from '../../../src/gateways/ports';

export interface Received {
	method: string;
	/** As it arrived, with its query. */
	url: string;
	body: unknown;
	headers: Record<string, unknown>;
}

export type Answer = (request: Received, count: number, reply: FastifyReply) => unknown;

/** A server that answers everything as one function says; what arrived is kept. */
export class FakeHubSpot {
	readonly received: Received[] = [];
	/** How long the gateway waited, wait by wait. */
	readonly waits: number[] = [];
	url = '';
	private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });
	private nowMs = 1_760_000_000_000;

	constructor(private readonly answer: Answer) {}

	async start(): Promise<this> {
		this.app.all('/*', async (request: FastifyRequest, reply) => {
			const received = {
				method: request.method,
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
	gateway(changes: Partial<HubSpotConnection> = {}): HubSpotPort {
		return createHubSpotGateway({
			baseUrl: this.url,
			tokens: { current: async () => 'pat-na1-test-token', refresh: async () => undefined },
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

const servers: FakeHubSpot[] = [];

export async function fakeHubSpot(answer: Answer): Promise<FakeHubSpot> {
	const server = await new FakeHubSpot(answer).start();
	servers.push(server);
	return server;
}

/** To be called after each test. */
export async function stopFakes(): Promise<void> {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
}

/** A record in HubSpot's form. */
export function hubSpotRecord(
	id: string,
	properties: Record<string, string | null> = {},
	more: object = {},
): Record<string, unknown> {
	return {
		id,
		properties,
		createdAt: '2026-01-02T03:04:05.678Z',
		updatedAt: '2026-02-03T04:05:06.789Z',
		archived: false,
		...more,
	};
}

/** The same record in ours. */
export function record(
	objectType: string,
	id: string,
	properties: Record<string, string | null> = {},
	more: object = {},
): Record<string, unknown> {
	return {
		objectType,
		id,
		properties,
		associations: {},
		createdAt: '2026-01-02T03:04:05.678Z',
		updatedAt: '2026-02-03T04:05:06.789Z',
		archived: false,
		...more,
	};
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
