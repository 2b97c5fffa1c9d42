import { decimal, sum, zero, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { OwnInvoice } from '../alreadyBilled/ownInvoices';
import { cutStart } from '../../text';
import { isWhole, sameOrigin } from '../billing/billing';
import { memoWithClaims, readClaims } from './claim';
import { readInvoiceFacts } from '../status';

/**
 * Runs that could not see each other finished within this; what is further apart was billed
 * knowingly.
 */
export const AT_ONCE_MS = 15 * 60_000;
/** A person does not change an invoice within this after it was made. */
const UNTOUCHED_MS = 60_000;
/** What QuickBooks allows in PrivateNote, less what voiding puts before it. */
const LONGEST_MEMO = 3980;
/** Nothing here depends on the day. */
const NO_DAY = '1970-01-01';
const TAKEN_BACK = 'Taken back: another run billed the deal at the same moment';

/**
 * Invoices that came too late. Runs in different processes cannot see each other before they write;
 * each looks afterwards and
 * comes to the same answer: in the order of their ids the invoices of a deal stand as long as they
 * fit its amount.
 * A later invoice is made after an earlier one, so whoever is too late sees all that came before.
 *
 * @param live a deal's invoices that are neither voided nor deleted
 * @param beside what counts as billed by other invoices
 */
export function tooMany(live: readonly OwnInvoice[], beside: Decimal = zero): OwnInvoice[] {
	const standing: OwnInvoice[] = [];
	return [...live].sort(byId).filter((one) => {
		// What was made from a deal that was merged, or moved here, was billed under a total of its
		// own.
		const rivals = standing.filter(({ origin }) => origin.dealId === one.origin.dealId);
		const billed = billedBy(rivals).plus(beside);
		const fits = billed.plus(amountOf(one)).lte(one.origin.total);
		const isOver =
			!fits &&
			rivals.some((other) => isAtOnce(one, other)) &&
			!isRepeat(one, rivals, billedNow(rivals).plus(beside)) &&
			!rivals.some((other) => isMeant(one, other));
		const isLate = isOver || rivals.some((other) => isDouble(one, other));
		if (!isLate) standing.push(one);
		return isLate;
	});
}

export function billedBy(invoices: readonly OwnInvoice[]): Decimal {
	return sum(invoices.map(amountOf));
}

/** As the decision to bill the whole once more has seen it. */
function billedNow(invoices: readonly OwnInvoice[]): Decimal {
	return sum(invoices.map(({ billed }) => billed));
}

/**
 * What was edited upwards since was right when it was billed, and what was edited downwards left
 * room for more.
 */
function amountOf({ origin, billed }: OwnInvoice): Decimal {
	const span = origin.to.minus(origin.from);
	return billed.lt(span) ? billed : span;
}

/** Ids are longer than a number can be. */
function byId({ invoice: { Id: a } }: OwnInvoice, { invoice: { Id: b } }: OwnInvoice): number {
	return a.length - b.length || (a < b ? -1 : Number(a > b));
}

function isAtOnce({ invoice: one }: OwnInvoice, { invoice: other }: OwnInvoice): boolean {
	return (
		Math.abs(Date.parse(one.MetaData.CreateTime) - Date.parse(other.MetaData.CreateTime)) <=
		AT_ONCE_MS
	);
}

/** The whole of a deal that is billed already, once more under a reference of its own. */
function isRepeat(
	{ origin }: OwnInvoice,
	standing: readonly OwnInvoice[],
	billed: Decimal,
): boolean {
	if (
		origin.reference === undefined ||
		!isWhole(origin) ||
		standing.some((other) => other.origin.reference === origin.reference)
	)
		return false;
	return billed.gte(origin.total) || standing.some((other) => isWhole(other.origin));
}

/**
 * The whole deal billed once more, as the first version told it, or a copy that somebody made by
 * hand: the same key makes no second one.
 */
function isMeant(one: OwnInvoice, other: OwnInvoice): boolean {
	const [a, b] = [one.origin, other.origin];
	const isAnother =
		a.source === b.source && a.from.eq(b.from) && a.round > b.round && isWhole(a) && isWhole(b);
	return isAnother || isCopy(one, other);
}

/**
 * Two runs made them for the very same thing: QuickBooks had forgotten the key that both asked
 * under. A copy made by hand has the
 * note of the run that made the first one.
 */
function isDouble(one: OwnInvoice, other: OwnInvoice): boolean {
	return isAtOnce(one, other) && sameOrigin(one.origin, other.origin) && !isOfOneRun(one, other);
}

function isOfOneRun({ invoice: one }: OwnInvoice, { invoice: other }: OwnInvoice): boolean {
	return readClaims(one).madeBy === readClaims(other).madeBy;
}

/** Lines that differ are no copy, but a deal that was edited between two runs. */
function isCopy(one: OwnInvoice, other: OwnInvoice): boolean {
	const sold = ({ Line }: QuickBooksInvoice) =>
		JSON.stringify(
			Line.map(({ Amount, Description, SalesItemLineDetail }) => [
				Amount,
				Description,
				SalesItemLineDetail?.ItemRef?.value,
			]),
		);
	return (
		sameOrigin(one.origin, other.origin) &&
		isOfOneRun(one, other) &&
		sold(one.invoice) === sold(other.invoice)
	);
}

/**
 * Whether money, a mail or a person's work hangs on an invoice, so that it must not be voided.
 * @param ownToken the version that this run itself has written last
 */
export function isTouched(invoice: QuickBooksInvoice, ownToken?: string): boolean {
	const { sent, viewed, total, balance } = readInvoiceFacts(invoice, NO_DAY);
	const isPaidInPart = balance.plus(decimal(invoice.Deposit ?? 0)).lt(total);
	const hasPayment = (invoice.LinkedTxn ?? []).some(({ TxnType }) => TxnType === 'Payment');
	const { CreateTime, LastUpdatedTime } = invoice.MetaData;
	const isOwn = hasTakenBackNote(invoice) || invoice.SyncToken === ownToken;
	const isEdited = !isOwn && Date.parse(LastUpdatedTime) - Date.parse(CreateTime) > UNTOUCHED_MS;
	return hasPayment || isPaidInPart || sent || viewed || isEdited;
}

/** The memo with the reason for its void before what stands there; the origin at its end stays. */
export function takenBackMemo(
	{ PrivateNote = '' }: QuickBooksInvoice,
	names: readonly string[],
): string {
	const note = `${TAKEN_BACK} (${names.join(', ')}).`;
	return `${note}\n${cutStart(memoWithClaims({ PrivateNote }, {}), LONGEST_MEMO - note.length - 1)}`;
}

export function hasTakenBackNote({ PrivateNote }: Pick<QuickBooksInvoice, 'PrivateNote'>): boolean {
	return PrivateNote?.includes(TAKEN_BACK) === true;
}
