import { difference, Receiver } from './receiver';

interface Arrival {
	eventId: string;
	/** As the expected events are written. */
	key: string;
	at: number;
}

interface Item {
	event: string;
	eventId: string;
	invoice: { id: string };
	payment: { id: string } | null;
	daysOverdue: number;
}

/**
 * Where the workflow's branches end: it notes each event that began a workflow, or that came
 * through Remove Duplicates.
 */
export class Collector extends Receiver<Item> {
	readonly arrivals: Arrival[] = [];
	private readonly counts = new Map<string, number>();

	constructor() {
		super(({ event, eventId, invoice, payment, daysOverdue }) => {
			const key = [
				event,
				invoice.id,
				...(payment ? [payment.id] : []),
				...(event === 'overdue' ? [daysOverdue] : []),
			].join(' ');
			this.arrivals.push({ eventId, key, at: performance.now() });
			this.counts.set(key, this.count(key) + 1);
		});
	}

	count(key: string): number {
		return this.counts.get(key) ?? 0;
	}

	/** How many of the expected events have not come. */
	missing(expected: readonly string[]): string[] {
		return difference(
			expected,
			this.arrivals.map(({ key }) => key),
		);
	}

	/**
	 * Events that came more than once, or that nobody expected; of invoices that were there before
	 * only repeats are wrong.
	 */
	extra(expected: readonly string[]): string[] {
		const left = new Map<string, number>();
		for (const key of expected) left.set(key, (left.get(key) ?? 0) + 1);
		const own = new Set(expected.map((key) => key.split(' ')[1]));
		const seen = new Set<string>();
		return this.arrivals.flatMap(({ key, eventId }) => {
			const count = left.get(key) ?? 0;
			left.set(key, count - 1);
			const repeated = seen.has(eventId);
			seen.add(eventId);
			return repeated || (count <= 0 && own.has(key.split(' ')[1])) ? [eventId] : [];
		});
	}
}
