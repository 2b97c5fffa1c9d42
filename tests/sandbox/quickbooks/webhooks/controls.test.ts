import Fastify from 'fastify';
import { addWebhookControls } from '../../../../sandbox/quickbooks/webhooks/controls';
import { Store } from '../../../../sandbox/store';
import { serve } from '../serve';
import { SECRET, AT, startWebhooks, startReceiver, subscription } from './receiver';

describe('under control', () => {
	async function controlled() {
		const parts = startWebhooks();
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
		const hook = await startReceiver();
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
		const hook = await startReceiver();
		startWebhooks({}, store).webhooks.subscribe(subscription(hook.url));
		const { webhooks, change } = startWebhooks({}, store);
		change('7');
		await webhooks.deliverNow();
		expect(hook.ids()).toEqual([['7']]);
	});
});
