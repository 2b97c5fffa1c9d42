import { dayIn } from '../../calendar';
import { decimal, moneyText } from '../../money';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../records/quickbooks';
import { readInvoiceFacts } from '../status';
import { deriveBalanceChange } from './balance';
import { deriveDelivery } from './delivery';
import {
	eventIdOf,
	invoiceEventNames,
	type EventContext,
	type Happening,
	type InvoiceEvent,
	type InvoiceEventName,
	type PaymentApplied,
} from './event';
import { balanceAt, createdAt, settle, updatedAt, type Settlement } from './payments';
import { isOldPayment, type KnownBefore } from './settled';
import { statusAround, type BalanceHistory } from './statusAround';

/** An invoice with the payments that name it, as far as they were read. */
interface InvoiceHistory {
	invoice: QuickBooksInvoice;
	payments: readonly QuickBooksPayment[];
}

/**
 * Everything that an invoice and its payments show to have happened, in order of time. A due date
 * that passes is not among it.
 *
 * The balance is the one after the last payment, so payments are counted from the last one
 * backwards. Some things have no time in any record: a void, a bounce, a mark as sent, a balance
 * that came back. They are dated by the invoice's last update.
 *
 * Source: developer.intuit.com, accounting API, invoice: MetaData, DeliveryInfo,
 * ECloudStatusTimeStamp, LinkedTxn; payment: MetaData, Line.
 * @param before what a watch knew of the invoice; without it nothing is reported as reopened
 */
export function deriveEvents(
	{ invoice, payments }: InvoiceHistory,
	context: EventContext,
	before?: KnownBefore,
): InvoiceEvent[] {
	const voided = readInvoiceFacts(invoice, '9999-12-31').voided;
	const settlements = voided ? [] : settle(invoice, payments);
	const byBalance = voided ? undefined : deriveBalanceChange(invoice, settlements, before);
	const happenings: Happening[] = [
		...deriveDelivery(invoice, settlements),
		...settlements
			.filter((settlement) => !wasReported(invoice, settlement, before))
			.flatMap((settlement) => derivePayment(settlement, before?.reopened ?? 0)),
		...(byBalance ? [byBalance] : []),
	];
	if (voided) happenings.push({ event: 'voided', at: updatedAt(invoice), dating: 'update' });
	const history = {
		invoice,
		settlements,
		voided,
		wasSettled: before?.settled === true,
		openUntil: byBalance?.event === 'paid' ? byBalance.at : -Infinity,
	};
	return byTime(happenings).map((happening) => toEvent(happening, history, context));
}

/** Things of one moment in the order in which events are reported. */
function byTime(happenings: readonly Happening[]): Happening[] {
	const rank = (event: InvoiceEventName) => invoiceEventNames.indexOf(event);
	return [...happenings].sort((a, b) => a.at - b.at || rank(a.event) - rank(b.event));
}

/** Whether the payment of an open invoice was reported before, so that a change of it is no news. */
function wasReported(
	invoice: QuickBooksInvoice,
	{ payment, at }: Settlement,
	before: KnownBefore | undefined,
): boolean {
	return (
		before !== undefined &&
		decimal(invoice.Balance).gt(0) &&
		isOldPayment(invoice, before, createdAt(payment), at)
	);
}

/**
 * A payment that only applies credits brings no money of its own.
 *
 * @param reopened how often the balance came back: the same payment may pay once more
 */
function derivePayment(settlement: Settlement, reopened: number): Happening[] {
	const { payment, at, amount, after } = settlement;
	const key = `${payment.Id}:${moneyText(amount)}`;
	const common = { key, at, dating: 'record' as const, payment: settlement };
	const received: Happening[] = decimal(payment.TotalAmt).gt(0)
		? [{ event: 'paymentReceived', ...common }]
		: [];
	return [
		...received,
		after.gt(0)
			? { event: 'partiallyPaid', ...common }
			: { event: 'paid', ...common, key: reopened > 0 ? `${key}:${reopened}` : key },
	];
}

function toEvent(
	{ event, key, at, dating, payment, around = payment }: Happening,
	history: BalanceHistory,
	{ realmId, timeZone }: EventContext,
): InvoiceEvent {
	const { invoice, settlements } = history;
	const day = dayIn(new Date(at), timeZone);
	const status = (when: 'before' | 'after') =>
		statusAround(history, {
			event,
			at,
			day,
			when,
			balance: around ? around[when] : balanceAt(invoice, settlements, at),
		});
	const isNew = event === 'created' || event === 'waitingToBeSent';
	return {
		event,
		eventId: eventIdOf(realmId, invoice.Id, event, key),
		at,
		dating,
		invoiceId: invoice.Id,
		oldStatus: isNew ? null : status('before'),
		newStatus: status('after'),
		payment: payment ? toPaymentApplied(payment) : null,
		daysOverdue: readInvoiceFacts(invoice, day).daysOverdue,
	};
}

function toPaymentApplied({ payment, amount }: Settlement): PaymentApplied {
	return {
		id: payment.Id,
		amount: moneyText(amount),
		date: payment.TxnDate ?? null,
		reference: payment.PaymentRefNum ?? null,
	};
}
