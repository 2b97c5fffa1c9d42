import { setTimeout as wait } from 'node:timers/promises';
import { startWebhooks, startReceiver, subscription, until } from './receiver';

describe('a receiver that fails', () => {
	it.each([500, 201, 302])(
		'is told again after %s, by the schedule, and later events wait',
		async (status) => {
			const { webhooks, change, clock } = startWebhooks();
			const hook = await startReceiver(status, status);
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
		const { webhooks, change, clock } = startWebhooks();
		const hook = await startReceiver(...Array<number>(10).fill(503));
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
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver('hang');
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
		const { webhooks, change } = startWebhooks();
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
