import { watchInvoices } from '../../../src/flows/watchInvoices/watchInvoices';
import { DAY, ledger, MINUTE, watch } from './watchedCompany';

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
