import { changesOf } from '../../core/hubspot/changes';
import { areTotalsOf, planDealTotals, type DealTotals } from '../../core/invoice/attach/dealTotals';
import type { TargetAndCompany } from '../../core/invoice/attach/target';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { FlowContext } from '../accounts/context';
import { findByIds } from '../accounts/quickBooksRecords';
import { readAttached } from '../invoiceRecord/readRecords';
import { readTarget } from './readTarget';

/** How the links between a target and its invoices have changed. */
interface LinkChanges {
	/** QuickBooks ids by those of the HubSpot records. */
	added: ReadonlyMap<string, string>;
	/** QuickBooks ids. */
	removed: readonly string[];
}

/**
 * The invoices that a deal's totals need besides those that were read before; none for other
 * records.
 */
export async function readTotalledInvoices(
	{ target }: TargetAndCompany,
	invoiceIds: readonly string[],
	known: readonly QuickBooksInvoice[],
	{ quickbooks }: FlowContext,
): Promise<QuickBooksInvoice[]> {
	if (target.objectType !== 'deals') return [];
	const knownIds = new Set(known.map(({ Id }) => Id));
	return await findByIds(
		quickbooks,
		'Invoice',
		invoiceIds.filter((id) => !knownIds.has(id)),
	);
}

/**
 * Brings a deal's properties up to date once links have changed. The planned totals are written
 * where exactly the planned invoices are attached; otherwise they are planned again.
 *
 * @param known invoices that were read before
 * @returns what the deal says in the end
 */
export async function applyDealTotals(
	to: TargetAndCompany,
	planned: DealTotals,
	links: LinkChanges,
	known: readonly QuickBooksInvoice[],
	context: FlowContext,
): Promise<DealTotals> {
	const attachedIds = await readAttachedIds(to, links, context);
	const totals = areTotalsOf(planned, attachedIds)
		? planned
		: await readAndPlanTotals(to, attachedIds, known, context);
	await updateDeal(to, totals, context);
	const isChanged = hasChanged(links) || totals.changes.length > 0;
	return isChanged ? await correctDealTotals(to, totals, context) : totals;
}

function hasChanged({ added, removed }: LinkChanges): boolean {
	return added.size + removed.length > 0;
}

/**
 * QuickBooks ids of what is attached now. After a change the links are read again, since another
 * run may have attached invoices at the same moment.
 */
async function readAttachedIds(
	{ target }: TargetAndCompany,
	links: LinkChanges,
	{ hubspot, quickbooks }: FlowContext,
): Promise<string[]> {
	const before = target.attached.map(({ record, invoiceId }) => [record.id, invoiceId] as const);
	const known = new Map([...before, ...links.added]);
	const removed = new Set(links.removed);
	if (target.objectType !== 'deals' || !hasChanged(links)) return [...known.values()];
	const recordIds = await hubspot.readAssociations('deals', 'invoices', [target.id]);
	const nowIds = recordIds.get(target.id) ?? [];
	const others = await readAttached(
		hubspot,
		quickbooks.realmId,
		nowIds.filter((id) => !known.has(id)),
	);
	return [
		...nowIds.flatMap((id) => known.get(id) ?? []),
		...others.map(({ invoiceId }) => invoiceId),
		...links.added.values(),
	].filter((id) => !removed.has(id));
}

async function readAndPlanTotals(
	to: TargetAndCompany,
	invoiceIds: readonly string[],
	known: readonly QuickBooksInvoice[],
	context: FlowContext,
): Promise<DealTotals> {
	const others = await readTotalledInvoices(to, invoiceIds, known, context);
	return planDealTotals(context.hubspot.names, to, invoiceIds, [...known, ...others]);
}

/** How often a deal is read again that others write, too. */
const MOST_CORRECTIONS = 6;

/**
 * HubSpot has no condition on a write, so another run may have written older totals over these.
 * Both sides are read again, and what does not agree is corrected, until it does: the last run to
 * write sees everything that was done before.
 */
async function correctDealTotals(
	to: TargetAndCompany,
	written: DealTotals,
	context: FlowContext,
): Promise<DealTotals> {
	const { hubspot, quickbooks } = context;
	if (to.target.objectType !== 'deals') return written;
	let totals = written;
	let before = '';
	for (let look = 1; look <= MOST_CORRECTIONS; look += 1) {
		const target = await readTarget(hubspot, quickbooks.realmId, to.target);
		const now = { ...to, target };
		const attachedIds = target.attached.map(({ invoiceId }) => invoiceId);
		const right = await readAndPlanTotals(now, attachedIds, [], context);
		// HubSpot may keep a value in its own way, whatever is written.
		if (right.changes.length === 0 || JSON.stringify(right.changes) === before) break;
		before = JSON.stringify(right.changes);
		await updateDeal(now, right, context);
		const properties = { ...totals.properties, ...right.properties };
		totals = { ...right, changes: changesOf(to.target.record, properties), properties };
	}
	return totals;
}

async function updateDeal(
	{ target }: TargetAndCompany,
	{ properties }: DealTotals,
	{ hubspot }: FlowContext,
): Promise<void> {
	if (Object.keys(properties).length > 0)
		await hubspot.updateObject('deals', target.id, properties);
}
