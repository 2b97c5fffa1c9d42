import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { QuickBooksSwitches } from '../switches';
import { payload, signature, type Notice } from './payload';
import type { Subscription } from './subscriptions';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/**
 * The delays after the first, second and further failures; the last delay repeats.
 * https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/best-practices
 */
const WAITS = [10_000, 20_000, 30_000, 5 * MINUTE, 20 * MINUTE, 2 * HOUR, 4 * HOUR, 6 * HOUR];
const ANSWER_WITHIN = 3000;
const MOST_PER_DELIVERY = 100;
/** The extra delay of an event that is sent twice or out of order. */
const LATER = { least: 200, most: 1500 };

export interface Delivery {
	subscription: number;
	at: string;
	attempt: number;
	events: { realmId: string; entity: string; id: string; operation: string }[];
	/** The receiver's status, or the reason why there is none. */
	result: number | 'no answer in time' | 'no connection';
}

interface DeliveryServices {
	clock: Clock;
	random: Random;
	switches: () => QuickBooksSwitches;
	monotonic: () => number;
	log: (delivery: Delivery) => void;
}

/**
 * The events that one subscriber has not received yet. They are delivered in the order of their time,
 * several together. After a failure the same events are delivered again by a schedule that follows the
 * sandbox's clock; later events wait until then.
 */
export class DeliveryQueue {
	private waiting: { notice: Notice; readyAt: number }[] = [];
	private refused: { notices: Notice[]; attempts: number; dueAt: number } | undefined;
	private sending: Promise<boolean> | undefined;
	readonly counts = { delivered: 0, failed: 0, lost: 0, duplicated: 0, reordered: 0 };

	constructor(
		public subscription: Subscription,
		private readonly services: DeliveryServices,
		private readonly stopped: AbortSignal,
	) {}

	get pending(): number {
		return this.waiting.length + (this.refused?.notices.length ?? 0);
	}

	get isSending(): boolean {
		return this.sending !== undefined;
	}

	add(notice: Notice): void {
		const { random, monotonic } = this.services;
		const { lose, duplicate, reorder, delayMs } = this.subscription;
		const happens = (probability: number) => probability > 0 && random.next() < probability;
		if (happens(lose)) {
			this.counts.lost += 1;
			return;
		}
		const readyAt = monotonic() + delayMs;
		const late = happens(reorder);
		if (late) this.counts.reordered += 1;
		this.waiting.push({
			notice,
			readyAt: late ? readyAt + random.int(LATER.least, LATER.most) : readyAt,
		});
		if (!happens(duplicate)) return;
		this.counts.duplicated += 1;
		this.waiting.push({ notice, readyAt: readyAt + random.int(LATER.least, LATER.most) });
	}

	/**
	 * Sends all events that are due, or with `now` all events, until none is left or the receiver fails.
	 * @returns whether there was no failure
	 */
	async send(now = false): Promise<boolean> {
		for (;;) {
			while (this.sending) await this.sending;
			const next = this.stopped.aborted ? undefined : this.takeNext(now);
			if (!next) return true;
			this.sending = this.deliver(next.notices, next.attempts);
			const succeeded = await this.sending.finally(() => (this.sending = undefined));
			if (!succeeded) return false;
		}
	}

	private takeNext(now: boolean): { notices: Notice[]; attempts: number } | undefined {
		const { clock, monotonic } = this.services;
		if (this.refused)
			return now || clock.now().getTime() >= this.refused.dueAt ? this.refused : undefined;
		const ready = this.waiting
			.filter(({ readyAt }) => now || readyAt <= monotonic())
			.sort((a, b) => a.readyAt - b.readyAt)
			.slice(0, MOST_PER_DELIVERY);
		if (ready.length === 0) return undefined;
		this.waiting = this.waiting.filter((event) => !ready.includes(event));
		return { notices: ready.map(({ notice }) => notice), attempts: 0 };
	}

	private async deliver(notices: Notice[], attempts: number): Promise<boolean> {
		const { clock, log, switches } = this.services;
		const { id, form, url, verifierToken } = this.subscription;
		// Stored as refused from the start, so that events on their way count as pending.
		const hold = () =>
			(this.refused = {
				notices,
				attempts: attempts + 1,
				dueAt: clock.now().getTime() + (WAITS[Math.min(attempts, WAITS.length - 1)] as number),
			});
		hold();
		const result = await this.post(url, payload(form, notices, switches()), verifierToken);
		log({
			subscription: id,
			at: clock.now().toISOString(),
			attempt: attempts + 1,
			events: notices.map(({ realmId, entity, id: entityId, operation }) => ({
				realmId,
				entity,
				id: entityId,
				operation,
			})),
			result,
		});
		const taken = result === 200;
		this.counts[taken ? 'delivered' : 'failed'] += 1;
		if (taken) this.refused = undefined;
		else hold();
		return taken;
	}

	private async post(
		url: string,
		body: Buffer,
		verifierToken: string,
	): Promise<Delivery['result']> {
		const timeout = AbortSignal.timeout(ANSWER_WITHIN);
		try {
			const response = await fetch(url, {
				method: 'POST',
				redirect: 'manual',
				signal: AbortSignal.any([timeout, this.stopped]),
				body: new Uint8Array(body),
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'intuit-signature': signature(body, verifierToken),
				},
			});
			await response.body?.cancel();
			return response.status;
		} catch {
			return timeout.aborted ? 'no answer in time' : 'no connection';
		}
	}
}
