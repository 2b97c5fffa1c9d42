import { createHmac } from 'node:crypto';
import { SECRET, AT, startWebhooks, startReceiver, subscription, until } from './receiver';

describe('what a delivery carries', () => {
	it('CloudEvents: an array over all companies, signed over its bytes', async () => {
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
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
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
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
		const { webhooks, change } = startWebhooks(switches);
		const hook = await startReceiver();
		webhooks.subscribe(subscription(hook.url));
		change('1', { operation });
		await until(() => hook.received.length > 0);
		expect(hook.bodies()).toMatchObject([[{ type }]]);
	});

	it('only the companies asked for, and no entity that has no events', async () => {
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
		webhooks.subscribe(subscription(hook.url, { companies: ['22'] }));
		change('1');
		change('2', { realmId: '22', entity: 'TaxRate' });
		change('3', { realmId: '22' });
		await webhooks.deliverNow();
		expect(hook.ids()).toEqual([['3']]);
	});
});

describe('trouble on request', () => {
	const hundred = Array.from({ length: 100 }, (_, index) => String(index + 1));

	it('loses events', async () => {
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
		webhooks.subscribe(subscription(hook.url, { lose: 0.2 }));
		for (const id of hundred) change(id);
		await webhooks.deliverNow();
		const { lost } = webhooks.state().subscriptions[0] as { lost: number };
		expect(lost).toBeGreaterThan(5);
		expect(lost).toBeLessThan(40);
		expect(hook.ids().flat()).toHaveLength(100 - lost);
	});

	it('tells events twice, under the same id', async () => {
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
		webhooks.subscribe(subscription(hook.url, { duplicate: 1 }));
		change('1');
		await until(() => hook.received.length === 2);
		const events = (hook.bodies() as { id: string }[][]).flat();
		expect(events).toHaveLength(2);
		expect(events[1]).toEqual(events[0]);
	});

	it('tells events out of order, but all of them', async () => {
		const { webhooks, change } = startWebhooks();
		const hook = await startReceiver();
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
