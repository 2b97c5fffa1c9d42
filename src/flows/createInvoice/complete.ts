import {
	originText,
	readOrigin,
	sameOrigin,
	type Billing,
	type Origin,
} from '../../core/invoice/billing/billing';
import { readClaims } from '../../core/invoice/concurrent/claim';
import { isPaidSince, unsentWarnings } from '../../core/invoice/mail';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { withSchemas } from '../accounts/schemas';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { PartlyDone } from './partlyDone';
import { waitForAll } from '../accounts/waitForAll';
import type { Applied } from './apply/apply';
import { standingOf, type Standing } from './apply/concurrentRuns';
import { claimMaking, releaseMail, type Mailer } from './apply/claim';
import { keepRight, readLately, tellDeal, type DealTold, type Written } from './apply/dealTotals';
import { linksOf, productIdsOf } from './read/links';
import type { Prepared } from './prepare';
import { replyWarnings, writtenResult, type Done } from './result';
import { beginMailing, mailOnce, printWhenAsked } from './apply/send';
import { takenBack, TakenBack, voidLate } from './apply/takeBack';
import type { CreateInvoiceInput } from '../../core/invoice/request/request';
import type { CreateInvoiceResult } from './types';
import type { FlowContext } from '../accounts/context';
import { writeBack, type WriteBack, type WrittenBack } from './apply/writeBack';

/** A run whose invoice is in QuickBooks. */
interface Run {
	prepared: Prepared;
	input: CreateInvoiceInput;
	billing: Billing | undefined;
	applied: Applied;
	known: KnownSchemas;
	/** Told apart from all other runs by this. */
	runId: string;
	context: FlowContext;
}

/**
 * Everything after the invoice exists; a second run comes here, too.
 *
 * @throws TakenBack when other runs came first; the invoice is void
 * @throws PartlyDone
 */
export async function complete(run: Run): Promise<CreateInvoiceResult> {
	try {
		const done = await finish(run);
		const { prepared, input, billing, context } = run;
		const result = writtenResult(
			prepared,
			done,
			replyWarnings(prepared, billing, done.invoice),
			context.quickbooks,
		);
		return { ...result, ...(await printWhenAsked(done.invoice, input, context)) };
	} catch (error) {
		throw error instanceof TakenBack ? error : new PartlyDone(run.applied.invoice, error);
	}
}

/**
 * An invoice that was paid since it was made is not mailed: that would ask for the money once more.
 */
async function finish(run: Run): Promise<Done> {
	const {
		prepared,
		applied: { invoice },
		input,
	} = run;
	if (input.send === 'no') return await tell(run);
	const isFound = prepared.decision.kind === 'existing';
	const done = isFound && isPaidSince(invoice) ? await tell(run) : await mailAndTell(run);
	return isFound && !done.wasSent
		? {
				...done,
				warnings: [...done.warnings, ...unsentWarnings(done.invoice, input.details.billEmail)],
			}
		: done;
}

/**
 * Nothing is mailed before a look at what others billed. The note that decides who mails goes along
 * with that look.
 */
async function mailAndTell(run: Run): Promise<Done> {
	const { prepared, applied, input, context } = run;
	const isFound = prepared.decision.kind === 'existing';
	const found = standingOf(prepared, applied.invoice, []);
	if (isFound && found.isLate) return await takeBack(run, found, false);
	const [turn, seen] = await beginAndLook(run, isFound);
	const standing = standingOf(prepared, turn.invoice, seen);
	if (standing.isLate)
		return await takeBack(
			run,
			{ ...standing, invoice: turn.invoice },
			false,
			turn.invoice.SyncToken,
		);
	const { invoice, wasSent } = await mailOnce(turn, input, context);
	const { written, told } = await tellBoth(
		run,
		invoice,
		wasSent || !isFound,
		Promise.resolve(invoice),
	);
	return {
		invoice,
		isMaker: isMadeBy(invoice, run),
		wasSent,
		written,
		told,
		warnings: standing.warnings,
	};
}

async function beginAndLook(run: Run, isFound: boolean) {
	const { prepared, applied, context } = run;
	const turn = beginMailing(applied.invoice, mailerOf(run), context);
	try {
		return await waitForAll([
			turn,
			isFound ? Promise.resolve([]) : readLately(prepared, context.quickbooks),
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
async function tell(run: Run): Promise<Done> {
	const { prepared, applied, runId, context } = run;
	const isFound = prepared.decision.kind === 'existing';
	const found = standingOf(prepared, applied.invoice, []);
	if (isFound && found.isLate) return await takeBack(run, found, false);
	const deciding = applied.isNew
		? claimMaking(applied.invoice, runId, context).then(({ invoice }) => invoice)
		: Promise.resolve(applied.invoice);
	const { written, told, invoice } = await tellBoth(run, applied.invoice, !isFound, deciding);
	const standing = isFound ? found : standingOf(prepared, invoice, told.seen);
	if (standing.isLate) return await takeBack(run, standing, true, invoice.SyncToken);
	return {
		invoice,
		isMaker: isMadeBy(invoice, run),
		wasSent: false,
		written,
		told,
		warnings: standing.warnings,
	};
}

function mailerOf({ applied, runId, input: { details } }: Run): Pick<Mailer, 'maker' | 'to'> {
	return {
		...(applied.isNew && { maker: runId }),
		...(details.billEmail && { to: details.billEmail }),
	};
}

function isMadeBy(invoice: QuickBooksInvoice, { applied, runId }: Run): boolean {
	return applied.isNew && readClaims(invoice).madeBy === runId;
}

/**
 * Tells HubSpot of the invoice and of what the deal's invoices come to.
 *
 * @param isChanged whether this run has changed anything that others may tell HubSpot of, too
 * @param deciding the invoice as it is after this run's last write
 */
async function tellBoth(
	run: Run,
	invoice: QuickBooksInvoice,
	isChanged: boolean,
	deciding: Promise<QuickBooksInvoice>,
): Promise<{ written: WrittenBack; told: DealTold; invoice: QuickBooksInvoice }> {
	const { prepared, context } = run;
	let onRecord: (recordId: string | undefined) => void = () => undefined;
	const record = new Promise<string | undefined>((resolve) => (onRecord = resolve));
	const writing = tellRecord(run, invoice, onRecord).finally(() => onRecord(undefined));
	const done = waitForAll<[QuickBooksInvoice, string | undefined]>([deciding, record]).then(
		([now, recordId]): Written => ({ invoice: now, recordId }),
	);
	done.catch(() => undefined);
	const telling = withProperties(
		run,
		async () => await tellDeal(prepared, invoice, isChanged, done, context),
	);
	const [written, told, now] = await waitForAll<[WrittenBack, DealTold, QuickBooksInvoice]>([
		writing,
		telling,
		deciding,
	]);
	return { written, told, invoice: now };
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
	const { prepared, input, context } = run;
	const { invoice, others } = standing;
	const now = await voidLate(standing, prepared, context, ownToken);
	const isKnown = wasTold || prepared.source.recordedInvoiceIds.includes(invoice.Id);
	const trouble = await troubleOf(async () => {
		const written = now && isKnown ? await tellRecord(run, now) : undefined;
		await withProperties(
			run,
			async () => await keepRight(prepared, { invoice: now, recordId: written?.recordId }, context),
		);
	});
	const twin = others.find(({ origin }) => isTwin(origin, invoice));
	if (!twin) throw takenBack(standing, prepared, input, trouble);
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
	const { prepared, applied, input } = run;
	const found: Run = {
		...run,
		applied: { ...applied, invoice, isNew: false },
		prepared: { ...prepared, decision: { kind: 'existing', invoice, warnings: [] } },
	};
	return input.send === 'now' ? await mailAndTell(found) : await tell(found);
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

/** Somebody may have removed a property since the run ensured it; it is then created again. */
async function withProperties<T>(
	{ prepared: { source, rules }, known, context }: Run,
	work: (known: KnownSchemas) => Promise<T>,
): Promise<T> {
	return await withSchemas(
		context,
		{ account: source.account, companyName: rules.companyName },
		work,
		known,
	);
}

/** HubSpot's record of the invoice, and the links between both sides. */
async function tellRecord(
	run: Run,
	invoice: QuickBooksInvoice,
	onRecord?: (recordId: string) => void,
): Promise<WrittenBack> {
	const {
		prepared,
		applied: { newItems, isNew },
		context: { hubspot, quickbooks },
	} = run;
	const write: WriteBack = {
		source: prepared.source,
		invoice,
		isNew,
		productIds: productIdsOf(prepared, newItems),
		homeCurrency: prepared.rules.homeCurrency,
		...originOf(invoice),
		links: linksOf(
			prepared,
			invoice,
			newItems,
			quickbooks.realmId,
			hubspot.names.link(quickbooks.realmId),
		),
		...(onRecord && { onRecord }),
	};
	return await withProperties(
		run,
		async (known) => await writeBack(hubspot, quickbooks, known, write),
	);
}

/** The mark in the memo, for HubSpot to keep as well. */
function originOf(invoice: QuickBooksInvoice): { origin?: string } {
	const origin = originText(invoice);
	return origin ? { origin } : {};
}
