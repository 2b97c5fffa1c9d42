import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import { changeRecord } from '../context';
import { cents, decimal, sum } from '../money';
import type { Entry, Fields } from '../records';
import { applied, appliedBy, linksOf, updateBalances, type Link } from '../sale/balances';
import { currencyOf } from '../sale/currency';
import { home, reopen, undepositedFunds } from '../sale/open';
import type { Draft, Rules } from './rule';

const APPLICABLE = new Set(['Invoice', 'CreditMemo']);

/**
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
 */
export const paymentRules: Rules = {
	kept: ['CurrencyRef', 'ExchangeRate', 'DepositToAccountRef', 'PaymentMethodRef', 'PaymentRefNum'],
	complete(context, draft) {
		const { fields, before } = draft;
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
		const customer = context.records.find(
			'Customer',
			(fields['CustomerRef'] as { value: string }).value,
		)?.fields;
		const TxnDate = fields['TxnDate'] ?? context.today;
		// Lines that nobody sent stay as they are, and are not judged again.
		const lines =
			draft.sent['Line'] === undefined
				? ((fields['Line'] ?? []) as Fields[])
				: (fields['Line'] as Fields[]).map((line) => paymentLine(context, line, draft));
		const toInvoices = sum(
			lines.filter((line) => target(line).TxnType === 'Invoice').map((line) => line['Amount']),
		);
		const credits = sum(
			lines.filter((line) => target(line).TxnType === 'CreditMemo').map((line) => line['Amount']),
		);
		const unapplied = decimal(fields['TotalAmt']).plus(credits).minus(toInvoices);
		if (unapplied.lt(0))
			throw faults.business(
				'The amount applied to invoices is more than the payment and its credits.',
			);
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

export function target(line: Fields): Link {
	return linksOf(line)[0] ?? { TxnId: '', TxnType: '' };
}

/** @throws Fault when the line names nothing that this customer could pay, or more than is open */
function paymentLine(context: RequestContext, line: Fields, { fields, before }: Draft): Fields {
	const link = target(line);
	if (line['Amount'] === undefined) throw faults.required('Amount');
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
 * Tells every transaction that the payment is, or was, applied to: the newest payment comes first
 * among its links.
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
		const links = !linkedNow
			? others
			: linkedBefore
				? linksOf(found.fields)
				: [{ TxnId: paymentId, TxnType: 'Payment' }, ...others];
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
