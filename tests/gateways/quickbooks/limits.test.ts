import type { QuickBooksBatchOperation } from '../../../src/core/records/quickbooksQueries';
import { fakeQuickBooks, rows, stopFakes } from './fakeQuickBooks';

afterEach(stopFakes);

const create = (name: string): QuickBooksBatchOperation => ({
	operation: 'create',
	entity: 'Customer',
	payload: { DisplayName: name },
});

describe('limits', () => {
	it('of a company are shared by its connections: nine in little more than a second, five hundred a minute', async () => {
		const server = await fakeQuickBooks(() => rows('Customer', []));
		const start = server.nowMs;
		for (let sent = 0; sent < 501; sent += 1) await server.gateway().find('Customer', { limit: 1 });
		expect(server.waits.slice(0, 55)).toEqual(Array.from({ length: 55 }, () => 1100));
		expect(server.nowMs - start).toBe(60_500);
	});

	it('of batches are forty a minute, and a busy minute holds up everything', async () => {
		const server = await fakeQuickBooks((_, count, reply) =>
			count === 41 ? reply.code(429).send('') : { BatchItemResponse: [], ...rows('Customer', []) },
		);
		const start = server.nowMs;
		for (let sent = 0; sent < 40; sent += 1) await server.gateway().batch([create('Ann')]);
		expect(server.nowMs - start).toBe(4 * 1100);
		await server.gateway().batch([create('Ann')]);
		expect(server.nowMs - start).toBe(60_500 + 60_000);
		expect(server.received.length).toBe(42);
	});

	it('of another company are its own', async () => {
		const server = await fakeQuickBooks(() => rows('Customer', []));
		for (let sent = 0; sent < 18; sent += 1)
			await server.gateway({ realmId: String(1 + (sent % 2)) }).find('Customer', { limit: 1 });
		expect(server.waits).toEqual([]);
	});
});
