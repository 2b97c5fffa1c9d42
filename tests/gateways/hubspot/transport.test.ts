import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayError } from '../../../src/gateways/errors';
import { failureOf, fakeHubSpot, hubSpotRecord, record, stopFakes } from './fakeHubSpot';

const rawServers: Server[] = [];

afterEach(async () => {
	await stopFakes();
	for (const server of rawServers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

/** A server below HTTP's good manners. */
async function rawServer(listener: Parameters<typeof createServer>[1]): Promise<string> {
	const server = createServer(listener as () => void);
	rawServers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const read = { properties: ['email'] };
const throttled = {
	status: 'error',
	message: 'You have reached your ten_secondly_rolling limit.',
	errorType: 'RATE_LIMIT',
	policyName: 'TEN_SECONDLY_ROLLING',
};

describe('what is sent', () => {
	it('the token, the values, and who asks', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('7'));
		await server.gateway().createObject('deals', {
			properties: { dealname: 'Señor "Ö" 🌷', amount: null },
			associations: [{ to: { objectType: 'contacts', id: '101' }, typeId: 3 }],
		});
		const [request] = server.received;
		expect(request).toMatchObject({
			method: 'POST',
			url: '/crm/objects/2026-03/deals',
			headers: {
				authorization: 'Bearer pat-na1-test-token',
				'content-type': 'application/json',
				'user-agent': 'n8n-nodes-hubspot-quickbooks',
			},
		});
		expect(request?.body).toEqual({
			properties: { dealname: 'Señor "Ö" 🌷' },
			associations: [
				{
					to: { id: '101' },
					types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
				},
			],
		});
	});
});

describe('answers that never come, or make no sense', () => {
	it('a server that hangs', async () => {
		const server = await fakeHubSpot(async () => await new Promise(() => undefined));
		const error = await failureOf(
			server.gateway({ timeoutMs: 100 }).createObject('deals', { properties: {} }),
		);
		expect(error).toMatchObject({
			kind: 'timeout',
			message: 'HubSpot did not answer within 0.1 seconds',
			status: undefined,
		});
		expect(server.received).toHaveLength(1);
	});

	it('a server that hangs in the middle of its answer', async () => {
		const baseUrl = await rawServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
			response.write('{"id":');
		});
		const server = await fakeHubSpot(() => ({}));
		const error = await failureOf(
			server.gateway({ baseUrl, timeoutMs: 100 }).createObject('deals', { properties: {} }),
		);
		expect(error).toMatchObject({ kind: 'timeout' });
	});

	it('a connection that breaks in the middle of an answer', async () => {
		const baseUrl = await rawServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
			response.write('{"id":');
			setTimeout(() => response.destroy(), 20);
		});
		const server = await fakeHubSpot(() => ({}));
		const error = await failureOf(
			server.gateway({ baseUrl }).createObject('deals', { properties: {} }),
		);
		expect(error).toMatchObject({
			kind: 'network',
			message: 'The connection to HubSpot failed (UND_ERR_SOCKET)',
			code: 'UND_ERR_SOCKET',
		});
	});

	it('nobody there', async () => {
		const server = await fakeHubSpot(() => ({}));
		const error = await failureOf(
			server.gateway({ baseUrl: 'http://127.0.0.1:9' }).createObject('deals', { properties: {} }),
		);
		expect(error).toMatchObject({ kind: 'network' });
		expect((error as Error).message).toMatch(/^The connection to HubSpot failed/);
	});

	it.each([
		['broken JSON', '{"id": "7",'],
		['a page of HTML', '<html>Sign in</html>'],
		['a list', '[]'],
	])('%s', async (_name, text) => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply
				.code(200)
				.header('content-type', 'application/json')
				.header('x-hubspot-correlation-id', 'c-1')
				.send(text),
		);
		const error = await failureOf(server.gateway().readObject('deals', '7', read));
		expect(error).toMatchObject({
			kind: 'unexpected',
			message: "HubSpot's answer (status 200) is not the JSON it should be",
			requestId: 'c-1',
		});
		expect(server.received).toHaveLength(1);
	});

	it.each([
		['nothing at all', ''],
		['a record without dates', '{"id":"7","properties":{}}'],
		['a record without id', JSON.stringify({ ...hubSpotRecord('7'), id: undefined })],
	])('%s', async (_name, text) => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply
				.code(200)
				.header('content-type', 'application/json')
				.header('x-hubspot-correlation-id', 'c-1')
				.send(text),
		);
		const error = await failureOf(server.gateway().readObject('deals', '7', read));
		expect(error).toMatchObject({ name: 'GatewayError', kind: 'unexpected', requestId: 'c-1' });
		expect((error as Error).message).toMatch(/^HubSpot's answer could not be read: /);
	});

	it('good JSON without a content type is read', async () => {
		const baseUrl = await rawServer((_request, response) =>
			response.end(JSON.stringify(hubSpotRecord('7', { email: null }))),
		);
		const server = await fakeHubSpot(() => ({}));
		expect(await server.gateway({ baseUrl }).readObject('contacts', '7', read)).toEqual(
			record('contacts', '7', { email: null }),
		);
	});
});

describe('repeats', () => {
	it('a read, until there is an answer', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count < 4 ? reply.code(503).send({ message: 'no' }) : hubSpotRecord('7'),
		);
		expect(await server.gateway().readObject('contacts', '7', read)).toEqual(
			record('contacts', '7'),
		);
		expect(server.received).toHaveLength(4);
		expect(server.waits).toEqual([500, 1000, 2000]);
	});

	it('a throttled creation, after the time of its policy', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count === 1 ? reply.code(429).send(throttled) : hubSpotRecord('7'),
		);
		await server.gateway().createObject('contacts', { properties: {} });
		expect(server.received).toHaveLength(2);
		expect(server.waits[0]).toBe(10_000);
	});

	it('never when the day is used up', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(429).send({ message: 'You have reached your daily limit.', policyName: 'DAILY' }),
		);
		expect(await failureOf(server.gateway().readObject('contacts', '7', read))).toMatchObject({
			kind: 'quotaExhausted',
		});
		expect(server.received).toHaveLength(1);
	});

	it('with a new token, once', async () => {
		const server = await fakeHubSpot(({ headers }, _count, reply) =>
			headers.authorization === 'Bearer token-2'
				? hubSpotRecord('7')
				: reply.code(401).send({ message: 'expired' }),
		);
		const rejected: string[] = [];
		const tokens = {
			current: async () => 'token-1',
			refresh: async (token: string) => {
				rejected.push(token);
				return 'token-2';
			},
		};
		await server.gateway({ tokens }).readObject('contacts', '7', read);
		expect(rejected).toEqual(['token-1']);
		expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
			'Bearer token-1',
			'Bearer token-2',
		]);
		const stale = { ...tokens, refresh: async () => 'token-3' };
		expect(
			await failureOf(server.gateway({ tokens: stale }).readObject('contacts', '7', read)),
		).toMatchObject({ kind: 'unauthorized' });
		expect(server.received).toHaveLength(4);
	});
});

describe('an abort', () => {
	it('ends what is under way with the reason given', async () => {
		const stop = new AbortController();
		const server = await fakeHubSpot(async () => {
			stop.abort(new Error('the workflow was stopped'));
			return await new Promise(() => undefined);
		});
		const error = await failureOf(
			server.gateway({ signal: stop.signal }).readObject('contacts', '7', read),
		);
		expect((error as Error).message).toBe('the workflow was stopped');
		expect(
			await failureOf(server.gateway({ signal: stop.signal }).readObject('contacts', '7', read)),
		).toBe(error);
		expect(server.received).toHaveLength(1);
	});
});

describe('the account', () => {
	const details = {
		portalId: 48291573,
		accountType: 'STANDARD',
		timeZone: 'America/Los_Angeles',
		companyCurrency: 'USD',
		additionalCurrencies: ['CAD', 'EUR'],
		utcOffset: '-07:00',
		uiDomain: 'app-eu1.hubspot.com',
	};

	it('is read once, and again after a failure', async () => {
		const server = await fakeHubSpot((_request, count, reply) =>
			count === 1 ? reply.code(403).send({ message: 'no' }) : details,
		);
		const gateway = server.gateway();
		expect(((await failureOf(gateway.readAccount())) as GatewayError).kind).toBe('forbidden');
		const account = {
			portalId: '48291573',
			accountType: 'STANDARD',
			timeZone: 'America/Los_Angeles',
			companyCurrency: 'USD',
			additionalCurrencies: ['CAD', 'EUR'],
			uiDomain: 'app-eu1.hubspot.com',
		};
		expect(await Promise.all([gateway.readAccount(), gateway.readAccount()])).toEqual([
			account,
			account,
		]);
		expect(await gateway.readAccount()).toEqual(account);
		expect(server.received).toHaveLength(2);
	});

	it('is not guessed', async () => {
		const server = await fakeHubSpot(() => ({ ...details, companyCurrency: undefined }));
		expect(await failureOf(server.gateway().readAccount())).toMatchObject({
			kind: 'unexpected',
			message: "HubSpot's answer could not be read: the account has no currency",
		});
	});

	it.each([
		['https://api.hubapi.com', 'production'],
		['https://api-eu1.hubapi.com/', 'production'],
		['https://api.hubapi.com.example.com', 'custom'],
		['http://127.0.0.1:4010', 'custom'],
	])('%s is %s', async (baseUrl, environment) => {
		const server = await fakeHubSpot(() => ({}));
		expect(server.gateway({ baseUrl }).environment).toBe(environment);
		expect(server.received).toEqual([]);
	});
});
