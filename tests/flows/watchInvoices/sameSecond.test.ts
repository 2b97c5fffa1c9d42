import { watchInvoices } from '../../../src/flows/watchInvoices/watchInvoices';
import { FakeInvoices } from '../../support/fakeInvoices';

const MINUTE = 60_000;
/** More than one reading takes, of a second that it cannot begin within. */
const IMPORTED = 11_500;

it('an import of more invoices in one second than one reading takes is reported to its end', async () => {
	const ledger = new FakeInvoices(Date.parse('2026-05-05T18:00:00Z'));
	const reported = new Set<string>();
	let state: unknown;
	const poll = async () => {
		const { events, nextState } = await watchInvoices(ledger.port, state, new Date(ledger.now), {
			events: ['created'],
			milestones: [1],
			firstRun: 'fromNow',
			fallbackTimeZone: 'UTC',
		});
		for (const { event } of events) reported.add(event.invoiceId);
		state = JSON.parse(JSON.stringify(nextState));
		ledger.now += 10 * MINUTE;
	};
	await poll();
	for (let made = 0; made < IMPORTED; made += 1) ledger.create();
	ledger.now += MINUTE;
	const later = ledger.create();
	for (let reading = 1; reading <= 3; reading += 1) await poll();
	expect(reported.size).toBe(IMPORTED + 1);
	expect(reported).toContain(later);
});
