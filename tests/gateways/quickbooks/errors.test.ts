import type { FastifyReply } from 'fastify';
import type { GatewayErrorKind } from '../../../src/gateways/errors';
import {
	failureOf,
	fakeQuickBooks,
	fault,
	gatewayFault,
	HTML,
	rows,
	stopFakes,
	TOKEN,
} from './fakeQuickBooks';

afterEach(stopFakes);

const THROTTLE_XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<IntuitResponse time="2016-09-08T13:58:00.000Z" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message><Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>`;

/** What an update fails with; it is sent once. */
async function refusal(answer: (reply: FastifyReply) => unknown): Promise<unknown> {
	const server = await fakeQuickBooks((_, __, reply) =>
		answer(reply.header('intuit_tid', '1-66f-abc')),
	);
	const error = await failureOf(server.gateway().update('Customer', { Id: '7', SyncToken: '0' }));
	return { error, requests: server.received.length };
}

describe('a refusal', () => {
	it.each([
		['600', 'duplicateRequest'],
		['610', 'notFound'],
		['2020', 'invalid'],
		['2030', 'invalid'],
		['2500', 'invalid'],
		['4001', 'invalid'],
		['500', 'invalid'],
		['5010', 'stale'],
		['5020', 'forbidden'],
		['6000', 'invalid'],
		['6070', 'invalid'],
		['6140', 'duplicateNumber'],
		['6190', 'forbidden'],
		['6240', 'duplicateName'],
		['10000', 'unavailable'],
	] as Array<[string, GatewayErrorKind]>)('%s is %s, with either status', async (code, kind) => {
		for (const status of [400, 200]) {
			const { error } = (await refusal((reply) =>
				reply.code(status).send(fault(code, 'Short', 'At length', { element: 'Line' })),
			)) as { error: unknown };
			expect(error).toMatchObject({
				system: 'QuickBooks',
				kind,
				code,
				status,
				requestId: '1-66f-abc',
				message: 'Short: At length',
				details: [{ message: 'Short: At length', code, field: 'Line' }],
			});
		}
	});

	it.each([
		[401, '3200', 'AUTHENTICATION', 'unauthorized'],
		[401, '3202', 'AUTHENTICATION', 'unauthorized'],
		[401, '120', 'AUTHORIZATION', 'forbidden'],
		[403, '3100', 'SERVICE', 'forbidden'],
		[200, '3100', 'SERVICE', 'forbidden'],
		[401, '9999', 'AUTHENTICATION', 'unauthorized'],
		[403, '9999', 'SERVICE', 'forbidden'],
	] as Array<[number, string, string, GatewayErrorKind]>)(
		'in lower case: %s %s %s is %s',
		async (status, code, type, kind) => {
			expect(
				await refusal((reply) => reply.code(status).send(gatewayFault(code, type, 'In vain'))),
			).toMatchObject({
				error: { kind, status, code, message: `message=Failed; errorCode=00${code}: In vain` },
				requests: 1,
			});
		},
	);

	it.each([
		[400, 'unexpected'],
		[401, 'unauthorized'],
		[403, 'forbidden'],
		[404, 'notFound'],
		[408, 'unavailable'],
		[500, 'unavailable'],
		[502, 'unavailable'],
		[504, 'unavailable'],
	] as Array<[number, GatewayErrorKind]>)(
		'with %s and a page of HTML, or with nothing, is %s',
		async (status, kind) => {
			for (const body of [HTML, ''])
				expect(
					await refusal((reply) => reply.code(status).type('text/html').send(body)),
				).toMatchObject({
					error: {
						kind,
						status,
						code: undefined,
						details: [],
						requestId: '1-66f-abc',
						message: `QuickBooks answered with HTTP ${status} and no reason`,
					},
				});
		},
	);

	it('may list several complaints', async () => {
		const body = {
			Fault: {
				Error: [
					{ Message: 'Required', Detail: 'Required', code: '2020', element: 'Line' },
					{ Message: 'Too long', Detail: 'Max:21', code: '2050' },
					null,
				],
				type: 'ValidationFault',
			},
		};
		expect(await refusal((reply) => reply.code(400).send(body))).toMatchObject({
			error: {
				kind: 'invalid',
				code: '2020',
				message: 'Required; Too long: Max:21',
				details: [
					{ message: 'Required', code: '2020', field: 'Line' },
					{ message: 'Too long: Max:21', code: '2050' },
				],
			},
		});
	});

	it('is not worded twice', async () => {
		const repeated = fault(
			'5010',
			'Stale Object Error',
			'Stale Object Error : You and Ann were working on this at the same time.',
		);
		expect(await refusal((reply) => reply.code(400).send(repeated))).toMatchObject({
			error: {
				kind: 'stale',
				message: 'Stale Object Error : You and Ann were working on this at the same time.',
			},
			requests: 1,
		});
		expect(
			await refusal((reply) => reply.code(400).send(fault('6000', '', 'Only a detail'))),
		).toMatchObject({ error: { message: 'Only a detail' } });
	});

	it('of a search that comes with HTTP 200 keeps its reason', async () => {
		for (const [body, kind] of [
			[fault('4000'), 'invalid'],
			[gatewayFault('3100', 'SERVICE', 'No'), 'forbidden'],
		] as const) {
			const server = await fakeQuickBooks((_, __, reply) =>
				reply.header('intuit_tid', '1-x').send(body),
			);
			expect(await failureOf(server.gateway().find('Customer', {}))).toMatchObject({
				kind,
				requestId: '1-x',
			});
		}
	});

	it('of a PDF comes in bytes', async () => {
		for (const status of [400, 200]) {
			const server = await fakeQuickBooks((_, __, reply) =>
				reply.code(status).send(fault('610', 'Object Not Found')),
			);
			expect(await failureOf(server.gateway().readInvoicePdf('7'))).toMatchObject({
				kind: 'notFound',
				code: '610',
				message: 'Object Not Found: Its detail',
			});
		}
	});

	it('never tells the token, in whatever form', async () => {
		const text = `Token expired: ${TOKEN} and Bearer ${TOKEN}`;
		for (const body of [
			fault('2010', text, text),
			gatewayFault('4001', 'X', text),
			`<Fault><Error code="1"><Message>${text}</Message></Error></Fault>`,
		]) {
			const { error } = (await refusal((reply) => reply.code(400).send(body))) as { error: Error };
			expect(JSON.stringify([error, error.message])).toContain('expired');
			expect(JSON.stringify([error, error.message])).not.toContain(TOKEN.slice(0, 20));
		}
	});

	it('in an unforeseen shape is still one', async () => {
		for (const body of [
			{},
			{ Fault: null },
			{ Fault: { Error: 'x' } },
			{ Fault: { Error: [{}] } },
			[],
			'"text"',
			'null',
			'<Error code="7',
			'<Errors>',
		]) {
			const server = await fakeQuickBooks((_, __, reply) =>
				reply
					.code(400)
					.type('application/json')
					.send(typeof body === 'string' ? body : JSON.stringify(body)),
			);
			expect(await failureOf(server.gateway().read('Customer', '7'))).toMatchObject({
				name: 'GatewayError',
				status: 400,
				message: 'QuickBooks answered with HTTP 400 and no reason',
			});
		}
	});
});

describe('throttling', () => {
	it.each([
		['XML', (reply: FastifyReply) => reply.code(429).type('application/xml').send(THROTTLE_XML)],
		[
			'JSON',
			(reply: FastifyReply) => reply.code(429).send(gatewayFault('3001', 'SERVICE', 'Throttled')),
		],
		['nothing', (reply: FastifyReply) => reply.code(429).send('')],
		[
			'a fault with HTTP 200',
			(reply: FastifyReply) => reply.send(gatewayFault('3001', 'SERVICE', 'Throttled')),
		],
	])('told in %s is waited for, a minute long', async (_, refuse) => {
		const server = await fakeQuickBooks((__, count, reply) =>
			count < 3 ? refuse(reply) : rows('Customer', []),
		);
		expect(await server.gateway({ chance: () => 0.4 }).find('Customer', {})).toEqual([]);
		expect(server.waits.map((ms) => Math.round(ms / 1000))).toEqual([66, 66]);
	});

	it('in XML keeps code and words', async () => {
		const server = await fakeQuickBooks((_, __, reply) =>
			reply.code(429).type('text/xml').send(THROTTLE_XML),
		);
		expect(await failureOf(server.gateway().find('Customer', {}))).toMatchObject({
			kind: 'rateLimited',
			code: '3001',
			status: 429,
			message:
				'message=ThrottleExceeded; errorCode=003001; statusCode=429: The request limit was reached.  Try again later',
		});
		expect(server.received.length).toBe(5);
	});

	it('is waited for as long as QuickBooks says, by seconds or by date', async () => {
		const server = await fakeQuickBooks((_, count, reply) => {
			if (count === 1) return reply.code(429).header('retry-after', '7').send('');
			if (count === 2)
				return reply
					.code(429)
					.header('retry-after', new Date(server.nowMs + 12_000).toUTCString())
					.send('');
			return rows('Customer', []);
		});
		await server.gateway().find('Customer', {});
		expect(server.waits).toEqual([7000, 12_000]);
	});

	it('is repeated soon, not a minute later, when QuickBooks says at once', async () => {
		const server = await fakeQuickBooks((_, count, reply) => {
			if (count === 1) return reply.code(429).header('retry-after', '0').send('');
			if (count === 2)
				return reply
					.code(429)
					.header('retry-after', new Date(server.nowMs - 60_000).toUTCString())
					.send('');
			return rows('Customer', []);
		});
		await server.gateway().find('Customer', {});
		expect(server.waits).toEqual([1000, 2000]);
	});

	it('until next month is not waited for', async () => {
		const server = await fakeQuickBooks((_, __, reply) =>
			reply.code(429).send(gatewayFault('3001', 'SERVICE', 'Monthly CorePlus limit reached')),
		);
		expect(await failureOf(server.gateway().find('Customer', {}))).toMatchObject({
			kind: 'quotaExhausted',
			status: 429,
		});
		expect([server.received.length, server.waits]).toEqual([1, []]);
	});
});
