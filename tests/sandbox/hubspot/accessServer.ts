import Fastify, { type FastifyInstance } from 'fastify';
import { Clock } from '../../../sandbox/clock';
import { Faults, type FaultRule } from '../../../sandbox/faults';
import { registerAccount } from '../../../sandbox/hubspot/account/register';
import { createHubSpotFaultAnswers } from '../../../sandbox/hubspot/faultAnswers';
import { addGuard } from '../../../sandbox/hubspot/limits/guard';
import { HubSpotLimits } from '../../../sandbox/hubspot/limits/limits';
import { createTokenCheck } from '../../../sandbox/hubspot/oauth/checkToken';
import { addHubSpotOAuthControls } from '../../../sandbox/hubspot/oauth/controls';
import { isPage, registerHubSpotOAuth } from '../../../sandbox/hubspot/oauth/register';
import { Tokens } from '../../../sandbox/hubspot/oauth/tokens';
import { Definitions } from '../../../sandbox/hubspot/properties/definitions';
import { ObjectRecords } from '../../../sandbox/hubspot/records';
import { registerSearch } from '../../../sandbox/hubspot/search/register';
import { Search } from '../../../sandbox/hubspot/search/search';
import { hubspotSwitches, type HubSpotSwitches } from '../../../sandbox/hubspot/switches';
import { Random } from '../../../sandbox/random';
import { createSystemServer, type Runtime } from '../../../sandbox/server';
import { Store } from '../../../sandbox/store';
import { Traffic } from '../../../sandbox/traffic';

export const serviceKey = 'pat-na1-00000000-demo-4000-a000-000000000001';
export const client = {
	client_id: 'a1b2c3d4-0000-4000-a000-000000000001',
	client_secret: 'sandbox-hubspot-secret-0001',
};
export const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';

/** An answer's body, of whatever shape: the tests say which. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Reply {
	status: number;
	headers: Headers;
	body: Json;
}

export interface AccessServer {
	url: string;
	clock: Clock;
	limits: HubSpotLimits;
	records: ObjectRecords;
	/** Real time as the limits see it, moved by the tests. */
	time: { ms: number };
	/** How many requests got as far as a route of an object. */
	reached(): number;
	setSwitches(changes: Partial<HubSpotSwitches>): void;
	fault(rule: Omit<FaultRule, 'system'>): void;
	get(path: string, token?: string): Promise<Reply>;
	send(method: string, path: string, body?: object, token?: string): Promise<Reply>;
	form(path: string, fields: Record<string, string>): Promise<Reply>;
	control(
		method: 'GET' | 'POST' | 'DELETE',
		path: string,
		body?: object,
	): Promise<{ status: number; body: Json }>;
	stop(): Promise<void>;
}

/**
 * HubSpot's access checks (connecting, tokens, limits, account) over real HTTP, with a clock that
 * stands still.
 */
export async function startAccessServer(
	switches: Partial<HubSpotSwitches> = {},
	store = new Store(':memory:'),
): Promise<AccessServer> {
	const random = new Random(7);
	const clock = new Clock({ now: '2026-11-24T10:00:00Z', frozen: true });
	const faults = new Faults(random);
	const time = { ms: 1000 };
	let current = hubspotSwitches.parse(switches);
	const app = createApp({ clock, random, faults, traffic: new Traffic() }, () => current);
	const tokens = new Tokens(store, clock, random, () => current);
	const parts = { tokens, clock, switches: () => current };
	const limits = new HubSpotLimits(clock, parts.switches, () => time.ms);
	const { records, reached } = registerEndpoints(app, store, parts, limits);
	const control = createControlApp(parts);
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	const controlUrl = await control.listen({ host: '127.0.0.1', port: 0 });

	return {
		url,
		clock,
		limits,
		records,
		time,
		reached,
		setSwitches: (changes) => {
			current = hubspotSwitches.parse({ ...current, ...changes });
		},
		fault: (rule) => void faults.add({ system: 'hubspot', ...rule }),
		...requestMethods(createAsk(url)),
		control: createControl(controlUrl),
		stop: async () => {
			await Promise.all([app.close(), control.close()]);
		},
	};
}

type Parts = Parameters<typeof registerHubSpotOAuth>[1];

function registerEndpoints(
	app: FastifyInstance,
	store: Store,
	parts: Parts,
	limits: HubSpotLimits,
): { records: ObjectRecords; reached: () => number } {
	const { tokens, clock, switches } = parts;
	addGuard(app, createTokenCheck(tokens, clock, switches), limits);
	registerHubSpotOAuth(app, parts);
	registerAccount(app, parts);
	const reached = countReached(app);
	const records = new ObjectRecords(store, clock, () => switches().searchLagSeconds * 1000);
	const definitions = new Definitions(store);
	const searchParts = { store, clock, definitions, switches };
	registerSearch(app, new Search(searchParts), searchParts, 48291573);
	return { records, reached };
}

function createApp(runtime: Runtime, switches: () => HubSpotSwitches): FastifyInstance {
	return createSystemServer({
		system: 'hubspot',
		runtime,
		faultAnswers: createHubSpotFaultAnswers(switches),
		newRequestId: () => runtime.random.uuid(),
		everyHeader: (request) => ({ 'x-hubspot-correlation-id': request.requestId }),
		latencyMs: () => switches().latencyMs,
		notFound: () => ({ status: 404, body: 'not found' }),
		internalError: (_request, error) => ({ status: 500, body: error.message }),
		isApi: (path) => !isPage(path),
	});
}

/** Adds endpoints that count how many requests get past the checks. */
function countReached(app: FastifyInstance): () => number {
	let reached = 0;
	for (const path of [
		'/crm/v3/objects/:type',
		'/crm/objects/2026-03/:type',
		'/crm/v3/properties/:type',
		'/crm/v4/associations/:from/:to/batch/create',
	]) {
		app.all(path, async () => ({ reached: (reached += 1) }));
	}
	return () => reached;
}

function createControlApp(parts: Parts): FastifyInstance {
	const control = Fastify({ forceCloseConnections: true });
	control.setErrorHandler((error: Error, _request, reply) =>
		reply.code(400).send({ error: error.message }),
	);
	addHubSpotOAuthControls(control, parts);
	return control;
}

type Ask = (
	method: string,
	path: string,
	headers: Record<string, string>,
	body?: string,
) => Promise<Reply>;

function createAsk(url: string): Ask {
	return async (
		method: string,
		path: string,
		headers: Record<string, string>,
		body?: string,
	): Promise<Reply> => {
		const response = await fetch(url + path, {
			method,
			headers,
			redirect: 'manual',
			...(body !== undefined && { body }),
		});
		const text = await response.text();
		return {
			status: response.status,
			headers: response.headers,
			body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
		};
	};
}

function requestMethods(ask: Ask): Pick<AccessServer, 'get' | 'send' | 'form'> {
	return {
		get: (path, token = serviceKey) =>
			ask('GET', path, token === '' ? {} : { authorization: `Bearer ${token}` }),
		send: (method, path, body, token = serviceKey) =>
			ask(
				method,
				path,
				{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				JSON.stringify(body ?? {}),
			),
		form: (path, fields) =>
			ask(
				'POST',
				path,
				{ 'content-type': 'application/x-www-form-urlencoded' },
				new URLSearchParams(fields).toString(),
			),
	};
}

function createControl(controlUrl: string): AccessServer['control'] {
	return async (method, path, body) => {
		const response = await fetch(controlUrl + path, {
			method,
			...(body && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		return { status: response.status, body: await response.json() };
	};
}
