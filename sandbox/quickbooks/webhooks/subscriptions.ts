import { z } from 'zod';
import type { Store } from '../../store';

/** An address on this machine; the events of a sandbox must never reach a real receiver. */
const url = z.string().refine((text) => {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return /^https?:$/.test(protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}, 'is not an http or https address on this machine');
const probability = z.number().min(0).max(1);

/** The settings of a subscription that may change later. */
export const optionsSchema = z
	.object({
		form: z.enum(['legacy', 'cloudEvents']),
		/** The realms whose changes are sent; empty means all. */
		companies: z.array(z.string()),
		/** The chance that an event is sent twice, never, or after later events. */
		duplicate: probability,
		lose: probability,
		reorder: probability,
		/** How long events are collected before they are sent together. */
		delayMs: z.number().int().min(0).max(600_000),
	})
	.strict();

export const subscriptionSchema = optionsSchema
	.extend({
		url,
		verifierToken: z.string().min(1),
		form: optionsSchema.shape.form.default('cloudEvents'),
		companies: optionsSchema.shape.companies.default([]),
		duplicate: probability.default(0),
		lose: probability.default(0),
		reorder: probability.default(0),
		delayMs: optionsSchema.shape.delayMs.default(50),
	})
	.strict();
export type Subscription = z.output<typeof subscriptionSchema> & { id: number };

/** The subscriptions to changes, stored with the records. */
export class Subscriptions {
	constructor(private readonly store: Store) {
		store.exec(
			'CREATE TABLE IF NOT EXISTS webhook_subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL)',
		);
	}

	all(): Subscription[] {
		return this.store
			.all<{ id: number; json: string }>('SELECT id, json FROM webhook_subscriptions ORDER BY id')
			.map(({ id, json }) => ({ ...(JSON.parse(json) as Omit<Subscription, 'id'>), id }));
	}

	add(subscription: Omit<Subscription, 'id'>): Subscription {
		this.store.run(
			'INSERT INTO webhook_subscriptions (json) VALUES (?)',
			JSON.stringify(subscription),
		);
		return {
			...subscription,
			id: this.store.get<{ id: number }>('SELECT last_insert_rowid() AS id')?.id as number,
		};
	}

	change({ id, ...subscription }: Subscription): void {
		this.store.run(
			'UPDATE webhook_subscriptions SET json = ? WHERE id = ?',
			JSON.stringify(subscription),
			id,
		);
	}

	remove(id: number): boolean {
		return this.store.run('DELETE FROM webhook_subscriptions WHERE id = ?', id) > 0;
	}
}
