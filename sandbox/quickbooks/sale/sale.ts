import type { RequestContext } from '../context';
import { Fault, faults } from '../faults/fault';
import { cents, decimal } from '../money';
import type { Fields } from '../records';
import { withAddressIds } from '../rules/addresses';
import type { Draft, Rules } from '../rules/rule';
import { applied, linksOf, updateBalances, type Link } from './balances';
import { currencyOf } from './currency';
import { dueDate } from './due';
import { completeDiscount, completeLines, pricedLines, subtotalOf } from './lines';
import { docNumber } from './numbers';
import { home, undepositedFunds } from './open';
import { completeFormDetails } from './formDetails';
import { codedTax, netOfTax, usTax } from './tax';
import { linkEstimates, releasePayments, trimPayments } from './links';

/** What the four kinds of sale differ in. */
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
 * Invoices, estimates, credit memos and receipts: lines, discount, tax, total and what is still
 * open.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export function saleRules(name: 'Invoice' | 'Estimate' | 'CreditMemo' | 'SalesReceipt'): Rules {
	const shape = shapes[name] as Shape;
	return {
		kept,
		complete(context, draft) {
			requireFields(context, shape, draft);
			refuseOtherCustomer(draft);
			const customer = customerOf(context, draft.fields);
			const txnDate = String(draft.fields['TxnDate'] ?? context.today);
			refuseClosedBooks(context, txnDate);
			refuseDepositAccount(context, draft.fields);
			const dated: Fields = {
				...draft.fields,
				TxnDate: txnDate,
				...(shape.due && termsOf(context, draft, customer)),
			};
			Object.assign(dated, currencyOf(context, dated, customer));
			const paper = completeFormDetails(context, { ...draft, fields: dated }, customer);
			const addressed = withAddressIds(
				context,
				{ ...dated, ...paper },
				draft.before,
				['BillAddr', 'ShipAddr', 'ShipFromAddr'],
				'new',
			);
			const priced = price(context, draft, addressed, customer);
			const result: Fields = {
				...priced,
				...(shape.due && { DueDate: due(context, { ...draft, fields: dated }, txnDate) }),
			};
			if ((name === 'Invoice' || name === 'SalesReceipt') && Number(result['TotalAmt']) < 0)
				throw faults.business('The transaction amount must be 0 or greater.');
			const open = home(
				context,
				result,
				shape.open(Number(result['TotalAmt']), { ...draft, fields: result }, context),
			);
			return { ...result, ...open, DocNumber: docNumber(context, draft) };
		},
		changed(context, before, after) {
			if (name === 'Invoice') linkEstimates(context, before, after);
			const trimmed = name === 'Invoice' ? trimPayments(context, after) : after;
			updateBalances(context, name, before, trimmed.fields);
		},
		deleted(context, before) {
			if (name === 'Invoice')
				releasePayments(context, before, context.switches.deletePaidInvoice === 'refuse');
			if (name === 'Invoice')
				linkEstimates(context, before.fields, {
					...before,
					fields: { ...before.fields, LinkedTxn: [] },
				});
			if (
				name === 'CreditMemo' &&
				linksOf(before.fields).some((link) => link.TxnType === 'Payment')
			)
				throw faults.of('6480', 'The credit memo is applied to an invoice.', '');
			updateBalances(context, name, context.records.find(name, before.id)?.fields, undefined);
		},
	};
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

/** @throws Fault 2020 naming all that is missing, or 2250 for no lines (`emptyLines`) */
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

/** @throws Fault 6000 when what one customer has paid would become another's */
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

/** @throws Fault 6430 for an account that takes no deposits (`depositAccountType`) */
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

/** Lines, subtotal line, discounts, tax and total. */
function price(
	context: RequestContext,
	draft: Draft,
	fields: Fields,
	customer: Fields | undefined,
): Fields {
	const us = context.company.profile.country === 'US';
	const priced: Fields = us
		? {
				...fields,
				ApplyTaxAfterDiscount: fields['ApplyTaxAfterDiscount'] ?? false,
				GlobalTaxCalculation: undefined,
			}
		: {
				...fields,
				GlobalTaxCalculation: fields['GlobalTaxCalculation'] ?? 'TaxExcluded',
				ApplyTaxAfterDiscount: undefined,
			};
	const { goods, discounts } = completeLines(
		context,
		fields['Line'] as Fields[],
		draft.before?.['Line'] as Fields[] | undefined,
		String(fields['TxnDate']),
	);
	const whole = unitOf(priced);
	if (whole && draft.sent['Line'] && context.switches.wholeUnits === 'refused') refuseParts(goods);
	if (!us) netOfTax(context, goods, priced);
	for (const line of pricedLines(goods)) line['Amount'] = inUnits(context, line['Amount'], whole);
	const subtotal = subtotalOf(goods);
	const discountLines = discounts.map((line) => completeDiscount(context, line, subtotal));
	const discount = discountLines.reduce(
		(total, line) => total.plus(decimal(line['Amount'])),
		decimal(0),
	);
	const question = { fields: priced, sent: sentTax(draft), goods, subtotal, discount, customer };
	const computed = us ? usTax(context, question) : codedTax(context, question);
	const tax = { ...computed, TotalTax: inUnits(context, computed['TotalTax'], whole) };
	const total = cents(subtotal.minus(discount).plus(decimal(tax['TotalTax'])));
	if (total < 0) throw faults.business('Transaction amount must be 0 or greater.');
	const subtotalLine = {
		Amount: cents(subtotal),
		DetailType: 'SubTotalLineDetail',
		SubTotalLineDetail: {},
	};
	return {
		...priced,
		Line: [...linked(goods, fields), subtotalLine, ...discountLines],
		TxnTaxDetail: tax,
		TotalAmt: total,
	};
}

const WHOLE_UNITS = new Set(['JPY', 'KRW']);

function unitOf(fields: Fields): boolean {
	return WHOLE_UNITS.has((fields['CurrencyRef'] as { value: string } | undefined)?.value ?? '');
}

/** An amount in a currency that has no smaller unit (`wholeUnits`). */
function inUnits(context: RequestContext, amount: unknown, whole: boolean): number {
	return whole && context.switches.wholeUnits === 'rounded'
		? Number(decimal(amount).round(0))
		: cents(decimal(amount));
}

/** @throws Fault 6000 for an amount that is sent with parts of a unit */
function refuseParts(goods: Fields[]): void {
	const amounts = pricedLines(goods).flatMap((line) => [
		line['Amount'],
		(line['SalesItemLineDetail'] as Fields)['TaxInclusiveAmt'] ?? 0,
	]);
	if (amounts.some((amount) => !Number.isInteger(Number(amount))))
		throw faults.business('The amount has more decimal places than its currency.');
}

/**
 * The tax of a change that does not concern it stays; otherwise only what is sent counts, and null
 * means "compute".
 */
function sentTax({ sent, fields, before }: Draft): Fields | undefined {
	if (sent['TxnTaxDetail'] !== undefined)
		return (sent['TxnTaxDetail'] ?? undefined) as Fields | undefined;
	const untouched =
		before &&
		[
			'Line',
			'CustomerRef',
			'ShipAddr',
			'BillAddr',
			'ApplyTaxAfterDiscount',
			'GlobalTaxCalculation',
		].every((name) => sent[name] === undefined);
	return untouched ? (fields['TxnTaxDetail'] as Fields | undefined) : undefined;
}

/** Lines repeat the link to the estimate they come from. */
function linked(goods: Fields[], fields: Fields): Fields[] {
	const estimate = linksOf(fields).find((link) => link.TxnType === 'Estimate');
	return goods.map(({ LinkedTxn: _old, ...line }) =>
		estimate ? { ...line, LinkedTxn: [{ TxnId: estimate.TxnId, TxnType: 'Estimate' }] } : line,
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

/** What a new invoice takes from its customer (`customerTerms`). */
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

/** Payments count as they are; an estimate is linked by whoever writes the invoice. */
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
