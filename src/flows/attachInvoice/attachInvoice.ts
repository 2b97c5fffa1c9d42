import { declineIfAny } from '../../core/decline';
import {
	hasTimes,
	searchInDays,
	searchProblems,
	type InvoiceSearch,
} from '../../core/invoice/attach/search';
import { companyDay } from '../../core/invoice/billing/settings';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import {
	applyAttachments,
	attachedResults,
	failWhenRefused,
	newlyAttached,
	plannedAttachment,
} from './attach';
import {
	detachedResults,
	listedResults,
	planDetach,
	readPairs,
	searchPairs,
	type DetachPlan,
} from './detach';
import { prepareAttachments } from './prepare';
import { asPlanned, withRollUp } from './result';
import { applyRollUp, keepRollUp, planRollUp, readAttachedIds, type RollUp } from './rollUp';
import { withSchemas } from '../accounts/schemas';
import { forecastSchemas, readScene, schemaOwner, type Scene } from './scene';
import { checkSelection, selectInvoices, type Selected } from './select';
import type { AttachInvoiceInput, AttachInvoiceResult, ListInvoicesInput } from './types';
import type { FlowContext } from '../accounts/context';

/**
 * Attaches QuickBooks invoices to a deal, contact or company, as the HubSpot invoice record that
 * creating one makes. A deal
 * then sums up all its invoices. Called again it finds everything in place.
 *
 * @returns one result for each invoice; none when a search finds none
 * @throws Declined before anything is written, when an invoice does not exist or is not certain
 * @throws GatewayError when HubSpot refused some of them; the others are attached
 */
export async function attachInvoices(
	asked: AttachInvoiceInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const input = await inDays(asked, context);
	checkSelection(input.invoices);
	const [scene, selected] = await Promise.all([
		readScene(input.target, context),
		select(input, context),
	]);
	if (selected.invoices.length === 0) return [];
	if (input.dryRun) return await planAttach(scene, selected, context);
	return await withSchemas(context, schemaOwner(scene), async (known) => {
		const { target, rules } = scene;
		const plans = await prepareAttachments(scene, selected.invoices, known, known, context);
		const written = await applyAttachments(plans, known, context);
		const added = newlyAttached(written);
		const rollUp = await followDeal(scene, { added, removed: [] }, selected.invoices, context);
		failWhenRefused(written, plans.length, target);
		const results = attachedResults(plans, written, target, rules.homeCurrency, context);
		return withRollUp(results, { ...rollUp, warnings: [...selected.warnings, ...rollUp.warnings] });
	});
}

async function inDays(
	input: AttachInvoiceInput,
	context: FlowContext,
): Promise<AttachInvoiceInput> {
	const { invoices } = input;
	return invoices.kind === 'search'
		? { ...input, invoices: { ...invoices, search: await daysOf(invoices.search, context) } }
		: input;
}

/** Times are the days at the account's place. */
async function daysOf(search: InvoiceSearch, { hubspot }: FlowContext): Promise<InvoiceSearch> {
	return hasTimes(search) ? searchInDays(search, (await hubspot.readAccount()).timeZone) : search;
}

async function select(
	{ invoices }: AttachInvoiceInput,
	{ hubspot, quickbooks, now }: FlowContext,
): Promise<Selected> {
	const [{ timeZone }, { company }] = await Promise.all([
		hubspot.readAccount(),
		quickbooks.readSettings(),
	]);
	return await selectInvoices(
		quickbooks,
		invoices,
		companyDay(now(), company.DefaultTimeZone, timeZone),
	);
}

async function planAttach(
	scene: Scene,
	{ invoices, warnings }: Selected,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const { target, rules } = scene;
	const { known, present, requests } = await forecastSchemas(scene, context);
	const plans = await prepareAttachments(scene, invoices, known, present, context);
	const ids = [
		...target.attached.map(({ invoiceId }) => invoiceId),
		...invoices.map(({ Id }) => Id),
	];
	const rollUp = await planRollUp(target, ids, invoices, rules.homeCurrency, context);
	const results = attachedResults(plans, new Map(), target, rules.homeCurrency, context);
	const planned = plans.map((plan) => plannedAttachment(plan, known, context));
	return asPlanned(
		withRollUp(results, { ...rollUp, warnings: [...warnings, ...rollUp.warnings] }),
		requests,
		planned,
		target,
		rollUp,
	);
}

/**
 * Detaches invoices from a deal, contact or company. Their HubSpot records stay, as do the invoices
 * in QuickBooks. A deal's
 * properties follow the invoices left, and are cleared with the last one.
 *
 * @throws Declined when an invoice does not exist or is not certain
 */
export async function detachInvoices(
	asked: AttachInvoiceInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const input = await inDays(asked, context);
	checkSelection(input.invoices);
	const scene = await readScene(input.target, context);
	const { target, rules } = scene;
	const pairs = await readPairs(target, context);
	const plan = await planDetach(target, pairs, input.invoices, context);
	const rows = pairs.flatMap(({ invoice }) => invoice ?? []);
	if (input.dryRun) return await planDetaching(scene, plan, rows, context);
	const removed = plan.going.map(({ invoiceId }) => invoiceId);
	if (removed.length > 0)
		await context.hubspot.dissociate(
			'invoices',
			target.objectType,
			plan.going.map(({ record }) => ({ fromId: record.id, toId: target.id })),
		);
	const follow = async () => await followDeal(scene, { added: new Map(), removed }, rows, context);
	const rollUp =
		pairs.length > 0 ? await withSchemas(context, schemaOwner(scene), follow) : await follow();
	return withRollUp(detachedResults(plan, target, rules.homeCurrency, context), {
		...rollUp,
		warnings: [...plan.warnings, ...rollUp.warnings],
	});
}

async function planDetaching(
	scene: Scene,
	plan: DetachPlan,
	rows: readonly QuickBooksInvoice[],
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const { target, rules } = scene;
	const removed = new Set(plan.going.map(({ invoiceId }) => invoiceId));
	const left = target.attached.map(({ invoiceId }) => invoiceId).filter((id) => !removed.has(id));
	const rollUp = await planRollUp(target, left, rows, rules.homeCurrency, context);
	const results = detachedResults(plan, target, rules.homeCurrency, context);
	const planned = plan.going.map(({ record }) => [
		{
			system: 'HubSpot' as const,
			operation: 'dissociate',
			target: `invoices/${record.id}`,
			payload: { to: `${target.objectType}/${target.id}` },
		},
	]);
	return asPlanned(
		withRollUp(results, { ...rollUp, warnings: [...plan.warnings, ...rollUp.warnings] }),
		[],
		planned,
		target,
		rollUp,
	);
}

/**
 * The invoices attached to a deal, contact or company, with what QuickBooks says now. Nothing is
 * written.
 */
export async function listInvoices(
	{ target: ref, search: asked }: ListInvoicesInput,
	context: FlowContext,
): Promise<AttachInvoiceResult[]> {
	const search = await daysOf(asked, context);
	declineIfAny(searchProblems(search));
	const { target, rules } = await readScene(ref, context);
	const { found, warnings } = searchPairs(await readPairs(target, context), search, target.today);
	return withRollUp(listedResults(found, target, rules.homeCurrency, context), {
		changes: [],
		properties: {},
		warnings,
	});
}

interface LinkChanges {
	/** QuickBooks ids by those of the HubSpot records. */
	added: ReadonlyMap<string, string>;
	/** QuickBooks ids. */
	removed: readonly string[];
}

/** Brings a deal's properties up to date; what it has is read anew when links have changed. */
async function followDeal(
	{ target, rules }: Scene,
	{ added, removed }: LinkChanges,
	known: readonly QuickBooksInvoice[],
	context: FlowContext,
): Promise<RollUp> {
	const before = new Map(target.attached.map(({ record, invoiceId }) => [record.id, invoiceId]));
	const now =
		added.size + removed.length > 0
			? await readAttachedIds(target, new Map([...before, ...added]), context)
			: [...before.values()];
	const attached = [...now, ...added.values()].filter((id) => !removed.includes(id));
	const rollUp = await planRollUp(target, attached, known, rules.homeCurrency, context);
	await applyRollUp(target, rollUp, context);
	const isChanged = added.size + removed.length > 0 || rollUp.changes.length > 0;
	return isChanged ? await keepRollUp(target, rollUp, rules.homeCurrency, context) : rollUp;
}
