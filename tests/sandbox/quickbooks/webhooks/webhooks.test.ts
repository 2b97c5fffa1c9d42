import Fastify from 'fastify';
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '../../../../sandbox/clock';
import {
	quickbooksSwitches,
	type QuickBooksSwitches,
} from '../../../../sandbox/quickbooks/switches';
import { addWebhookControls } from '../../../../sandbox/quickbooks/webhooks/controls';
import { subscriptionSchema } from '../../../../sandbox/quickbooks/webhooks/subscriptions';
import { Webhooks } from '../../../../sandbox/quickbooks/webhooks/webhooks';
import { Random } from '../../../../sandbox/random';
import { Store } from '../../../../sandbox/store';
import { serve } from '../serve';

const SECRET = 'verifier-ø-1';
const AT = Date.parse('2026-03-01T12:00:00.000Z');
const open: Webhooks[] = [];
afterEach(() => open.splice(0).forEach((webhooks) => webhooks.stop()));

function start(switches: Partial<QuickBooksSwitches> = {}, store = new Store(':memory:')) {
	const clock = new Clock({ now: '2026-03-01T12:00:00Z', frozen: true });
	const webhooks = new Webhooks({
		store,
		clock,
		random: new Random(1),
		switches: () => ({ ...quickbooksSwitches.parse({}), ...switches }),
		monotonic: () => performance.now(),
	});
	open.push(webhooks);
	const change = (id: string, more: Partial<Parameters<Webhooks['notify']>[0]> = {}) =>
		webhooks.notify({ realmId: '11', entity: 'Invoice', id, operation: 'Update', at: AT, ...more });
	return { clock, webhooks, change };
}

/**
 * Keeps what it is sent, and answers with the given statuses in turn, then with 200; `hang` never
 * answers.
 */
async function receiver(...answers: (number | 'hang')[]) {
	const app = Fastify({ forceCloseConnections: true });
	const received: { body: Buffer; signature: unknown }[] = [];
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.post('/hook', async (request, reply) => {
		received.push({ body: request.body as Buffer, signature: request.headers['intuit-signature'] });
		const answer = answers.shift() ?? 200;
		if (answer === 'hang') return reply.hijack();
		return reply.code(answer).header('location', '/elsewhere').send('');
	});
	const { url } = await serve(app);
	const bodies = () => received.map(({ body }) => JSON.parse(body.toString('utf8')) as unknown);
	/** The ids of the CloudEvents that arrived, one list for each delivery. */
	const ids = () =>
		(bodies() as { intuitentityid: string }[][]).map((events) =>
			events.map(({ intuitentityid }) => intuitentityid),
		);
	return { url: `${url}/hook`, received, bodies, ids };
}

const subscription = (url: string, more: object = {}) =>
	subscriptionSchema.parse({ url, verifierToken: SECRET, delayMs: 0, ...more });

async function until(happened: () => boolean): Promise<void> {
	const end = performance.now() + 5000;
	while (!happened()) {
		if (performance.now() > end) throw new Error('it did not happen within five seconds');
		await wait(5);
	}
}

describe('what a delivery carries', () => {
	it('CloudEvents: an array over all companies, signed over its bytes', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { delayMs: 60 }));
		change('145', { operation: 'Create' });
		change('42', { realmId: '22', entity: 'Customer', operation: 'Merge', deletedId: '27' });
		await until(() => hook.received.length > 0);
		const text = expect.any(String) as string;
		const common = {
			specversion: '1.0',
			id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
			source: expect.stringMatching(/^intuit\.[A-Za-z0-9+/]{43}=$/) as string,
			datacontenttype: 'application/json',
			time: text,
		};
		expect(hook.bodies()).toEqual([
			[
				{
					...common,
					type: 'qbo.invoice.created.v1',
					intuitentityid: '145',
					intuitaccountid: '11',
					data: {},
				},
				{
					...common,
					type: 'qbo.customer.merged.v1',
					intuitentityid: '42',
					intuitaccountid: '22',
					data: { deletedid: '27' },
				},
			],
		]);
		expect((hook.bodies() as { time: string }[][])[0]?.[0]?.time).toMatch(
			/^2026-03-01T12:00:00\.000\d{6}Z$/,
		);
		const [{ body, signature }] = hook.received as [{ body: Buffer; signature: string }];
		expect(signature).toBe(createHmac('sha256', SECRET).update(body).digest('base64'));
	});

	it('the old form: grouped by company', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { form: 'legacy', delayMs: 60 }));
		change('145', { operation: 'Create' });
		change('42', { realmId: '22', entity: 'Customer', operation: 'Merge', deletedId: '27' });
		change('145', { operation: 'Emailed', at: AT + 1500 });
		await until(() => hook.received.length > 0);
		const entities = (...list: object[]) => ({ dataChangeEvent: { entities: list } });
		expect(hook.bodies()).toEqual([
			{
				eventNotifications: [
					{
						realmId: '11',
						...entities(
							{
								name: 'Invoice',
								id: '145',
								operation: 'Create',
								lastUpdated: '2026-03-01T12:00:00.000Z',
							},
							{
								name: 'Invoice',
								id: '145',
								operation: 'Emailed',
								lastUpdated: '2026-03-01T12:00:01.500Z',
							},
						),
					},
					{
						realmId: '22',
						...entities({
							name: 'Customer',
							id: '42',
							operation: 'Merge',
							lastUpdated: '2026-03-01T12:00:00.000Z',
							deletedId: '27',
						}),
					},
				],
			},
		]);
	});

	it.each([
		['Void', {}, 'qbo.invoice.voided.v1'],
		['Void', { cloudEventVoid: 'void' }, 'qbo.invoice.void.v1'],
		['Emailed', {}, 'qbo.invoice.emailed.v1'],
		['Emailed', { cloudEventEmailed: 'mailed' }, 'qbo.invoice.mailed.v1'],
		['Delete', {}, 'qbo.invoice.deleted.v1'],
		['Update', {}, 'qbo.invoice.updated.v1'],
	] as const)('%s with %j is %s', async (operation, switches, type) => {
		const { webhooks, change } = start(switches);
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url));
		change('1', { operation });
		await until(() => hook.received.length > 0);
		expect(hook.bodies()).toMatchObject([[{ type }]]);
	});

	it('only the companies asked for, and no entity that has no events', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { companies: ['22'] }));
		change('1');
		change('2', { realmId: '22', entity: 'TaxRate' });
		change('3', { realmId: '22' });
		await webhooks.deliverNow();
		expect(hook.ids()).toEqual([['3']]);
	});
});

describe('a receiver that fails', () => {
	it.each([500, 201, 302])(
		'is told again after %s, by the schedule, and later events wait',
		async (status) => {
			const { webhooks, change, clock } = start();
			const hook = await receiver(status, status);
			webhooks.subscribe(subscription(hook.url));
			change('1');
			await until(() => webhooks.state().deliveries.length === 1);
			change('2');
			await wait(80);
			expect(hook.received).toHaveLength(1);
			clock.advance(9999);
			await wait(80);
			expect(hook.received).toHaveLength(1);
			clock.advance(1);
			await until(() => webhooks.state().deliveries.length === 2);
			clock.advance(19_999);
			await wait(80);
			expect(hook.received).toHaveLength(2);
			clock.advance(1);
			await until(() => webhooks.state().deliveries.length === 4);
			expect(hook.ids()).toEqual([['1'], ['1'], ['1'], ['2']]);
			expect(hook.received[1]?.body).toEqual(hook.received[0]?.body);
			expect(webhooks.state().deliveries.map(({ attempt, result }) => [attempt, result])).toEqual([
				[1, status],
				[2, status],
				[3, 200],
				[1, 200],
			]);
		},
	);

	it('waits longer each time, and then six hours for ever', async () => {
		const { webhooks, change, clock } = start();
		const hook = await receiver(...Array<number>(10).fill(503));
		webhooks.subscribe(subscription(hook.url));
		change('1');
		let tries = 1;
		for (const seconds of [10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600, 21_600]) {
			await until(
				() => hook.received.length === tries && webhooks.state().deliveries.length === tries,
			);
			clock.advance(seconds * 1000 - 1);
			await wait(40);
			expect(hook.received).toHaveLength(tries);
			clock.advance(1);
			tries += 1;
		}
		await until(() => hook.received.length === 11);
	});

	it('has three seconds to answer', async () => {
		const { webhooks, change } = start();
		const hook = await receiver('hang');
		webhooks.subscribe(subscription(hook.url));
		change('1');
		await until(() => webhooks.state().deliveries.length === 1);
		expect(webhooks.state()).toMatchObject({
			subscriptions: [{ pending: 1, failed: 1, delivered: 0 }],
			deliveries: [{ result: 'no answer in time' }],
		});
		await webhooks.deliverNow();
		expect(webhooks.state()).toMatchObject({
			subscriptions: [{ pending: 0, failed: 1, delivered: 1 }],
		});
	});

	it('may be away altogether', async () => {
		const { webhooks, change } = start();
		webhooks.subscribe(subscription('http://127.0.0.1:1/hook'));
		change('1');
		await webhooks.deliverNow();
		expect(webhooks.state().deliveries).toMatchObject([
			{
				attempt: 1,
				result: 'no connection',
				events: [{ realmId: '11', entity: 'Invoice', id: '1', operation: 'Update' }],
			},
		]);
	});
});

describe('trouble on request', () => {
	const hundred = Array.from({ length: 100 }, (_, index) => String(index + 1));

	it('loses events', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { lose: 0.2 }));
		for (const id of hundred) change(id);
		await webhooks.deliverNow();
		const { lost } = webhooks.state().subscriptions[0] as { lost: number };
		expect(lost).toBeGreaterThan(5);
		expect(lost).toBeLessThan(40);
		expect(hook.ids().flat()).toHaveLength(100 - lost);
	});

	it('tells events twice, under the same id', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { duplicate: 1 }));
		change('1');
		await until(() => hook.received.length === 2);
		const events = (hook.bodies() as { id: string }[][]).flat();
		expect(events).toHaveLength(2);
		expect(events[1]).toEqual(events[0]);
	});

	it('tells events out of order, but all of them', async () => {
		const { webhooks, change } = start();
		const hook = await receiver();
		webhooks.subscribe(subscription(hook.url, { reorder: 0.5 }));
		for (const id of hundred) change(id);
		await until(() => hook.ids().flat().length === 100);
		expect(hook.ids().flat()).not.toEqual(hundred);
		expect(
			hook
				.ids()
				.flat()
				.sort((a, b) => Number(a) - Number(b)),
		).toEqual(hundred);
	});
});

describe('under control', () => {
	async function controlled() {
		const parts = start();
		const app = Fastify();
		app.setErrorHandler((error: Error, _request, reply) =>
			reply.code(400).send({ error: error.message }),
		);
		addWebhookControls(app, parts.webhooks, () => AT);
		const call = await serve(app);
		const ask = (method: string, path: string, body?: object) =>
			call(`/control/quickbooks/webhooks${path}`, {
				method,
				...(body && {
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
			});
		return { ...parts, ask };
	}

	it('subscribe, change, tell, look, end', async () => {
		const { ask } = await controlled();
		const hook = await receiver();
		const added = (
			await ask('POST', '', { url: hook.url, verifierToken: SECRET, delayMs: 60_000 })
		).json();
		const settings = {
			form: 'cloudEvents',
			companies: [],
			duplicate: 0,
			lose: 0,
			reorder: 0,
			url: hook.url,
		};
		expect(added).toEqual({ ...settings, delayMs: 60_000, id: 1 });
		expect((await ask('PATCH', '/1', { form: 'legacy', companies: ['22'] })).json()).toEqual({
			...settings,
			form: 'legacy',
			companies: ['22'],
			delayMs: 60_000,
			id: 1,
		});
		await ask('POST', '/events', { realmId: '22', entity: 'Invoice', id: '5', operation: 'Void' });
		const state = (await ask('POST', '/deliver')).json();
		expect(state).toEqual({
			subscriptions: [
				{
					...settings,
					form: 'legacy',
					companies: ['22'],
					delayMs: 60_000,
					id: 1,
					pending: 0,
					delivered: 1,
					failed: 0,
					lost: 0,
					duplicated: 0,
					reordered: 0,
				},
			],
			deliveries: [
				{
					subscription: 1,
					at: '2026-03-01T12:00:00.000Z',
					attempt: 1,
					events: [{ realmId: '22', entity: 'Invoice', id: '5', operation: 'Void' }],
					result: 200,
				},
			],
		});
		expect(hook.bodies()).toEqual([
			{
				eventNotifications: [
					{
						realmId: '22',
						dataChangeEvent: {
							entities: [
								{
									name: 'Invoice',
									id: '5',
									operation: 'Void',
									lastUpdated: '2026-03-01T12:00:00.000Z',
								},
							],
						},
					},
				],
			},
		]);
		expect((await ask('DELETE', '/1')).json()).toEqual({ removed: true });
		expect((await ask('GET', '')).json()).toMatchObject({ subscriptions: [] });
		expect(JSON.stringify([added, state])).not.toContain(SECRET);
	});

	it.each([
		[
			'POST',
			'',
			{ url: 'https://example.com/hook', verifierToken: 'x' },
			/is not an http or https address on this machine/,
		],
		[
			'POST',
			'',
			{ url: 'http://127.0.0.1.example.com/', verifierToken: 'x' },
			/is not an http or https address on this machine/,
		],
		['POST', '', { url: 'http://127.0.0.1/' }, /verifierToken/],
		['POST', '', { url: 'http://127.0.0.1/', verifierToken: 'x', lose: 2 }, /lose/],
		['POST', '', { url: 'http://127.0.0.1/', verifierToken: 'x', loose: 1 }, /loose/],
		['PATCH', '/9', { lose: 1 }, /There is no such subscription/],
		[
			'POST',
			'/events',
			{ realmId: '1', entity: 'Invoice', id: '1', operation: 'Explode' },
			/operation/,
		],
	])('%s %s %j is refused', async (method, path, body, sentence) => {
		const { ask } = await controlled();
		const reply = await ask(method, path, body);
		expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(sentence)]);
	});

	it('subscriptions outlive a restart', async () => {
		const store = new Store(':memory:');
		const hook = await receiver();
		start({}, store).webhooks.subscribe(subscription(hook.url));
		const { webhooks, change } = start({}, store);
		change('7');
		await webhooks.deliverNow();
		expect(hook.ids()).toEqual([['7']]);
	});
});
