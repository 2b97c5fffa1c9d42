import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { GatewayError } from '../../../src/gateways/errors';
import type * as gatewayModule from '../../../src/gateways/quickbooks/gateway';
import {
	drop,
	failureOf,
	fakeQuickBooks,
	fault,
	gatewayFault,
	hang,
	HTML,
	rows,
	stopFakes,
	TOKEN,
} from './fakeQuickBooks';

afterEach(stopFakes);

const customer = { Id: '7', SyncToken: '0', DisplayName: 'Ann' };
const version = { Id: '7', SyncToken: '0' };

describe('a request', () => {
	it('goes to the company with the token, the version of the API, and nothing else of us', async () => {
		const server = await fakeQuickBooks(() => ({ Customer: customer, time: 't' }));
		expect(await server.gateway().read('Customer', '7')).toEqual(customer);
		const [{ method, url, headers } = { method: '', url: '', headers: {} }] = server.received;
		expect([method, url]).toEqual([
			'GET',
			'/v3/company/9130000000000001/customer/7?minorversion=75&format=json',
		]);
		expect(headers).toMatchObject({
			authorization: `Bearer ${TOKEN}`,
			accept: expect.stringContaining('application/json') as string,
		});
		expect(server.waits).toEqual([]);
	});

	it('prints nothing', async () => {
		const printed = [
			jest.spyOn(console, 'log'),
			jest.spyOn(console, 'error'),
			jest.spyOn(console, 'warn'),
		];
		const server = await fakeQuickBooks((_, __, reply) => reply.code(400).send(fault('6240')));
		await failureOf(server.gateway().create('Customer', { DisplayName: 'Ann' }, 'key'));
		for (const spy of printed) expect(spy).not.toHaveBeenCalled();
		jest.restoreAllMocks();
	});

	it('is not redirected: the token would go along', async () => {
		const thief = await fakeQuickBooks(() => ({ Customer: customer }));
		const server = await fakeQuickBooks((_, __, reply) =>
			reply.redirect(`${thief.url}/v3/company/1/customer/7`, 302),
		);
		expect(await failureOf(server.gateway().read('Customer', '7'))).toMatchObject({
			kind: 'unexpected',
			status: 302,
		});
		expect(thief.received).toEqual([]);
	});

	it('of others is left alone', async () => {
		const server = await fakeQuickBooks((request, _, reply) =>
			request.path.endsWith('/old') ? reply.redirect('/new') : { Customer: customer },
		);
		await server.gateway().read('Customer', '7');
		const itsOwn = createRequire(require.resolve('node-quickbooks'))('axios') as {
			get(url: string): Promise<{ status: number }>;
		};
		expect((await itsOwn.get(`${server.url}/old`)).status).toBe(200);
	});

	it('is the first to load node-quickbooks', async () => {
		let loaded = false;
		await jest.isolateModulesAsync(async () => {
			jest.doMock('node-quickbooks', () => ((loaded = true), class {}));
			const { createQuickBooksGateway } = jest.requireActual<typeof gatewayModule>(
				'../../../src/gateways/quickbooks/gateway',
			);
			const time = { now: () => 0, wait: async () => undefined };
			const gateway = createQuickBooksGateway({
				realmId: '1',
				environment: 'production',
				tokens: { current: async () => 'token', refresh: async () => undefined },
				time,
				chance: () => 0,
			});
			expect([gateway.environment, loaded]).toEqual(['production', false]);
			expect(await failureOf(gateway.read('Customer', '1'))).toMatchObject({ kind: 'invalid' });
			expect(loaded).toBe(true);
		});
		jest.dontMock('node-quickbooks');
	});
});

describe('a connection', () => {
	it('needs a company in digits, and an address of its own when it is custom', async () => {
		const server = await fakeQuickBooks(() => ({}));
		expect(() => server.gateway({ realmId: '12/../34' })).toThrow(RangeError);
		expect(() => server.gateway({ baseUrl: '' })).toThrow(RangeError);
		expect([server.gateway().environment, server.gateway().realmId]).toEqual([
			'custom',
			'9130000000000001',
		]);
	});
});

describe('a read', () => {
	it.each([
		['an answer that never comes', 'timeout', hang],
		[
			'an answer that stops half-way',
			'timeout',
			(reply: Parameters<typeof hang>[0]) => {
				reply.hijack();
				reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
				reply.raw.write('{"Customer"');
			},
		],
		['a connection that breaks', 'network', drop],
		[
			'an answer that breaks off',
			'network',
			(reply: Parameters<typeof hang>[0]) => {
				reply.hijack();
				reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
				reply.raw.write('{"Customer"', () => reply.raw.destroy());
			},
		],
		[
			'a page of HTML',
			'unavailable',
			(reply: Parameters<typeof hang>[0]) => void reply.type('text/html').send(HTML),
		],
		[
			'nothing',
			'unavailable',
			(reply: Parameters<typeof hang>[0]) => void reply.type('application/json').send(''),
		],
		[
			'half of the JSON',
			'unavailable',
			(reply: Parameters<typeof hang>[0]) =>
				void reply.type('application/json').send('{"Customer":{"Id"'),
		],
		[
			'502',
			'unavailable',
			(reply: Parameters<typeof hang>[0]) => void reply.code(502).type('text/html').send(HTML),
		],
	])('is repeated after %s, and then given up', async (_, kind, misbehave) => {
		const healed = await fakeQuickBooks((__, count, reply) =>
			count < 3 ? (misbehave(reply), reply) : { Customer: customer },
		);
		expect(await healed.gateway({ timeoutMs: 150 }).read('Customer', '7')).toEqual(customer);
		expect([healed.received.length, healed.waits.length]).toEqual([3, 2]);
		const broken = await fakeQuickBooks((__, ___, reply) => (misbehave(reply), reply));
		expect(await failureOf(broken.gateway({ timeoutMs: 150 }).find('Customer', {}))).toMatchObject({
			name: 'GatewayError',
			system: 'QuickBooks',
			kind,
		});
		expect(broken.received.length).toBe(5);
	});

	it('is not repeated when it is refused', async () => {
		const server = await fakeQuickBooks((_, __, reply) =>
			reply.code(400).send(fault('610', 'Object Not Found')),
		);
		expect(await failureOf(server.gateway().read('Customer', '7'))).toMatchObject({
			kind: 'notFound',
		});
		expect(server.received.length).toBe(1);
	});

	it('reaches nothing when nobody listens', async () => {
		const server = await fakeQuickBooks(() => ({}));
		await server.stop();
		expect(await failureOf(server.gateway().read('Customer', '7'))).toMatchObject({
			kind: 'network',
			code: 'ECONNREFUSED',
			message: 'The connection to QuickBooks failed (ECONNREFUSED)',
		});
		expect(server.waits).toEqual([250, 500, 1000, 2000]);
	});
});

describe('a token', () => {
	it('that expired is refreshed once', async () => {
		const server = await fakeQuickBooks((request, _, reply) =>
			request.headers['authorization'] === 'Bearer fresh-token'
				? { Customer: customer }
				: reply.code(401).send(gatewayFault('3200', 'AUTHENTICATION', `Token expired: ${TOKEN}`)),
		);
		const rejected: string[] = [];
		const tokens = {
			current: async () => TOKEN,
			refresh: async (token: string) => (rejected.push(token), 'fresh-token'),
		};
		expect(await server.gateway({ tokens }).update('Customer', { ...version, Notes: 'x' })).toEqual(
			customer,
		);
		expect([rejected, server.received.length]).toEqual([[TOKEN], 2]);
	});

	it('that stays wrong is an error, which does not tell it', async () => {
		const secret = 'AB11761234567short';
		const server = await fakeQuickBooks((_, __, reply) =>
			reply
				.code(401)
				.send(gatewayFault('3200', 'AUTHENTICATION', `Malformed ${secret}, and client-secret-1`)),
		);
		const error = (await failureOf(
			server
				.gateway({
					secrets: ['client-secret-1'],
					tokens: { current: async () => secret, refresh: async () => undefined },
				})
				.find('Invoice', {}),
		)) as GatewayError;
		expect(error).toBeInstanceOf(GatewayError);
		expect(error).toMatchObject({
			kind: 'unauthorized',
			message: 'message=Failed; errorCode=003200: Malformed [hidden], and [hidden]',
		});
		expect(`${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`).not.toMatch(
			/AB1176|client-secret|[Aa]uthorization/,
		);
	});
});

describe('an abort', () => {
	it('ends what is under way, with its reason', async () => {
		const server = await fakeQuickBooks((_, __, reply) => (hang(reply), reply));
		const abort = new AbortController();
		const asked = server.gateway({ signal: abort.signal, timeoutMs: 20_000 }).read('Customer', '7');
		setTimeout(() => abort.abort(new Error('cancelled by the user')), 50);
		expect(await failureOf(asked)).toEqual(new Error('cancelled by the user'));
		expect(server.received.length).toBe(1);
	});

	it('lets nothing start', async () => {
		const server = await fakeQuickBooks(() => rows('Customer', []));
		expect(
			await failureOf(
				server.gateway({ signal: AbortSignal.abort(new Error('too late')) }).find('Customer', {}),
			),
		).toEqual(new Error('too late'));
		expect(server.received).toEqual([]);
	});
});
