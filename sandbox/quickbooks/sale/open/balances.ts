import type Big from 'big.js';
import { changeRecord, type RequestContext } from '../../context';
import { cents, decimal } from '../../money';
import type { Entry, Fields } from '../../records';
import { moveStock } from './stock';

/** How much a transaction adds to the balance of its customer. */
const owed: Record<string, (fields: Fields) => Big> = {
	Invoice: (fields) => decimal(fields['Balance'] ?? 0),
	Payment: (fields) => decimal(fields['UnappliedAmt'] ?? 0).times(-1),
	CreditMemo: (fields) => decimal(fields['RemainingCredit'] ?? 0).times(-1),
};

function customerOf(fields: Fields | undefined): string | undefined {
	return (fields?.['CustomerRef'] as { value: string } | undefined)?.value;
}

/**
 * Updates the stock, and the balances of the customers and of their parent customers. All SyncTokens
 * stay.
 */
export function updateBalances(
	context: RequestContext,
	entityName: string,
	before: Fields | undefined,
	after: Fields | undefined,
): void {
	moveStock(context, entityName, before, after);
	const amount = (fields: Fields | undefined) =>
		fields ? (owed[entityName]?.(fields) ?? decimal(0)) : decimal(0);
	const moves = new Map<string, Big>();
	const add = (id: string | undefined, change: Big) =>
		id !== undefined && moves.set(id, (moves.get(id) ?? decimal(0)).plus(change));
	add(customerOf(before), amount(before).times(-1));
	add(customerOf(after), amount(after));
	for (const [id, change] of moves) if (!change.eq(0)) move(context, id, change);
}

function move(context: RequestContext, id: string, change: Big): void {
	const plus = (value: unknown) => cents(decimal(value ?? 0).plus(change));
	let customer = context.records.find('Customer', id);
	if (!customer) return;
	changeRecord(
		context,
		'Customer',
		customer,
		{
			Balance: plus(customer.fields['Balance']),
			BalanceWithJobs: plus(customer.fields['BalanceWithJobs']),
		},
		'kept',
	);
	for (let above = parentOf(customer); above !== undefined; above = parentOf(customer)) {
		customer = context.records.find('Customer', above);
		if (!customer) return;
		changeRecord(
			context,
			'Customer',
			customer,
			{ BalanceWithJobs: plus(customer.fields['BalanceWithJobs']) },
			'kept',
		);
	}
}

function parentOf(customer: Entry): string | undefined {
	return (customer.fields['ParentRef'] as { value: string } | undefined)?.value;
}

export interface Link {
	TxnId: string;
	TxnType: string;
}

export function linksOf(fields: Fields | undefined): Link[] {
	return ((fields?.['LinkedTxn'] ?? []) as Link[]).filter((link) => typeof link.TxnId === 'string');
}

/** The part of a payment that is applied to one transaction. */
export function appliedBy(payment: Fields, target: Link): Big {
	const lines = (payment['Line'] ?? []) as Fields[];
	return lines
		.filter((line) =>
			linksOf(line).some((link) => link.TxnId === target.TxnId && link.TxnType === target.TxnType),
		)
		.reduce((total, line) => total.plus(decimal(line['Amount'])), decimal(0));
}

/** The amount that payments applied to an invoice or used of a credit memo. */
export function applied(context: RequestContext, target: Link, fields: Fields | undefined): Big {
	return linksOf(fields)
		.filter((link) => link.TxnType === 'Payment')
		.reduce(
			(total, link) =>
				total.plus(appliedBy(context.records.find('Payment', link.TxnId)?.fields ?? {}, target)),
			decimal(0),
		);
}
