import { drop, failureOf, fakeQuickBooks, hang, stopFakes } from './fakeQuickBooks';

afterEach(stopFakes);

const customer = { Id: '7', SyncToken: '0', DisplayName: 'Ann' };
const version = { Id: '7', SyncToken: '0' };

describe('a write', () => {
	it.each([
		['network', drop],
		['timeout', hang],
		['unavailable', (reply: Parameters<typeof hang>[0]) => void reply.code(503).send('')],
	])('is repeated after %s under the same key, with the same values', async (_, misbehave) => {
		const server = await fakeQuickBooks((__, count, reply) =>
			count < 3 ? (misbehave(reply), reply) : { Customer: customer },
		);
		const payload = { DisplayName: 'Ann', Notes: 'Hi' };
		await server
			.gateway({ timeoutMs: 150 })
			.create('Customer', payload, 'deal 401', { allowDuplicateNumber: true });
		const sent = server.received.map(({ query, body }) => [
			query['requestid'],
			query['include'],
			body,
		]);
		expect(sent).toEqual(
			Array.from({ length: 3 }, () => [
				expect.stringMatching(/^[0-9a-f]{50}$/),
				'allowduplicatedocnum',
				{ DisplayName: 'Ann', Notes: 'Hi' },
			]),
		);
		expect(new Set(sent.map(([key]) => key)).size).toBe(1);
		expect(payload).toEqual({ DisplayName: 'Ann', Notes: 'Hi' });
	});

	it.each([
		['network', drop],
		['timeout', hang],
		['unavailable', (reply: Parameters<typeof hang>[0]) => void reply.code(503).send('')],
	])('is looked for after %s before it is sent again', async (_, misbehave) => {
		const server = await fakeQuickBooks((__, ___, reply) => (misbehave(reply), reply));
		const looks = [undefined, customer];
		expect(
			await server
				.gateway({ timeoutMs: 150 })
				.create('Customer', { DisplayName: 'Ann' }, 'deal 401', {
					findMade: async () => looks.shift() as never,
				}),
		).toEqual(customer);
		expect([server.received.length, looks.length]).toEqual([2, 0]);
	});

	it('is not looked for when it was not carried out', async () => {
		const server = await fakeQuickBooks((_, count, reply) =>
			count === 1 ? reply.code(429).send('') : { Customer: customer },
		);
		await server.gateway().create('Customer', { DisplayName: 'Ann' }, 'deal 401', {
			findMade: async () => await Promise.reject(new Error('nothing to look for')),
		});
		expect(server.received.length).toBe(2);
	});

	it.each([
		['update', (port) => port.update('Customer', { ...version, Notes: '' })],
		['void', (port) => port.voidInvoice(version)],
		['send', (port) => port.sendInvoice('7')],
		[
			'batch',
			(port) =>
				port.batch([{ operation: 'create', entity: 'Customer', payload: { DisplayName: 'Ann' } }]),
		],
	] as Array<
		[
			string,
			(port: ReturnType<Awaited<ReturnType<typeof fakeQuickBooks>>['gateway']>) => Promise<unknown>,
		]
	>)('without a key is sent once: %s', async (_, write) => {
		const server = await fakeQuickBooks((__, ___, reply) => (drop(reply), reply));
		expect(await failureOf(write(server.gateway()))).toMatchObject({ kind: 'network' });
		expect(server.received.length).toBe(1);
	});

	it('that was throttled was not done, so it is repeated', async () => {
		const server = await fakeQuickBooks((_, count, reply) =>
			count === 1
				? reply.code(429).send('')
				: { Invoice: { ...version, EmailStatus: 'EmailSent' } },
		);
		await server.gateway().sendInvoice('7');
		expect([server.received.length, server.waits]).toEqual([2, [60_000]]);
	});
});
