import { Clock } from '../../../sandbox/clock';
import { Faults } from '../../../sandbox/faults';
import { startHubSpot } from '../../../sandbox/hubspot/start';
import type { HubSpotSwitches } from '../../../sandbox/hubspot/switches';
import type { SandboxOptions } from '../../../sandbox/options';
import { Random } from '../../../sandbox/random';
import { Traffic } from '../../../sandbox/traffic';

/** An answer's body, of whatever shape: the tests say which. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

export interface HubSpotClient {
	url: string;
	serviceKey: string;
	clock: Clock;
	faults: Faults;
	setSwitches(changes: Partial<HubSpotSwitches>): void;
	/** Sends a request; the status and the body come back, the request's id apart. */
	ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>;
	/** Creates a record and gives its id. @throws Error when HubSpot refuses */
	make(
		type: string,
		properties: Record<string, string>,
		associations?: Array<[typeId: number, id: string]>,
	): Promise<string>;
	/** Values of a record. */
	values(type: string, id: string, ...names: string[]): Promise<Record<string, string | null>>;
	stop(): Promise<void>;
}

/** The HubSpot sandbox alone, at a time that stands still. */
export async function startClient(
	seed: NonNullable<SandboxOptions['seed']> = 'empty',
	switches: Partial<HubSpotSwitches> = {},
	file = ':memory:',
): Promise<HubSpotClient> {
	const random = new Random(3);
	const clock = new Clock({ now: '2026-11-24T10:00:00Z', frozen: true });
	const faults = new Faults(random);
	const hubspot = await startHubSpot({
		runtime: { clock, random, faults, traffic: new Traffic() },
		file,
		port: 0,
		seed,
		switches: { limits: false, ...switches },
	});
	const serviceKey = String(hubspot.describe()['serviceKey']);
	const ask = createAsk(hubspot.url, serviceKey);
	return {
		url: hubspot.url,
		serviceKey,
		clock,
		faults,
		setSwitches: (changes) => void hubspot.setSwitches(changes),
		ask,
		...recordMethods(ask),
		stop: () => hubspot.stop(),
	};
}

function createAsk(url: string, serviceKey: string): HubSpotClient['ask'] {
	return async (method, path, body) => {
		const headers = {
			authorization: `Bearer ${serviceKey}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
		};
		const response = await fetch(url + path, {
			method,
			headers,
			...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		const parsed = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
		if (parsed?.['correlationId']) delete parsed['correlationId'];
		return { status: response.status, body: parsed };
	};
}

function recordMethods(ask: HubSpotClient['ask']): Pick<HubSpotClient, 'make' | 'values'> {
	return {
		make: async (type, properties, associations = []) => {
			const { status, body } = await ask('POST', `/crm/v3/objects/${type}`, {
				properties,
				associations: associations.map(([typeId, id]) => ({
					to: { id },
					types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
				})),
			});
			if (status !== 201) throw new Error(JSON.stringify(body));
			return (body as { id: string }).id;
		},
		values: async (type, id, ...names) => {
			const { body } = await ask(
				'GET',
				`/crm/v3/objects/${type}/${id}?properties=${names.join(',')}`,
			);
			const { properties } = body as { properties: Record<string, string | null> };
			return Object.fromEntries(
				Object.entries(properties).filter(([name]) => names.includes(name)),
			);
		},
	};
}
