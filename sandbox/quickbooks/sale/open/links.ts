import { changeRecord, type RequestContext } from '../../context';
import { faults } from '../../faults/fault';
import { cents, decimal } from '../../money';
import type { Entry, Fields } from '../../records';
import { appliedBy, linksOf, updateBalances, type Link } from './balances';
import { home, reopen } from './openAmounts';

/**
 * Closes the estimates that an invoice names, and makes them pending again when the link is removed.
 * Their SyncTokens stay.
 */
export function linkEstimates(
	context: RequestContext,
	before: Fields | undefined,
	invoice: Entry,
): void {
	const [old, now] = [estimatesOf(before), estimatesOf(invoice.fields)];
	for (const id of now.filter((candidate) => !old.includes(candidate)))
		closeEstimate(context, id, invoice.id);
	for (const id of old.filter((candidate) => !now.includes(candidate))) {
		const estimate = context.records.find('Estimate', id);
		const changes = { TxnStatus: 'Pending', LinkedTxn: undefined };
		if (estimate) changeRecord(context, 'Estimate', estimate, changes, 'kept');
	}
}

function estimatesOf(fields: Fields | undefined): string[] {
	return linksOf(fields)
		.filter((link) => link.TxnType === 'Estimate')
		.map((link) => link.TxnId);
}

/** @throws Fault 620 if the estimate does not exist or has a link already */
function closeEstimate(context: RequestContext, id: string, invoiceId: string): void {
	const refuse = (reason: string) =>
		faults.of('620', `Transaction cannot be linked : the estimate ${id} ${reason}`, 'LinkedTxn');
	const estimate = context.records.find('Estimate', id);
	if (!estimate) throw refuse('was not found.');
	if (linksOf(estimate.fields).length > 0) throw refuse('is already linked.');
	const LinkedTxn = [{ TxnId: invoiceId, TxnType: 'Invoice' }];
	changeRecord(context, 'Estimate', estimate, { TxnStatus: 'Closed', LinkedTxn }, 'kept');
}

/**
 * If an invoice is now smaller than its paid amount, the difference becomes unapplied in its payments,
 * starting with the newest.
 */
export function trimPayments(context: RequestContext, invoice: Entry): Entry {
	let excess = decimal(invoice.fields['Balance']).times(-1);
	if (excess.lte(0)) return invoice;
	const self: Link = { TxnId: invoice.id, TxnType: 'Invoice' };
	let left = invoice;
	for (const link of linksOf(invoice.fields).filter(
		(candidate) => candidate.TxnType === 'Payment',
	)) {
		const payment = context.records.find('Payment', link.TxnId);
		if (!payment || excess.lte(0)) continue;
		const had = appliedBy(payment.fields, self);
		const given = had.lt(excess) ? had : excess;
		release(context, payment, self, had.minus(given).toNumber());
		excess = excess.minus(given);
		const links = had.eq(given)
			? linksOf(left.fields).filter((other) => other.TxnId !== payment.id)
			: linksOf(left.fields);
		left = { ...left, fields: { ...left.fields, LinkedTxn: links } };
	}
	return changeRecord(context, 'Invoice', left, home(context, left.fields, { Balance: 0 }), 'kept');
}

/** Unapplies all payments of an invoice. @throws Fault 6000 if that is refused */
export function releasePayments(context: RequestContext, invoice: Entry, refused: boolean): Entry {
	const links = linksOf(invoice.fields);
	const payments = links.filter((link) => link.TxnType === 'Payment');
	if (payments.length === 0) return invoice;
	if (refused)
		throw faults.business(
			'This transaction is linked to others. Remove the payments that are applied to it first.',
		);
	for (const link of payments) {
		const payment = context.records.find('Payment', link.TxnId);
		if (payment) release(context, payment, { TxnId: invoice.id, TxnType: 'Invoice' }, 0);
	}
	const freed = reopen(
		context,
		invoice,
		links.filter((link) => link.TxnType !== 'Payment'),
	);
	updateBalances(context, 'Invoice', invoice.fields, freed.fields);
	return freed;
}

/** Keeps `remaining` of a payment applied to the target, and unapplies the rest. */
function release(context: RequestContext, payment: Entry, target: Link, remaining: number): void {
	const isTarget = (line: Fields) =>
		linksOf(line).some((link) => link.TxnId === target.TxnId && link.TxnType === target.TxnType);
	const lines = ((payment.fields['Line'] ?? []) as Fields[]).flatMap((line) => {
		if (!isTarget(line)) return [line];
		return remaining > 0 ? [{ ...line, Amount: remaining }] : [];
	});
	const freed = appliedBy(payment.fields, target).minus(remaining);
	const UnappliedAmt = cents(decimal(payment.fields['UnappliedAmt'] ?? 0).plus(freed));
	const after = changeRecord(context, 'Payment', payment, { Line: lines, UnappliedAmt }, 'raised');
	updateBalances(context, 'Payment', payment.fields, after.fields);
}
