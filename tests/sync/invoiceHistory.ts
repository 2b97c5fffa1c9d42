import { contactKind, contactMapping } from '../../src/core/contact/fields';
import type { SyncPolicy } from '../../src/core/sync/types';
import type { SyncInput } from '../../src/flows/sync/engine/types';
import type { SyncAccounts, Synced } from '../support/syncAccounts';
import { InvoicesByHand, type Bill, type BillRecord } from './invoicesByHand';
import type { Play } from './history';
import type { SeededRandom } from '../support/seededRandom';

/** An invoice, and what HubSpot must have of it. */
interface One {
	id: string;
	changed: boolean;
	deleted: boolean;
	/** None: HubSpot has no record. */
	due?: Due | undefined;
}

/** HubSpot's record as it must be; where it is not linked any more it is only counted. */
interface Due {
	properties: Record<string, string>;
	lines: string[];
	contact: string | undefined;
	deal: string | undefined;
	linked: boolean;
}

/** Invoices: whatever happens to them in QuickBooks, and what HubSpot must show of it. */
export class InvoiceHistory implements Play {
	private readonly byHand: InvoicesByHand;
	private readonly policy: Partial<SyncPolicy>;
	private readonly later: SyncPolicy['createAndUpdate'];
	private isLaterDue = false;
	private all_: One[] = [];
	private was = new Map<string, Bill>();
	private contacts = new Map<string, string>();
	/** What the sync of contacts remembers. */
	private contactState: unknown = {};

	constructor(
		private readonly accounts: SyncAccounts,
		private readonly chance: SeededRandom,
	) {
		this.byHand = new InvoicesByHand(accounts, chance);
		this.later = chance.pick([
			'both',
			'both',
			'both',
			'both',
			'both',
			'createOnly',
			'updateOnly',
			'none',
		]);
		const condition = chance.pick([
			{ side: 'quickBooks' as const, field: 'Balance', operator: 'greater' as const, value: '0' },
			{ side: 'quickBooks' as const, field: 'TotalAmt', operator: 'less' as const, value: '300' },
			{
				side: 'hubSpot' as const,
				field: 'quickbooks_invoice_total',
				operator: 'greater' as const,
				value: '100',
			},
		]);
		this.policy = {
			createAndUpdate: chance.is(0.5) ? 'both' : this.later,
			onDelete: chance.pick(['nothing', 'archive', 'unlink', 'mark']),
			filter: chance.is(0.3) ? [condition] : [],
			mapping: chance.is(0.5)
				? [
						{
							property: 'hs_comments',
							field: 'CustomerMemo.value',
							direction: 'both',
							ifEmpty: chance.pick(['keep', 'clear']),
						},
					]
				: [],
		};
	}

	title(): string {
		const { createAndUpdate, onDelete, filter = [], mapping = [] } = this.policy;
		return [
			createAndUpdate,
			onDelete,
			...filter.map(({ side, field, operator, value }) => `${side} ${field} ${operator} ${value}`),
			...mapping.map(({ ifEmpty }) => `memo ${ifEmpty}`),
		].join(', ');
	}

	async start(): Promise<void> {
		await this.byHand.prepare();
	}

	/**
	 * A run without a memory knows of no deletion, and a look at everything finds customers that were
	 * linked since.
	 */
	all(): boolean {
		return this.all_.every(
			({ id, deleted, due }) =>
				!due?.linked ||
				(!deleted &&
					(due.contact !== undefined || !this.contacts.has(this.was.get(id)?.customer ?? ''))),
		);
	}

	mayFail(): boolean {
		return this.policy.filter?.every(({ side }) => side === 'quickBooks') ?? true;
	}

	async sync(input: Partial<SyncInput> = {}): Promise<Synced> {
		return await this.accounts.syncInvoices(this.policy, input);
	}

	async edit(): Promise<void> {
		const { chance, byHand } = this;
		const open = this.all_.filter(({ deleted }) => !deleted);
		if (chance.is(0.12)) return await this.linkCustomers();
		if (chance.is(0.12))
			return void this.accounts.sandbox.runtime.clock.advance(86_400_000 * chance.int(1, 10));
		const one = open.length > 0 && chance.is(0.8) ? chance.pick(open) : undefined;
		if (!one) {
			this.all_.push({ id: await byHand.create(), changed: true, deleted: false });
			return;
		}
		const what = await byHand.change(one.id);
		if (what === 'deleted') one.deleted = true;
		one.changed ||= what !== 'nothing';
	}

	/** Customers become contacts, or a contact is told apart from its customer again. */
	private async linkCustomers(): Promise<void> {
		const { accounts, chance } = this;
		const [id] = [...this.contacts.values()];
		if (id && chance.is(0.3)) {
			await accounts.hubspot.updateObject('contacts', id, {
				[`quickbooks_id_${accounts.realmId}`]: '',
			});
		} else {
			const state = accounts.state;
			accounts.state = this.contactState;
			await accounts.sync(contactKind, { mapping: contactMapping }, { scope: { kind: 'all' } });
			this.contactState = accounts.state;
			accounts.state = state;
		}
		this.contacts = await this.byHand.contacts();
	}

	async before(): Promise<void> {
		if (this.isLaterDue) this.policy.createAndUpdate = this.later;
		this.was = await this.byHand.bills();
	}

	async after(_runs: readonly Synced[], complain: (what: string) => void): Promise<void> {
		const today = this.byHand.today();
		for (const one of this.all_) this.decide(one, today);
		const { linked, count } = await this.byHand.records();
		for (const one of this.all_) this.check(one, linked.get(one.id), complain);
		const due = this.all_.filter((one) => one.due).length;
		if (count !== due) complain(`${count} invoice records in HubSpot, and ${due} are due`);
		for (const one of this.all_) one.changed = false;
		// It waits for the next round: the first run under another policy may have work of its own.
		if (this.chance.is(0.5)) this.isLaterDue = true;
	}

	/** What HubSpot must have after a sync on that day. */
	private decide(one: One, today: string): void {
		if (one.deleted) return this.decideDeleted(one);
		const bill = this.was.get(one.id);
		if (!bill) throw new Error(`QuickBooks has lost the invoice ${one.id}`);
		const { createAndUpdate, filter = [], mapping = [] } = this.policy;
		const wanted = propertiesOf(bill, today, this.accounts.realmId);
		const memo =
			mapping.length > 0 && (bill.memo !== '' || mapping[0]?.ifEmpty === 'clear')
				? bill.memo
				: (one.due?.properties['hs_comments'] ?? '');
		const properties = { ...wanted, hs_comments: mapping.length > 0 ? memo : '' };
		const takes = filter.every(({ side, field, value }) => {
			if (side === 'hubSpot') return Number((one.due?.properties ?? wanted)[field]) > Number(value);
			return field === 'Balance' ? bill.balance > Number(value) : bill.total < Number(value);
		});
		if (
			!takes ||
			createAndUpdate === 'none' ||
			(one.due ? createAndUpdate === 'createOnly' : createAndUpdate === 'updateOnly')
		)
			return;
		const lines = bill.voided && one.due ? one.due.lines : bill.lines;
		one.due = {
			properties,
			lines,
			deal: one.due?.deal ?? bill.deal,
			contact:
				one.due?.contact ??
				(one.changed || !one.due ? this.contacts.get(bill.customer) : undefined),
			linked: true,
		};
	}

	private decideDeleted(one: One): void {
		if (!one.due?.linked || !one.changed) return;
		const { onDelete, filter = [] } = this.policy;
		// Of a deleted invoice only the record says whether it takes part.
		const { properties } = one.due;
		const kept: Record<string, string> = {
			Balance: 'quickbooks_invoice_balance',
			TotalAmt: 'quickbooks_invoice_total',
		};
		if (
			!filter.every(
				({ field, operator, value }) =>
					(operator === 'greater' ? 1 : -1) *
						(Number(properties[kept[field] ?? field]) - Number(value)) >
					0,
			)
		)
			return;
		if (onDelete === 'archive') one.due = undefined;
		else if (onDelete === 'unlink') one.due = { ...one.due, linked: false };
		else if (onDelete === 'mark')
			one.due = {
				...one.due,
				properties: {
					...one.due.properties,
					quickbooks_invoice_status: 'deleted',
					quickbooks_invoice_balance: '0.00',
				},
			};
	}

	private check(
		{ id, due }: One,
		record: BillRecord | undefined,
		complain: (what: string) => void,
	): void {
		if (!due?.linked) {
			if (record) complain(`invoice ${id} has a record, and none is due`);
			return;
		}
		if (!record) return complain(`invoice ${id} has no record`);
		for (const [name, value] of Object.entries(due.properties))
			if ((record.properties[name] ?? '') !== value)
				complain(`${name} of invoice ${id} is "${record.properties[name]}", "${value}" was due`);
		if (record.lines.join('\n') !== [...due.lines].sort().join('\n'))
			complain(
				`lines of invoice ${id} are ${JSON.stringify(record.lines)}, due were ${JSON.stringify(due.lines)}`,
			);
		// An invoice that did not change may have got its contact since, when something else made it be
		// looked at.
		if (due.contact !== undefined && !record.contacts.includes(due.contact))
			complain(`invoice ${id} lacks its contact ${due.contact}`);
		if (record.contacts.length > 1)
			complain(`invoice ${id} has ${record.contacts.length} contacts`);
		due.contact ??= record.contacts[0];
		if (due.deal !== undefined && !record.deals.includes(due.deal))
			complain(`invoice ${id} lacks its deal ${due.deal}`);
	}
}

function propertiesOf(bill: Bill, today: string, realmId: string): Record<string, string> {
	return {
		[`quickbooks_id_${realmId}`]: `${realmId}:${bill.id}`,
		hs_currency: bill.currency,
		hs_invoice_billable: 'false',
		quickbooks_invoice_number: bill.number,
		quickbooks_invoice_status: statusOf(bill, today),
		quickbooks_invoice_total: bill.total.toFixed(2),
		quickbooks_invoice_balance: bill.balance.toFixed(2),
		quickbooks_invoice_currency: bill.currency,
		quickbooks_invoice_due_date: bill.dueOn,
		quickbooks_invoice_recipient: bill.recipient,
		quickbooks_invoice_url: `https://qbo.intuit.com/app/invoice?txnId=${bill.id}`,
	};
}

/** The first that holds. */
function statusOf({ voided, balance, total, dueOn, sent }: Bill, today: string): string {
	if (voided) return 'voided';
	if (balance === 0) return 'paid_in_full';
	if (dueOn < today) return 'overdue';
	if (balance < total) return 'partial_payment';
	return sent ? 'sent_to_customer' : 'waiting_to_be_sent';
}
