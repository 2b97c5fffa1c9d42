import { decimal, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { Found } from './changes';

/**
 * Which invoices have nothing left to pay, and which are paid in part, as a watch keeps it between
 * readings. QuickBooks keeps no trace of a payment that is
 * taken back, so this is what tells that an invoice was paid before. Voided ones are among them:
 * without the note that says so
 * they look like paid ones. A few KB at the most.
 */
export interface SettledMemory {
	/**
	 * Their ids, ascending: the first one, then the gap to each next one, in base 36 with commas
	 * between.
	 */
	ids: string;
	/**
	 * Of invoices with a lower id than this, which are not listed, it is not known whether they are
	 * settled.
	 */
	from: string;
	/**
	 * Invoices that are paid in part: id and what is paid, as text. Those made first go when there
	 * are too many.
	 */
	partly: Array<[id: string, paid: string]>;
	/** Invoices whose balance came back, and how often. */
	reopened: Array<[id: string, times: number]>;
	/** Invoices told lately as reopened, or as paid by no payment. */
	turned: Turn[];
}

/**
 * `at`: when it was told; `upTo`: when the reading before was, both in milliseconds; `paid`: what
 * was paid in part until then, as text.
 */
type Turn = [id: string, at: number, upTo: number, paid?: string];

/** What a watch knew of an invoice before a reading. */
export interface KnownBefore {
	/** Undefined when it is not known. */
	settled: boolean | undefined;
	/** What was paid, where it was paid in part. */
	paid: Decimal | undefined;
	/** How often its balance came back. */
	reopened: number;
	/** Milliseconds: where the reading begins. What happened before it has been told. */
	since: number;
	/**
	 * Milliseconds, of the last reading: payments of a paid invoice that are as old have been told.
	 */
	upTo: number;
	/** The last time that the balance came back, as long as it may be read again. */
	turned?: Turn | undefined;
}

/** About two thousand ids where every tenth record of a company is an invoice. */
const MOST_TEXT = 4000;
const REOPENED_KEPT = 200;
const PARTLY_KEPT = 100;

/** A memory that can be asked. */
export interface Settled {
	ids: Set<string>;
	from: bigint;
	partly: Map<string, string>;
	reopened: Map<string, number>;
	turned: Map<string, Turn>;
	/** Milliseconds, of the last reading. */
	upTo: number;
}

/** @param upTo milliseconds, of the last reading */
export function readSettled(
	{ ids, from, partly, reopened, turned }: SettledMemory,
	upTo: number,
): Settled {
	return {
		ids: new Set(decode(ids).map(String)),
		from: BigInt(from),
		partly: new Map(partly),
		reopened: new Map(reopened),
		turned: new Map(turned.map((turn) => [turn[0], turn])),
		upTo,
	};
}

export function knownBefore(
	{ ids, from, partly, reopened, turned, upTo }: Settled,
	id: string,
	since: number,
): KnownBefore {
	const settled = ids.has(id) || (isBelow(id, from) ? undefined : false);
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

function paidOf({ TotalAmt, Balance }: QuickBooksInvoice): Decimal {
	return decimal(TotalAmt).minus(decimal(Balance));
}

/**
 * Whether a payment of an invoice that is open again had been told before, so that a later change
 * of it brought no money.
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

/**
 * The memory to begin with.
 *
 * @param settled invoices with nothing left to pay, those with the highest ids
 * @param isWhole whether there are no others
 */
export function firstSettled(
	settled: readonly QuickBooksInvoice[],
	isWhole: boolean,
): SettledMemory {
	const ids = settled.map(({ Id }) => BigInt(Id));
	const lowest = ids.reduce((least, id) => (id < least ? id : least), ids[0] ?? 0n);
	return { ...withinBounds(ids, isWhole ? 0n : lowest), partly: [], reopened: [], turned: [] };
}

/**
 * The memory with what invoices were seen to have paid between two readings, where that is more
 * than it knows.
 */
export function withPaid(
	memory: SettledMemory,
	invoices: readonly QuickBooksInvoice[],
): SettledMemory {
	const settled = readSettled(memory, 0);
	for (const invoice of invoices) {
		const { settled: isSettled, paid } = knownBefore(settled, invoice.Id, 0);
		if (!isSettled && (decimal(invoice.Balance).eq(0) || paidOf(invoice).gt(paid ?? 0)))
			put(settled, invoice);
	}
	return {
		...memory,
		...withinBounds([...settled.ids].map(BigInt), settled.from),
		partly: [...settled.partly].slice(-PARTLY_KEPT),
	};
}

/**
 * The memory after a reading.
 *
 * @param found what the reading tells
 * @param again what was told before and is told once more
 * @param span `since` where the reading begins, `upTo` when the last one was, `at` when this one,
 * `keepSince` from when on readings may be told once more; milliseconds
 */
export function rememberSettled(
	memory: SettledMemory,
	invoices: readonly QuickBooksInvoice[],
	found: readonly Found[],
	again: readonly Found[],
	span: { since: number; upTo: number; at: number; keepSince: number },
): SettledMemory {
	const settled = readSettled(memory, span.upTo);
	const { ids, from, partly, reopened } = settled;
	const before = new Map(memory.turned.map((turn) => [turn[0], turn]));
	const toldAgain = new Set(again.map(({ event }) => event.invoiceId));
	const turnOf = (id: string): Turn => {
		const [, , upTo, paid] = (toldAgain.has(id) ? before.get(id) : undefined) ?? [
			id,
			span.at,
			span.upTo,
			partly.get(id),
		];
		return paid === undefined ? [id, span.at, upTo] : [id, span.at, upTo, paid];
	};
	const turned = [
		...again,
		...found.filter(({ event }) => isByMemory(event) && event.at >= span.since),
	].map(({ event }) => turnOf(event.invoiceId));
	for (const { event } of found) if (event.event === 'deleted') forget(settled, event.invoiceId);
	for (const invoice of invoices) rememberOne(settled, invoice, span.since);
	return {
		...withinBounds([...ids].map(BigInt), from),
		partly: [...partly].slice(-PARTLY_KEPT),
		reopened: [...reopened].slice(-REOPENED_KEPT),
		turned: [
			...memory.turned.filter(([id, at]) => at >= span.keepSince && !toldAgain.has(id)),
			...turned,
		],
	};
}

function forget({ ids, partly }: Settled, id: string): void {
	ids.delete(id);
	partly.delete(id);
}

function rememberOne(settled: Settled, invoice: QuickBooksInvoice, since: number): void {
	const { reopened } = settled;
	const { Id } = invoice;
	if (isReopened(invoice, knownBefore(settled, Id, since))) {
		if (Date.parse(invoice.MetaData.LastUpdatedTime) < since) return;
		const times = (reopened.get(Id) ?? 0) + 1;
		// The latest stand last.
		reopened.delete(Id);
		reopened.set(Id, times);
	}
	put(settled, invoice);
}

function put(settled: Settled, invoice: QuickBooksInvoice): void {
	forget(settled, invoice.Id);
	if (decimal(invoice.Balance).eq(0)) settled.ids.add(invoice.Id);
	else if (paidOf(invoice).gt(0)) settled.partly.set(invoice.Id, paidOf(invoice).toFixed());
}

/**
 * What was known before the reading of a moment, for telling its events once more. @param toldAt
 * milliseconds
 */
export function beforeTurns(memory: SettledMemory, toldAt: number): Settled {
	const known = readSettled(memory, toldAt);
	for (const [id, , , paid] of memory.turned.filter(([, at]) => at >= toldAt)) {
		if (known.ids.delete(id)) continue;
		if (paid === undefined) known.ids.add(id);
		else known.partly.set(id, paid);
		known.reopened.set(id, (known.reopened.get(id) ?? 1) - 1);
	}
	return known;
}

/** Whether nothing but the memory keeps an event from being told again. */
export function isByMemory({ event, payment }: Found['event']): boolean {
	return event === 'reopened' || (event === 'paid' && payment === null);
}

function isBelow(id: string, from: bigint): boolean {
	return /^\d+$/.test(id) ? BigInt(id) < from : true;
}

/** Drops the lowest ids until the text is short enough: they belong to the invoices made first. */
function withinBounds(ids: readonly bigint[], from: bigint): Pick<SettledMemory, 'ids' | 'from'> {
	let kept = [...new Set(ids)].sort((a, b) => (a < b ? -1 : Number(a > b)));
	let lowest = from;
	let text = encode(kept);
	while (text.length > MOST_TEXT) {
		kept = kept.slice(Math.ceil(kept.length / 10));
		lowest = kept[0] !== undefined && kept[0] > lowest ? kept[0] : lowest;
		text = encode(kept);
	}
	return { ids: text, from: String(lowest) };
}

function encode(ids: readonly bigint[]): string {
	return ids.map((id, index) => (id - (ids[index - 1] ?? 0n)).toString(36)).join(',');
}

function decode(text: string): bigint[] {
	const ids: bigint[] = [];
	if (text === '') return ids;
	for (const gap of text.split(',')) ids.push((ids.at(-1) ?? 0n) + fromBase36(gap));
	return ids;
}

/** Ids may be longer than what a number holds exactly. */
function fromBase36(text: string): bigint {
	return [...text].reduce((value, digit) => value * 36n + BigInt(parseInt(digit, 36)), 0n);
}
