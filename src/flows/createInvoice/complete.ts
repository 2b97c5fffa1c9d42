import { requiredSchemas } from '../../core/hubspot/schema';
import { originText, type Billing } from '../../core/invoice/billing';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { GatewayError } from '../../gateways/errors';
import { ensureSchemas, type KnownSchemas } from '../ensureSchemas';
import { PartlyDone } from '../partlyDone';
import type { Applied } from './apply';
import { lookAround, type Standing } from './atOnce';
import { findInvoices } from './ledger';
import { linksOf, productIdsOf } from './links';
import type { Prepared } from './prepare';
import { replyWarnings, writtenResult } from './result';
import { printWhenAsked, sendWhenAsked } from './send';
import type { BillingSource } from './source';
import { takenBack, TakenBack, voidLate } from './takeBack';
import type { CreateInvoiceInput, CreateInvoiceResult, FlowContext } from './types';
import { writeBack, type WriteBack, type WrittenBack } from './writeBack';

/** A run whose invoice is in QuickBooks. */
export interface Run {
	prepared: Prepared;
	input: CreateInvoiceInput;
	billing: Billing | undefined;
	applied: Applied;
	known: KnownSchemas;
	context: FlowContext;
}

/**
 * Everything after the invoice exists; a second run comes here, too. Nothing is mailed before a look at what others billed;
 * otherwise the look goes along with the writing, which costs no time.
 *
 * @throws TakenBack when other runs came first; the invoice is void
 * @throws PartlyDone
 */
export async function complete(run: Run): Promise<CreateInvoiceResult> {
	const { prepared, input, billing, applied, context } = run;
	const looksFirst = input.send === 'now' || prepared.decision.kind === 'existing';
	try {
		const looking = lookAround(prepared, applied, context);
		if (looksFirst && (await looking).isLate) return await takeBack(run, await looking, false);
		const unseen = looksFirst ? (await looking).unseen : [];
		const sent = await sendWhenAsked(applied.invoice, input, context);
		const [looked, writing] = await Promise.allSettled([looking, tellHubSpot(run, sent.invoice, unseen, unseen.length > 0)]);
		const standing = valueOf(looked);
		if (standing.isLate) return await takeBack(run, standing, true);
		const written = standing.unseen.length === unseen.length ? valueOf(writing) : await tellHubSpot(run, sent.invoice, standing.unseen, true);
		const warnings = [...replyWarnings(prepared, billing, applied.invoice), ...standing.warnings];
		const result = writtenResult(prepared, sent, written, applied.isNew, warnings, context.quickbooks);
		return { ...result, ...(await printWhenAsked(sent.invoice, input, context)) };
	} catch (error) {
		throw error instanceof TakenBack ? error : new PartlyDone(applied.invoice, error);
	}
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
	if (settled.status === 'rejected') throw settled.reason;
	return settled.value;
}

/** @param wasTold whether HubSpot was told of the invoice before, beside a record that it may have anyway */
async function takeBack(run: Run, standing: Standing, wasTold: boolean): Promise<never> {
	const { prepared, input, context } = run;
	const { invoice } = standing;
	const now = await voidLate(standing, prepared, context);
	const isKnown = wasTold || prepared.source.recordedInvoiceIds.includes(invoice.Id);
	const trouble = now && isKnown ? await troubleOf(async () => await tellHubSpot(run, now, await readAgain(standing, context), true)) : undefined;
	throw takenBack(standing, prepared, input, trouble);
}

/** The others may have been mailed since they were seen. */
async function readAgain({ unseen }: Standing, { quickbooks }: FlowContext): Promise<QuickBooksInvoice[]> {
	return await findInvoices(quickbooks, unseen.map(({ Id }) => Id), [], '');
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

/**
 * Somebody may have removed a property since it was made; then what is missing is made again, once.
 * @param isAnew whether the deal was written since it was read, maybe by others
 */
async function tellHubSpot({ prepared, applied: { newItems }, known, context }: Run, invoice: QuickBooksInvoice, unseen: readonly QuickBooksInvoice[], isAnew: boolean): Promise<WrittenBack> {
	const { hubspot, quickbooks, schemas } = context;
	const { source, rules } = prepared;
	const write: WriteBack = {
		source,
		invoice,
		productIds: productIdsOf(prepared, newItems),
		dealInvoices: [...prepared.dealInvoices.filter(({ Id }) => Id !== invoice.Id), ...unseen, invoice],
		isAnew,
		homeCurrency: rules.homeCurrency,
		...originOf(invoice),
		links: linksOf(prepared, invoice, newItems, quickbooks.realmId),
	};
	try {
		return await writeBack(hubspot, quickbooks, known, write);
	} catch (error) {
		if (!(error instanceof GatewayError) || !error.details.some(({ code }) => code === 'PROPERTY_DOESNT_EXIST')) throw error;
		schemas.delete(schemaKey(source, context));
		const renewed = await ensureSchemas(hubspot, requiredSchemas(quickbooks.realmId, rules.companyName), schemas, schemaKey(source, context));
		return await writeBack(hubspot, quickbooks, renewed, write);
	}
}

/** The mark in the memo, for HubSpot to keep as well. */
function originOf(invoice: QuickBooksInvoice): { origin?: string } {
	const origin = originText(invoice);
	return origin ? { origin } : {};
}

export const schemaKey = (source: BillingSource, { quickbooks }: FlowContext) => `${source.account.portalId}|${quickbooks.realmId}`;
