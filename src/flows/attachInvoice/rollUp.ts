import { changesOf } from '../../core/hubspot/changes';
import type { PropertyNames } from '../../core/records/names';
import { buildDealProperties } from '../../core/invoice/record/dealProperties';
import type { Change } from '../../core/plan';
import type { HubSpotProperties } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { FlowContext } from '../accounts/context';
import { findByIds } from '../accounts/quickBooksRecords';
import { readAttached } from '../invoiceRecord/readRecords';
import { readTarget, type Target } from './target';
import { byId } from '../../core/records/byId';

/** What a deal is to say about all invoices attached to it; nothing for other records. */
export interface RollUp {
	changes: Change[];
	/** The values that differ. */
	properties: HubSpotProperties;
	warnings: string[];
}

const NONE: RollUp = { changes: [], properties: {}, warnings: [] };

/**
 * Sums up the deal's invoices as QuickBooks has them now; what was deleted there counts no more.
 * @param invoiceIds QuickBooks ids of all attached invoices
 * @param known rows that were read before
 */
export async function planRollUp(
	target: Target,
	invoiceIds: readonly string[],
	known: readonly QuickBooksInvoice[],
	homeCurrency: string,
	{ hubspot: { names }, quickbooks }: FlowContext,
): Promise<RollUp> {
	if (target.objectType !== 'deals' || (invoiceIds.length === 0 && isBlank(target, names)))
		return NONE;
	const rows = byId(known);
	const others = await findByIds(
		quickbooks,
		'Invoice',
		invoiceIds.filter((id) => !rows.has(id)),
	);
	for (const invoice of others) rows.set(invoice.Id, invoice);
	const invoices = [...new Set(invoiceIds)].flatMap((id) => rows.get(id) ?? []);
	const currency = target.record.properties['deal_currency_code'] || target.account.companyCurrency;
	const built = buildDealProperties(
		names,
		invoices,
		currency,
		homeCurrency,
		target.today,
		target.others,
	);
	const changes = changesOf(target.record, built.properties);
	return {
		changes,
		properties: Object.fromEntries(
			changes.map(({ field }) => [field, built.properties[field] ?? '']),
		),
		warnings: built.warnings,
	};
}

/** Whether the deal never had an invoice; then there is nothing to clear. */
function isBlank({ record }: Target, names: PropertyNames): boolean {
	return names.deal.every((name) => !record.properties[name]);
}

/**
 * QuickBooks ids of what is attached now, somebody else's work of this moment included.
 * @param known QuickBooks ids by HubSpot's, of records that were seen or written before
 */
export async function readAttachedIds(
	target: Target,
	known: ReadonlyMap<string, string>,
	{ hubspot, quickbooks }: FlowContext,
): Promise<string[]> {
	if (target.objectType !== 'deals') return [];
	const recordIds =
		(await hubspot.readAssociations('deals', 'invoices', [target.id])).get(target.id) ?? [];
	const others = await readAttached(
		hubspot,
		quickbooks.realmId,
		recordIds.filter((id) => !known.has(id)),
	);
	return [
		...recordIds.flatMap((id) => known.get(id) ?? []),
		...others.map(({ invoiceId }) => invoiceId),
	];
}

/** Looks at a deal that others write, too; each correction is followed by another look. */
const LOOKS = 6;

/**
 * HubSpot has no condition on a write, so another run may have written older totals over these.
 * Both sides are read again, and
 * what does not agree is corrected, until it does: the last one to write sees everything that was
 * done before.
 */
export async function keepRollUp(
	target: Target,
	written: RollUp,
	homeCurrency: string,
	context: FlowContext,
): Promise<RollUp> {
	if (target.objectType !== 'deals') return written;
	let told = written;
	let before = '';
	for (let look = 1; look <= LOOKS; look += 1) {
		const now = {
			...(await readTarget(context.hubspot, context.quickbooks.realmId, target)),
			today: target.today,
		};
		const right = await planRollUp(
			now,
			now.attached.map(({ invoiceId }) => invoiceId),
			[],
			homeCurrency,
			context,
		);
		// HubSpot may keep a value in its own way, whatever is written.
		if (right.changes.length === 0 || JSON.stringify(right.changes) === before) break;
		before = JSON.stringify(right.changes);
		await applyRollUp(now, right, context);
		const properties = { ...told.properties, ...right.properties };
		told = { changes: changesOf(target.record, properties), properties, warnings: right.warnings };
	}
	return told;
}

export async function applyRollUp(
	target: Target,
	{ properties }: RollUp,
	{ hubspot }: FlowContext,
): Promise<void> {
	if (Object.keys(properties).length > 0)
		await hubspot.updateObject('deals', target.id, properties);
}
