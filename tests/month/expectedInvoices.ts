/**
 * Money in whole cents, and days as text: a reckoning on paper, with nothing of the package in it.
 */

export interface ExpectedInvoice {
	id: string;
	number: string;
	customer: string;
	deals: string[];
	total: number;
	open: number;
	dueOn: string;
	madeOn: string;
	isMailed: boolean;
	/** Nobody ever sends it. */
	staysDraft: boolean;
	isNew: boolean;
	/** Its amount or due date was changed since the last sync: that is no event. */
	isEdited: boolean;
	state: 'alive' | 'voided' | 'deleted';
	/** Mails by due date: one that is moved begins again. */
	mails: Map<string, number>;
}

export interface ExpectedMoney {
	id: string;
	kind: 'payment' | 'memo';
	customer: string;
	/** Not used up. */
	spare: number;
	on: Map<string, number>;
}

const MILESTONES = [1, 7, 14];
const DAY = 86_400_000;

export function daysAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export class ExpectedInvoices {
	readonly invoices: ExpectedInvoice[] = [];
	readonly money: ExpectedMoney[] = [];
	/** E-mail addresses by customer; empty for those who have none. */
	readonly customers = new Map<string, string>();
	private lastDay = '';

	/**
	 * What each open invoice still asks for once the customer's spare money is used up, the first due
	 * first.
	 */
	owed(): Map<string, number> {
		const spare = new Map<string, number>();
		for (const { customer, spare: left } of this.money)
			spare.set(customer, (spare.get(customer) ?? 0) + left);
		const open = this.invoices
			.filter((invoice) => invoice.state === 'alive' && invoice.open > 0)
			.sort(
				(a, b) =>
					(a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)) || Number(a.id) - Number(b.id),
			);
		return new Map(
			open.map((invoice) => {
				const used = Math.min(invoice.open, spare.get(invoice.customer) ?? 0);
				spare.set(invoice.customer, (spare.get(invoice.customer) ?? 0) - used);
				return [invoice.id, invoice.open - used];
			}),
		);
	}

	/** Invoices that come to a milestone on this look; to be called at each of them. */
	reached(today: string): ExpectedInvoice[] {
		const found = this.invoices.filter((invoice) => {
			if (invoice.state !== 'alive' || invoice.open <= 0) return false;
			const passed = MILESTONES.filter((days) => daysAfter(invoice.dueOn, days) <= today);
			return (
				passed.some(
					(days) =>
						daysAfter(invoice.dueOn, days) > this.lastDay &&
						daysAfter(invoice.dueOn, days) >= invoice.madeOn,
				) ||
				(invoice.isNew && passed.length > 0)
			);
		});
		for (const invoice of this.invoices) invoice.isNew = false;
		this.lastDay = today;
		return found;
	}

	/** Whether the customer is to be written to now. */
	isToBeReminded(invoice: ExpectedInvoice, today: string): boolean {
		return (
			invoice.state === 'alive' &&
			invoice.isMailed &&
			this.customers.get(invoice.customer) !== '' &&
			invoice.dueOn < today &&
			(this.owed().get(invoice.id) ?? 0) > 0
		);
	}

	/** What all customers owe. */
	receivables(): number {
		const open = this.invoices
			.filter(({ state }) => state === 'alive')
			.reduce((sum, invoice) => sum + invoice.open, 0);
		return open - this.money.reduce((sum, { spare }) => sum + spare, 0);
	}

	/** What an invoice is called in HubSpot. */
	statusOf({ state, open, total, dueOn, isMailed }: ExpectedInvoice, today: string): string {
		if (state !== 'alive') return state;
		if (open === 0) return 'paid_in_full';
		if (dueOn < today) return 'overdue';
		if (open < total) return 'partial_payment';
		return isMailed ? 'sent_to_customer' : 'waiting_to_be_sent';
	}

	/** The invoices of a deal that still count, or did until they were voided. */
	ofDeal(deal: string): ExpectedInvoice[] {
		return this.invoices.filter(({ deals, state }) => deals.includes(deal) && state !== 'deleted');
	}
}
