import type { InvoiceEventName } from '../../../src/core/invoice/events/event';
import { DAY, ledger, MINUTE, watch, Watch } from './watchedCompany';

it('tells the whole of the last span once more, however long it was, and nothing from before the start', async () => {
	const old = ledger.create();
	watch.pass(MINUTE);
	await watch.poll();
	watch.pass(10 * MINUTE);
	const id = ledger.create();
	watch.pass(50 * MINUTE);
	ledger.pay(old, 100);
	watch.pass(MINUTE);
	const told = await watch.poll();
	expect(told).toEqual([
		`created ${id}`,
		`waitingToBeSent ${id}`,
		`paymentReceived ${old}`,
		`paid ${old}`,
	]);
	// What n8n has stored is the state of the poll that brought something, however long ago.
	watch.pass(DAY);
	expect(await watch.poll(true)).toEqual(told);
	expect(await watch.poll()).toEqual([]);
	watch.pass(DAY);
	expect(await watch.poll()).toEqual([]);
	expect(await watch.poll(true)).toEqual([]);
});

describe('what has no time of its own', () => {
	it('is told once more with the last span, and not with a later one', async () => {
		const [told, untold] = [ledger.create(), ledger.create()] as [string, string];
		watch.pass(10 * MINUTE);
		await watch.poll();
		watch.pass(10 * MINUTE);
		ledger.void(told);
		expect(await watch.poll()).toEqual([`voided ${told}`]);
		expect(await watch.poll(true)).toEqual([`voided ${told}`]);
		watch.pass(10 * MINUTE);
		expect(await watch.poll()).toEqual([]);
		ledger.edit(told, { PrivateNote: 'Voided - seen' });
		ledger.void(untold);
		expect(await watch.poll(true)).toEqual([`voided ${untold}`]);
	});

	it('and was there before the start is not told with the last span', async () => {
		const id = ledger.create();
		ledger.void(id);
		await watch.poll();
		expect(await watch.poll(true)).toEqual([]);
	});
});

describe('a watch that catches up', () => {
	it('reads more changes than one answer holds, also within one second, and the deletions it can', async () => {
		const old = ledger.create();
		watch.pass(10 * MINUTE);
		await watch.poll();
		watch.pass(10 * MINUTE);
		const ids = Array.from({ length: 2600 }, () => ledger.create());
		watch.pass(MINUTE);
		ledger.delete(old);
		watch.pass(10 * MINUTE);
		const events = await watch.poll();
		expect(events.filter((event) => event.startsWith('created')).sort()).toEqual(
			ids.map((id) => `created ${id}`).sort(),
		);
		expect(events).toContain(`deleted ${old}`);
		expect(await watch.poll()).toEqual([]);
	});

	it('goes on where it stopped when there is more than one reading takes', async () => {
		await watch.poll();
		watch.pass(10 * MINUTE);
		const ids: string[] = [];
		for (let count = 0; count < 12_500; count += 1) {
			if (count % 100 === 0) watch.pass(1000);
			ids.push(ledger.create());
		}
		watch.pass(MINUTE);
		const first = (await watch.poll()).filter((event) => event.startsWith('created'));
		expect(first.length).toBeLessThan(12_500);
		watch.pass(MINUTE);
		const second = (await watch.poll()).filter((event) => event.startsWith('created'));
		expect([...first, ...second].sort()).toEqual(ids.map((id) => `created ${id}`).sort());
	});

	it('reads queries when its state is older than change data capture', async () => {
		await watch.poll();
		watch.pass(MINUTE);
		const id = ledger.create();
		watch.pass(40 * DAY);
		ledger.pay(id, 100);
		expect(await watch.poll()).toEqual([
			`created ${id}`,
			`waitingToBeSent ${id}`,
			`paymentReceived ${id}`,
			`paid ${id}`,
		]);
	});
});

describe('existing invoices', () => {
	const existing = (events: InvoiceEventName[]) =>
		new Watch(ledger, {
			events,
			milestones: [1, 7, 14],
			firstRun: 'existing',
			fallbackTimeZone: 'UTC',
		});

	it('are told with all that happened, then what follows', async () => {
		const paid = ledger.create();
		watch.pass(MINUTE);
		ledger.pay(paid, 100);
		const late = ledger.create({ DueDate: '2026-04-26' });
		watch.pass(MINUTE);
		const first = existing(['created', 'paid', 'overdue']);
		expect(await first.poll()).toEqual([
			`created ${paid}`,
			`paid ${paid}`,
			`created ${late}`,
			`overdue7 ${late}`,
		]);
		first.pass(MINUTE);
		ledger.pay(late, 100);
		expect(await first.poll()).toEqual([`paid ${late}`]);
	});

	it('come once more with the last span: the last page, and what follows goes on from there', async () => {
		const ids = Array.from({ length: 2300 }, (_, count) => {
			if (count % 3 === 0) watch.pass(1000);
			return ledger.create();
		});
		watch.pass(MINUTE);
		const watching = existing(['created']);
		const first = await watching.poll();
		expect(first).toHaveLength(1000);
		expect(await watching.poll(true)).toEqual(first);
		const [second, third] = [await watching.poll(), await watching.poll()];
		expect([...first, ...second, ...third].sort()).toEqual(ids.map((id) => `created ${id}`).sort());
		expect(await watching.poll(true)).toEqual(third);
		watching.pass(10 * MINUTE);
		expect(await watching.poll()).toEqual([]);
		expect(await watching.poll(true)).toEqual([]);
		expect(JSON.stringify(watching.state).length).toBeLessThan(600);
	});

	it('come a thousand at a time, each once, while others are made and deleted', async () => {
		const ids: string[] = [];
		for (let count = 0; count < 2300; count += 1) {
			if (count % 3 === 0) watch.pass(1000);
			ids.push(ledger.create());
		}
		const first = existing(['created']);
		const events = await first.poll();
		ledger.delete(ids[5] as string);
		first.pass(MINUTE);
		const added = ledger.create();
		for (let polls = 0; polls < 4; polls += 1) events.push(...(await first.poll()));
		expect([...events].sort()).toEqual([...ids, added].map((id) => `created ${id}`).sort());
		expect((first.state as { existing: unknown }).existing).toBeNull();
	});
});
