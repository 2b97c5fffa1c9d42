import { decimal } from '../money';
import type { QuickBooksInvoice, QuickBooksLine } from '../records/quickbooks';
import type { OwnInvoice } from './alreadyBilled/ownInvoices';
import { readOrigin, type Origin } from './billing/billing';

/**
 * What QuickBooks notes on a void, or people do, in the languages that it comes in: English,
 * Chinese, Dutch, French, German,
 * Italian, Portuguese and Spanish. Only the English word is documented.
 */
const VOID =
	/(?<!\p{L})(?:void(?:ed)?|annul[ée]e?s?|annulat[oa]|annullat[oa]|anulad[oa]|invalidad[oa]|storniert|ungültig|geannuleerd|ongeldig)(?!\p{L})|作[废廢]|无效|無效/iu;

/**
 * Whether an invoice is void; QuickBooks has no field that says so. All its amounts are zero, and
 * its memo either has the word,
 * wherever people put it, or says that it billed more than nothing. An invoice that was free from
 * the start has neither.
 *
 * Source: developer.intuit.com, accounting API, invoice: voiding sets all amounts to zero and puts
 * a word into PrivateNote.
 * @param origin what it was made for, where the memo does not tell any more
 */
export function isVoided(
	invoice: QuickBooksInvoice,
	origin: Origin | undefined = readOrigin(invoice),
): boolean {
	return isZero(invoice) && (hasVoidWord(invoice) || isEmptied(invoice, origin));
}

/** An invoice whose amounts somebody took away by hand, or whose memo lost the word. */
export function emptiedWarnings(voided: ReadonlyArray<Pick<OwnInvoice, 'invoice'>>): string[] {
	const emptied = voided.filter(({ invoice }) => !hasVoidWord(invoice));
	return emptied.map(
		({ invoice }) =>
			`Invoice ${invoice.DocNumber ?? invoice.Id} was made for this deal, and all its amounts are now 0.00. It counts as voided. If it should not be paid at all, delete it in QuickBooks. If it is still valid, enter its amounts again.`,
	);
}

function isZero({ TotalAmt, Balance, Line }: QuickBooksInvoice): boolean {
	return decimal(TotalAmt).eq(0) && decimal(Balance).eq(0) && Line.every(isZeroLine);
}

function isZeroLine({ Amount, GroupLineDetail }: QuickBooksLine): boolean {
	return decimal(Amount ?? 0).eq(0) && (GroupLineDetail?.Line ?? []).every(isZeroLine);
}

function hasVoidWord({ PrivateNote }: QuickBooksInvoice): boolean {
	return VOID.test((PrivateNote ?? '').normalize('NFC'));
}

/**
 * A discount of everything makes an invoice free from the start. Marks of the first version do not
 * tell of it, but what nobody has changed was made like this.
 */
function isEmptied({ SyncToken }: QuickBooksInvoice, origin: Origin | undefined): boolean {
	if (origin === undefined || SyncToken === '0') return false;
	return origin.to
		.minus(origin.from)
		.minus(origin.less ?? 0)
		.gt(0);
}
