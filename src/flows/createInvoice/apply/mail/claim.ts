import { decline } from '../../../../core/decline';
import {
	isMailClaimed,
	MAIL_CLAIM_MS,
	memoWithClaims,
	readClaims,
	type Claims,
} from '../../../../core/invoice/concurrent/claim';
import { isMailed } from '../../../../core/invoice/mail';
import { isVoided } from '../../../../core/invoice/voided';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import { mayBeWritten } from '../../../../gateways/errors';
import type { FlowContext } from '../../../accounts/context';
import { invoiceNameAtStart } from '../../../../core/invoice/name';

/** An invoice as it is after a run asked whether something is its own to do. */
interface Claimed {
	invoice: QuickBooksInvoice;
	isOurs: boolean;
}

/** Whoever is refused this often meets more than other runs. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;
/** After a note has ended, others may take it first. */
const PATIENCE_MS = 30_000;

/**
 * Decides which of several runs made an invoice, when QuickBooks gave the same answer to all of
 * them: the first whose note
 * QuickBooks takes.
 */
export async function claimMaking(
	invoice: QuickBooksInvoice,
	runId: string,
	context: FlowContext,
): Promise<Claimed> {
	return await claim(invoice, context, (now) => {
		const { madeBy, mailBy } = readClaims(now);
		if (madeBy !== undefined || isVoided(now)) return madeBy === runId;
		return { madeBy: runId, ...(mailBy && { mailBy }) };
	});
}

/** What a run that mails knows of itself. */
export interface Mailer {
	/** Of the run that made the invoice, where that is not settled yet. */
	maker?: string;
	/** Of this attempt to mail. */
	id: string;
	/** Of earlier attempts of the same run, which did not come to mail. */
	earlierIds: readonly string[];
	/** The address that a person entered. */
	to?: string;
}

/**
 * Decides which of several runs mails an invoice. A run that finds another one at it waits until
 * the mail is out, or until the
 * other one's note no longer holds: it may have been cut off between its note and the mail.
 *
 * @throws Declined when the other run takes too long
 */
export async function claimMail(
	invoice: QuickBooksInvoice,
	mailer: Mailer,
	context: FlowContext,
): Promise<Claimed> {
	const end = context.now().getTime() + MAIL_CLAIM_MS + PATIENCE_MS;
	const clock = () => context.quickbooks.answeredAt?.() ?? context.now().getTime();
	let now = invoice;
	for (let round = 0; ; round += 1) {
		const claimed = await claim(now, context, (one) => judgeMail(one, mailer, clock()));
		if (claimed.isOurs || isMailed(claimed.invoice, mailer.to) || isVoided(claimed.invoice))
			return claimed;
		if (context.now().getTime() > end) declineBusy(claimed.invoice);
		await context.wait(waitOf(round));
		now = await context.quickbooks.read('Invoice', invoice.Id);
	}
}

function judgeMail(
	now: QuickBooksInvoice,
	{ maker, id, earlierIds, to }: Mailer,
	clock: number,
): Claims | boolean {
	const { madeBy = maker, mailBy } = readClaims(now);
	if (isMailed(now, to) || isVoided(now)) return false;
	if (mailBy === id) return true;
	if (mailBy !== undefined && !earlierIds.includes(mailBy) && isMailClaimed(now, clock))
		return false;
	return { ...(madeBy && { madeBy }), mailBy: id };
}

/**
 * Takes the note to mail back after QuickBooks refused the mail, so that the next run need not
 * wait. Nothing depends on it.
 */
export async function releaseMail(
	{ Id, SyncToken, ...invoice }: QuickBooksInvoice,
	{ quickbooks }: FlowContext,
): Promise<void> {
	const { madeBy } = readClaims(invoice);
	await quickbooks
		.update('Invoice', {
			Id,
			SyncToken,
			PrivateNote: memoWithClaims(invoice, { ...(madeBy && { madeBy }) }),
		})
		.catch(() => undefined);
}

/**
 * Writes a note in the version that was seen. After an answer that does not say whether it was
 * written, and after a refusal as
 * stale, the invoice is read again and judged anew: a payment, a person's edit or a note of another
 * run may have come between.
 *
 * @param judge what to write, or whether the thing is this run's own
 */
async function claim(
	invoice: QuickBooksInvoice,
	{ quickbooks, wait }: FlowContext,
	judge: (now: QuickBooksInvoice) => Claims | boolean,
): Promise<Claimed> {
	let now = invoice;
	for (let attempt = 1; ; attempt += 1) {
		const verdict = judge(now);
		if (typeof verdict === 'boolean') return { invoice: now, isOurs: verdict };
		try {
			const { Id, SyncToken } = now;
			const written = await quickbooks.update('Invoice', {
				Id,
				SyncToken,
				PrivateNote: memoWithClaims(now, verdict),
			});
			return { invoice: { ...now, ...written }, isOurs: true };
		} catch (error) {
			if (!mayBeWritten(error) || attempt === ATTEMPTS) throw error;
			if (error.kind !== 'stale' || attempt > 1) await wait(waitOf(attempt));
			now = await quickbooks.read('Invoice', invoice.Id);
		}
	}
}

function waitOf(round: number): number {
	return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** round);
}

function declineBusy(invoice: QuickBooksInvoice): never {
	decline(
		'Send',
		`${invoiceNameAtStart(invoice)} is being e-mailed by another run, which has not finished.`,
		'Run the item again in three minutes. It then e-mails the invoice if the other run has not.',
	);
}
