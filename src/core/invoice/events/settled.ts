import { decimal, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { InvoiceEvent } from './event';
import { isBeforeList, readIds, type IdList } from './idList';

/**
 * Which invoices have nothing left to pay, and which are paid in part, as a watch keeps it between
 * readings. QuickBooks keeps no trace of a payment that is taken back, so only this shows that an
 * invoice was paid before. Voided invoices are among them: without the note that says so they look
 * like paid ones. A few KB at the most.
 *
 * `ids` are the settled ones. Of invoices below `from` that are not listed it is not known.
 */
export interface SettledMemory extends IdList {
	/**
	 * Invoices that are paid in part: id and what is paid, as text. Those made first go when there
	 * are too many.
	 */
	partly: Array<[id: string, paid: string]>;
	/** Invoices whose balance came back, and how often. */
	reopened: Array<[id: string, times: number]>;
	/** Invoices reported lately as reopened, or as paid without a payment. */
	turned: Turn[];
}

/**
 * `at`: when it was reported; `upTo`: when the reading before was, both in milliseconds; `paid`:
 * what was paid in part until then, as text.
 */
export type Turn = [id: string, at: number, upTo: number, paid?: string];

/** What a watch knew of an invoice before a reading. */
export interface KnownBefore {
	/** Undefined when it is not known. */
	settled: boolean | undefined;
	/** What was paid, where it was paid in part. */
	paid: Decimal | undefined;
	/** How often its balance came back. */
	reopened: number;
	/** Milliseconds: where the reading begins. What happened before it was reported. */
	since: number;
	/**
	 * Milliseconds, of the last reading: payments of a paid invoice that are as old were reported.
	 */
	upTo: number;
	/** The last time that the balance came back, as long as it may be read again. */
	turned?: Turn | undefined;
}

/** The memory as sets and maps, for asking it. */
export interface Settled {
	ids: Set<string>;
	from: bigint;
	partly: Map<string, string>;
	reopened: Map<string, number>;
	turned: Map<string, Turn>;
	/** Milliseconds, of the last reading. */
	upTo: number;
}

/**
 * Unpacks the memory for asking it.
 *
 * @param upTo milliseconds, of the last reading
 */
export function readSettled(
	{ ids, from, partly, reopened, turned }: SettledMemory,
	upTo: number,
): Settled {
	return {
		ids: new Set(readIds(ids).map(String)),
		from: BigInt(from),
		partly: new Map(partly),
		reopened: new Map(reopened),
		turned: new Map(turned.map((turn) => [turn[0], turn])),
		upTo,
	};
}

/** What the memory knows of one invoice. */
export function knownBefore(
	{ ids, from, partly, reopened, turned, upTo }: Settled,
	id: string,
	since: number,
): KnownBefore {
	const settled = ids.has(id) || (isBeforeList(id, from) ? undefined : false);
	const paid = partly.get(id);
	return {
		settled,
		paid: paid === undefined ? undefined : decimal(paid),
		reopened: reopened.get(id) ?? 0,
		since,
		upTo,
		turned: turned.get(id),
	};
}

/**
 * Whether the balance came back: something was paid that is not paid any more, or nothing was left
 * to pay and now there is.
 */
export function isReopened(invoice: QuickBooksInvoice, before: KnownBefore): boolean {
	const balance = decimal(invoice.Balance);
	return balance.gt(0) && (before.settled === true || before.paid?.gt(paidOf(invoice)) === true);
}

/** What is paid of an invoice. */
export function paidOf({ TotalAmt, Balance }: QuickBooksInvoice): Decimal {
	return decimal(TotalAmt).minus(decimal(Balance));
}

/**
 * Whether a payment of an invoice that is open again was reported before, so that a later change of
 * it brought no money.
 */
export function isOldPayment(
	invoice: QuickBooksInvoice,
	before: KnownBefore,
	createdAt: number,
	changedAt: number,
): boolean {
	const { upTo, turned } = before;
	if (isReopened(invoice, before)) return createdAt <= upTo;
	return turned !== undefined && createdAt <= turned[2] && changedAt <= turned[1];
}

/** Whether only the memory prevents an event from being reported again. */
export function isByMemory({ event, payment }: InvoiceEvent): boolean {
	return event === 'reopened' || (event === 'paid' && payment === null);
}
