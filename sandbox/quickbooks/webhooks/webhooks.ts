import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Store } from '../../store';
import type { ChangeEvent } from '../desk';
import type { QuickBooksSwitches } from '../switches';
import { DeliveryQueue, type Delivery } from './mailbox';
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
	private readonly mailboxes = new Map<number, DeliveryQueue>();
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
		for (const mailbox of this.mailboxes.values()) {
			const { companies } = mailbox.subscription;
			if (companies.length === 0 || companies.includes(event.realmId)) mailbox.add(notice);
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
		const mailbox = this.mailboxes.get(id);
		if (!mailbox) return undefined;
		mailbox.subscription = { ...mailbox.subscription, ...changes };
		this.subscriptions.change(mailbox.subscription);
		return mailbox.subscription;
	}

	/** Forgets the subscriber, and what it was still to be told. */
	unsubscribe(id: number): boolean {
		this.mailboxes.delete(id);
		return this.subscriptions.remove(id);
	}

	/** Delivers everything at once, without waiting for delays or for the time of the next try. */
	async deliverNow(): Promise<void> {
		await Promise.all([...this.mailboxes.values()].map((mailbox) => mailbox.send(true)));
	}

	state() {
		return {
			subscriptions: [...this.mailboxes.values()].map(
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
		this.mailboxes.set(
			subscription.id,
			new DeliveryQueue(subscription, { ...this.options, log }, this.stopping.signal),
		);
	}

	/** Looks after the mailboxes as long as one of them holds something. */
	private wake(): void {
		if (this.stopping.signal.aborted) return;
		this.timer ??= setInterval(() => {
			const busy = [...this.mailboxes.values()].filter(({ pending }) => pending > 0);
			for (const mailbox of busy) if (!mailbox.isSending) void mailbox.send();
			if (busy.length > 0) return;
			clearInterval(this.timer);
			this.timer = undefined;
		}, TICK).unref();
	}
}
