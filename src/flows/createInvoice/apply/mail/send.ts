import { MAIL_BEGINS_WITHIN_MS, readClaims } from '../../../../core/invoice/concurrent/claim';
import { isMailed } from '../../../../core/invoice/mail';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import { GatewayError, isOutcomeUnknown } from '../../../../gateways/errors';
import { claimMail, claimMaking, releaseMail, type Mailer } from './claim';
import type { FlowContext } from '../../../accounts/context';

interface Sent {
	invoice: QuickBooksInvoice;
	wasSent: boolean;
}

/** A run's turn to mail an invoice, or the invoice that another run has mailed. */
interface MailTurn {
	invoice: QuickBooksInvoice;
	isOurs: boolean;
	/** By this machine's clock, before the note was written. */
	startedAt: number;
	mailer: Mailer;
}

/**
 * @param maker of this run, where it may be the one that made the invoice
 * @param to the address that a person entered
 */
export async function beginMailing(
	invoice: QuickBooksInvoice,
	{ maker, to }: Pick<Mailer, 'maker' | 'to'>,
	context: FlowContext,
	earlierIds: readonly string[] = [],
): Promise<MailTurn> {
	const mailer: Mailer = {
		...(maker && { maker }),
		...(to && { to }),
		id: context.newId(),
		earlierIds,
	};
	const startedAt = context.now().getTime();
	const claimed = await claimMail(invoice, mailer, context);
	// A run that found the invoice a moment after it was made may mail it; it was made by this one
	// all the same.
	const isUnsettled = maker !== undefined && readClaims(claimed.invoice).madeBy === undefined;
	const { invoice: now } = isUnsettled
		? await claimMaking(claimed.invoice, maker, context)
		: claimed;
	return { invoice: now, isOurs: claimed.isOurs, startedAt, mailer };
}

/**
 * Mails the invoice when it is this run's turn.
 * Mailing is never repeated blindly: after an unclear answer the invoice itself tells whether it
 * went out.
 */
export async function mailOnce(
	turn: MailTurn,
	to: string | undefined,
	context: FlowContext,
): Promise<Sent> {
	let now = turn;
	for (let attempt = 1; now.isOurs; attempt += 1) {
		try {
			return { invoice: await sendClaimed(now, to, context), wasSent: true };
		} catch (error) {
			if (!(error instanceof TooLate) || attempt === ATTEMPTS) throw error;
			const { earlierIds, id, ...mailer } = now.mailer;
			now = await beginMailing(now.invoice, mailer, context, [...earlierIds, id]);
		}
	}
	return { invoice: now.invoice, wasSent: false };
}

/** The request had to wait for its turn until others may think that this run was cut off. */
class TooLate extends Error {}

const ATTEMPTS = 5;
/** How long after a connection broke QuickBooks may still be mailing. */
const STILL_MAILING_MS = [0, 1000, 2000];

async function sendClaimed(
	{ invoice, startedAt }: MailTurn,
	to: string | undefined,
	context: FlowContext,
): Promise<QuickBooksInvoice> {
	const { quickbooks, now } = context;
	const address = to ?? invoice.BillEmail?.Address;
	const beforeAttempt = () => {
		if (now().getTime() - startedAt > MAIL_BEGINS_WITHIN_MS) throw new TooLate();
	};
	try {
		return { ...invoice, ...(await quickbooks.sendInvoice(invoice.Id, address, beforeAttempt)) };
	} catch (error) {
		if (error instanceof TooLate) throw error;
		const sent = isOutcomeUnknown(error)
			? await readSent(invoice.Id, to, error.kind, context)
			: undefined;
		if (sent) return sent;
		// Without any answer QuickBooks may be at it for some time; the note then holds until nobody
		// can be any more.
		if (!(error instanceof GatewayError) || error.kind !== 'timeout')
			await releaseMail(invoice, context);
		throw error;
	}
}

/** Undefined when the mail has not gone out. */
async function readSent(
	id: string,
	to: string | undefined,
	kind: string,
	{ quickbooks, wait }: FlowContext,
): Promise<QuickBooksInvoice | undefined> {
	for (const ms of kind === 'network' ? STILL_MAILING_MS : [0]) {
		if (ms > 0) await wait(ms);
		const now = await quickbooks.read('Invoice', id);
		if (isMailed(now, to)) return now;
	}
	return undefined;
}
