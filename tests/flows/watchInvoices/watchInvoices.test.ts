import { invoiceEventNames, type InvoiceEventName } from '../../../src/core/invoice/events/derive';
import { watchInvoices, type WatchSettings } from '../../../src/flows/watchInvoices/watchInvoices';
import { FakeInvoices } from '../../support/fakeInvoices';

const START = Date.parse('2026-05-05T18:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A watch over a ledger whose state goes through JSON, as n8n stores it. */
class Watch {
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

let ledger: FakeInvoices;
let watch: Watch;
beforeEach(() => {
	ledger = new FakeInvoices(START);
	watch = new Watch(ledger);
});

describe('a watch', () => {
	it('tells nothing of what was there, and each later event once', async () => {
		ledger.create();
		expect(await watch.poll()).toEqual([]);
		watch.pass(MINUTE);
		const id = ledger.create({ DueDate: '2026-06-04' });
		watch.pass(1000);
		ledger.send(id);
		watch.pass(MINUTE);
		expect(await watch.poll()).toEqual([`created ${id}`, `waitingToBeSent ${id}`, `sent ${id}`]);
		expect(await watch.poll()).toEqual([]);
		watch.pass(5 * MINUTE);
		ledger.pay(id, 30);
		watch.pass(2000);
		ledger.pay(id, 70);
		expect(await watch.poll()).toEqual([
			`paymentReceived ${id}`,
			`partiallyPaid ${id}`,
			`paymentReceived ${id}`,
			`paid ${id}`,
		]);
		watch.pass(MINUTE);
		expect(await watch.poll()).toEqual([]);
	});

	it('asks once when nothing happened, and stays small with 100,000 open invoices', async () => {
		const due = '2026-09-01';
		for (let count = 0; count < 100_000; count += 1) ledger.create({ DueDate: due });
		watch.pass(DAY);
		await watch.poll();
		watch.pass(5 * MINUTE);
		ledger.requests = [];
		expect(await watch.poll()).toEqual([]);
		expect(ledger.requests).toEqual(['changes']);
		expect(JSON.stringify(watch.state).length).toBeLessThan(500);
	});

	it('goes on by the company’s days after an earlier version went by those of the form', async () => {
		const id = ledger.create({ DueDate: '2026-05-05' });
		await watch.poll();
		watch.state = { ...(watch.state as object), timeZone: 'America/New_York' };
		const settings = { ...watch.settings, timeZone: 'America/New_York' };
		const asked = async () =>
			await watchInvoices(ledger.port, watch.state, new Date(ledger.now), settings);
		// The new day has begun in New York, and three hours later where the company is.
		ledger.now = Date.parse('2026-05-06T04:01:00Z');
		const early = await asked();
		expect([early.events, early.nextState.timeZone]).toEqual([[], 'America/Los_Angeles']);
		watch.state = JSON.parse(JSON.stringify(early.nextState));
		ledger.now = Date.parse('2026-05-06T07:01:00Z');
		expect(await watch.poll()).toEqual([`overdue1 ${id}`]);
		expect(await watch.poll()).toEqual([]);
	});

	it('tells overdue invoices as the days of the company pass, not those of the clock', async () => {
		await watch.poll();
		watch.pass(MINUTE);
		const id = ledger.create({ DueDate: '2026-05-05' });
		expect(await watch.poll()).toEqual([`created ${id}`, `waitingToBeSent ${id}`]);
		ledger.now = Date.parse('2026-05-06T06:59:00Z');
		expect(await watch.poll()).toEqual([]);
		ledger.now = Date.parse('2026-05-06T07:00:30Z');
		expect(await watch.poll()).toEqual([`overdue1 ${id}`]);
		expect(await watch.poll()).toEqual([]);
		ledger.now = Date.parse('2026-05-12T18:00:00Z');
		expect(await watch.poll()).toEqual([`overdue7 ${id}`]);
		ledger.pay(id, 100);
		watch.pass(8 * DAY);
		expect(await watch.poll()).toEqual([`paymentReceived ${id}`, `paid ${id}`]);
	});

	it('tells every milestone that passed while nobody looked, but none from before the invoice was made', async () => {
		const open = ledger.create({ DueDate: '2026-05-05' });
		await watch.poll();
		watch.pass(15 * DAY);
		const late = ledger.create({ DueDate: '2026-05-08' });
		expect(await watch.poll()).toEqual([
			`overdue1 ${open}`,
			`overdue7 ${open}`,
			`overdue14 ${open}`,
			`created ${late}`,
			`waitingToBeSent ${late}`,
			`overdue7 ${late}`,
		]);
		expect(await watch.poll()).toEqual([]);
	});

	it('takes a deposit, a note or a mail of the receipt for no payment', async () => {
		await watch.poll();
		watch.pass(MINUTE);
		const id = ledger.create();
		const payment = ledger.pay(id, 100);
		await watch.poll();
		watch.pass(DAY);
		ledger.deposit(payment);
		expect(await watch.poll()).toEqual([]);
		watch.pass(DAY);
		ledger.send(id);
		expect(await watch.poll()).toEqual([`sent ${id}`]);
		watch.pass(DAY);
		ledger.edit(id, { PrivateNote: 'Thanks' });
		expect(await watch.poll()).toEqual([]);
	});

	it('tells a payment that is applied long after it was made', async () => {
		const id = ledger.create();
		const payment = ledger.pay(id, 100);
		const applied = ledger.payments.get(payment);
		ledger.payments.set(payment, { ...applied, Line: [] } as never);
		ledger.edit(id, { Balance: 100, LinkedTxn: [] });
		watch.pass(10 * MINUTE);
		await watch.poll();
		watch.pass(10 * DAY);
		ledger.payments.set(payment, {
			...applied,
			MetaData: { ...applied?.MetaData, LastUpdatedTime: new Date(ledger.now).toISOString() },
		} as never);
		ledger.edit(id, { Balance: 0, LinkedTxn: [{ TxnId: payment, TxnType: 'Payment' }] });
		expect(await watch.poll()).toEqual([`paymentReceived ${id}`, `paid ${id}`]);
	});

	it('tells what has no time of its own once: voids, bounces, viewing, marks', async () => {
		const [a, b, c] = [ledger.create(), ledger.create(), ledger.create()] as [
			string,
			string,
			string,
		];
		watch.pass(10 * MINUTE);
		await watch.poll();
		watch.pass(10 * MINUTE);
		ledger.void(a);
		ledger.send(b);
		watch.pass(MINUTE);
		ledger.edit(b, {
			DeliveryInfo: { ...ledger.invoices.get(b)?.DeliveryInfo, DeliveryErrorType: 'Bounced Email' },
		});
		ledger.edit(c, { EmailStatus: 'EmailSent' });
		expect(await watch.poll()).toEqual([`voided ${a}`, `sent ${b}`, `bounced ${b}`, `sent ${c}`]);
		watch.pass(DAY);
		for (const id of [a, b, c])
			ledger.edit(id, { PrivateNote: `${ledger.invoices.get(id)?.PrivateNote ?? ''} seen` });
		ledger.edit(b, {
			EInvoiceStatus: 'Viewed',
			ECloudStatusTimeStamp: new Date(ledger.now).toISOString(),
		});
		expect(await watch.poll()).toEqual([`viewed ${b}`]);
		watch.pass(MINUTE);
		ledger.delete(c);
		expect(await watch.poll()).toEqual([`deleted ${c}`]);
		watch.pass(MINUTE);
		expect(await watch.poll()).toEqual([]);
	});

	it('starts anew for another company', async () => {
		await watch.poll();
		watch.state = { ...(watch.state as object), realmId: '1' };
		watch.pass(MINUTE);
		ledger.create();
		expect(await watch.poll()).toEqual([]);
	});

	it.each([-DAY, -5 * MINUTE, 3 * MINUTE, 60 * MINUTE, 40 * DAY])(
		'tells nothing from before the start when the clock of n8n is wrong by %d ms',
		async (wrong) => {
			ledger.create();
			watch.pass(30_000);
			watch.clockIsWrongBy = wrong;
			expect(await watch.poll()).toEqual([]);
			watch.pass(30_000);
			expect(await watch.poll()).toEqual([]);
			const id = ledger.create();
			expect(await watch.poll()).toEqual([`created ${id}`, `waitingToBeSent ${id}`]);
		},
	);

	it('does not tell what was there before the start when it repeats the last span', async () => {
		const id = ledger.create();
		await watch.poll();
		watch.pass(MINUTE);
		ledger.pay(id, 100);
		const paid = [`paymentReceived ${id}`, `paid ${id}`];
		expect(await watch.poll(true)).toEqual(paid);
		expect(await watch.poll(true)).toEqual(paid);
	});

	it('tells the last span once more when asked, under the same ids', async () => {
		await watch.poll();
		watch.pass(MINUTE);
		const id = ledger.create();
		const first = await watch.poll();
		watch.pass(MINUTE);
		expect(await watch.poll(true)).toEqual(first);
		expect(await watch.poll()).toEqual([]);
		ledger.edit(id, { DueDate: '2026-05-05' });
		watch.pass(DAY);
		expect(await watch.poll()).toEqual([`overdue1 ${id}`]);
		watch.pass(MINUTE);
		// That reading had begun two minutes before the one in which the invoice was told as created.
		expect(await watch.poll(true)).toEqual([...first, `overdue1 ${id}`]);
		watch.pass(5 * MINUTE);
		expect(await watch.poll()).toEqual([]);
		expect(await watch.poll(true)).toEqual([]);
	});
});

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
