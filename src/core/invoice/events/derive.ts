import { dayIn, type Day } from '../../calendar';
import { decimal, moneyText, zero, type Decimal } from '../../money';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../records/quickbooks';
import { isOldPayment, type KnownBefore } from './settled';
import { ofBalance } from './balance';
import {
	balanceAt,
	createdAt,
	SAME_ACTION_MS,
	settle,
	updatedAt,
	type Settlement,
} from './payments';
import { deriveStatus, readInvoiceFacts, type InvoiceStatus } from '../status';

/** What can happen to an invoice, in the order in which events of one moment are told. */
export const invoiceEventNames = [
	'created',
	'waitingToBeSent',
	'sent',
	'viewed',
	'bounced',
	'reopened',
	'paymentReceived',
	'partiallyPaid',
	'paid',
	'overdue',
	'voided',
	'deleted',
] as const;
export type InvoiceEventName = (typeof invoiceEventNames)[number];

/** Events for which payments are read. */
export const paymentEventNames: ReadonlySet<InvoiceEventName> = new Set([
	'paymentReceived',
	'partiallyPaid',
	'paid',
]);

/**
 * What a payment brought to one invoice. Amounts are text with two decimals in the payment's
 * currency.
 */
export interface PaymentApplied {
	id: string;
	amount: string;
	date: Day | null;
	reference: string | null;
}

/**
 * One thing that happened to one invoice. The same happening has the same `eventId`, whoever
 * derives it, however often.
 */
export interface InvoiceEvent {
	event: InvoiceEventName;
	eventId: string;
	/** Milliseconds. */
	at: number;
	/**
	 * `record`: QuickBooks keeps the moment in the record. `update`: it does not, so the moment is
	 * that of the record's last
	 * update, which a later edit moves.
	 */
	dating: 'record' | 'update';
	invoiceId: string;
	oldStatus: InvoiceStatus | null;
	newStatus: InvoiceStatus;
	payment: PaymentApplied | null;
	/** For `overdue` the milestone that was reached. */
	daysOverdue: number;
}

/** An invoice with the payments that name it, as far as they were read. */
interface InvoiceHistory {
	invoice: QuickBooksInvoice;
	payments: readonly QuickBooksPayment[];
}

export interface EventContext {
	realmId: string;
	/** The company's, an IANA name. */
	timeZone: string;
}

/** Something that happened, before it is known what the status was around it. */
export interface Happening {
	event: InvoiceEventName;
	/** Tells happenings of the same kind apart. */
	key?: string;
	at: number;
	dating: InvoiceEvent['dating'];
	payment?: Settlement;
	/** What was open before and after, where the payments do not say. */
	around?: Pick<Settlement, 'before' | 'after'>;
}

/** Mail servers give up within days; a later note on the same mail is no news. */
const BOUNCE_KNOWN_AFTER_MS = 7 * 86_400_000;

export function eventIdOf(
	realmId: string,
	invoiceId: string,
	event: InvoiceEventName,
	key?: string,
): string {
	return [realmId, 'invoice', invoiceId, event, ...(key === undefined ? [] : [key])].join(':');
}

/**
 * Everything that an invoice and its payments bear witness to, in order of time, without due dates
 * passing.
 * Payments are weighed from the last one backwards, since the balance is the one after it. What no
 * record keeps a time of
 * (a void, a bounce, a mark as sent, a balance that came back) is dated by the invoice's last
 * update.
 *
 * Source: developer.intuit.com, accounting API, invoice: MetaData, DeliveryInfo,
 * ECloudStatusTimeStamp, LinkedTxn; payment: MetaData, Line.
 * @param before what a watch knew of the invoice; without it nothing is told as reopened
 */
export function deriveEvents(
	history: InvoiceHistory,
	context: EventContext,
	before?: KnownBefore,
): InvoiceEvent[] {
	const { invoice } = history;
	const voided = readInvoiceFacts(invoice, '9999-12-31').voided;
	const settlements = voided ? [] : settle(invoice, history.payments);
	const byEdit = voided ? undefined : ofBalance(invoice, settlements, before);
	const isOld = ({ payment, at }: Settlement) =>
		before !== undefined &&
		decimal(invoice.Balance).gt(0) &&
		isOldPayment(invoice, before, createdAt(payment), at);
	const payments = settlements
		.filter((settlement) => !isOld(settlement))
		.flatMap((settlement) => ofPayment(settlement, before?.reopened ?? 0));
	const happenings = [
		...ofDelivery(invoice, settlements),
		...payments,
		...(byEdit ? [byEdit] : []),
		...(voided
			? [{ event: 'voided' as const, at: updatedAt(invoice), dating: 'update' as const }]
			: []),
	];
	const rank = (event: InvoiceEventName) => invoiceEventNames.indexOf(event);
	happenings.sort((a, b) => a.at - b.at || rank(a.event) - rank(b.event));
	const known = {
		invoice,
		settlements,
		voided,
		wasSettled: before?.settled === true,
		openUntil: byEdit?.event === 'paid' ? byEdit.at : -Infinity,
	};
	return happenings.map((happening) => toEvent(happening, known, context));
}

/** An invoice with its payments, and what is known of its balance besides. */
interface History {
	invoice: QuickBooksInvoice;
	settlements: readonly Settlement[];
	voided: boolean;
	/** Whether nothing was left to pay at the reading before. */
	wasSettled: boolean;
	/** Milliseconds: until then something was open, although no payment says so. */
	openUntil: number;
}

/** Creation, mail and what became of it. */
function ofDelivery(invoice: QuickBooksInvoice, settlements: readonly Settlement[]): Happening[] {
	const created = createdAt(invoice);
	const updated = updatedAt(invoice);
	const mailedAt = timeOf(invoice.DeliveryInfo?.DeliveryTime);
	const markedSent = invoice.EmailStatus === 'EmailSent' && mailedAt === undefined;
	const untouched = updated - created <= SAME_ACTION_MS;
	const explained =
		untouched || settlements.some(({ at }) => Math.abs(updated - at) <= SAME_ACTION_MS);
	const happenings: Happening[] = [{ event: 'created', at: created, dating: 'record' }];
	if (!markedSent || !untouched)
		happenings.push({ event: 'waitingToBeSent', at: created, dating: 'record' });
	if (mailedAt !== undefined)
		happenings.push({
			event: 'sent',
			key: String(mailedAt / 1000),
			at: mailedAt,
			dating: 'record',
		});
	if (markedSent && untouched)
		happenings.push({ event: 'sent', key: 'marked', at: created, dating: 'update' });
	if (markedSent && !explained)
		happenings.push({ event: 'sent', key: 'marked', at: updated, dating: 'update' });
	return [...happenings, ...ofReading(invoice, mailedAt, explained)];
}

function ofReading(
	invoice: QuickBooksInvoice,
	mailedAt: number | undefined,
	explained: boolean,
): Happening[] {
	const updated = updatedAt(invoice);
	const happenings: Happening[] = [];
	const viewedAt = timeOf(invoice.ECloudStatusTimeStamp);
	if (invoice.EInvoiceStatus === 'Viewed' && (viewedAt !== undefined || !explained))
		happenings.push({
			event: 'viewed',
			at: viewedAt ?? updated,
			dating: viewedAt === undefined ? 'update' : 'record',
		});
	const bounced =
		invoice.DeliveryInfo?.DeliveryErrorType !== undefined &&
		(mailedAt === undefined || updated - mailedAt <= BOUNCE_KNOWN_AFTER_MS);
	if (bounced)
		happenings.push({
			event: 'bounced',
			...(mailedAt !== undefined && { key: String(mailedAt / 1000) }),
			at: updated,
			dating: 'update',
		});
	return happenings;
}

/**
 * A payment that applies credits brings no money of its own. @param reopened how often the balance
 * came back: the same payment may pay once more
 */
function ofPayment(settlement: Settlement, reopened: number): Happening[] {
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

function timeOf(text: string | undefined): number | undefined {
	const at = text === undefined ? NaN : Date.parse(text);
	return Number.isNaN(at) ? undefined : at;
}

function toEvent(
	{ event, key, at, dating, payment, around: told = payment }: Happening,
	history: History,
	{ realmId, timeZone }: EventContext,
): InvoiceEvent {
	const { invoice, settlements } = history;
	const day = dayIn(new Date(at), timeZone);
	const around = (when: 'before' | 'after') =>
		statusAround(
			history,
			event,
			at,
			when,
			told ? told[when] : balanceAt(invoice, settlements, at),
			day,
		);
	const isNew = event === 'created' || event === 'waitingToBeSent';
	return {
		event,
		eventId: eventIdOf(realmId, invoice.Id, event, key),
		at,
		dating,
		invoiceId: invoice.Id,
		oldStatus: isNew ? null : around('before'),
		newStatus: around('after'),
		payment: payment
			? {
					id: payment.payment.Id,
					amount: moneyText(payment.amount),
					date: payment.payment.TxnDate ?? null,
					reference: payment.payment.PaymentRefNum ?? null,
				}
			: null,
		daysOverdue: readInvoiceFacts(invoice, day).daysOverdue,
	};
}

/**
 * Voiding erases the amounts, so what came before counts as open unless it was known to be paid.
 */
function statusAround(
	history: History,
	event: InvoiceEventName,
	at: number,
	when: 'before' | 'after',
	balance: Decimal,
	day: Day,
): InvoiceStatus {
	const { invoice, settlements, voided, wasSettled, openUntil } = history;
	if (when === 'before' && wasSettled && (event === 'reopened' || event === 'voided'))
		return 'paid_in_full';
	const isVoid = voided && event === 'voided' && when === 'after';
	const total = decimal(invoice.TotalAmt);
	const isPaidByEdit =
		at < openUntil || (at === openUntil && event === 'paid' && when === 'before');
	const open = voided ? !isVoid : balance.gt(0) || isPaidByEdit;
	const mailedAt = timeOf(invoice.DeliveryInfo?.DeliveryTime);
	const mailed =
		mailedAt === undefined
			? invoice.EmailStatus === 'EmailSent' && event !== 'created' && event !== 'waitingToBeSent'
			: mailedAt <= at;
	return deriveStatus({
		deleted: false,
		voided: isVoid,
		paid: !open && !isVoid,
		partiallyPaid:
			!voided &&
			(balance.gt(0) ? balance.lt(total) : isPaidByEdit && settlements.some((one) => one.at <= at)),
		overdue: open && invoice.DueDate !== undefined && invoice.DueDate < day,
		daysOverdue: 0,
		sent:
			mailed &&
			!(event === 'sent' && when === 'before') &&
			!(['created', 'waitingToBeSent'].includes(event) && mailedAt !== undefined),
		viewed: false,
		bounced: false,
		total,
		balance: voided ? zero : balance,
	});
}
