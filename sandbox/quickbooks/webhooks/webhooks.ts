import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Store } from '../../store';
import type { ChangeEvent } from '../context';
import type { QuickBooksSwitches } from '../switches';
import { DeliveryQueue, type Delivery } from './queue';
import { Subscriptions, type Subscription } from './subscriptions';

/**
 * Which entities' changes are told. The matrix of entities and operations is not documented
 * readably; lists of taxes, files and settings of the company are left out.
 */
const told = new Set([
	'Account',
	'Bill',
	'BillPayment',
	'Class',
	'CreditMemo',
	'Customer',
	'Department',
	'Deposit',
	'Employee',
	'Estimate',
	'Invoice',
	'Item',
	'JournalEntry',
	'Payment',
	'PaymentMethod',
	'Preferences',
	'Purchase',
	'PurchaseOrder',
	'RefundReceipt',
	'SalesReceipt',
	'Term',
	'TimeActivity',
	'Transfer',
	'Vendor',
	'VendorCredit',
]);
const TICK = 25;
const KEPT = 500;

interface WebhooksOptions {
	store: Store;
	clock: Clock;
	random: Random;
	switches: () => QuickBooksSwitches;
	/** Milliseconds that only grow. */
	monotonic: () => number;
}

/**
 * Tells subscribers of changes, as Intuit's notification service does: late, sometimes twice, out
 * of order or never, as asked.
 */
export class Webhooks {
	private readonly subscriptions: Subscriptions;
	private readonly queues = new Map<number, DeliveryQueue>();
	private readonly stopping = new AbortController();
	private deliveries: Delivery[] = [];
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly options: WebhooksOptions) {
		this.subscriptions = new Subscriptions(options.store);
		for (const subscription of this.subscriptions.all()) this.open(subscription);
	}

	/** A change that was made; each subscriber of its company is told soon, not now. */
	notify(event: ChangeEvent & { realmId: string }): void {
		if (!told.has(event.entity)) return;
		const { random } = this.options;
		const notice = {
			...event,
			eventId: random.uuid(),
			nanoseconds: String(random.int(0, 999_999)).padStart(6, '0'),
		};
		for (const queue of this.queues.values()) {
			const { companies } = queue.subscription;
			if (companies.length === 0 || companies.includes(event.realmId)) queue.add(notice);
		}
		this.wake();
	}

	subscribe(subscription: Omit<Subscription, 'id'>): Subscription {
		const added = this.subscriptions.add(subscription);
		this.open(added);
		return added;
	}

	/** @returns the subscription as it is now; undefined when there is none of that id */
	change(
		id: number,
		changes: Partial<Omit<Subscription, 'id' | 'url' | 'verifierToken'>>,
	): Subscription | undefined {
		const queue = this.queues.get(id);
		if (!queue) return undefined;
		queue.subscription = { ...queue.subscription, ...changes };
		this.subscriptions.change(queue.subscription);
		return queue.subscription;
	}

	/** Forgets the subscriber, and what it was still to be told. */
	unsubscribe(id: number): boolean {
		this.queues.delete(id);
		return this.subscriptions.remove(id);
	}

	/** Delivers everything at once, without waiting for delays or for the time of the next try. */
	async deliverNow(): Promise<void> {
		await Promise.all([...this.queues.values()].map((queue) => queue.send(true)));
	}

	state() {
		return {
			subscriptions: [...this.queues.values()].map(
				({ subscription: { verifierToken: _secret, ...subscription }, counts, pending }) => ({
					...subscription,
					pending,
					...counts,
				}),
			),
			deliveries: this.deliveries,
		};
	}

	stop(): void {
		this.stopping.abort();
		clearInterval(this.timer);
	}

	private open(subscription: Subscription): void {
		const log = (delivery: Delivery) => {
			this.deliveries = [...this.deliveries, delivery].slice(-KEPT);
		};
		this.queues.set(
			subscription.id,
			new DeliveryQueue(subscription, { ...this.options, log }, this.stopping.signal),
		);
	}

	/** Looks after the queues as long as one of them holds something. */
	private wake(): void {
		if (this.stopping.signal.aborted) return;
		this.timer ??= setInterval(() => {
			const busy = [...this.queues.values()].filter(({ pending }) => pending > 0);
			for (const queue of busy) if (!queue.isSending) void queue.send();
			if (busy.length > 0) return;
			clearInterval(this.timer);
			this.timer = undefined;
		}, TICK).unref();
	}
}
