import type { QuickBooksInvoice, QuickBooksPayload } from '../../src/core/records/quickbooks';
import type { SyncAccounts } from '../support/syncAccounts';
import { someWord } from './people';
import type { SeededRandom } from '../support/seededRandom';

/** An invoice as a person reads it in QuickBooks. */
export interface Bill {
	id: string;
	number: string;
	customer: string;
	recipient: string;
	total: number;
	balance: number;
	currency: string;
	dueOn: string;
	sent: boolean;
	voided: boolean;
	memo: string;
	deal: string | undefined;
	/** Name, quantity and price of each. */
	lines: string[];
}

/** HubSpot's record of an invoice. */
export interface BillRecord {
	properties: Record<string, string | null>;
	lines: string[];
	contacts: readonly string[];
	deals: readonly string[];
}

const PORTAL = '48291573';
/** HubSpot's; the companies name none. */
const ZONE = 'America/Los_Angeles';
const PROPERTIES = [
	'hs_currency',
	'hs_invoice_billable',
	'hs_comments',
	...['number', 'status', 'total', 'balance', 'currency', 'due_date', 'recipient', 'url'].map(
		(name) => `quickbooks_invoice_${name}`,
	),
];

type Done = 'deleted' | 'changed' | 'nothing';

/**
 * Invoices that people create, send, pay and delete in QuickBooks, and what HubSpot’s records of
 * them hold.
 */
export class InvoicesByHand {
	private customers: Array<{ id: string; currency: string | undefined }> = [];
	private items: string[] = [];
	private taxCodes: string[] = [];
	private deals: string[] = [];
	private calls = 0;

	constructor(
		private readonly accounts: SyncAccounts,
		private readonly chance: SeededRandom,
	) {}

	private get key(): string {
		return `by hand ${(this.calls += 1)}`;
	}

	async prepare(): Promise<void> {
		const { quickbooks, hubspot } = this.accounts;
		const { preferences } = await quickbooks.readSettings();
		const foreign = preferences.CurrencyPrefs?.MultiCurrencyEnabled === true;
		for (let number = 1; number <= 4; number += 1) {
			const currency = foreign ? ['CAD', 'USD', 'EUR', 'CAD'][number - 1] : undefined;
			const made = await quickbooks.create(
				'Customer',
				{
					DisplayName: `${someWord(this.chance)} (${number})`,
					PrimaryEmailAddr: { Address: `customer${number}@example.com` },
					...(currency && { CurrencyRef: { value: currency } }),
				},
				this.key,
			);
			this.customers.push({ id: made.Id, currency });
		}
		for (const Name of ['Hours', 'Sod roll 5\' × 2"', 'Café Olé'])
			this.items.push(
				(
					await quickbooks.create(
						'Item',
						{ Name, Type: 'Service', IncomeAccountRef: { value: '5' } },
						this.key,
					)
				).Id,
			);
		if (foreign) this.taxCodes = (await quickbooks.find('TaxCode', {})).map(({ Id }) => Id);
		for (let number = 1; number <= 2; number += 1)
			this.deals.push(
				(
					await hubspot.createObject('deals', {
						properties: {
							dealname: `Deal ${number}`,
							dealstage: 'appointmentscheduled',
							pipeline: 'default',
						},
					})
				).id,
			);
	}

	today(): string {
		return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(
			this.accounts.sandbox.runtime.clock.now(),
		);
	}

	private day(ahead: number): string {
		return new Date(this.accounts.sandbox.runtime.clock.now().getTime() + ahead * 86_400_000)
			.toISOString()
			.slice(0, 10);
	}

	private someLines(): QuickBooksPayload[] {
		const { chance } = this;
		return Array.from({ length: chance.int(1, 3) }, () => {
			const [Qty, UnitPrice] = [
				chance.pick([1, 2, 3, 0.5]),
				chance.pick([10, 19.98, 85, 100, 0.02, 250]),
			];
			return {
				DetailType: 'SalesItemLineDetail',
				Amount: Math.round(Qty * UnitPrice * 100) / 100,
				Description: someWord(chance),
				SalesItemLineDetail: {
					ItemRef: { value: chance.pick(this.items) },
					Qty,
					UnitPrice,
					...(this.taxCodes.length > 0 && { TaxCodeRef: { value: chance.pick(this.taxCodes) } }),
				},
			};
		});
	}

	/** All anew, or one more, one fewer, or one of them for something else at the same price. */
	private otherLines({ Line }: QuickBooksInvoice): QuickBooksPayload[] {
		const { chance } = this;
		const sold = Line.filter(
			({ SalesItemLineDetail }) => SalesItemLineDetail,
		) as unknown as QuickBooksPayload[];
		const at = chance.int(0, sold.length - 1);
		switch (chance.pick(['anew', 'more', 'fewer', 'other'])) {
			case 'more':
				return [...sold, ...this.someLines().slice(0, 1)];
			case 'fewer':
				return sold.length > 1 ? sold.filter((_line, index) => index !== at) : this.someLines();
			case 'other':
				return sold.map((line, index) =>
					index === at
						? {
								...line,
								SalesItemLineDetail: {
									...(line['SalesItemLineDetail'] as object),
									ItemRef: { value: chance.pick(this.items) },
								},
							}
						: line,
				);
			default:
				return this.someLines();
		}
	}

	async create(): Promise<string> {
		const { chance } = this;
		const { id, currency } = chance.pick(this.customers);
		const deal = chance.is(0.3) ? chance.pick(this.deals) : undefined;
		const invoice = await this.accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef: { value: id },
				Line: this.someLines(),
				DueDate: this.day(chance.int(-5, 20)),
				...(chance.is(0.5) && { CustomerMemo: { value: someWord(chance) } }),
				...(deal && {
					PrivateNote: `Terms as agreed [HubSpot ${PORTAL} deal ${deal}, deal, 0.00-10.00 of 10.00, no. 1]`,
				}),
				...(currency && {
					CurrencyRef: { value: currency },
					...(currency !== 'CAD' && { ExchangeRate: 1.3712 }),
				}),
			},
			this.key,
		);
		return invoice.Id;
	}

	/** Something that happens to an invoice. */
	async change(id: string): Promise<Done> {
		const {
			chance,
			accounts,
			accounts: { quickbooks },
		} = this;
		const invoice = await quickbooks.read('Invoice', id);
		const { voided } = read(invoice);
		if (chance.is(0.15))
			return await accounts.deleteInvoice(invoice).then(() => 'deleted' as const);
		if (voided) return 'nothing';
		switch (
			chance.pick([
				'lines',
				'lines',
				'lines',
				'lines',
				'lines',
				'due',
				'memo',
				'pay',
				'pay',
				'send',
				'void',
			])
		) {
			case 'lines':
				return await this.update(invoice, { Line: this.otherLines(invoice) });
			case 'due':
				return await this.update(invoice, { DueDate: this.day(chance.int(-5, 20)) });
			case 'memo':
				return await this.update(invoice, {
					CustomerMemo: chance.is(0.3) ? null : { value: someWord(chance) },
				});
			case 'pay':
				return await this.pay(invoice);
			case 'send':
				return await quickbooks.sendInvoice(id, 'books@example.com').then(() => 'changed' as const);
			default:
				return invoice.Balance === invoice.TotalAmt
					? await quickbooks.voidInvoice(invoice).then(() => 'changed' as const)
					: 'nothing';
		}
	}

	/** Lines of an invoice that was paid stay as they are. */
	private async update(
		{ Id, SyncToken, Balance, TotalAmt }: QuickBooksInvoice,
		fields: QuickBooksPayload,
	): Promise<Done> {
		if (Balance !== TotalAmt) return 'nothing';
		const after = await this.accounts.quickbooks.update('Invoice', {
			Id,
			SyncToken,
			sparse: true,
			...fields,
		});
		// Saving what is there already changes nothing.
		return after.SyncToken === SyncToken ? 'nothing' : 'changed';
	}

	private async pay({
		Id,
		Balance,
		CustomerRef,
		CurrencyRef,
		ExchangeRate,
	}: QuickBooksInvoice): Promise<Done> {
		if (Balance === 0) return 'nothing';
		const amount = this.chance.is(0.5) ? Balance : Math.max(0.01, Math.round(Balance * 40) / 100);
		await this.accounts.quickbooks.create(
			'Payment',
			{
				CustomerRef,
				TotalAmt: amount,
				...(CurrencyRef && { CurrencyRef }),
				...(ExchangeRate && { ExchangeRate }),
				Line: [{ Amount: amount, LinkedTxn: [{ TxnId: Id, TxnType: 'Invoice' }] }],
			},
			this.key,
		);
		return 'changed';
	}

	async bills(): Promise<Map<string, Bill>> {
		return new Map(
			(await this.accounts.quickbooks.find('Invoice', {})).map((invoice) => [
				invoice.Id,
				read(invoice),
			]),
		);
	}

	/** HubSpot contact by customer. */
	async contacts(): Promise<Map<string, string>> {
		const link = `quickbooks_id_${this.accounts.realmId}`;
		const { records } = await this.accounts.hubspot.listObjects('contacts', {
			properties: [link],
			limit: 100,
		});
		return new Map(
			records.flatMap(({ id, properties }) =>
				properties[link] ? [[properties[link].split(':')[1] ?? '', id] as const] : [],
			),
		);
	}

	/** HubSpot's records by invoice, and how many there are in all. */
	async records(): Promise<{ linked: Map<string, BillRecord>; count: number }> {
		const { hubspot, realmId } = this.accounts;
		const link = `quickbooks_id_${realmId}`;
		const { records } = await hubspot.listObjects('invoices', {
			properties: [link, ...PROPERTIES],
			associations: ['contacts', 'deals', 'line_items'],
			limit: 100,
		});
		const items = await hubspot.readObjects(
			'line_items',
			records.flatMap(({ associations }) => associations.line_items ?? []),
			{ properties: ['name', 'quantity', 'price'] },
		);
		const lineOf = new Map(
			items.map(({ id, properties: { name, quantity, price } }) => [
				id,
				line(name, quantity, price),
			]),
		);
		const linked = records.flatMap(({ properties, associations }) => {
			const id = properties[link]?.split(':')[1];
			return id
				? [
						[
							id,
							{
								properties,
								lines: (associations.line_items ?? [])
									.flatMap((one) => lineOf.get(one) ?? [])
									.sort(),
								contacts: associations.contacts ?? [],
								deals: associations.deals ?? [],
							},
						] as const,
					]
				: [];
		});
		return { linked: new Map(linked), count: records.length };
	}
}

function line(name: unknown, quantity: unknown, price: unknown): string {
	return `${String(name)}: ${Number(quantity)} × ${Number(price)}`;
}

function read(invoice: QuickBooksInvoice): Bill {
	const {
		Id,
		DocNumber,
		CustomerRef,
		TotalAmt,
		Balance,
		CurrencyRef,
		DueDate,
		EmailStatus,
		PrivateNote = '',
		CustomerMemo,
	} = invoice;
	return {
		id: Id,
		number: DocNumber ?? '',
		customer: CustomerRef.value,
		recipient: CustomerRef.name ?? '',
		total: TotalAmt,
		balance: Balance,
		currency: CurrencyRef?.value ?? 'USD',
		dueOn: DueDate ?? '',
		sent: EmailStatus === 'EmailSent',
		voided: PrivateNote.startsWith('Voided') && TotalAmt === 0,
		memo: CustomerMemo?.value ?? '',
		deal: /deal (\d+),/.exec(PrivateNote)?.[1],
		lines: invoice.Line.flatMap(({ SalesItemLineDetail: sold }) =>
			sold ? [line(sold.ItemRef?.name, sold.Qty, sold.UnitPrice)] : [],
		),
	};
}
