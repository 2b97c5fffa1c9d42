import type { SandboxProcess } from '../../scripts/stack/sandbox';
import { connectCompany, controlAt } from '../support/testSandbox';
import type { SeededRandom } from '../support/seededRandom';

const DAY = 86_400_000;
export const MILESTONES = [1, 7, 14];

interface ExpectedInvoice {
	id: string;
	dueOn: string;
	total: number;
	open: number;
	over: boolean;
	sentIn: number;
}

/** Makes random changes in QuickBooks, as people do, and notes which events must come of them. */
export class RandomChanges {
	/** Expected events by `event invoice [payment or milestone]`; a mail counts each time. */
	readonly expected: string[] = [];
	/** When each of them was noted: the span, and the time of this process. */
	readonly noted: Array<{ span: number; at: number }> = [];
	changes = 0;
	private readonly invoices: ExpectedInvoice[] = [];
	private token = '';
	private epoch = 0;

	constructor(
		private readonly sandbox: SandboxProcess,
		private readonly realmId: string,
		private readonly chance: SeededRandom,
		/** How often an event has arrived. */
		private readonly arrived: (key: string) => number,
	) {}

	/** A new span of time: tokens of the last one have expired, and invoices may be mailed again. */
	async begin(): Promise<void> {
		this.epoch += 1;
		const { control, quickbooks, details } = this.sandbox;
		const addresses = { control, quickbooks, ...details.quickbooks };
		this.token = (await connectCompany(addresses, this.realmId)).access_token;
	}

	/** One random change. */
	async change(): Promise<void> {
		const open = this.invoices.filter(({ over, open: rest }) => !over && rest > 0);
		const kind = this.chance.below(100);
		const invoice = this.chance.pickIfAny(open);
		if (kind < 40 || !invoice) await this.create();
		else if (kind < 58) await this.send(invoice);
		else if (kind < 80) await this.pay(invoice, Math.min(invoice.open, 10 + this.chance.below(40)));
		else if (kind < 92) await this.pay(invoice, invoice.open);
		else if (kind < 96) await this.void(invoice);
		else await this.delete(invoice);
	}

	async create(): Promise<ExpectedInvoice> {
		const dueOn = await this.day(this.chance.below(22));
		const body = {
			CustomerRef: { value: '1' },
			DueDate: dueOn,
			BillEmail: { Address: 'niamh.obrien@example.com' },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 100,
					SalesItemLineDetail: { ItemRef: { value: '1' } },
				},
			],
		};
		const answer = await fetch(`${this.sandbox.quickbooks}/v3/company/${this.realmId}/invoice`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${this.token}`,
				'content-type': 'application/json',
				accept: 'application/json',
			},
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`invoice: ${await answer.text()}`);
		const { Invoice } = (await answer.json()) as { Invoice: { Id: string; Balance: number } };
		const noted: ExpectedInvoice = {
			id: Invoice.Id,
			dueOn,
			total: Invoice.Balance,
			open: Invoice.Balance,
			over: false,
			sentIn: 0,
		};
		this.invoices.push(noted);
		this.expect(`created ${noted.id}`, `waitingToBeSent ${noted.id}`);
		return noted;
	}

	/** QuickBooks keeps the last mail only, so an invoice is mailed once in a span. */
	private async send(invoice: ExpectedInvoice): Promise<unknown> {
		if (invoice.sentIn === this.epoch) return await this.pay(invoice, Math.min(invoice.open, 5));
		invoice.sentIn = this.epoch;
		await this.act(`invoices/${invoice.id}/send`);
		this.expect(`sent ${invoice.id}`);
	}

	async pay(invoice: ExpectedInvoice, amount: number): Promise<string> {
		const { payment } = await this.act<{ payment: { Id: string } }>('payments', {
			invoiceId: invoice.id,
			amount,
		});
		invoice.open = Math.round((invoice.open - amount) * 100) / 100;
		const received = `paymentReceived ${invoice.id} ${payment.Id}`;
		this.expect(
			received,
			`${invoice.open > 0 ? 'partiallyPaid' : 'paid'} ${invoice.id} ${payment.Id}`,
		);
		return received;
	}

	private async void(invoice: ExpectedInvoice): Promise<unknown> {
		if (invoice.open < invoice.total || !this.isKnown(invoice))
			return await this.pay(invoice, invoice.open);
		await this.act(`invoices/${invoice.id}/void`);
		invoice.over = true;
		this.expect(`voided ${invoice.id}`);
	}

	/**
	 * Nothing can tell what went before of an invoice that is gone, so only those are deleted whose
	 * events have come.
	 */
	private async delete(invoice: ExpectedInvoice): Promise<unknown> {
		if (!this.isKnown(invoice)) return await this.pay(invoice, invoice.open);
		await this.act(`invoices/${invoice.id}/delete`);
		invoice.over = true;
		this.expect(`deleted ${invoice.id}`);
	}

	private isKnown({ id }: ExpectedInvoice): boolean {
		const own = this.expected.filter((key) => key.split(' ')[1] === id);
		return own.every((key) => this.arrived(key) >= own.filter((other) => other === key).length);
	}

	/** Lets days pass; every open invoice that reaches a milestone is overdue. */
	async passDays(days: number): Promise<void> {
		await this.control('clock/advance', { seconds: days * 86_400 });
		for (const invoice of this.invoices.filter(({ over, open }) => !over && open > 0)) {
			const late = await this.daysLate(invoice);
			for (const milestone of MILESTONES)
				if (milestone <= late && milestone > late - days)
					this.note(`overdue ${invoice.id} ${milestone}`);
		}
	}

	private expect(...keys: string[]): void {
		this.changes += 1;
		keys.forEach((key) => this.note(key));
	}

	private note(key: string): void {
		this.expected.push(key);
		this.noted.push({ span: this.epoch, at: performance.now() });
	}

	/** All that was expected of an invoice, and when. */
	storyOf(invoiceId: string): string[] {
		return this.expected.flatMap((key, index) =>
			key.split(' ')[1] === invoiceId
				? [`${key}: span ${this.noted[index]?.span}, ${Math.round(this.noted[index]?.at ?? 0)} ms`]
				: [],
		);
	}

	private async daysLate({ dueOn }: ExpectedInvoice): Promise<number> {
		return Math.round((Date.parse(await this.day(0)) - Date.parse(dueOn)) / DAY);
	}

	/** The company's day, or one after it. */
	private async day(after: number): Promise<string> {
		const { now } = await this.control<{ now: string }>('clock', undefined, 'GET');
		return new Intl.DateTimeFormat('en-CA', {
			timeZone: 'America/Los_Angeles',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
		}).format(Date.parse(now) + after * DAY);
	}

	private async act<T>(path: string, body: object = {}): Promise<T> {
		return await this.control<T>(`quickbooks/companies/us/${path}`, body);
	}

	async control<T>(path: string, body?: object, method = 'POST'): Promise<T> {
		return await controlAt<T>(this.sandbox.control, method, path, body);
	}
}
