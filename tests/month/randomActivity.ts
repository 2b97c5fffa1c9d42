import type { TestAccounts } from '../support/testAccounts';
import type { SeededRandom } from '../support/seededRandom';
import {
	daysAfter,
	type ExpectedInvoice,
	type ExpectedMoney,
	type ExpectedInvoices,
} from './expectedInvoices';

type Fields = Record<string, unknown>;

/**
 * People who bill, pay, take back and edit, and what is expected after each act. Every act is
 * one call of QuickBooks' API.
 */
export class RandomActivity {
	private item = '';

	constructor(
		private readonly accounts: TestAccounts,
		private readonly chance: SeededRandom,
		readonly expected: ExpectedInvoices,
		/** Deals of the HubSpot account, which the companies share. */
		private readonly deals: readonly string[],
		/** Today where the company is. */
		private readonly today: () => string,
		/** Puts an invoice on a HubSpot deal. */
		private readonly attach: (deal: string, invoice: string) => Promise<void>,
		/** Before the numbers of a company that does not number by itself. */
		private readonly prefix = '',
	) {}

	private async made(entity: string, fields: Fields, more = ''): Promise<Fields & { Id: string }> {
		return Object.values(
			await this.accounts.quickBooks<Record<string, Fields & { Id: string }>>(
				`${entity}${more}`,
				fields,
			),
		)[0] as Fields & { Id: string };
	}

	private async change(
		entity: string,
		id: string,
		fields: (before: Fields) => Fields,
		more = '',
	): Promise<void> {
		const before = Object.values(
			await this.accounts.quickBooks<Record<string, Fields>>(`${entity}/${id}`),
		)[0] as Fields;
		await this.made(entity, fields(before), more);
	}

	/** What is sold. */
	async open(): Promise<void> {
		const { Id } = await this.made('account', {
			Name: 'Sales of the month',
			AccountType: 'Income',
		});
		this.item = (
			await this.made('item', {
				Name: 'Work of the month',
				Type: 'Service',
				IncomeAccountRef: { value: Id },
			})
		).Id;
	}

	async addCustomer(index: number): Promise<void> {
		const email = this.chance.is(0.85) ? `buyer${index}@example.com` : '';
		const { Id } = await this.made('customer', {
			DisplayName: `Buyer ${index}`,
			...(email && { PrimaryEmailAddr: { Address: email } }),
		});
		this.expected.customers.set(Id, email);
	}

	/** Something happens, or nothing where there is nothing that it could happen to. */
	async act(): Promise<void> {
		const acts = [
			() => this.bill(),
			() => this.bill(),
			() => this.send(),
			() => this.pay(),
			() => this.pay(),
			() => this.payAhead(),
			() => this.credit(),
			() => this.apply(),
			() => this.takeBack(),
			() => this.moveDueDate(),
			() => this.changeAmount(),
			() => this.voidOne(),
			() => this.deleteOne(),
		];
		await this.chance.pick(acts)();
	}

	private some(which: (invoice: ExpectedInvoice) => boolean): ExpectedInvoice | undefined {
		const fitting = this.expected.invoices.filter(
			(invoice) => invoice.state === 'alive' && which(invoice),
		);
		return fitting.length > 0 ? this.chance.pick(fitting) : undefined;
	}

	private line(cents: number): Fields {
		return {
			DetailType: 'SalesItemLineDetail',
			Amount: cents / 100,
			SalesItemLineDetail: { ItemRef: { value: this.item } },
		};
	}

	private async bill(): Promise<void> {
		const total = this.chance.int(1000, 90_000);
		const customer = this.chance.pick([...this.expected.customers.keys()]);
		const isMailed = this.chance.is(0.7);
		const staysDraft = !isMailed && this.chance.is(0.5);
		const dueOn = daysAfter(this.today(), this.chance.int(-3, 9));
		const deals = this.someDeals();
		const number = this.prefix && `${this.prefix}${this.expected.invoices.length + 1}`;
		const { Id, DocNumber } = await this.made('invoice', {
			CustomerRef: { value: customer },
			Line: [this.line(total)],
			DueDate: dueOn,
			...(number && { DocNumber: number }),
			...(isMailed && { EmailStatus: 'EmailSent' }),
		});
		this.expected.invoices.push({
			id: Id,
			number: String(DocNumber),
			customer,
			deals,
			total,
			open: total,
			dueOn,
			madeOn: this.today(),
			isMailed,
			staysDraft,
			isNew: true,
			isEdited: false,
			state: 'alive',
			mails: new Map(),
		});
		for (const deal of deals) await this.attach(deal, Id);
	}

	/** None, one or two; a deal may have invoices already. */
	private someDeals(): string[] {
		const count = this.chance.pick([0, 0, 1, 1, 2]);
		return [...new Set(Array.from({ length: count }, () => this.chance.pick(this.deals)))];
	}

	private async send(): Promise<void> {
		const invoice = this.some(({ isMailed, staysDraft }) => !isMailed && !staysDraft);
		if (!invoice) return;
		await this.change('invoice', invoice.id, ({ Id, SyncToken }) => ({
			Id,
			SyncToken,
			sparse: true,
			EmailStatus: 'EmailSent',
		}));
		invoice.isMailed = true;
	}

	/** @param among ids; any invoice when none is given */
	async pay(among?: readonly string[]): Promise<void> {
		const invoice = this.some(({ id, open }) => open > 0 && (!among || among.includes(id)));
		if (!invoice) return;
		const amount = this.chance.is(0.6) ? invoice.open : this.chance.int(1, invoice.open);
		const over = this.chance.is(0.15) ? this.chance.int(100, 5000) : 0;
		const { Id } = await this.made('payment', {
			CustomerRef: { value: invoice.customer },
			TotalAmt: (amount + over) / 100,
			Line: [on(invoice.id, amount)],
		});
		invoice.open -= amount;
		this.expected.money.push({
			id: Id,
			kind: 'payment',
			customer: invoice.customer,
			spare: over,
			on: new Map([[invoice.id, amount]]),
		});
	}

	private async payAhead(): Promise<void> {
		const customer = this.chance.pick([...this.expected.customers.keys()]);
		const amount = this.chance.int(500, 40_000);
		const { Id } = await this.made('payment', {
			CustomerRef: { value: customer },
			TotalAmt: amount / 100,
		});
		this.expected.money.push({ id: Id, kind: 'payment', customer, spare: amount, on: new Map() });
	}

	private async credit(): Promise<void> {
		const customer = this.chance.pick([...this.expected.customers.keys()]);
		const amount = this.chance.int(500, 40_000);
		const { Id } = await this.made('creditmemo', {
			CustomerRef: { value: customer },
			Line: [this.line(amount)],
		});
		this.expected.money.push({ id: Id, kind: 'memo', customer, spare: amount, on: new Map() });
	}

	/** Spare money goes to an open invoice of the same customer: a memo by a payment of nothing. */
	private async apply(): Promise<void> {
		const money = this.expected.money.find(
			({ spare, customer }) =>
				spare > 0 && this.some((invoice) => invoice.customer === customer && invoice.open > 0),
		);
		const invoice =
			money && this.some(({ customer, open }) => customer === money.customer && open > 0);
		if (!money || !invoice) return;
		const most = Math.min(money.spare, invoice.open);
		const amount = this.chance.is(0.6) ? most : this.chance.int(1, most);
		if (money.kind === 'memo') {
			const { Id } = await this.made('payment', {
				CustomerRef: { value: money.customer },
				TotalAmt: 0,
				Line: [on(invoice.id, amount), on(money.id, amount, 'CreditMemo')],
			});
			this.expected.money.push({
				id: Id,
				kind: 'payment',
				customer: money.customer,
				spare: 0,
				on: new Map([
					[invoice.id, amount],
					[`memo ${money.id}`, amount],
				]),
			});
		} else {
			if (money.on.has(invoice.id)) return;
			await this.change('payment', money.id, (before) => ({
				...before,
				Line: [...((before['Line'] as Fields[] | undefined) ?? []), on(invoice.id, amount)],
			}));
			money.on.set(invoice.id, amount);
		}
		money.spare -= amount;
		invoice.open -= amount;
	}

	/** A payment is deleted, voided or no longer applied. */
	private async takeBack(): Promise<void> {
		const applied = this.expected.money.filter(({ on: targets }) => targets.size > 0);
		if (applied.length === 0) return;
		const money = this.chance.pick(applied);
		const way = this.chance.pick(['delete', 'void', 'unapply'] as const);
		if (way === 'delete')
			await this.change(
				'payment',
				money.id,
				({ Id, SyncToken }) => ({ Id, SyncToken }),
				'?operation=delete',
			);
		else if (way === 'void')
			await this.change('payment', money.id, (before) => before, '?operation=update&include=void');
		else await this.change('payment', money.id, (before) => ({ ...before, Line: [] }));
		this.giveBack(money, way === 'unapply');
	}

	private giveBack(money: ExpectedMoney, staysAsSpare: boolean): void {
		const isCredit = [...money.on.keys()].some((target) => target.startsWith('memo '));
		for (const [target, amount] of money.on) {
			const memo = this.expected.money.find(
				({ kind, id }) => kind === 'memo' && target === `memo ${id}`,
			);
			const invoice = this.expected.invoices.find(({ id }) => id === target);
			if (memo) memo.spare += amount;
			if (invoice) invoice.open += amount;
			if (staysAsSpare && !isCredit) money.spare += amount;
		}
		money.on.clear();
		if (!staysAsSpare) money.spare = 0;
	}

	private async moveDueDate(): Promise<void> {
		const invoice = this.some(({ open }) => open > 0);
		if (!invoice) return;
		const dueOn = daysAfter(this.today(), this.chance.int(0, 12));
		await this.change('invoice', invoice.id, ({ Id, SyncToken }) => ({
			Id,
			SyncToken,
			sparse: true,
			DueDate: dueOn,
		}));
		Object.assign(invoice, { dueOn, isEdited: true });
	}

	/**
	 * What is billed goes up or down, at the lowest to what is paid; a paid invoice may be open again
	 * then.
	 */
	private async changeAmount(): Promise<void> {
		const invoice = this.some(() => true);
		if (!invoice) return;
		const paid = invoice.total - invoice.open;
		const total = this.chance.is(0.2) && paid > 0 ? paid : paid + this.chance.int(500, 40_000);
		await this.change('invoice', invoice.id, ({ Id, SyncToken }) => ({
			Id,
			SyncToken,
			sparse: true,
			Line: [this.line(total)],
		}));
		Object.assign(invoice, { total, open: total - paid, isEdited: true });
	}

	private async voidOne(): Promise<void> {
		const invoice = this.some(({ open, total }) => open === total);
		if (!invoice || !this.chance.is(0.5)) return;
		await this.change(
			'invoice',
			invoice.id,
			({ Id, SyncToken }) => ({ Id, SyncToken }),
			'?operation=void',
		);
		Object.assign(invoice, { state: 'voided', open: 0 });
	}

	private async deleteOne(): Promise<void> {
		const invoice = this.some(({ open, total }) => open === total);
		if (!invoice || !this.chance.is(0.3)) return;
		await this.change(
			'invoice',
			invoice.id,
			({ Id, SyncToken }) => ({ Id, SyncToken }),
			'?operation=delete',
		);
		Object.assign(invoice, { state: 'deleted', open: 0 });
	}
}

function on(TxnId: string, cents: number, TxnType = 'Invoice'): Fields {
	return { Amount: cents / 100, LinkedTxn: [{ TxnId, TxnType }] };
}
