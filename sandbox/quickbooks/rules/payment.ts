import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import { changeRecord } from '../context';
import { cents, decimal, sum } from '../money';
import type { Entry, Fields } from '../records';
import { applied, appliedBy, linksOf, updateBalances, type Link } from '../sale/open/balances';
import { currencyOf } from '../sale/currency';
import { home, reopen, undepositedFunds } from '../sale/open/openAmounts';
import type { Draft, Rules } from './rule';

const APPLICABLE = new Set(['Invoice', 'CreditMemo']);

/**
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
 */
export const paymentRules: Rules = {
	kept: ['CurrencyRef', 'ExchangeRate', 'DepositToAccountRef', 'PaymentMethodRef', 'PaymentRefNum'],
	complete(context, draft) {
		checkPayment(draft);
		const { fields } = draft;
		const customer = context.records.find(
			'Customer',
			(fields['CustomerRef'] as { value: string }).value,
		)?.fields;
		const TxnDate = fields['TxnDate'] ?? context.today;
		// Lines that the request does not send stay unchanged and are not checked again.
		const lines =
			draft.sent['Line'] === undefined
				? ((fields['Line'] ?? []) as Fields[])
				: (fields['Line'] as Fields[]).map((line) => paymentLine(context, line, draft));
		const unapplied = unappliedAmount(fields, lines);
		const result: Fields = {
			...fields,
			TxnDate,
			...currencyOf(context, { ...fields, TxnDate }, customer),
			DepositToAccountRef: fields['DepositToAccountRef'] ?? undepositedFunds(context),
			ProcessPayment: fields['ProcessPayment'] ?? false,
			TotalAmt: cents(decimal(fields['TotalAmt'])),
			UnappliedAmt: cents(unapplied),
			Line: lines,
		};
		const { HomeTotalAmt: inHome } = home(context, result, {});
		return inHome === undefined ? result : { ...result, HomeTotalAmt: inHome };
	},
	changed(context, before, after) {
		relink(context, before, after.fields, after.id);
		updateBalances(context, 'Payment', before, after.fields);
	},
	deleted(context, before) {
		relink(context, before.fields, undefined, before.id);
		updateBalances(context, 'Payment', before.fields, undefined);
	},
};

/** @throws Fault 2020, 2290 for a negative amount, 6540 if the payment is part of a deposit */
function checkPayment({ fields, before }: Draft): void {
	const missing = ['CustomerRef', 'TotalAmt'].filter((name) => fields[name] === undefined);
	if (missing.length > 0) throw faults.required(...missing);
	if (Number(fields['TotalAmt']) < 0)
		throw faults.of(
			'2290',
			`Amount can not be negative. Supplied value:${String(fields['TotalAmt'])}`,
			'TotalAmt',
		);
	if (linksOf(before).some((link) => link.TxnType === 'Deposit'))
		throw faults.of('6540', 'This payment is part of a deposit and cannot be changed.', '');
}

/** @throws Fault 6000 if more is applied to invoices than the payment and its credits */
function unappliedAmount(fields: Fields, lines: Fields[]): ReturnType<typeof decimal> {
	const amountTo = (type: string) =>
		sum(lines.filter((line) => target(line).TxnType === type).map((line) => line['Amount']));
	const unapplied = decimal(fields['TotalAmt'])
		.plus(amountTo('CreditMemo'))
		.minus(amountTo('Invoice'));
	if (unapplied.lt(0))
		throw faults.business(
			'The amount applied to invoices is more than the payment and its credits.',
		);
	return unapplied;
}

/** The transaction that a line of a payment pays. */
export function target(line: Fields): Link {
	return linksOf(line)[0] ?? { TxnId: '', TxnType: '' };
}

/** @throws Fault if the customer cannot pay the named transaction, or if less is open */
function paymentLine(context: RequestContext, line: Fields, { fields, before }: Draft): Fields {
	const link = target(line);
	if (line['Amount'] === undefined) throw faults.required('Amount');
	const found = paidTransaction(context, link, fields);
	const open = decimal(found.fields['Balance'] ?? 0).plus(before ? appliedBy(before, link) : 0);
	const amount = decimal(line['Amount']);
	if (amount.lt(0))
		throw faults.of(
			'2290',
			`Amount can not be negative. Supplied value:${amount.toFixed(2)}`,
			'Amount',
		);
	if (amount.gt(open))
		throw faults.business(
			`The amount applied to the transaction is more than its open balance of ${open.toFixed(2)}.`,
		);
	return {
		Amount: cents(amount),
		LinkedTxn: [{ TxnId: link.TxnId, TxnType: link.TxnType }],
		LineEx: lineEx(link, open.toFixed(2), found.fields['DocNumber']),
	};
}

/** @throws Fault 620 if it does not exist, 6000 if it belongs to another customer */
function paidTransaction(context: RequestContext, link: Link, fields: Fields): Entry {
	if (link.TxnId === '' || link.TxnType === '') throw faults.required('LinkedTxn');
	if (!APPLICABLE.has(link.TxnType))
		throw faults.of(
			'620',
			`Transaction cannot be linked : ${link.TxnType} ${link.TxnId}.`,
			'LinkedTxn',
		);
	const found = context.records.find(link.TxnType, link.TxnId);
	if (!found)
		throw faults.of(
			'620',
			`Transaction cannot be linked : ${link.TxnType} ${link.TxnId} was not found.`,
			'LinkedTxn',
		);
	const [payer, billed] = [fields, found.fields].map(
		(record) => (record['CustomerRef'] as { value: string } | undefined)?.value,
	);
	if (payer !== billed && !isBelow(context, billed, payer))
		throw faults.business(
			'The customer of the payment is not the customer of the transaction that it is applied to.',
		);
	return found;
}

/** A parent customer may pay for its sub-customers. */
function isBelow(
	context: RequestContext,
	id: string | undefined,
	ancestor: string | undefined,
): boolean {
	const parent =
		id === undefined
			? undefined
			: (context.records.find('Customer', id)?.fields['ParentRef'] as { value: string } | undefined)
					?.value;
	return parent !== undefined && (parent === ancestor || isBelow(context, parent, ancestor));
}

function lineEx(link: Link, open: string, number: unknown): Fields {
	const value = (name: string, text: string) => ({
		name: '{http://schema.intuit.com/finance/v3}NameValue',
		declaredType: 'com.intuit.schema.finance.v3.NameValue',
		scope: 'javax.xml.bind.JAXBElement$GlobalScope',
		value: { Name: name, Value: text },
		nil: false,
		globalScope: true,
		typeSubstituted: false,
	});
	return {
		any: [
			value('txnId', link.TxnId),
			value('txnOpenBalance', open),
			...(typeof number === 'string' ? [value('txnReferenceNumber', number)] : []),
		],
	};
}

/**
 * Updates the links of every transaction to which the payment is or was applied. The newest payment
 * comes first.
 */
function relink(
	context: RequestContext,
	before: Fields | undefined,
	after: Fields | undefined,
	paymentId: string,
): void {
	const targets = (payment: Fields | undefined) =>
		((payment?.['Line'] ?? []) as Fields[]).map(target);
	const all = new Map(
		[...targets(before), ...targets(after)].map((link) => [`${link.TxnType}:${link.TxnId}`, link]),
	);
	for (const link of all.values()) {
		const found = context.records.find(link.TxnType, link.TxnId);
		if (!found) continue;
		const linkedNow = targets(after).some(
			(other) => other.TxnId === link.TxnId && other.TxnType === link.TxnType,
		);
		const amounts = [before, after].map((payment) =>
			payment ? appliedBy(payment, link).toFixed(2) : '0',
		);
		const linkedBefore = linksOf(found.fields).some(
			(other) => other.TxnId === paymentId && other.TxnType === 'Payment',
		);
		if (linkedNow && linkedBefore && amounts[0] === amounts[1]) continue;
		const others = linksOf(found.fields).filter(
			(other) => !(other.TxnId === paymentId && other.TxnType === 'Payment'),
		);
		const allLinks = linkedBefore
			? linksOf(found.fields)
			: [{ TxnId: paymentId, TxnType: 'Payment' }, ...others];
		const links = linkedNow ? allLinks : others;
		const changed =
			link.TxnType === 'Invoice'
				? reopen(context, found, links)
				: reopenCredit(context, found, links);
		updateBalances(context, link.TxnType, found.fields, changed.fields);
	}
}

function reopenCredit(context: RequestContext, memo: Entry, links: Link[]): Entry {
	const rest = cents(
		decimal(memo.fields['TotalAmt']).minus(
			applied(context, { TxnId: memo.id, TxnType: 'CreditMemo' }, { LinkedTxn: links }),
		),
	);
	return changeRecord(
		context,
		'CreditMemo',
		memo,
		{ LinkedTxn: links, Balance: rest, RemainingCredit: rest },
		'raised',
	);
}
