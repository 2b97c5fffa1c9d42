import { noteEvent, changeRecord, wholeSecond, type RequestContext } from '../context';
import { faults } from '../faults/fault';
import { cents, decimal, sum } from '../money';
import type { Entry, Fields } from '../records';
import { paymentRules, target } from '../rules/payment';
import { rulesOf } from '../rules/rules';
import { linksOf, updateBalances } from '../sale/open/balances';
import { releasePayments } from '../sale/open/links';
import { home } from '../sale/open/openAmounts';
import type { Entity } from '../schema/entity';
import { may } from '../schema/entities';
import { isVoided } from '../sale/open/voided';
import { current } from './write';

/**
 * Deletes a transaction or an attachment. Other lists only have `Active: false`.
 * @returns the record in the form of the reply
 * @throws Fault
 */
export function remove(
	context: RequestContext,
	entity: Entity,
	raw: Record<string, unknown>,
): Fields {
	if (!may(entity, 'delete')) throw faults.unsupported(`delete of ${entity.name}`);
	const before = withoutPayments(
		context,
		entity,
		current(context, entity, raw, entity.kind === 'transaction'),
	);
	rulesOf(entity.name).deleted?.(context, before);
	context.records.remove(entity.name, before.id, wholeSecond(context.now));
	noteEvent(context, entity.name, before.id, 'Delete');
	return { domain: 'QBO', status: 'Deleted', Id: before.id };
}

/**
 * Voids a transaction. All amounts become zero and the note shows the void; number and dates stay.
 * @throws Fault
 */
export function voidTransaction(
	context: RequestContext,
	entity: Entity,
	raw: Record<string, unknown>,
): Entry {
	if (!may(entity, 'void')) throw faults.unsupported(`void of ${entity.name}`);
	const before = withoutPayments(context, entity, current(context, entity, raw));
	if (isVoided(before.fields)) return before;
	if (entity.name === 'Payment') return voidPayment(context, before);
	const paid = linksOf(before.fields).some((link) => link.TxnType === 'Payment');
	const released =
		entity.name === 'Invoice' && paid
			? releasePayments(context, before, context.switches.voidPaidInvoice === 'refuse')
			: before;
	const zero = {
		TotalAmt: 0,
		...home(
			context,
			{ ...released.fields, TotalAmt: 0 },
			'Balance' in released.fields ? { Balance: 0 } : {},
		),
	};
	const lines = ((released.fields['Line'] ?? []) as Fields[]).map(emptied);
	const kept = { ...released, fields: { ...released.fields, SyncToken: before.fields.SyncToken } };
	const changes = {
		...zero,
		Line: lines,
		TxnTaxDetail: { TotalTax: 0 },
		PrivateNote: note(context, released.fields),
		...('RemainingCredit' in released.fields && { RemainingCredit: 0 }),
		...('Deposit' in released.fields && { Deposit: 0 }),
	};
	const after = changeRecord(context, entity.name, kept, changes, 'raised');
	updateBalances(context, entity.name, released.fields, after.fields);
	reportVoid(context, entity.name, after.id);
	return after;
}

/**
 * Removes a credit memo from the payments that applied it. These payments then pay only their own
 * amount. @throws Fault 6480
 */
function withoutPayments(context: RequestContext, entity: Entity, memo: Entry): Entry {
	const payments =
		entity.name === 'CreditMemo'
			? linksOf(memo.fields).filter((link) => link.TxnType === 'Payment')
			: [];
	if (payments.length > 0 && context.switches.removeAppliedCredit === 'refuse')
		throw faults.of('6480', 'The credit memo is applied to an invoice.', '');
	for (const { TxnId } of payments) {
		const payment = context.records.find('Payment', TxnId);
		if (!payment) continue;
		const after = changeRecord(
			context,
			'Payment',
			payment,
			{ Line: linesWithoutCredit(payment.fields, memo.id) },
			'raised',
		);
		paymentRules.changed?.(context, payment.fields, after);
	}
	return context.records.find('CreditMemo', memo.id) ?? memo;
}

function linesWithoutCredit(payment: Fields, memoId: string): Fields[] {
	const lines = ((payment['Line'] ?? []) as Fields[]).filter(
		(line) => target(line).TxnId !== memoId || target(line).TxnType !== 'CreditMemo',
	);
	const credits = sum(
		lines.filter((line) => target(line).TxnType === 'CreditMemo').map((line) => line['Amount']),
	);
	let left = decimal(payment['TotalAmt']).plus(credits);
	return lines.flatMap((line) => {
		if (target(line).TxnType !== 'Invoice') return [line];
		const amount = decimal(line['Amount']).gt(left) ? left : decimal(line['Amount']);
		left = left.minus(amount);
		return amount.gt(0) ? [{ ...line, Amount: cents(amount) }] : [];
	});
}

function voidPayment(context: RequestContext, before: Entry): Entry {
	if (linksOf(before.fields).some((link) => link.TxnType === 'Deposit'))
		throw faults.of('6540', 'This payment is part of a deposit and cannot be changed.', '');
	const after = changeRecord(
		context,
		'Payment',
		before,
		{
			TotalAmt: 0,
			UnappliedAmt: 0,
			Line: [],
			PrivateNote: note(context, before.fields),
			...home(context, { TotalAmt: 0 }, {}),
		},
		'raised',
	);
	paymentRules.changed?.(context, before.fields, after);
	reportVoid(context, 'Payment', after.id);
	return after;
}

/** The note of the void comes before the existing note. */
function note({ switches: { voidNote } }: RequestContext, { PrivateNote: memo }: Fields): string {
	return typeof memo === 'string' ? `${voidNote} - ${memo}`.slice(0, 4000) : voidNote;
}

function emptied(line: Fields): Fields {
	const detail = line['SalesItemLineDetail'] as Fields | undefined;
	const group = line['GroupLineDetail'] as Fields | undefined;
	return {
		...line,
		...('Amount' in line && { Amount: 0 }),
		...(detail && {
			SalesItemLineDetail: {
				...detail,
				...('UnitPrice' in detail && { UnitPrice: 0 }),
				...('TaxInclusiveAmt' in detail && { TaxInclusiveAmt: 0 }),
			},
		}),
		...(group && {
			GroupLineDetail: { ...group, Line: ((group['Line'] ?? []) as Fields[]).map(emptied) },
		}),
	};
}

/** A void has one event, which replaces the event of the update. */
function reportVoid(context: RequestContext, entityName: string, id: string): void {
	context.events = context.events.filter(
		(event) => !(event.entity === entityName && event.id === id && event.operation === 'Update'),
	);
	noteEvent(context, entityName, id, 'Void');
}
