import { gzipSync } from 'node:zlib';
import { setTimeout as wait } from 'node:timers/promises';
import { cloudEvents, LiveTriggers, notification, sign, TRIGGER } from '../support/liveTrigger';

/**
 * Intuit waits as long.
 * https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/best-practices
 */
const INTUIT_WAITS_MS = 3000;

let live: LiveTriggers;
let workflow: Awaited<ReturnType<LiveTriggers['add']>>;
beforeAll(async () => {
	live = await LiveTriggers.open();
}, 300_000);
beforeEach(async () => {
	workflow = await live.add('Webhook', {
		events: ['created'],
		source: 'both',
		pollTimes: { item: [{ mode: 'everyX', unit: 'hours', value: 12 }] },
	});
	await live.publish(workflow);
}, 60_000);
afterEach(async () => {
	await live.control('DELETE', 'faults');
	await live.endAll();
}, 60_000);
afterAll(async () => await live?.close(), 60_000);

const own = (id: string) => notification(live.realmId, [{ id }]);

/** Every body is signed over the bytes as Intuit would send them. */
const bodies: Array<
	[
		string,
		(id: string) => { body: string | Buffer; headers?: Record<string, string>; sent?: Buffer },
	]
> = [
	['of the older form', (id) => ({ body: own(id) })],
	['of CloudEvents', (id) => ({ body: cloudEvents(live.realmId, [id]) })],
	[
		'of CloudEvents under their own content type',
		(id) => ({
			body: cloudEvents(live.realmId, [id]),
			headers: { 'content-type': 'application/cloudevents-batch+json' },
		}),
	],
	[
		'with white space, other letters and a line end',
		(id) => ({
			body: `  ${own(id).replace('{', '{ "note": "Zoë\\u2019s – ¥ 🧾", \n\t').replaceAll(',', ' ,\r\n')}\n\n`,
		}),
	],
	[
		'compressed',
		(id) => ({ body: own(id), headers: { 'content-encoding': 'gzip' }, sent: gzipSync(own(id)) }),
	],
	[
		'of many megabytes about another company',
		(id) => ({
			body: JSON.stringify({
				eventNotifications: [
					...(
						JSON.parse(
							notification(
								'9341450000000099',
								Array.from({ length: 60_000 }, (_, index) => ({ id: String(index + 1) })),
							),
						) as { eventNotifications: unknown[] }
					).eventNotifications,
					...(JSON.parse(own(id)) as { eventNotifications: unknown[] }).eventNotifications,
				],
			}),
		}),
	],
];

it.each(bodies)(
	'takes a body %s',
	async (_name, make) => {
		const id = await live.invoice();
		const { body, headers, sent } = make(id);
		const answer = await live.call(workflow, body, headers, { ...(sent && { sent }) });
		expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
		expect(await live.untilTold(workflow, 1)).toEqual([`created ${id}`]);
	},
	120_000,
);

it('starts nothing for a body that is unsigned, forged, changed or signed with another key', async () => {
	const id = await live.invoice();
	const body = own(id);
	const forged: Record<string, string>[] = [
		{ 'intuit-signature': '' },
		{ 'intuit-signature': 'AAAA' },
		{ 'intuit-signature': sign(body, 'another-token') },
		{ 'intuit-signature': sign(`${body}\n`) },
		{ 'intuit-signature': sign(body).toLowerCase() },
	];
	for (const headers of forged) expect((await live.call(workflow, body, headers)).status).toBe(401);
	const unsigned = await live.callUnsigned(workflow, body);
	expect([unsigned.status, await unsigned.text()]).toEqual([
		401,
		'The signature is missing or wrong.',
	]);
	await wait(3000);
	expect(await live.executions(workflow)).toEqual([]);
}, 120_000);

it('starts nothing for other companies, other records and bodies that say nothing', async () => {
	const id = await live.invoice();
	for (const body of [
		notification('9341450000000002', [{ id }]),
		notification(live.realmId, [{ id, name: 'Customer' }]),
		'{"hello":1}',
		'[null, 7]',
		'""',
	]) {
		expect((await live.call(workflow, body)).status).toBe(200);
	}
	await wait(3000);
	expect(await live.executions(workflow)).toEqual([]);
}, 120_000);

it('answers Intuit in time while QuickBooks does not answer, and goes on when it does', async () => {
	const id = await live.invoice();
	await live.control('POST', 'faults', { system: 'quickbooks', behaviour: 'slow', delayMs: 8000 });
	const startedAt = performance.now();
	expect((await live.call(workflow, own(id))).status).toBe(200);
	expect(performance.now() - startedAt).toBeLessThan(INTUIT_WAITS_MS);
	expect(await live.executions(workflow)).toEqual([]);
	await live.control('DELETE', 'faults');
	expect(await live.untilTold(workflow, 1)).toEqual([`created ${id}`]);
}, 180_000);

it('starts the workflow once for a body that comes again, at the same moment or later', async () => {
	const id = await live.invoice();
	const body = own(id);
	const answers = await Promise.all(
		Array.from({ length: 5 }, async () => await live.call(workflow, body)),
	);
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
	await live.untilTold(workflow, 1);
	await live.call(workflow, cloudEvents(live.realmId, [id]));
	await wait(3000);
	expect(await live.executions(workflow)).toHaveLength(1);
	expect(
		(await live.executions(workflow))[0]?.items(TRIGGER).map(({ json }) => json['eventId']),
	).toEqual([`${live.realmId}:invoice:${id}:created`]);
}, 120_000);
