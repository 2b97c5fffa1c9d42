import { setTimeout as wait } from 'node:timers/promises';
import { LiveTriggers, notification, TRIGGER } from '../support/liveTrigger';

let live: LiveTriggers;
beforeAll(async () => {
	live = await LiveTriggers.open();
}, 300_000);
afterEach(async () => await live.endAll(), 60_000);
afterAll(async () => await live?.close(), 60_000);

const both = { events: ['created'], source: 'both' };
const polled = { events: ['created'], source: 'poll' };
const COUNTS =
	'const memory = $getWorkflowStaticData("global"); memory.runs = (memory.runs ?? 0) + 1; return $input.all();';
const counter = { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: COUNTS } };
const created = (ids: string[]) => ids.map((id) => `created ${id}`).sort();

/**
 * Each of these is a way in which n8n treats a node that both polls and receives webhooks worse
 * than one that does one of them.
 */
describe('a trigger with two sources in n8n', () => {
	it('trap 1: a test by webhook shows what the webhook brought, not what a poll would have found', async () => {
		const workflow = await live.add('Tested by webhook', both);
		const [called, latest] = [await live.invoice(), await live.invoice()];
		expect(await live.test(workflow)).toEqual({ waitingForWebhook: true });
		const answer = await live.call(
			workflow,
			notification(live.realmId, [{ id: called }]),
			{},
			{ kind: 'webhook-test' },
		);
		expect(answer.status).toBe(200);
		expect(await live.untilTold(workflow, 1)).toEqual([`created ${called}`]);
		expect((await live.executions(workflow))[0]?.mode).toBe('manual');
		expect(latest).not.toBe(called);
	}, 180_000);

	it('trap 2: a test of a trigger on a schedule runs at once, and no webhook is there', async () => {
		const workflow = await live.add('Tested on a schedule', polled);
		const latest = await live.invoice();
		expect(await live.test(workflow)).toEqual({ executionId: expect.any(String) });
		expect(await live.untilTold(workflow, 1)).toEqual([`created ${latest}`]);
		const body = notification(live.realmId, [{ id: latest }]);
		expect((await live.call(workflow, body, {}, { kind: 'webhook-test' })).status).toBe(404);
		await live.publish(workflow);
		expect((await live.call(workflow, body)).status).toBe(404);
		expect(await live.executions(workflow)).toHaveLength(1);
	}, 180_000);

	it('trap 3: what n8n loses of a webhook is not needed, also when n8n is killed right behind it', async () => {
		const workflow = await live.add('Called and killed', {
			...both,
			pollTimes: { item: [{ mode: 'everyX', unit: 'hours', value: 12 }] },
		});
		await live.publish(workflow);
		const before = await live.staticData(workflow);
		const ids: string[] = [];
		for (let count = 1; count <= 4; count += 1) {
			ids.push(await live.invoice());
			expect(
				(await live.call(workflow, notification(live.realmId, [{ id: ids.at(-1) ?? '' }]))).status,
			).toBe(200);
			expect((await live.untilTold(workflow, count)).length).toBe(count);
		}
		expect(await live.staticData(workflow)).toEqual(before);
		await live.stopN8n({ kill: true });
		ids.push(await live.invoice());
		await live.startN8n();
		await live.untilTold(workflow, 5);
		await wait(3000);
		expect((await live.told(workflow)).sort()).toEqual(created(ids));
	}, 400_000);

	it('trap 4: a workflow that writes static data of its own loses and doubles nothing', async () => {
		const workflow = await live.add('Writes static data', both, counter);
		await live.publish(workflow);
		const ids = [await live.invoice()];
		await live.untilTold(workflow, 1);
		expect(await live.staticData(workflow)).toMatchObject({
			global: { runs: 1 },
			[`node:${TRIGGER}`]: { watch: { version: 1 } },
		});
		for (let restart = 0; restart < 2; restart += 1) {
			ids.push(await live.invoice());
			await live.call(workflow, notification(live.realmId, [{ id: ids.at(-1) ?? '' }]));
			await live.untilTold(workflow, ids.length);
			await live.stopN8n({ kill: restart === 1 });
			ids.push(await live.invoice());
			await live.startN8n();
			await live.untilTold(workflow, ids.length);
		}
		expect((await live.told(workflow)).sort()).toEqual(created(ids));
	}, 600_000);

	it('trap 5: polls whose state n8n does not store lose and double nothing, whenever n8n ends', async () => {
		const workflow = await live.add('Quiet polls', polled);
		await live.publish(workflow);
		await live.stopN8n({ kill: true });
		const ids = [await live.invoice()];
		await live.startN8n();
		expect(await live.untilTold(workflow, 1)).toEqual(created(ids));
		const { length } = await live.readings();
		while ((await live.readings()).length === length) await wait(500);
		await live.stopN8n({ kill: true });
		ids.push(await live.invoice());
		await live.startN8n();
		await live.untilTold(workflow, 2);
		expect((await live.told(workflow)).sort()).toEqual(created(ids));
	}, 400_000);

	it('polls that n8n starts while the last is at work ask nothing', async () => {
		const workflow = await live.add('Slow polls', polled);
		await live.publish(workflow);
		await live.stopN8n();
		const id = await live.invoice();
		// The poll of the start gets no answer for a minute and tries again; the next one begins
		// meanwhile.
		await live.control('POST', 'faults', {
			system: 'quickbooks',
			path: '/cdc',
			behaviour: 'slow',
			delayMs: 70_000,
			times: 1,
		});
		const { length } = await live.readings();
		const startedAt = Date.now();
		await live.startN8n();
		expect(await live.untilTold(workflow, 1)).toEqual([`created ${id}`]);
		expect((await live.readings())[length]).toBeGreaterThan(startedAt + 59_000);
	}, 300_000);
});
