import { decimal } from '../money';
import type { QuickBooksInvoice } from '../records/quickbooks';
import type { Found } from './changes';

/**
 * Which invoices have nothing left to pay, as a watch keeps it between readings. QuickBooks keeps no trace of a payment that is
 * taken back, so this is what tells that an invoice was paid before. Voided ones are among them: without the note that says so
 * they look like paid ones. A few KB at the most.
 */
export interface SettledMemory {
	/** Their ids, ascending: the first one, then the gap to each next one, in base 36 with commas between. */
	ids: string;
	/** Of invoices with a lower id than this, which are not listed, it is not known whether they are settled. */
	from: string;
	/** Invoices whose balance came back, and how often. */
	reopened: Array<[id: string, times: number]>;
	/** Invoices told lately as reopened, or as paid by no payment. */
	turned: Turn[];
}

/** `at`: when it was told; `upTo`: when the reading before was. Milliseconds. */
export type Turn = [id: string, at: number, upTo: number];

/** What a watch knew of an invoice before a reading. */
export interface KnownBefore {
	/** Undefined when it is not known. */
	settled: boolean | undefined;
	/** How often its balance came back. */
	reopened: number;
	/** Milliseconds: where the reading begins. What happened before it has been told. */
	since: number;
	/** Milliseconds, of the last reading: payments of a paid invoice that are as old have been told. */
	upTo: number;
	/** The last time that the balance came back, as long as it may be read again. */
	turned?: Turn | undefined;
}

/** About two thousand ids where every tenth record of a company is an invoice. */
const MOST_TEXT = 4000;
const REOPENED_KEPT = 200;

/** A memory that can be asked. */
export interface Settled {
	ids: Set<string>;
	from: bigint;
	reopened: Map<string, number>;
	turned: Map<string, Turn>;
	/** Milliseconds, of the last reading. */
	upTo: number;
}

/** @param upTo milliseconds, of the last reading */
export function readSettled({ ids, from, reopened, turned }: SettledMemory, upTo: number): Settled {
	return { ids: new Set(decode(ids).map(String)), from: BigInt(from), reopened: new Map(reopened), turned: new Map(turned.map((turn) => [turn[0], turn])), upTo };
}

export function knownBefore({ ids, from, reopened, turned, upTo }: Settled, id: string, since: number): KnownBefore {
	const settled = ids.has(id) || (isBelow(id, from) ? undefined : false);
	return { settled, reopened: reopened.get(id) ?? 0, since, upTo, turned: turned.get(id) };
}

/** Whether a payment of an invoice that is open again had been told before, so that a later change of it brought no money. */
export function isOldPayment({ settled, upTo, turned }: KnownBefore, createdAt: number, changedAt: number): boolean {
	if (settled) return createdAt <= upTo;
	return turned !== undefined && createdAt <= turned[2] && changedAt <= turned[1];
}

/**
 * The memory to begin with.
 *
 * @param settled invoices with nothing left to pay, those with the highest ids
 * @param isWhole whether there are no others
 */
export function firstSettled(settled: readonly QuickBooksInvoice[], isWhole: boolean): SettledMemory {
	const ids = settled.map(({ Id }) => BigInt(Id));
	const lowest = ids.reduce((least, id) => (id < least ? id : least), ids[0] ?? 0n);
	return { ...withinBounds(ids, isWhole ? 0n : lowest), reopened: [], turned: [] };
}

/**
 * The memory after a reading.
 *
 * @param found what the reading tells
 * @param again what was told before and is told once more
 * @param span `since` where the reading begins, `upTo` when the last one was, `at` when this one, `keepSince` from when on readings may be told once more; milliseconds
 */
export function rememberSettled(memory: SettledMemory, invoices: readonly QuickBooksInvoice[], found: readonly Found[], again: readonly Found[], span: { since: number; upTo: number; at: number; keepSince: number }): SettledMemory {
	const { ids, from, reopened } = readSettled(memory, span.upTo);
	for (const { event } of found) if (event.event === 'deleted') ids.delete(event.invoiceId);
	for (const invoice of invoices) {
		const { Id } = invoice;
		if (decimal(invoice.Balance).eq(0)) ids.add(Id);
		else if (ids.has(Id) && Date.parse(invoice.MetaData.LastUpdatedTime) >= span.since) {
			ids.delete(Id);
			const times = (reopened.get(Id) ?? 0) + 1;
			// The latest stand last.
			reopened.delete(Id);
			reopened.set(Id, times);
		}
	}
	const before = new Map(memory.turned.map(([id, , upTo]) => [id, upTo]));
	const toldAgain = new Set(again.map(({ event }) => event.invoiceId));
	const turned = [...again, ...found.filter(({ event }) => isByMemory(event) && event.at >= span.since)].map(({ event: { invoiceId } }): Turn => [invoiceId, span.at, (toldAgain.has(invoiceId) ? before.get(invoiceId) : undefined) ?? span.upTo]);
	return {
		...withinBounds([...ids].map(BigInt), from),
		reopened: [...reopened].slice(-REOPENED_KEPT),
		turned: [...memory.turned.filter(([id, at]) => at >= span.keepSince && !toldAgain.has(id)), ...turned],
	};
}

/** What was known before the reading of a moment, for telling its events once more. @param toldAt milliseconds */
export function beforeTurns(memory: SettledMemory, toldAt: number): Settled {
	const known = readSettled(memory, toldAt);
	for (const [id] of memory.turned.filter(([, at]) => at >= toldAt)) {
		if (known.ids.delete(id)) continue;
		known.ids.add(id);
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
