import { Declined, declineIfAny } from '../../core/decline';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { requiredSchemas } from '../../core/hubspot/schema';
import type { CreateInvoicePlan } from '../../core/invoice/plan/plan';
import { planCreateInvoice } from '../../core/invoice/plan/planCreateInvoice';
import { requestProblems, type CreateInvoiceInput } from '../../core/invoice/request/request';
import type { QuickBooksSettings } from '../../core/records/quickbooksQueries';
import type { FlowContext } from '../accounts/context';
import { checkRoom } from '../accounts/createProperties';
import { ensureSchemas, schemaKey } from '../accounts/schemas';
import { applyPlan } from './apply/applyPlan';
import { readFacts, sourceOf } from './read/facts';
import { readDealStart, type StartRead } from './read/start';
import { checkUnmarked } from './read/unmarked';
import { appliedResult, dryRunResult } from './result';
import type { CreateInvoiceResult } from './types';

/**
 * Creates a QuickBooks invoice from a HubSpot deal and writes it to HubSpot. Called again for the
 * same share of the same deal it finds the invoice and completes what is missing.
 *
 * @throws Declined before anything is written, when the input cannot lead to a right invoice
 * @throws TakenBack when another process billed the deal at the same moment and came first; the
 * invoice of this run is void
 * @throws PartlyDone when the invoice exists but what follows failed; calling again completes it
 * @throws GatewayError
 */
export async function createInvoice(
	input: CreateInvoiceInput,
	context: FlowContext,
): Promise<CreateInvoiceResult> {
	declineIfAny(requestProblems(input));
	const run = async () => await readPlanApply(input, context);
	return context.exclusively && !input.dryRun
		? await context.exclusively(`${context.quickbooks.realmId}|${input.dealId}`, run)
		: await run();
}

async function readPlanApply(
	input: CreateInvoiceInput,
	context: FlowContext,
): Promise<CreateInvoiceResult> {
	const start = await readDealStart(input, context);
	const [plan, present] = await Promise.all([planByLatest(start, context), start.known]);
	await checkPlan(plan, present, context);
	if (input.dryRun) return dryRunResult(plan, context);
	const known = await ensurePlanned(plan, present, context);
	return appliedResult(plan, await applyPlan({ plan, known, context }), context);
}

/** Nothing is declined by settings that somebody may have corrected since they were read. */
async function planByLatest(start: StartRead, context: FlowContext): Promise<CreateInvoicePlan> {
	const source = sourceOf(start, start.settings, context);
	try {
		return planCreateInvoice(await readFacts(start, source, start.settings, context));
	} catch (error) {
		const latest = error instanceof Declined ? await readLatest(context) : start.settings;
		if (JSON.stringify(latest) === JSON.stringify(start.settings)) throw error;
		const corrected = sourceOf(start, latest, context);
		return planCreateInvoice(await readFacts(start, corrected, latest, context));
	}
}

async function readLatest({ quickbooks }: FlowContext): Promise<QuickBooksSettings> {
	return await quickbooks.readSettings('seconds');
}

/** @throws Declined when QuickBooks may hold the invoice already, or HubSpot has no room */
async function checkPlan(
	plan: CreateInvoicePlan,
	known: KnownSchemas,
	context: FlowContext,
): Promise<void> {
	const { invoice } = plan;
	if (invoice.kind === 'create') {
		const { chosen } = invoice.customer;
		const customerId = chosen.kind === 'create' ? undefined : chosen.customer.Id;
		await checkUnmarked(plan.made, customerId, { plan, invoice, known, context });
	}
	// Where properties are created, their room is asked for then.
	if (plan.input.dryRun) await checkRoom(context.hubspot, plan.schemas);
}

async function ensurePlanned(
	{ source: { account }, rules }: CreateInvoicePlan,
	present: KnownSchemas,
	context: FlowContext,
): Promise<KnownSchemas> {
	const { hubspot, quickbooks, schemas } = context;
	const required = requiredSchemas(hubspot.names, quickbooks.realmId, rules.companyName);
	return await ensureSchemas(hubspot, required, schemas, schemaKey(account, context), present);
}
