import Fastify from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '../../../../sandbox/clock';
import {
	quickbooksSwitches,
	type QuickBooksSwitches,
} from '../../../../sandbox/quickbooks/switches';
import { subscriptionSchema } from '../../../../sandbox/quickbooks/webhooks/subscriptions';
import { Webhooks } from '../../../../sandbox/quickbooks/webhooks/webhooks';
import { Random } from '../../../../sandbox/random';
import { Store } from '../../../../sandbox/store';
import { serve } from '../serve';

export const SECRET = 'verifier-ø-1';

export const AT = Date.parse('2026-03-01T12:00:00.000Z');

const open: Webhooks[] = [];

afterEach(() => open.splice(0).forEach((webhooks) => webhooks.stop()));

export function startWebhooks(
	switches: Partial<QuickBooksSwitches> = {},
	store = new Store(':memory:'),
) {
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
export async function startReceiver(...answers: (number | 'hang')[]) {
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

export const subscription = (url: string, more: object = {}) =>
	subscriptionSchema.parse({ url, verifierToken: SECRET, delayMs: 0, ...more });

export async function until(happened: () => boolean): Promise<void> {
	const end = performance.now() + 5000;
	while (!happened()) {
		if (performance.now() > end) throw new Error('it did not happen within five seconds');
		await wait(5);
	}
}
