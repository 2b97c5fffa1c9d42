import { decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { Found } from '../events/event';
import { writeIdList } from '../events/idList';
import {
	isByMemory,
	isReopened,
	knownBefore,
	paidOf,
	readSettled,
	type Settled,
	type SettledMemory,
	type Turn,
} from '../events/settled';

const REOPENED_KEPT = 200;
const PARTLY_KEPT = 100;

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
	return { ...writeIdList(ids, isWhole ? 0n : lowest), partly: [], reopened: [], turned: [] };
}

/** The memory with invoices that a webhook showed to be paid further than the memory knows. */
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
		...writeIdList([...settled.ids].map(BigInt), settled.from),
		partly: [...settled.partly].slice(-PARTLY_KEPT),
	};
}

/** One reading, in milliseconds. */
interface ReadingSpan {
	/** Where the reading began. */
	since: number;
	/** When the last one was. */
	upTo: number;
	/** When this one was. */
	at: number;
	/** Readings from then on may be reported once more. */
	keepSince: number;
}

/** The events of one reading. */
interface EventsOfReading {
	found: readonly Found[];
	/** Events that were reported before and are reported once more. */
	again: readonly Found[];
}

/** The memory after a reading. */
export function rememberSettled(
	memory: SettledMemory,
	invoices: readonly QuickBooksInvoice[],
	{ found, again }: EventsOfReading,
	span: ReadingSpan,
): SettledMemory {
	const settled = readSettled(memory, span.upTo);
	const { ids, from, partly, reopened } = settled;
	const repeated = new Set(again.map(({ event }) => event.invoiceId));
	const turned = [
		...again,
		...found.filter(({ event }) => isByMemory(event) && event.at >= span.since),
	].map(({ event: { invoiceId } }) => turnOf(settled, invoiceId, repeated.has(invoiceId), span));
	for (const { event } of found) if (event.event === 'deleted') forget(settled, event.invoiceId);
	for (const invoice of invoices) rememberOne(settled, invoice, span.since);
	return {
		...writeIdList([...ids].map(BigInt), from),
		partly: [...partly].slice(-PARTLY_KEPT),
		reopened: [...reopened].slice(-REOPENED_KEPT),
		turned: [
			...memory.turned.filter(([id, at]) => at >= span.keepSince && !repeated.has(id)),
			...turned,
		],
	};
}

/** What a turn replaced: as it was before the first report, also when it is reported once more. */
function turnOf(
	{ turned, partly }: Settled,
	id: string,
	isRepeated: boolean,
	span: ReadingSpan,
): Turn {
	const earlier = isRepeated ? turned.get(id) : undefined;
	const [upTo, paid] = earlier ? [earlier[2], earlier[3]] : [span.upTo, partly.get(id)];
	return paid === undefined ? [id, span.at, upTo] : [id, span.at, upTo, paid];
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
 * What was known before a reading, for reporting its events once more.
 *
 * @param toldAt milliseconds, when that reading was
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
