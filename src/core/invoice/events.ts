import { dayIn, type Day } from '../calendar';
import { decimal, moneyText, zero, type Decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksPayment } from '../records/quickbooks';
import { balanceAt, createdAt, SAME_ACTION_MS, settle, updatedAt, type Settlement } from './eventsPayments';
import { deriveStatus, readInvoiceFacts, type InvoiceStatus } from './status';

/** What can happen to an invoice, in the order in which events of one moment are told. */
export const invoiceEventNames = ['created', 'waitingToBeSent', 'sent', 'viewed', 'bounced', 'paymentReceived', 'partiallyPaid', 'paid', 'overdue', 'voided', 'deleted'] as const;
export type InvoiceEventName = (typeof invoiceEventNames)[number];

/** Events that only a payment can prove. */
export const paymentEventNames: ReadonlySet<InvoiceEventName> = new Set(['paymentReceived', 'partiallyPaid', 'paid']);

/** What a payment brought to one invoice. Amounts are text with two decimals in the payment's currency. */
export interface PaymentApplied {
	id: string;
	amount: string;
	date: Day | null;
	reference: string | null;
}

/** One thing that happened to one invoice. The same happening has the same `eventId`, whoever derives it, however often. */
export interface InvoiceEvent {
	event: InvoiceEventName;
	eventId: string;
	/** Milliseconds. */
	at: number;
	/**
	 * `record`: QuickBooks keeps the moment in the record. `update`: it does not, so the moment is that of the record's last
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
export interface InvoiceHistory {
	invoice: QuickBooksInvoice;
	payments: readonly QuickBooksPayment[];
}

export interface EventContext {
	realmId: string;
	/** The company's, an IANA name. */
	timeZone: string;
}

/** Something that happened, before it is known what the status was around it. */
interface Happening {
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

export function eventIdOf(realmId: string, invoiceId: string, event: InvoiceEventName, key?: string): string {
	return [realmId, 'invoice', invoiceId, event, ...(key === undefined ? [] : [key])].join(':');
}

/**
 * Everything that an invoice and its payments bear witness to, in order of time, without due dates passing.
 * Payments are weighed from the last one backwards, since the balance is the one after it. What no record keeps a time of
 * (a void, a bounce, a mark as sent) is dated by the invoice's last update.
 *
 * Source: developer.intuit.com, accounting API, invoice: MetaData, DeliveryInfo, ECloudStatusTimeStamp, LinkedTxn; payment: MetaData, Line.
 */
export function deriveEvents(history: InvoiceHistory, context: EventContext): InvoiceEvent[] {
	const { invoice } = history;
	const voided = readInvoiceFacts(invoice, '9999-12-31').voided;
	const settlements = voided ? [] : settle(invoice, history.payments);
	const happenings = [...ofDelivery(invoice, settlements), ...settlements.flatMap(ofPayment), ...ofLowering(invoice, settlements), ...(voided ? [{ event: 'voided' as const, at: updatedAt(invoice), dating: 'update' as const }] : [])];
	const rank = (event: InvoiceEventName) => invoiceEventNames.indexOf(event);
	happenings.sort((a, b) => a.at - b.at || rank(a.event) - rank(b.event));
	return happenings.map((happening) => toEvent(happening, invoice, settlements, voided, context));
}

/** Creation, mail and what became of it. */
function ofDelivery(invoice: QuickBooksInvoice, settlements: readonly Settlement[]): Happening[] {
	const created = createdAt(invoice);
	const updated = updatedAt(invoice);
	const mailedAt = timeOf(invoice.DeliveryInfo?.DeliveryTime);
	const markedSent = invoice.EmailStatus === 'EmailSent' && mailedAt === undefined;
	const untouched = updated - created <= SAME_ACTION_MS;
	const explained = untouched || settlements.some(({ at }) => Math.abs(updated - at) <= SAME_ACTION_MS);
	const happenings: Happening[] = [{ event: 'created', at: created, dating: 'record' }];
	if (!markedSent || !untouched) happenings.push({ event: 'waitingToBeSent', at: created, dating: 'record' });
	if (mailedAt !== undefined) happenings.push({ event: 'sent', key: String(mailedAt / 1000), at: mailedAt, dating: 'record' });
	if (markedSent && untouched) happenings.push({ event: 'sent', key: 'marked', at: created, dating: 'update' });
	if (markedSent && !explained) happenings.push({ event: 'sent', key: 'marked', at: updated, dating: 'update' });
	return [...happenings, ...ofReading(invoice, mailedAt, explained), ...paidOnCreation(invoice)];
}

function ofReading(invoice: QuickBooksInvoice, mailedAt: number | undefined, explained: boolean): Happening[] {
	const updated = updatedAt(invoice);
	const happenings: Happening[] = [];
	const viewedAt = timeOf(invoice.ECloudStatusTimeStamp);
	if (invoice.EInvoiceStatus === 'Viewed' && (viewedAt !== undefined || !explained)) happenings.push({ event: 'viewed', at: viewedAt ?? updated, dating: viewedAt === undefined ? 'update' : 'record' });
	const bounced = invoice.DeliveryInfo?.DeliveryErrorType !== undefined && (mailedAt === undefined || updated - mailedAt <= BOUNCE_KNOWN_AFTER_MS);
	if (bounced) happenings.push({ event: 'bounced', ...(mailedAt !== undefined && { key: String(mailedAt / 1000) }), at: updated, dating: 'update' });
	return happenings;
}

/** A deposit may cover an invoice when it is made; then no payment ever proves it. */
function paidOnCreation(invoice: QuickBooksInvoice): Happening[] {
	const hasPayment = (invoice.LinkedTxn ?? []).some(({ TxnType }) => TxnType === 'Payment');
	const covered = decimal(invoice.Balance).eq(0) && decimal(invoice.TotalAmt).gt(0) && decimal(invoice.Deposit ?? 0).gt(0);
	return covered && !hasPayment ? [{ event: 'paid', at: createdAt(invoice), dating: 'record' }] : [];
}

/** A payment that applies credits brings no money of its own. */
function ofPayment(settlement: Settlement): Happening[] {
	const { payment, at, amount, after } = settlement;
	const common = { key: `${payment.Id}:${moneyText(amount)}`, at, dating: 'record' as const, payment: settlement };
	const received: Happening[] = decimal(payment.TotalAmt).gt(0) ? [{ event: 'paymentReceived', ...common }] : [];
	return [...received, { event: after.gt(0) ? 'partiallyPaid' : 'paid', ...common }];
}

/** What the last payment left open was taken off the total afterwards. */
function ofLowering(invoice: QuickBooksInvoice, settlements: readonly Settlement[]): Happening[] {
	const left = settlements.at(-1)?.after;
	if (!left || left.eq(decimal(invoice.Balance))) return [];
	return [{ event: 'paid', key: `lowered:${moneyText(decimal(invoice.TotalAmt))}`, at: updatedAt(invoice), dating: 'update', around: { before: left, after: zero } }];
}

function timeOf(text: string | undefined): number | undefined {
	const at = text === undefined ? NaN : Date.parse(text);
	return Number.isNaN(at) ? undefined : at;
}

function toEvent({ event, key, at, dating, payment, around: told = payment }: Happening, invoice: QuickBooksInvoice, settlements: readonly Settlement[], voided: boolean, { realmId, timeZone }: EventContext): InvoiceEvent {
	const around = (when: 'before' | 'after') => statusAround(invoice, event, at, when, told ? told[when] : balanceAt(invoice, settlements, at), voided, dayIn(new Date(at), timeZone));
	return {
		event,
		eventId: eventIdOf(realmId, invoice.Id, event, key),
		at,
		dating,
		invoiceId: invoice.Id,
		oldStatus: event === 'created' || event === 'waitingToBeSent' ? null : around('before'),
		newStatus: around('after'),
		payment: payment ? { id: payment.payment.Id, amount: moneyText(payment.amount), date: payment.payment.TxnDate ?? null, reference: payment.payment.PaymentRefNum ?? null } : null,
		daysOverdue: readInvoiceFacts(invoice, dayIn(new Date(at), timeZone)).daysOverdue,
	};
}

/** Voiding erases the amounts, so what came before counts as open. */
function statusAround(invoice: QuickBooksInvoice, event: InvoiceEventName, at: number, when: 'before' | 'after', balance: Decimal, voided: boolean, day: Day): InvoiceStatus {
	const isVoid = voided && event === 'voided' && when === 'after';
	const total = decimal(invoice.TotalAmt);
	const open = voided ? !isVoid : balance.gt(0) || (event === 'paid' && when === 'before');
	const mailedAt = timeOf(invoice.DeliveryInfo?.DeliveryTime);
	const mailed = mailedAt === undefined ? invoice.EmailStatus === 'EmailSent' && event !== 'created' && event !== 'waitingToBeSent' : mailedAt <= at;
	return deriveStatus({
		deleted: false,
		voided: isVoid,
		paid: !open && !isVoid,
		partiallyPaid: !voided && balance.gt(0) && balance.lt(total),
		overdue: open && invoice.DueDate !== undefined && invoice.DueDate < day,
		daysOverdue: 0,
		sent: mailed && !(event === 'sent' && when === 'before') && !(['created', 'waitingToBeSent'].includes(event) && mailedAt !== undefined),
		viewed: false,
		bounced: false,
		total,
		balance: voided ? zero : balance,
	});
}
