import { fakeHubSpot, hubSpotRecord, stopFakes, type FakeHubSpot } from './fakeHubSpot';

afterEach(stopFakes);

const read = { properties: [] };
const search = { filterGroups: [], properties: [], limit: 1 };
const page = { total: 0, results: [] };

/** Reads so often, and says how long the gateway waited in all. */
async function waitedFor(
	server: FakeHubSpot,
	times: number,
	changes: Parameters<FakeHubSpot['gateway']>[0] = {},
): Promise<number> {
	const before = server.waits.length;
	const gateway = server.gateway(changes);
	for (let index = 0; index < times; index += 1) await gateway.readObject('deals', '7', read);
	return server.waits.slice(before).reduce((sum, ms) => sum + ms, 0);
}

describe('the limits of an account', () => {
	it('a hundred requests in ten seconds, until told otherwise', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('7'));
		expect(await waitedFor(server, 100)).toBe(0);
		expect(await waitedFor(server, 1)).toBe(10_100);
	});

	it('are learned from the answers', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply
				.header('x-hubspot-ratelimit-max', '3')
				.header('x-hubspot-ratelimit-interval-milliseconds', '10000')
				.send(hubSpotRecord('7')),
		);
		expect(await waitedFor(server, 3)).toBe(0);
		expect(await waitedFor(server, 1)).toBe(10_100);
	});

	it('leave room for others, whose requests the answers tell', async () => {
		const others = 50;
		const server = await fakeHubSpot((_request, count, reply) =>
			reply
				.header('x-hubspot-ratelimit-max', '100')
				.header('x-hubspot-ratelimit-remaining', String(100 - others - count))
				.header('x-hubspot-ratelimit-interval-milliseconds', '10000')
				.send(hubSpotRecord('7')),
		);
		expect(await waitedFor(server, 49)).toBe(0);
		expect(await waitedFor(server, 1)).toBe(10_100);
	});

	it('are shared by all connections of the account, by its key or by its token', async () => {
		const server = await fakeHubSpot(() => hubSpotRecord('7'));
		expect(await waitedFor(server, 100, { accountKey: 'credential-1' })).toBe(0);
		expect(await waitedFor(server, 100, { accountKey: 'credential-2' })).toBe(0);
		expect(await waitedFor(server, 1, { accountKey: 'credential-1' })).toBe(10_100);
		const tokens = (token: string) => ({
			tokens: { current: async () => token, refresh: async () => undefined },
		});
		expect(await waitedFor(server, 100, tokens('a'))).toBe(0);
		expect(await waitedFor(server, 1, tokens('b'))).toBe(0);
		expect(await waitedFor(server, 1, tokens('a'))).toBe(10_100);
	});

	it('searches have their own: five in a second, and they use up nothing else', async () => {
		const server = await fakeHubSpot(({ url }) =>
			url.endsWith('/search') ? page : hubSpotRecord('7'),
		);
		const gateway = server.gateway();
		for (let index = 0; index < 5; index += 1) await gateway.searchObjects('deals', search);
		expect(server.waits).toEqual([]);
		await gateway.searchObjects('contacts', search);
		expect(server.waits).toEqual([1100]);
		expect(await waitedFor(server, 100)).toBe(0);
	});

	it('a throttled search holds up searches only', async () => {
		const throttled = { message: 'You have reached your secondly limit.', errorType: 'RATE_LIMIT' };
		const server = await fakeHubSpot(({ url }, count, reply) => {
			if (!url.endsWith('/search')) return hubSpotRecord('7');
			return count === 1 ? reply.code(429).send(throttled) : page;
		});
		await server.gateway().searchObjects('deals', search);
		expect(server.waits).toEqual([1000]);
		expect(await waitedFor(server, 1)).toBe(0);
	});
});
