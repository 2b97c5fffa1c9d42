import { changeRecord, type RequestContext } from '../context';
import { faults } from '../faults/fault';
import { cents, decimal } from '../money';
import type { Entry, Fields } from '../records';
import { appliedBy, linksOf, updateBalances, type Link } from './balances';
import { home, reopen } from './open';

/**
 * An estimate that an invoice names is closed by it, and pending again when the link goes; its
 * SyncToken stays.
 */
export function linkEstimates(
	context: RequestContext,
	before: Fields | undefined,
	invoice: Entry,
): void {
	const estimates = (fields: Fields | undefined) =>
		linksOf(fields)
			.filter((link) => link.TxnType === 'Estimate')
			.map((link) => link.TxnId);
	const [old, now] = [estimates(before), estimates(invoice.fields)];
	for (const id of now.filter((candidate) => !old.includes(candidate))) {
		const estimate = context.records.find('Estimate', id);
		if (!estimate)
			throw faults.of(
				'620',
				`Transaction cannot be linked : the estimate ${id} was not found.`,
				'LinkedTxn',
			);
		if (linksOf(estimate.fields).length > 0)
			throw faults.of(
				'620',
				`Transaction cannot be linked : the estimate ${id} is already linked.`,
				'LinkedTxn',
			);
		changeRecord(
			context,
			'Estimate',
			estimate,
			{ TxnStatus: 'Closed', LinkedTxn: [{ TxnId: invoice.id, TxnType: 'Invoice' }] },
			'kept',
		);
	}
	for (const id of old.filter((candidate) => !now.includes(candidate))) {
		const estimate = context.records.find('Estimate', id);
		if (estimate)
			changeRecord(
				context,
				'Estimate',
				estimate,
				{ TxnStatus: 'Pending', LinkedTxn: undefined },
				'kept',
			);
	}
}

/**
 * An invoice that has become smaller than what was paid gives the rest back to its payments, the
 * newest first.
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

/** Frees all payments of an invoice that is about to go. @throws Fault 6000 when that is refused */
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

/** Leaves `remaining` of a payment on the target, and the rest unapplied. */
function release(context: RequestContext, payment: Entry, target: Link, remaining: number): void {
	const isTarget = (line: Fields) =>
		linksOf(line).some((link) => link.TxnId === target.TxnId && link.TxnType === target.TxnType);
	const lines = ((payment.fields['Line'] ?? []) as Fields[]).flatMap((line) =>
		!isTarget(line) ? [line] : remaining > 0 ? [{ ...line, Amount: remaining }] : [],
	);
	const freed = appliedBy(payment.fields, target).minus(remaining);
	const UnappliedAmt = cents(decimal(payment.fields['UnappliedAmt'] ?? 0).plus(freed));
	const after = changeRecord(context, 'Payment', payment, { Line: lines, UnappliedAmt }, 'raised');
	updateBalances(context, 'Payment', payment.fields, after.fields);
}
