import { invoiceEventNames } from '../../../src/core/invoice/events/event';
import type { WatchSettings } from '../../../src/flows/watchInvoices/settings';
import { watchInvoices } from '../../../src/flows/watchInvoices/watchInvoices';
import { FakeInvoices } from '../../support/fakeInvoices';
import { SECOND, type Step } from './watchSteps';

const START = Date.parse('2026-05-05T18:00:00Z');
const DAY = 86_400_000;
const MILESTONES = [1, 7, 14];
const settings: WatchSettings = {
	events: invoiceEventNames,
	milestones: MILESTONES,
	firstRun: 'fromNow',
	fallbackTimeZone: 'UTC',
};

/** What one invoice has come to, told in the plainest way. */
interface Modelled {
	id: string;
	madeOn: string;
	dueOn: string;
	open: number;
	/** Whether nothing was open when the watch looked last. */
	wasSettled: boolean;
	/** What was paid then. */
	paidBefore: number;
	/** Whether an edit, not a payment, took what was open last. */
	byEdit: boolean;
	voided: boolean;
	viewed: boolean;
	isNew: boolean;
	payments: string[];
	untold: string[];
}

/** A company’s invoices, a watch over them, and the events that the watch should report. */
export class WatchedInvoices {
	readonly ledger = new FakeInvoices(START);
	readonly invoices: Modelled[] = [];
	readonly told: string[] = [];
	readonly expected: string[] = [];
	/** Once n8n was killed, events may come twice. */
	crashed = false;
	private state: unknown;
	private last: string[] = [];
	/** What n8n has stored: it does so only when a poll brought something. */
	private stored: unknown;
	private lastDay = '';
	private storedDay = '';

	async poll(repeatLast = false): Promise<void> {
		const { events, nextState } = await watchInvoices(
			this.ledger.port,
			this.state,
			new Date(this.ledger.now),
			settings,
			repeatLast,
		);
		this.state = JSON.parse(JSON.stringify(nextState));
		if (events.length > 0 || this.stored === undefined) this.stored = this.state;
		this.last = events.map(({ event: { event, invoiceId, daysOverdue, payment } }) =>
			[
				event,
				invoiceId,
				...(event === 'overdue' ? [daysOverdue] : []),
				...(payment ? [payment.id] : []),
			].join(' '),
		);
		this.told.push(...this.last);
		const today = this.ledger.today();
		for (const invoice of this.invoices) this.expectOf(invoice, today);
		this.lastDay = today;
		if (this.stored === this.state) this.storedDay = today;
	}

	/**
	 * n8n is killed right behind a poll, so that nothing of it arrives, and begins anew with what it
	 * has stored.
	 */
	private async crash(ms: number): Promise<void> {
		await this.poll();
		this.crashed = true;
		this.told.splice(this.told.length - this.last.length);
		this.restart();
		this.ledger.now += ms;
		await this.poll(true);
	}

	isOverdueAgain(event: string): boolean {
		const [name, id] = event.split(' ');
		return name === 'overdue' && this.expected.includes(`reopened ${id}`);
	}

	private restart(): void {
		this.state = this.stored;
		this.lastDay = this.storedDay;
	}

	private expectOf(invoice: Modelled, today: string): void {
		const isSettled = invoice.open === 0 && !invoice.voided;
		const isThere = this.ledger.invoices.has(invoice.id);
		if (isThere && isSettled && !invoice.wasSettled && invoice.byEdit)
			invoice.untold.push(`paid ${invoice.id}`);
		const paid = invoice.payments.reduce(
			(sum, id) => sum + (this.ledger.payments.get(id)?.TotalAmt ?? 0),
			0,
		);
		if (isThere && invoice.open > 0 && (invoice.wasSettled || paid < invoice.paidBefore))
			invoice.untold.push(`reopened ${invoice.id}`);
		Object.assign(invoice, { wasSettled: isSettled, paidBefore: paid });
		this.expected.push(...invoice.untold.splice(0));
		const reached =
			invoice.open > 0 && this.ledger.invoices.has(invoice.id)
				? MILESTONES.filter((days) => addDays(invoice.dueOn, days) <= today)
				: [];
		const crossed = reached.filter(
			(days) =>
				addDays(invoice.dueOn, days) > this.lastDay &&
				addDays(invoice.dueOn, days) >= invoice.madeOn,
		);
		const latest = invoice.isNew ? reached.slice(-1) : [];
		for (const days of new Set([...crossed, ...latest]))
			this.expected.push(`overdue ${invoice.id} ${days}`);
		invoice.isNew = false;
	}

	async take(step: Step): Promise<void> {
		if (step.act === 'create') this.create(step.due);
		else if (step.act === 'pass') this.ledger.now += step.ms;
		else if (step.act === 'poll') await this.poll();
		else if (step.act === 'crash') await this.crash(step.ms);
		else if (step.act === 'restart') this.restart();
		else {
			const alive = this.invoices.filter(({ id }) => this.ledger.invoices.has(id));
			const invoice = alive[step.which % Math.max(1, alive.length)];
			if (invoice) this.change(step, invoice);
		}
	}

	private create(due: number): void {
		const dueOn = this.ledger.dayFromToday(due);
		const id = this.ledger.create({ DueDate: dueOn });
		this.invoices.push({
			id,
			madeOn: this.ledger.today(),
			dueOn,
			open: 100,
			wasSettled: false,
			paidBefore: 0,
			byEdit: false,
			voided: false,
			viewed: false,
			isNew: true,
			payments: [],
			untold: [`created ${id}`, `waitingToBeSent ${id}`],
		});
	}

	private change(
		step: Exclude<Step, { act: 'create' | 'pass' | 'poll' | 'crash' | 'restart' }>,
		invoice: Modelled,
	): void {
		const { id } = invoice;
		const open = invoice.open > 0 && !invoice.voided;
		if (step.act === 'edit')
			this.ledger.edit(id, { CustomerMemo: { value: String(this.ledger.now) } });
		// Money that is deposited in the very second in which something else happens to the invoice
		// looks like money applied.
		if (step.act === 'deposit' && invoice.payments[0]) {
			this.ledger.now += 3 * SECOND;
			this.ledger.deposit(invoice.payments[0]);
			this.ledger.now += 3 * SECOND;
		}
		// Of two mails between two polls QuickBooks keeps the last.
		if (step.act === 'send' && !invoice.untold.includes(`sent ${id}`)) {
			// No mail is sent twice in a second, which is all that QuickBooks keeps of its time.
			this.ledger.now += SECOND;
			this.ledger.send(id);
			invoice.untold.push(`sent ${id}`);
		}
		if (step.act === 'view' && !invoice.viewed) {
			this.ledger.edit(id, {
				EInvoiceStatus: 'Viewed',
				ECloudStatusTimeStamp: new Date(this.ledger.now).toISOString(),
			});
			invoice.viewed = true;
			invoice.untold.push(`viewed ${id}`);
		}
		if (step.act === 'void' && open && invoice.payments.length === 0) {
			this.ledger.void(id);
			Object.assign(invoice, { voided: true, open: 0 });
			invoice.untold.push(`voided ${id}`);
		}
		// Of a deleted invoice nothing is left that could tell what went before.
		if (step.act === 'delete') {
			this.ledger.delete(id);
			invoice.untold = [`deleted ${id}`];
		}
		if (step.act === 'payPart' && open) this.pay(invoice, Math.min(step.amount, invoice.open));
		// Lowered in the very second of the payment it looks paid by it.
		if (step.act === 'lower' && open && invoice.payments.length > 0) {
			this.ledger.now += 3 * SECOND;
			this.ledger.lower(id);
			Object.assign(invoice, { open: 0, byEdit: true });
		}
		if (step.act === 'zero' && open && invoice.payments.length === 0) {
			this.ledger.now += 3 * SECOND;
			this.ledger.zero(id);
			Object.assign(invoice, { open: 0, byEdit: true });
		}
		if (step.act === 'takeBack') this.takeBack(invoice);
		if (step.act === 'payRest' && open) this.pay(invoice, invoice.open);
	}

	private takeBack(invoice: Modelled): void {
		const payment = invoice.payments.pop();
		if (payment === undefined) return;
		invoice.open += this.ledger.payments.get(payment)?.TotalAmt ?? 0;
		this.ledger.now += 3 * SECOND;
		this.ledger.takeBack(invoice.id, payment);
		invoice.untold = invoice.untold.filter((event) => !event.endsWith(` ${payment}`));
	}

	private pay(invoice: Modelled, amount: number): void {
		invoice.byEdit = false;
		const payment = this.ledger.pay(invoice.id, amount);
		invoice.open -= amount;
		invoice.payments.push(payment);
		invoice.untold.push(
			`paymentReceived ${invoice.id} ${payment}`,
			`${invoice.open > 0 ? 'partiallyPaid' : 'paid'} ${invoice.id} ${payment}`,
		);
	}
}

function addDays(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
