import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { optionsSchema, subscriptionSchema, type Subscription } from './subscriptions';
import type { Webhooks } from './webhooks';

const PATH = '/control/quickbooks/webhooks';
const changesSchema = optionsSchema.partial();
const eventSchema = z
	.object({
		realmId: z.string(),
		entity: z.string(),
		id: z.string(),
		operation: z.enum(['Create', 'Update', 'Delete', 'Void', 'Emailed', 'Merge']),
		deletedId: z.string().optional(),
	})
	.strict();

/**
 * Adds the control paths below `/control/quickbooks/webhooks`: the subscriptions (GET, POST, PATCH and
 * DELETE by id, DELETE for all), `deliver` to deliver now, and `events` to send an event without a
 * change.
 */
export function addWebhookControls(
	control: FastifyInstance,
	webhooks: Webhooks,
	now: () => number,
): void {
	control.get(PATH, () => webhooks.state());
	control.post(PATH, (request) =>
		shown(webhooks.subscribe(subscriptionSchema.parse(request.body))),
	);
	control.patch(`${PATH}/:id`, (request) => {
		const changes = Object.fromEntries(
			Object.entries(changesSchema.parse(request.body)).filter(([, value]) => value !== undefined),
		);
		const changed = webhooks.change(idOf(request), changes);
		if (!changed) throw new RangeError('There is no such subscription.');
		return shown(changed);
	});
	control.delete(PATH, () => {
		for (const { id } of webhooks.state().subscriptions) webhooks.unsubscribe(id);
		return { removed: 'all' };
	});
	control.delete(`${PATH}/:id`, (request) => ({ removed: webhooks.unsubscribe(idOf(request)) }));
	control.post(`${PATH}/deliver`, async () => {
		await webhooks.deliverNow();
		return webhooks.state();
	});
	control.post(`${PATH}/events`, (request) => {
		const { deletedId, ...event } = eventSchema.parse(request.body);
		webhooks.notify({ ...event, at: now(), ...(deletedId !== undefined && { deletedId }) });
		return { told: true };
	});
}

/** A subscription without its secret. */
function shown({
	verifierToken: _secret,
	...subscription
}: Subscription): Omit<Subscription, 'verifierToken'> {
	return subscription;
}

function idOf(request: FastifyRequest): number {
	return Number((request.params as { id: string }).id);
}
