import { readOrigin, sameOrigin, type Origin } from '../../../core/invoice/billing/billing';
import { readClaims } from '../../../core/invoice/concurrent/claim';
import { isPaidSince, unsentWarnings } from '../../../core/invoice/mail';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { waitForAll } from '../../accounts/waitForAll';
import { standingOf, type Standing } from './concurrentRuns';
import { keepRight, readLately, type DealTold } from './hubspot/dealTotals';
import {
	reportToHubSpot,
	withProperties,
	writeRecordAndLinks,
	type WrittenBack,
} from './hubspot/report';
import type { Applied, Job } from './job';
import { claimMaking, releaseMail, type Mailer } from './mail/claim';
import { beginMailing, mailOnce } from './mail/send';
import { takenBack, voidLate } from './takeBack';

/** A run whose invoice is in QuickBooks. */
interface Run extends Job {
	applied: Applied;
	/** Told apart from all other runs by this. */
	runId: string;
}

/** What a run has done. */
export interface Done {
	invoice: QuickBooksInvoice;
	/** Whether this run, and no other, made the invoice. */
	isMaker: boolean;
	wasSent: boolean;
	written: WrittenBack;
	told: DealTold;
	warnings: string[];
}

/**
 * Everything after the invoice exists; a second run comes here, too. An invoice that was paid since
 * it was made is not mailed: that would ask for the money once more.
 *
 * @throws TakenBack when other runs came first; the invoice is void
 */
export async function complete(run: Run): Promise<Done> {
	const { invoice, isFound } = run.applied;
	const { mail } = run.plan;
	if (!mail) return await reportInvoice(run);
	const done =
		isFound && isPaidSince(invoice) ? await reportInvoice(run) : await mailAndReport(run);
	return isFound && !done.wasSent
		? {
				...done,
				warnings: [...done.warnings, ...unsentWarnings(done.invoice, mail.entered)],
			}
		: done;
}

/**
 * Nothing is mailed before a look at what others billed. The note that decides who mails goes along
 * with that look.
 */
async function mailAndReport(run: Run): Promise<Done> {
	const { plan, applied, context } = run;
	const { isFound } = applied;
	const found = standingOf(plan, applied.invoice, []);
	if (isFound && found.isLate) return await takeBack(run, found, false);
	const [turn, seen] = await beginAndLook(run);
	const standing = standingOf(plan, turn.invoice, seen);
	if (standing.isLate) {
		const late = { ...standing, invoice: turn.invoice };
		return await takeBack(run, late, false, turn.invoice.SyncToken);
	}
	const { invoice, wasSent } = await mailOnce(turn, plan.mail?.entered, context);
	const { written, told } = await reportToHubSpot(
		run,
		{ ...applied, invoice },
		wasSent || !isFound,
		Promise.resolve(invoice),
	);
	const { warnings } = standing;
	return { invoice, isMaker: isMadeBy(invoice, run), wasSent, written, told, warnings };
}

async function beginAndLook(run: Run) {
	const { plan, applied, context } = run;
	const turn = beginMailing(applied.invoice, mailerOf(run), context);
	try {
		return await waitForAll([
			turn,
			applied.isFound ? Promise.resolve([]) : readLately(plan, context.quickbooks),
		]);
	} catch (error) {
		// This run mails nothing any more, so nobody has to wait until its note ends.
		const begun = await turn.catch(() => undefined);
		if (begun?.isOurs) await releaseMail(begun.invoice, context);
		throw error;
	}
}

/**
 * The look, and the note that decides who made the invoice, go along with what HubSpot is told,
 * which costs no time.
 */
async function reportInvoice(run: Run): Promise<Done> {
	const { plan, applied, runId, context } = run;
	const { isFound } = applied;
	const found = standingOf(plan, applied.invoice, []);
	if (isFound && found.isLate) return await takeBack(run, found, false);
	const deciding = applied.isNew
		? claimMaking(applied.invoice, runId, context).then(({ invoice }) => invoice)
		: Promise.resolve(applied.invoice);
	const { written, told, invoice } = await reportToHubSpot(run, applied, !isFound, deciding);
	const standing = isFound ? found : standingOf(plan, invoice, told.seen);
	if (standing.isLate) return await takeBack(run, standing, true, invoice.SyncToken);
	const { warnings } = standing;
	return { invoice, isMaker: isMadeBy(invoice, run), wasSent: false, written, told, warnings };
}

function mailerOf({ applied, runId, plan: { mail } }: Run): Pick<Mailer, 'maker' | 'to'> {
	return {
		...(applied.isNew && { maker: runId }),
		...(mail?.entered && { to: mail.entered }),
	};
}

function isMadeBy(invoice: QuickBooksInvoice, { applied, runId }: Run): boolean {
	return applied.isNew && readClaims(invoice).madeBy === runId;
}

/**
 * @param wasTold whether HubSpot was told of the invoice before, beside a record that it may have
 * anyway
 */
async function takeBack(
	run: Run,
	standing: Standing,
	wasTold: boolean,
	ownToken?: string,
): Promise<Done> {
	const { plan, applied, context } = run;
	const { invoice, others } = standing;
	const now = await voidLate(standing, context, ownToken);
	const isKnown = wasTold || plan.source.recordedInvoiceIds.includes(invoice.Id);
	const trouble = await troubleOf(async () => {
		const written =
			now && isKnown ? await writeRecordAndLinks(run, { ...applied, invoice: now }) : undefined;
		await withProperties(
			run,
			async () => await keepRight(plan, { invoice: now, recordId: written?.recordId }, context),
		);
	});
	const twin = others.find(({ origin }) => isTwin(origin, invoice));
	if (!twin) throw takenBack(standing, plan, trouble);
	return await goOnWith(run, twin.invoice);
}

function isTwin(origin: Origin, invoice: QuickBooksInvoice): boolean {
	const own = readOrigin(invoice);
	return own !== undefined && sameOrigin(origin, own);
}

/**
 * Another run has made the very same invoice, since QuickBooks had forgotten the key: that one
 * stands.
 */
async function goOnWith(run: Run, invoice: QuickBooksInvoice): Promise<Done> {
	const found: Run = { ...run, applied: { ...run.applied, invoice, isNew: false, isFound: true } };
	return run.plan.mail ? await mailAndReport(found) : await reportInvoice(found);
}

/** The invoice is void by now: what HubSpot says about it is secondary. */
async function troubleOf(work: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await work();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
