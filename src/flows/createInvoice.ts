import { decline, declineIfAny } from '../core/decline';
import { requiredSchemas } from '../core/hubspot/schema';
import { originText, readOrigin, type Billing } from '../core/invoice/billing';
import { readCompanyRules } from '../core/invoice/settings';
import { shareProblems } from '../core/invoice/share';
import type { QuickBooksInvoice } from '../core/records/quickbooks';
import { applyCustomer, applyInvoice, applyItems, billingOf, knownEmail } from './createInvoice/apply';
import { linksOf, productIdsOf } from './createInvoice/links';
import { findInvoices } from './createInvoice/ledger';
import { ownInvoices, prepareInvoice, type Prepared } from './createInvoice/prepare';
import { plannedResult, replyWarnings, writtenResult } from './createInvoice/result';
import { checkAddress, printWhenAsked, sendWhenAsked } from './createInvoice/send';
import { readSource, type BillingSource } from './createInvoice/source';
import type { CreateInvoiceInput, CreateInvoiceResult, FlowContext } from './createInvoice/types';
import { writeBack, type WriteBack, type WrittenBack } from './createInvoice/writeBack';
import { GatewayError } from '../gateways/errors';
import { ensureSchemas, missingSchemas, plannedSchemas, readSchemas, type KnownSchemas } from './ensureSchemas';
import { PartlyDone } from './partlyDone';

/**
 * Makes a QuickBooks invoice from a HubSpot deal and tells HubSpot about it. Called again for the same share of the same
 * deal it finds the invoice and completes what is missing.
 *
 * @throws Declined before anything is written, when the input cannot lead to a right invoice
 * @throws PartlyDone when the invoice exists but what follows failed; calling again completes it
 * @throws GatewayError
 */
export async function createInvoice(input: CreateInvoiceInput, context: FlowContext): Promise<CreateInvoiceResult> {
	declineIfAny(shareProblems(input.share));
	const run = async () => await createAlone(input, context);
	return context.exclusively && !input.dryRun ? await context.exclusively(`${context.quickbooks.realmId}|${input.dealId}`, run) : await run();
}

async function createAlone(input: CreateInvoiceInput, context: FlowContext): Promise<CreateInvoiceResult> {
	const { hubspot, quickbooks } = context;
	const [source, settings] = await Promise.all([readSource(hubspot, quickbooks.realmId, input, context.now()), quickbooks.readSettings()]);
	const rules = readCompanyRules(settings.preferences, settings.company);
	const schemas = requiredSchemas(quickbooks.realmId, rules.companyName);
	const [prepared, known] = await Promise.all([
		prepareInvoice(source, rules, input, context),
		input.dryRun ? readSchemas(hubspot, schemas) : ensureSchemas(hubspot, schemas, context.schemas, schemaKey(source, context)),
	]);
	checkAddress(input, knownEmail(prepared));
	const billing = billingOf(prepared, quickbooks.realmId);
	if (input.dryRun) return plannedResult(prepared, input, billing, plannedSchemas(missingSchemas(schemas, known)), quickbooks);
	const applied = await apply(prepared, input, billing, context);
	return await complete(prepared, input, billing, applied, known, context);
}

/** The mark in the memo, for HubSpot to keep as well. */
function originOf(invoice: QuickBooksInvoice): { origin?: string } {
	const origin = originText(invoice);
	return origin ? { origin } : {};
}

const schemaKey = (source: BillingSource, { quickbooks }: FlowContext) => `${source.account.portalId}|${quickbooks.realmId}`;

interface Applied {
	invoice: QuickBooksInvoice;
	isNew: boolean;
	/** Ids of new items by line key. */
	newItems: Map<string, string>;
}

/** Customer and items first, then the invoice that names them. */
async function apply(prepared: Prepared, input: CreateInvoiceInput, billing: Billing | undefined, context: FlowContext): Promise<Applied> {
	if (prepared.decision.kind === 'existing' || !billing) {
		return { invoice: (prepared.decision as { invoice: QuickBooksInvoice }).invoice, isNew: false, newItems: new Map() };
	}
	const [customerId, newItems] = await Promise.all([applyCustomer(prepared, input, context), applyItems(prepared, context)]);
	return { ...(await applyInvoice(prepared, input, billing, customerId, newItems, context)), newItems };
}

/** Everything after the invoice exists; a second run comes here, too. */
async function complete(prepared: Prepared, input: CreateInvoiceInput, billing: Billing | undefined, applied: Applied, known: KnownSchemas, context: FlowContext): Promise<CreateInvoiceResult> {
	const { invoice, isNew } = applied;
	const { quickbooks } = context;
	try {
		// Nothing is mailed that another process has billed a part of; otherwise the look goes along with the writing.
		const looksFirst = isNew && input.send === 'now';
		if (looksFirst) await checkOverlap(prepared, invoice, context);
		const sent = await sendWhenAsked(invoice, input, context);
		const [written] = await Promise.all([writeBackKnowingSchemas(prepared, sent.invoice, applied, known, context), isNew && !looksFirst ? checkOverlap(prepared, invoice, context) : undefined]);
		const result = writtenResult(prepared, sent, written, isNew, replyWarnings(prepared, billing, invoice), quickbooks);
		return { ...result, ...(await printWhenAsked(sent.invoice, input, context)) };
	} catch (error) {
		throw new PartlyDone(invoice, error);
	}
}

/**
 * Runs of different shares in two processes at one moment cannot see each other before they write. Whoever finds the other's
 * invoice afterwards says so, loudly; a person decides which one to void.
 */
async function checkOverlap(prepared: Prepared, invoice: QuickBooksInvoice, { quickbooks }: FlowContext): Promise<void> {
	const { source, dealInvoices } = prepared;
	const own = readOrigin(invoice);
	const { live } = ownInvoices(await findInvoices(quickbooks, [], [invoice.CustomerRef.value], source.deal.createdAt), source);
	const known = new Set([invoice.Id, ...dealInvoices.map(({ Id }) => Id)]);
	const other = live.find(({ invoice: { Id }, origin }) => !known.has(Id) && own && origin.from.lt(own.to) && own.from.lt(origin.to));
	if (other) decline('Share', `Another run billed a part of the same amount at the same moment: invoice ${other.invoice.DocNumber ?? other.invoice.Id}.`, 'Void one of the two invoices in QuickBooks, then run the item again.');
}

/** Somebody may have removed a property since it was made; then what is missing is made again, once. */
async function writeBackKnowingSchemas(prepared: Prepared, invoice: QuickBooksInvoice, { newItems }: Applied, known: KnownSchemas, context: FlowContext): Promise<WrittenBack> {
	const { hubspot, quickbooks, schemas } = context;
	const { source, rules } = prepared;
	const write: WriteBack = {
		source,
		invoice,
		productIds: productIdsOf(prepared, newItems),
		dealInvoices: [...prepared.dealInvoices.filter(({ Id }) => Id !== invoice.Id), invoice],
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
