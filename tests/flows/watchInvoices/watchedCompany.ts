import { invoiceEventNames } from '../../../src/core/invoice/events/event';
import type { WatchSettings } from '../../../src/flows/watchInvoices/settings';
import { watchInvoices } from '../../../src/flows/watchInvoices/watchInvoices';
import { FakeInvoices } from '../../support/fakeInvoices';

const START = Date.parse('2026-05-05T18:00:00Z');
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** A watch over a ledger whose state goes through JSON, as n8n stores it. */
export class Watch {
	state: unknown;
	clockIsWrongBy = 0;

	constructor(
		readonly ledger: FakeInvoices,
		readonly settings: WatchSettings = {
			events: invoiceEventNames,
			milestones: [1, 7, 14],
			firstRun: 'fromNow',
			fallbackTimeZone: 'UTC',
		},
	) {}

	async poll(repeatLast = false): Promise<string[]> {
		const { events, nextState } = await watchInvoices(
			this.ledger.port,
			this.state,
			new Date(this.ledger.now + this.clockIsWrongBy),
			this.settings,
			repeatLast,
		);
		this.state = JSON.parse(JSON.stringify(nextState));
		return events.map(
			({ event: { event, invoiceId, daysOverdue } }) =>
				`${event}${event === 'overdue' ? daysOverdue : ''} ${invoiceId}`,
		);
	}

	pass(ms: number): void {
		this.ledger.now += ms;
	}
}

export let ledger: FakeInvoices;
export let watch: Watch;
beforeEach(() => {
	ledger = new FakeInvoices(START);
	watch = new Watch(ledger);
});
