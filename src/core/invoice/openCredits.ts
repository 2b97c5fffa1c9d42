import type { Day } from '../calendar';
import { decimal, sum, zero, type Decimal } from '../money';
import type {
	QuickBooksCreditMemo,
	QuickBooksCustomer,
	QuickBooksInvoice,
	QuickBooksPayment,
} from '../records/quickbooks';

/**
 * Money of a customer that no invoice has used up: a payment that is not applied, or a credit memo.
 */
export interface OpenCredit {
	type: 'payment' | 'creditMemo';
	id: string;
	/** The memo's number, or the payment's reference. */
	number: string | null;
	date: Day | null;
	customer: { id: string; name: string };
	currency: string;
	total: Decimal;
	open: Decimal;
	/** Home currency units for one unit of its currency. */
	exchangeRate: Decimal;
}

/** What open credits leave of an invoice. */
export interface OwedInvoice {
	/** What remains to be paid of it once the customer's open credits are used up. */
	owed: Decimal;
	/**
	 * What the customer, and those that it belongs to, have open as credit in the invoice's currency.
	 */
	openCredit: Decimal;
}

/** The open parts of credit memos and payments; what is used up is left out. */
export function toOpenCredits(
	memos: readonly QuickBooksCreditMemo[],
	payments: readonly QuickBooksPayment[],
	homeCurrency: string,
): OpenCredit[] {
	const common = ({
		Id,
		CustomerRef,
		CurrencyRef,
		ExchangeRate,
		TxnDate,
		TotalAmt,
	}: QuickBooksCreditMemo | QuickBooksPayment) => ({
		id: Id,
		date: TxnDate ?? null,
		customer: { id: CustomerRef.value, name: CustomerRef.name ?? '' },
		currency: CurrencyRef?.value ?? homeCurrency,
		total: decimal(TotalAmt),
		exchangeRate: decimal(ExchangeRate ?? 1),
	});
	const credits: OpenCredit[] = [
		...memos.map((memo) => ({
			...common(memo),
			type: 'creditMemo' as const,
			number: memo.DocNumber ?? null,
			open: decimal(memo.RemainingCredit ?? memo.Balance ?? 0),
		})),
		...payments.map((payment) => ({
			...common(payment),
			type: 'payment' as const,
			number: payment.PaymentRefNum ?? null,
			open: decimal(payment.UnappliedAmt ?? 0),
		})),
	];
	return credits.filter(({ open }) => open.gt(0));
}

/**
 * Customers who may have payments that are not applied: QuickBooks' balance of them is not what
 * their invoices and credit memos
 * come to. In a foreign currency it is not known which currency the balance is in, so these always
 * may.
 */
export function mayHaveUnapplied(
	customers: readonly QuickBooksCustomer[],
	invoices: readonly QuickBooksInvoice[],
	memos: readonly QuickBooksCreditMemo[],
	homeCurrency: string,
): string[] {
	const expected = new Map<string, Decimal>();
	const add = (id: string, amount: Decimal) =>
		expected.set(id, (expected.get(id) ?? zero).plus(amount));
	for (const { CustomerRef, Balance } of invoices) add(CustomerRef.value, decimal(Balance));
	for (const { CustomerRef, RemainingCredit, Balance } of memos)
		add(CustomerRef.value, decimal(RemainingCredit ?? Balance ?? 0).times(-1));
	const isExplained = ({ Id, Balance, CurrencyRef }: QuickBooksCustomer) =>
		Balance !== undefined &&
		(CurrencyRef?.value ?? homeCurrency) === homeCurrency &&
		decimal(Balance).eq(expected.get(Id) ?? zero);
	return customers.filter((customer) => !isExplained(customer)).map(({ Id }) => Id);
}

/**
 * What open credits leave of each open invoice: a customer's own credits first, by due date, then
 * those of the customers that it
 * belongs to, since a parent pays for its jobs.
 *
 * @returns by invoice id
 */
export function owedAfterCredits(
	invoices: readonly QuickBooksInvoice[],
	credits: readonly OpenCredit[],
	customers: readonly QuickBooksCustomer[],
	homeCurrency: string,
): Map<string, OwedInvoice> {
	const parents = new Map(customers.map(({ Id, ParentRef }) => [Id, ParentRef?.value]));
	const left = new Map<string, Decimal>();
	for (const { customer, currency, open } of credits)
		left.set(
			`${customer.id} ${currency}`,
			(left.get(`${customer.id} ${currency}`) ?? zero).plus(open),
		);
	const all = new Map(left);
	const ordered = [...invoices].sort(byDueDate);
	const owed = new Map(ordered.map((invoice) => [invoice.Id, decimal(invoice.Balance)]));
	for (const payersOf of [(id: string) => [id], (id: string) => above(id, parents)]) {
		for (const invoice of ordered)
			for (const payer of payersOf(invoice.CustomerRef.value))
				useUp(invoice, payer, owed, left, homeCurrency);
	}
	const creditOf = (invoice: QuickBooksInvoice) =>
		sum(
			[invoice.CustomerRef.value, ...above(invoice.CustomerRef.value, parents)].map(
				(id) => all.get(keyOf(invoice, id, homeCurrency)) ?? zero,
			),
		);
	return new Map(
		ordered.map((invoice) => [
			invoice.Id,
			{ owed: owed.get(invoice.Id) ?? zero, openCredit: creditOf(invoice) },
		]),
	);
}

function useUp(
	invoice: QuickBooksInvoice,
	payer: string,
	owed: Map<string, Decimal>,
	left: Map<string, Decimal>,
	homeCurrency: string,
): void {
	const key = keyOf(invoice, payer, homeCurrency);
	const [open, credit] = [owed.get(invoice.Id) ?? zero, left.get(key) ?? zero];
	const used = open.lt(credit) ? open : credit;
	owed.set(invoice.Id, open.minus(used));
	left.set(key, credit.minus(used));
}

function keyOf(invoice: QuickBooksInvoice, customerId: string, homeCurrency: string): string {
	return `${customerId} ${invoice.CurrencyRef?.value ?? homeCurrency}`;
}

/** The customers that one belongs to, the nearest first. */
function above(id: string, parents: ReadonlyMap<string, string | undefined>): string[] {
	const chain: string[] = [];
	for (
		let parent = parents.get(id);
		parent !== undefined && !chain.includes(parent);
		parent = parents.get(parent)
	)
		chain.push(parent);
	return chain;
}

function byDueDate(a: QuickBooksInvoice, b: QuickBooksInvoice): number {
	const [first, second] = [a, b].map(({ DueDate, TxnDate }) => DueDate ?? TxnDate ?? '') as [
		string,
		string,
	];
	if (first !== second) return first < second ? -1 : 1;
	return a.Id.length - b.Id.length || (a.Id < b.Id ? -1 : 1);
}
