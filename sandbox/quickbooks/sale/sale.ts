import type { RequestContext } from '../context';
import { Fault, faults } from '../faults/fault';
import { cents, decimal } from '../money';
import type { Entry, Fields } from '../records';
import { withAddressIds } from '../rules/addresses';
import type { Draft, Rules } from '../rules/rule';
import { applied, linksOf, updateBalances, type Link } from './open/balances';
import { currencyOf } from './currency';
import { dueDate } from './due';
import { docNumber } from './numbers';
import { home, undepositedFunds } from './open/openAmounts';
import { completeFormDetails } from './formDetails';
import { priceSale } from './price';
import { linkEstimates, releasePayments, trimPayments } from './open/links';

/** The differences between the four kinds of sale. */
interface Shape {
	needs: string[];
	due: boolean;
	open: (total: number, draft: Draft, context: RequestContext) => Fields;
}

const shapes: Record<string, Shape> = {
	Invoice: { needs: ['CustomerRef', 'Line'], due: true, open: openInvoice },
	Estimate: {
		needs: ['CustomerRef', 'Line'],
		due: false,
		open: (_total, { fields }) => ({ TxnStatus: fields['TxnStatus'] ?? 'Pending' }),
	},
	CreditMemo: { needs: ['CustomerRef', 'Line'], due: false, open: openCredit },
	SalesReceipt: {
		needs: ['Line'],
		due: false,
		open: (_total, { fields }, context) => ({
			Balance: 0,
			DepositToAccountRef: fields['DepositToAccountRef'] ?? undepositedFunds(context),
		}),
	},
};

/**
 * The rules of invoices, estimates, credit memos and receipts: lines, discount, tax, total and open
 * amount.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export function saleRules(name: 'Invoice' | 'Estimate' | 'CreditMemo' | 'SalesReceipt'): Rules {
	const shape = shapes[name] as Shape;
	return {
		kept,
		complete: (context, draft) => completeSale(context, draft, shape),
		changed(context, before, after) {
			if (name === 'Invoice') linkEstimates(context, before, after);
			const trimmed = name === 'Invoice' ? trimPayments(context, after) : after;
			updateBalances(context, name, before, trimmed.fields);
		},
		deleted: (context, before) => deleteSale(context, name, before),
	};
}

function completeSale(context: RequestContext, draft: Draft, shape: Shape): Fields {
	requireFields(context, shape, draft);
	refuseOtherCustomer(draft);
	const customer = customerOf(context, draft.fields);
	const TxnDate = String(draft.fields['TxnDate'] ?? context.today);
	refuseClosedBooks(context, TxnDate);
	refuseDepositAccount(context, draft.fields);
	const terms = shape.due ? termsOf(context, draft, customer) : {};
	const dated: Fields = { ...draft.fields, TxnDate, ...terms };
	Object.assign(dated, currencyOf(context, dated, customer));
	const details = completeFormDetails(context, { ...draft, fields: dated }, customer);
	const addressed = withAddressIds(
		context,
		{ ...dated, ...details },
		draft.before,
		['BillAddr', 'ShipAddr', 'ShipFromAddr'],
		'new',
	);
	const result: Fields = {
		...priceSale(context, draft, addressed, customer),
		...(shape.due && { DueDate: due(context, { ...draft, fields: dated }, TxnDate) }),
	};
	const { name } = draft.entity;
	const total = Number(result['TotalAmt']);
	if ((name === 'Invoice' || name === 'SalesReceipt') && total < 0)
		throw faults.business('The transaction amount must be 0 or greater.');
	const open = shape.open(total, { ...draft, fields: result }, context);
	return { ...result, ...home(context, result, open), DocNumber: docNumber(context, draft) };
}

/** @throws Fault 6480 if a credit memo is applied, 6000 if an invoice has payments that must stay */
function deleteSale(context: RequestContext, name: string, before: Entry): void {
	if (name === 'Invoice') {
		releasePayments(context, before, context.switches.deletePaidInvoice === 'refuse');
		const fields = { ...before.fields, LinkedTxn: [] };
		linkEstimates(context, before.fields, { ...before, fields });
	}
	const isApplied = linksOf(before.fields).some((link) => link.TxnType === 'Payment');
	if (name === 'CreditMemo' && isApplied)
		throw faults.of('6480', 'The credit memo is applied to an invoice.', '');
	updateBalances(context, name, context.records.find(name, before.id)?.fields, undefined);
}

const kept = [
	'DocNumber',
	'CurrencyRef',
	'ExchangeRate',
	'PrintStatus',
	'EmailStatus',
	'CustomField',
	'TxnStatus',
	'DepositToAccountRef',
	'AllowIPNPayment',
	'AllowOnlinePayment',
	'AllowOnlineCreditCardPayment',
	'AllowOnlineACHPayment',
];

/** @throws Fault 2020 that names all missing fields, or 2250 without lines (`emptyLines`) */
function requireFields(context: RequestContext, shape: Shape, { fields }: Draft): void {
	const missing = shape.needs.filter((name) => fields[name] === undefined);
	if (missing.length > 0) throw faults.required(...missing);
	const lines = (fields['Line'] as Fields[]).filter(
		(line) => line['DetailType'] !== 'SubTotalLineDetail',
	);
	if (lines.length > 0) return;
	throw context.switches.emptyLines === '2250'
		? faults.of('2250', 'At least one line is required.', 'Line')
		: faults.required('Line');
}

/** @throws Fault 6000 if the customer of a paid sale changes */
function refuseOtherCustomer({ fields, before }: Draft): void {
	const [old, now] = [before, fields].map(
		(sale) => (sale?.['CustomerRef'] as { value: string } | undefined)?.value,
	);
	const paid = linksOf(before).some((link) => link.TxnType === 'Payment');
	if (before && paid && old !== now)
		throw faults.business(
			'You cannot change the customer of a transaction that has payments applied to it.',
		);
}

function customerOf(context: RequestContext, fields: Fields): Fields | undefined {
	const id = (fields['CustomerRef'] as { value: string } | undefined)?.value;
	return id === undefined ? undefined : context.records.find('Customer', id)?.fields;
}

function refuseClosedBooks(context: RequestContext, day: string): void {
	const closed = context.company.settings.bookCloseDate;
	if (!closed || day > closed) return;
	if (context.switches.closedBooksCode === '5010')
		throw new Fault([
			{
				Message: 'Account Period Closed',
				Detail: 'The account period has closed. {1}',
				code: '5010',
				element: '',
			},
		]);
	throw faults.of(
		'6200',
		`The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes. Closing date ${closed}`,
		'',
	);
}

const DEPOSITED = new Set(['Bank', 'Other Current Asset']);

/** @throws Fault 6430 if the account cannot receive deposits (`depositAccountType`) */
function refuseDepositAccount(context: RequestContext, fields: Fields): void {
	const id = (fields['DepositToAccountRef'] as { value: string } | undefined)?.value;
	const type =
		id === undefined ? undefined : context.records.find('Account', id)?.fields['AccountType'];
	if (
		type !== undefined &&
		!DEPOSITED.has(String(type)) &&
		context.switches.depositAccountType === 'refuse'
	)
		throw faults.of(
			'6430',
			`The account type ${String(type)} cannot be used for a deposit.`,
			'DepositToAccountRef',
		);
}

function due(context: RequestContext, { sent, fields, before }: Draft, txnDate: string): string {
	const term = (value: unknown) => (value as { value?: string } | undefined)?.value;
	const newTerm =
		sent['SalesTermRef'] !== undefined &&
		term(sent['SalesTermRef']) !== term(before?.['SalesTermRef']) &&
		sent['DueDate'] === undefined;
	return typeof fields['DueDate'] === 'string' && !newTerm
		? fields['DueDate']
		: dueDate(context, fields, txnDate);
}

/** The term that a new invoice copies from its customer (`customerTerms`). */
function termsOf(
	{ switches }: RequestContext,
	{ sent, before }: Draft,
	customer: Fields | undefined,
): Fields {
	const isOpen =
		before === undefined && sent['SalesTermRef'] === undefined && sent['DueDate'] === undefined;
	const own = customer?.['SalesTermRef'];
	return isOpen && own !== undefined && switches.customerTerms === 'applied'
		? { SalesTermRef: own }
		: {};
}

/** The balance and links of an invoice. Payments stay linked; the request links estimates. */
function openInvoice(
	total: number,
	{ sent, fields, before }: Draft,
	context: RequestContext,
): Fields {
	const payments = linksOf(before).filter((link) => link.TxnType === 'Payment');
	const others = linksOf(sent['LinkedTxn'] === undefined ? before : sent)
		.filter((link) => link.TxnType !== 'Payment')
		.map(({ TxnId, TxnType }): Link => ({ TxnId, TxnType }));
	const LinkedTxn = [...payments, ...others];
	const paid = before
		? applied(context, { TxnId: before.Id, TxnType: 'Invoice' }, { LinkedTxn })
		: decimal(0);
	return {
		LinkedTxn,
		Balance: cents(
			decimal(total)
				.minus(decimal(fields['Deposit'] ?? 0))
				.minus(paid),
		),
	};
}

function openCredit(total: number, { before }: Draft, context: RequestContext): Fields {
	const used = before
		? applied(context, { TxnId: before.Id, TxnType: 'CreditMemo' }, before)
		: decimal(0);
	const rest = cents(decimal(total).minus(used));
	return {
		Balance: rest,
		RemainingCredit: rest,
		...(before?.['LinkedTxn'] !== undefined && { LinkedTxn: before['LinkedTxn'] }),
	};
}
