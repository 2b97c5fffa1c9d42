import { declineIfAny } from '../../core/decline';
import { matchAttachedInvoices } from '../../core/invoice/attach/attachedInvoices';
import { attachRequests, detachRequests } from '../../core/invoice/attach/plannedRequests';
import { planAttachInvoices } from '../../core/invoice/attach/planAttachInvoices';
import { planDetachInvoices } from '../../core/invoice/attach/planDetachInvoices';
import { searchProblems } from '../../core/invoice/attach/search';
import type { TargetAndCompany } from '../../core/invoice/attach/target';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import type { FlowContext } from '../accounts/context';
import { withSchemas } from '../accounts/schemas';
import { applyAttachInvoices } from './applyAttach';
import { applyDetachInvoices } from './applyDetach';
import { readAttachedInvoices, readDetaching } from './readAttached';
import { readAttachments } from './readAttachments';
import { readTargetAndCompany } from './readTarget';
import {
	attachedResults,
	detachedResults,
	listedResults,
	plannedResults,
	withDealTotals,
} from './results';
import { readPresentSchemas, schemaOwner } from './schemas';
import {
	checkSelection,
	readSearchDays,
	readSelected,
	readSelectionDays,
	type Selected,
} from './selectInvoices';
import type { AttachInvoiceInput, AttachInvoiceResult, ListInvoicesInput } from './types';

/**
 * Attaches QuickBooks invoices to a deal, contact or company, as the HubSpot invoice record that
 * creating one makes. A deal then sums up all its invoices. Called again it finds everything in
 * place.
 *
 * @returns one result for each invoice; none when a search finds none
 * @throws Declined before anything is written, when an invoice does not exist or is not certain
 * @throws GatewayError when HubSpot refused some of them; the others are attached
 */
export async function attachInvoices(
	{ target, invoices, dryRun }: AttachInvoiceInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const selection = await readSelectionDays(invoices, context);
	checkSelection(selection);
	const [to, selected] = await Promise.all([
		readTargetAndCompany(target, context),
		readSelected(selection, context),
	]);
	if (selected.invoices.length === 0) return [];
	return dryRun
		? await previewAttaching(to, selected, context)
		: await attachSelected(to, selected, context);
}

async function previewAttaching(
	to: TargetAndCompany,
	selected: Selected,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const { names } = context.hubspot;
	const present = await readPresentSchemas(to, true, context);
	const plan = planAttachInvoices(await readAttachments(to, selected, present, context));
	const results = attachedResults(plan, [], selected.invoices, to);
	return plannedResults(
		withDealTotals(results, plan.totals, plan.warnings),
		attachRequests(plan, to.target, names, to.company.realmId),
	);
}

async function attachSelected(
	to: TargetAndCompany,
	selected: Selected,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const attach = async (present: KnownSchemas) => {
		const reading = await readAttachments(to, selected, present, context);
		const plan = planAttachInvoices(reading);
		const { outcomes, totals } = await applyAttachInvoices(plan, reading, context);
		const results = attachedResults(plan, outcomes, selected.invoices, to);
		return withDealTotals(results, totals, plan.warnings);
	};
	const present = await readPresentSchemas(to, false, context);
	return await withSchemas(context, schemaOwner(to), attach, present);
}

/**
 * Detaches invoices from a deal, contact or company. Their HubSpot records stay, as do the invoices
 * in QuickBooks. A deal's properties follow the invoices left, and are cleared with the last one.
 *
 * @throws Declined when an invoice does not exist or is not certain
 */
export async function detachInvoices(
	{ target, invoices, dryRun }: AttachInvoiceInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const selection = await readSelectionDays(invoices, context);
	checkSelection(selection);
	const from = await readTargetAndCompany(target, context);
	const attached = await readAttachedInvoices(from.target, context);
	const schemas = attached.length > 0 ? await readPresentSchemas(from, dryRun, context) : undefined;
	const reading = await readDetaching(from, attached, selection, schemas, context);
	const plan = planDetachInvoices(reading);
	const rows = [...attached.flatMap(({ invoice }) => invoice ?? []), ...reading.named];
	const results = detachedResults(plan, rows, from);
	if (dryRun)
		return plannedResults(
			withDealTotals(results, plan.totals, plan.warnings),
			detachRequests(plan, from.target),
		);
	const totals = await applyDetachInvoices(plan, reading, schemas, context);
	return withDealTotals(results, totals, plan.warnings);
}

/**
 * The invoices attached to a deal, contact or company, with what QuickBooks says now. Nothing is
 * written.
 *
 * @throws Declined when the search is impossible
 */
export async function listInvoices(
	{ target, search: asked }: ListInvoicesInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const search = await readSearchDays(asked, context);
	declineIfAny(searchProblems(search));
	const of = await readTargetAndCompany(target, context);
	const attached = await readAttachedInvoices(of.target, context);
	const { found, warnings } = matchAttachedInvoices(attached, search, of.company.today);
	const results = listedResults(found, of, context.hubspot.names);
	return withDealTotals(results, { changes: [], warnings: [] }, warnings);
}
