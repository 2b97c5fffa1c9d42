import { Declined, declineIfAny } from '../../core/decline';
import { requiredSchemas } from '../../core/hubspot/schema';
import type { Billing } from '../../core/invoice/billing/billing';
import { withClasses } from '../../core/invoice/lines/classes';
import { readCompanyRules, type CompanyRules } from '../../core/invoice/billing/settings';
import type { QuickBooksInvoice, QuickBooksNamed } from '../../core/records/quickbooks';
import type { QuickBooksPort, QuickBooksSettings } from '../../gateways/ports';
import { applyInvoice, billingOf, planWrites, type Applied, type Job } from './apply/apply';
import { complete } from './complete';
import { applyCustomer } from './apply/customer';
import { applyItems } from './apply/items';
import { prepareInvoice, type Prepared } from './prepare';
import { plannedResult } from './result';
import { checkAddress } from './apply/send';
import type { BillingSource } from '../../core/invoice/request/source';
import { readSource } from './read/source';
import { checkUnmarked } from './read/unmarked';
import { textWarnings } from './warnings';
import {
	inDays,
	requestProblems,
	type CreateInvoiceInput,
} from '../../core/invoice/request/request';
import type { CreateInvoiceResult } from './types';
import type { FlowContext } from '../accounts/context';
import { ensureSchemas, findMissing, readSchemas, schemaKey } from '../accounts/schemas';
import { plannedSchemas } from '../../core/hubspot/missingSchemas';
import { waitForAll } from '../accounts/waitForAll';
import { ANY_STATE } from '../accounts/quickBooksRecords';

/**
 * Makes a QuickBooks invoice from a HubSpot deal and tells HubSpot about it. Called again for the
 * same share of the same
 * deal it finds the invoice and completes what is missing.
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
	const run = async () => await createAlone(input, context);
	return context.exclusively && !input.dryRun
		? await context.exclusively(`${context.quickbooks.realmId}|${input.dealId}`, run)
		: await run();
}

async function createAlone(
	asked: CreateInvoiceInput,
	context: FlowContext,
): Promise<CreateInvoiceResult> {
	const { hubspot, quickbooks } = context;
	const company = quickbooks.readSettings();
	const [read, settings, classes] = await Promise.all([
		readSource(hubspot, quickbooks.realmId, asked, context.now(), company),
		company,
		asked.classProperty ? quickbooks.find('Class', { where: [ANY_STATE] }) : [],
	]);
	const input = inDays(asked, read.account.timeZone);
	const schemas = requiredSchemas(hubspot.names, quickbooks.realmId, settings.company.CompanyName);
	const key = schemaKey(read.account, context);
	const reading =
		(input.dryRun ? undefined : context.schemas.get(key)) ?? readSchemas(hubspot, schemas);
	const [decided, present] = await Promise.all([
		byLatest(
			settings,
			quickbooks,
			async (rules) =>
				await prepareInvoice(
					classified(read, classes, input, rules),
					rules,
					input,
					context,
					reading,
				),
		),
		reading,
	]);
	const prepared = { ...decided, warnings: [...decided.warnings, ...textWarnings(decided, input)] };
	checkAddress(prepared, input);
	const billing = billingOf(prepared, quickbooks.realmId);
	if (billing)
		await checkUnmarked(
			prepared.made,
			billedCustomerId(prepared),
			{ prepared, input, known: present, context },
			billing,
		);
	if (input.dryRun)
		return plannedResult(
			prepared,
			input,
			billing,
			plannedSchemas(await findMissing(hubspot, schemas, present)),
			context,
		);
	// What is too much for the invoice shows when it is built: before its customer and items are
	// created.
	if (billing) planWrites(prepared, billing);
	const known = await ensureSchemas(hubspot, schemas, context.schemas, key, present);
	const applied = await apply({ prepared, input, known, context }, billing);
	return await complete({
		prepared,
		input,
		billing,
		applied,
		known,
		runId: context.newId(),
		context,
	});
}

/** The lines with the classes that HubSpot names for them. */
function classified(
	source: BillingSource,
	classes: readonly QuickBooksNamed[],
	{ classProperty }: CreateInvoiceInput,
	rules: CompanyRules,
): BillingSource {
	const { lines, problems, warnings } = withClasses(source.lines, classes, classProperty, rules);
	return { ...source, lines, classProblems: problems, warnings: [...source.warnings, ...warnings] };
}

/** Nothing is declined by settings that somebody may have corrected since they were read. */
async function byLatest(
	settings: QuickBooksSettings,
	quickbooks: QuickBooksPort,
	prepare: (rules: CompanyRules) => Promise<Prepared>,
): Promise<Prepared> {
	const prepareBy = async ({ preferences, company }: QuickBooksSettings) =>
		await prepare(readCompanyRules(preferences, company));
	try {
		return await prepareBy(settings);
	} catch (error) {
		const latest = error instanceof Declined ? await quickbooks.readSettings('seconds') : settings;
		if (JSON.stringify(latest) === JSON.stringify(settings)) throw error;
		return await prepareBy(latest);
	}
}

/** Customer and items first, then the invoice that names them. */
async function apply(job: Job, billing: Billing | undefined): Promise<Applied> {
	const { prepared, input, context } = job;
	if (prepared.decision.kind === 'existing' || !billing) {
		return {
			invoice: (prepared.decision as { invoice: QuickBooksInvoice }).invoice,
			isNew: false,
			newItems: new Map(),
		};
	}
	const [customerId, newItems] = await waitForAll([
		applyCustomer(prepared, input, context),
		applyItems(prepared, context),
	]);
	return { ...(await applyInvoice(job, billing, customerId, newItems)), newItems };
}

/** A new customer has no invoices yet. */
function billedCustomerId({ customer }: Prepared): string | undefined {
	return customer.kind === 'create' ? undefined : customer.customer.Id;
}
