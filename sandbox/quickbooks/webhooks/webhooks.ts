import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Store } from '../../store';
import type { ChangeEvent } from '../context';
import type { QuickBooksSwitches } from '../switches';
import { DeliveryQueue, type Delivery } from './queue';
import { Subscriptions, type Subscription } from './subscriptions';

/**
 * The entities whose changes are sent. Their operations are not documented in readable form. Taxes,
 * files and settings of the company are left out.
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
	/** Real time in milliseconds that never runs backwards. */
	monotonic: () => number;
}

/**
 * Sends changes to subscribers like Intuit's notification service: late and, if a subscription asks for
 * it, twice, out of order or never.
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

	/** Adds a change to the queue of each subscriber of its company; it is sent a little later. */
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

	/** @returns the changed subscription; undefined if there is none with that id */
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

	/** Removes a subscription and its waiting events. */
	unsubscribe(id: number): boolean {
		this.queues.delete(id);
		return this.subscriptions.remove(id);
	}

	/** Delivers all events now, without delays and schedules. */
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

	/** Processes the queues as long as one of them has events. */
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
