import type { QuickBooksInvoice } from '../../records/quickbooks';
import { originText } from '../billing/billing';

/**
 * What runs note in an invoice's memo. The note is written in the version of the invoice that a run
 * has seen, so QuickBooks takes
 * it from one of several runs only; whoever is refused as stale reads whose note it is.
 */
export interface Claims {
	/** The run that made the invoice. */
	madeBy?: string;
	/** The run that is mailing it, or has mailed it. */
	mailBy?: string;
}

/** A run that mails has to begin within this after its note; then it notes it once more. */
export const MAIL_BEGINS_WITHIN_MS = 15_000;
/** QuickBooks cuts a request off after two minutes, so a mail is out by then or never. */
export const LONGEST_REQUEST_MS = 120_000;
const MARGIN_MS = 15_000;
/**
 * A note to mail holds for this long after the invoice's last change: longer than any mail that was
 * begun can take.
 */
export const MAIL_CLAIM_MS = MAIL_BEGINS_WITHIN_MS + LONGEST_REQUEST_MS + MARGIN_MS;

const MADE = /\[made by run (\w+)\]/;
const MAIL = /\[mail by run (\w+)\]/;
const NOTES = /[ \n]?\[(?:made|mail) by run \w+\]/g;
/** What QuickBooks allows in PrivateNote. */
const LONGEST_MEMO = 4000;

export function readClaims({ PrivateNote = '' }: Pick<QuickBooksInvoice, 'PrivateNote'>): Claims {
	const [madeBy, mailBy] = [MADE, MAIL].map((note) => note.exec(PrivateNote)?.[1]);
	return { ...(madeBy && { madeBy }), ...(mailBy && { mailBy }) };
}

/**
 * The memo with these notes in the place of earlier ones. What a person wrote stays, and the mark
 * stays where it is, at the end.
 */
export function memoWithClaims(
	{ PrivateNote = '' }: Pick<QuickBooksInvoice, 'PrivateNote'>,
	{ madeBy, mailBy }: Claims,
): string {
	const notes = [madeBy && `[made by run ${madeBy}]`, mailBy && `[mail by run ${mailBy}]`]
		.filter(Boolean)
		.join(' ');
	const memo = PrivateNote.replace(NOTES, '');
	const mark = originText({ PrivateNote: memo });
	const at = mark === undefined ? memo.length : memo.lastIndexOf(mark);
	const after = [notes, memo.slice(at)].filter(Boolean).join('\n');
	const before = memo.slice(0, at).replace(/\n$/, '');
	const room = Math.max(0, LONGEST_MEMO - after.length - 1);
	return [before.slice(0, room).replace(/[\uD800-\uDBFF]$/, ''), after].filter(Boolean).join('\n');
}

/**
 * Whether a note to mail still holds. Every later change of the invoice makes it hold longer, never
 * shorter.
 * @param now by QuickBooks' own clock
 */
export function isMailClaimed(invoice: QuickBooksInvoice, now: number): boolean {
	return (
		readClaims(invoice).mailBy !== undefined &&
		Math.abs(now - Date.parse(invoice.MetaData.LastUpdatedTime)) < MAIL_CLAIM_MS
	);
}
