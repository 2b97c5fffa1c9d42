import type { QuickBooksInvoice, QuickBooksPayment } from '../../src/core/records/quickbooks';
import type { QuickBooksPort } from '../../src/gateways/ports';
import type {
	QuickBooksCriterion,
	QuickBooksQuery,
} from '../../src/core/records/quickbooksQueries';

type Row = QuickBooksInvoice | QuickBooksPayment;
const DAY_MS = 86_400_000;
const MOST = 1000;

/**
 * A company's invoices and payments in memory, dated as QuickBooks dates them: by whole seconds, in
 * Pacific time.
 */
export class FakeInvoices {
	readonly realmId = '9341450000000001';
	readonly invoices = new Map<string, QuickBooksInvoice>();
	readonly payments = new Map<string, QuickBooksPayment>();
	readonly deleted: Array<{ Id: string; deletedAt: string }> = [];
	requests: string[] = [];
	private lastId = 100;

	constructor(
		public now: number,
		readonly timeZone = 'America/Los_Angeles',
	) {}

	/** The port as far as a watch uses it. */
	get port(): QuickBooksPort {
		const port: Partial<QuickBooksPort> = {
			realmId: this.realmId,
			environment: 'custom',
			readSettings: async () => {
				this.requests.push('settings');
				return {
					preferences: { CurrencyPrefs: { HomeCurrency: { value: 'USD' } } },
					company: { CompanyName: 'Test', Country: 'US', DefaultTimeZone: this.timeZone },
				};
			},
			readChanges: async (entities, since) => this.changes(entities, Date.parse(since)) as never,
			find: async (entity, query) => this.find(entity as 'Invoice' | 'Payment', query) as never,
		};
		return port as QuickBooksPort;
	}

	private get stamp(): string {
		return new Date(Math.floor(this.now / 1000) * 1000).toISOString().replace('.000Z', '+00:00');
	}

	create(more: Partial<QuickBooksInvoice> = {}): string {
		const Id = String((this.lastId += 1));
		const invoice = {
			Id,
			SyncToken: '0',
			MetaData: { CreateTime: this.stamp, LastUpdatedTime: this.stamp },
			CustomerRef: { value: '1', name: 'Ann' },
			Line: [{ Amount: 100, DetailType: 'SalesItemLineDetail' }],
			TotalAmt: 100,
			Balance: 100,
			EmailStatus: 'NotSet',
			LinkedTxn: [],
			...more,
		};
		this.invoices.set(Id, invoice);
		return Id;
	}

	edit(id: string, changes: Partial<QuickBooksInvoice>): void {
		const before = this.invoices.get(id) as QuickBooksInvoice;
		this.invoices.set(id, {
			...before,
			...changes,
			MetaData: { ...before.MetaData, LastUpdatedTime: this.stamp },
		});
	}

	send(id: string): void {
		this.edit(id, {
			EmailStatus: 'EmailSent',
			DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: this.stamp },
		});
	}

	pay(id: string, amount: number): string {
		const Id = String((this.lastId += 1));
		const { Balance, LinkedTxn = [] } = this.invoices.get(id) as QuickBooksInvoice;
		const MetaData = { CreateTime: this.stamp, LastUpdatedTime: this.stamp };
		this.payments.set(Id, {
			Id,
			SyncToken: '0',
			MetaData,
			TxnDate: this.stamp.slice(0, 10),
			TotalAmt: amount,
			CustomerRef: { value: '1' },
			PaymentRefNum: `R${Id}`,
			Line: [
				{
					Amount: amount,
					LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }],
					LineEx: { any: [{ value: { Name: 'txnOpenBalance', Value: String(Balance) } }] },
				},
			],
		});
		this.edit(id, {
			Balance: Balance - amount,
			LinkedTxn: [{ TxnId: Id, TxnType: 'Payment' }, ...LinkedTxn],
		});
		return Id;
	}

	/** Takes what is open off the total. */
	lower(id: string): void {
		const { TotalAmt, Balance } = this.invoices.get(id) as QuickBooksInvoice;
		this.edit(id, { TotalAmt: TotalAmt - Balance, Balance: 0 });
	}

	/** Takes everything off the total. */
	zero(id: string): void {
		this.edit(id, { TotalAmt: 0, Balance: 0 });
	}

	/** Deletes a payment: the invoice is open again, and nothing is left that names the payment. */
	takeBack(id: string, paymentId: string): void {
		const { Balance, LinkedTxn = [] } = this.invoices.get(id) as QuickBooksInvoice;
		const amount = this.payments.get(paymentId)?.Line?.[0]?.Amount ?? 0;
		this.payments.delete(paymentId);
		this.edit(id, {
			Balance: Balance + amount,
			LinkedTxn: LinkedTxn.filter(({ TxnId }) => TxnId !== paymentId),
		});
	}

	/** Depositing the money changes the payment and nothing else. */
	deposit(paymentId: string): void {
		const payment = this.payments.get(paymentId) as QuickBooksPayment;
		this.payments.set(paymentId, {
			...payment,
			LinkedTxn: [{ TxnId: '9', TxnType: 'Deposit' }],
			MetaData: { ...payment.MetaData, LastUpdatedTime: this.stamp },
		});
	}

	void(id: string): void {
		const { Line, PrivateNote } = this.invoices.get(id) as QuickBooksInvoice;
		this.edit(id, {
			TotalAmt: 0,
			Balance: 0,
			Line: Line.map((line) => ({ ...line, Amount: 0 })),
			PrivateNote: ['Voided', ...(PrivateNote ? [PrivateNote] : [])].join(' - '),
		});
	}

	delete(id: string): void {
		this.invoices.delete(id);
		this.deleted.push({ Id: id, deletedAt: this.stamp });
	}

	today(): string {
		return new Intl.DateTimeFormat('en-CA', {
			timeZone: this.timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
		}).format(this.now);
	}

	dayFromToday(days: number): string {
		return new Date(Date.parse(`${this.today()}T00:00:00Z`) + days * DAY_MS)
			.toISOString()
			.slice(0, 10);
	}

	/** The latest first, deletions last, at most 1,000 in all. */
	private changes(
		entities: readonly string[],
		since: number,
	): { changes: object[]; complete: boolean; at: string } {
		this.requests.push('changes');
		const changedSince = ({ MetaData }: Row) => Date.parse(MetaData.LastUpdatedTime) >= since;
		let left = MOST;
		const take = <T>(rows: T[]): T[] => {
			const taken = rows.slice(0, left);
			left -= taken.length;
			return taken;
		};
		const changes = entities.map((entity) => ({
			entity,
			records: take(
				this.rows(entity as 'Invoice')
					.filter(changedSince)
					.sort(
						(a, b) =>
							Date.parse(b.MetaData.LastUpdatedTime) - Date.parse(a.MetaData.LastUpdatedTime),
					),
			),
			deleted:
				entity === 'Invoice'
					? take(this.deleted.filter(({ deletedAt }) => Date.parse(deletedAt) >= since))
					: [],
		}));
		return { changes, complete: left > 0, at: new Date(this.now).toISOString() };
	}

	private rows(entity: 'Invoice' | 'Payment'): Row[] {
		return [...(entity === 'Invoice' ? this.invoices : this.payments).values()];
	}

	private find(
		entity: 'Invoice' | 'Payment',
		{ where = [], orderBy = { field: 'Id' }, limit = Infinity, startPosition = 1 }: QuickBooksQuery,
	): Row[] {
		this.requests.push(`find ${entity}`);
		const found = this.rows(entity).filter((row) =>
			where.every((criterion) => matches(row, criterion)),
		);
		const sign = orderBy.descending ? -1 : 1;
		const keyed = found
			.map((row) => ({ row, key: valueOf(row, orderBy.field) }))
			.sort((a, b) => sign * compare(a.key, b.key));
		return keyed.slice(startPosition - 1, startPosition - 1 + limit).map(({ row }) => row);
	}
}

function valueOf(row: Row, field: string): string | number {
	const value = field
		.split('.')
		.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], row);
	if (field.startsWith('MetaData.')) return Date.parse(value as string);
	return field === 'Id' || typeof value === 'number'
		? Number(value)
		: ((value as string | undefined) ?? '');
}

function compare(a: string | number, b: string | number): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function comparable(field: string, own: string | number, value: string): string | number {
	if (field.startsWith('MetaData.')) return Date.parse(value);
	return typeof own === 'number' ? Number(value) : value;
}

function matches(row: Row, { field, operator, value }: QuickBooksCriterion): boolean {
	const own = valueOf(row, field);
	if (Array.isArray(value)) return value.map(String).includes(String(own));
	const order = compare(own, comparable(field, own, value as string));
	return {
		'=': order === 0,
		'<': own !== '' && order < 0,
		'>': order > 0,
		'<=': own !== '' && order <= 0,
		'>=': order >= 0,
	}[operator as '='];
}
