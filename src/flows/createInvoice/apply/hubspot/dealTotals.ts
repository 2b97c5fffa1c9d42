import { changesOf } from '../../../../core/hubspot/changes';
import type { PropertyNames } from '../../../../core/records/names';
import { AT_ONCE_MS } from '../../../../core/invoice/concurrent/concurrentRuns';
import {
	buildDealProperties,
	type DealPropertiesBuilt,
} from '../../../../core/invoice/record/dealProperties';
import type { DealInvoice } from '../../../../core/invoice/alreadyBilled/dealInvoice';
import type { Change } from '../../../../core/plan';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import { asAttached } from '../../../../core/invoice/record/linkedRecords';
import { readInvoiceRecords } from '../../../invoiceRecord/readRecords';
import { readOtherCompanies } from '../../../invoiceRecord/otherCompanies';
import { findByIds } from '../../../accounts/quickBooksRecords';
import { dealInvoicesOf } from '../../../../core/invoice/request/source';
import type { CreateInvoicePlan } from '../../../../core/invoice/plan/plan';
import type { FlowContext } from '../../../accounts/context';
import { uniqueById } from '../../../../core/records/byId';

/** What is known of an invoice that was written. */
export interface Written {
	/** As it is after all that this run did to it; undefined when it was deleted. */
	invoice: QuickBooksInvoice | undefined;
	/** Of its record in HubSpot, where there is one. */
	recordId: string | undefined;
}

/** What became of the deal's properties. */
export interface DealTold {
	changes: Change[];
	warnings: string[];
	/** Invoices of the company that changed lately; empty when nothing was written. */
	seen: QuickBooksInvoice[];
}

/** Looks at a deal that others write, too; each correction is followed by another look. */
const LOOKS = 6;

/**
 * Writes what the deal says about its invoices, at once, and then looks whether it is still right.
 */
export async function writeDealTotals(
	plan: CreateInvoicePlan,
	invoice: QuickBooksInvoice,
	isChanged: boolean,
	written: Promise<Written>,
	context: FlowContext,
): Promise<DealTold> {
	const { source } = plan;
	const built = build(context.hubspot.names, plan, [...plan.dealInvoices, invoice]);
	const changes = changesOf(source.deal, built.properties);
	// Others may have written the deal since it was read, so what this run has changed is told as a
	// whole.
	const wanted = isChanged
		? built.properties
		: Object.fromEntries(changes.map(({ field, to }) => [field, String(to)]));
	if (Object.keys(wanted).length === 0) return { changes, warnings: built.warnings, seen: [] };
	await context.hubspot.updateObject('deals', source.deal.id, wanted);
	return await keepRight(plan, await written, context);
}

/**
 * HubSpot has no condition on a write, so a run that was slower may write older totals over newer
 * ones. Whoever has changed an
 * invoice or written totals therefore looks at both sides afterwards and corrects what does not
 * agree, until it does: the last
 * one to write sees everything that was done before.
 */
export async function keepRight(
	plan: CreateInvoicePlan,
	written: Written,
	context: FlowContext,
): Promise<DealTold> {
	const { source } = plan;
	let before = '';
	for (let look = 1; ; look += 1) {
		const { deal, seen, built } = await readBoth(plan, written, context);
		const wrong = changesOf(deal, built.properties);
		// HubSpot may keep a value in its own way, whatever is written.
		const isKept = JSON.stringify(wrong) === before;
		before = JSON.stringify(wrong);
		if (wrong.length === 0 || isKept || look === LOOKS)
			return { changes: changesOf(source.deal, built.properties), warnings: built.warnings, seen };
		await context.hubspot.updateObject('deals', source.deal.id, built.properties);
	}
}

interface BothSides {
	/** As HubSpot has it. */
	deal: HubSpotRecord;
	/** Invoices of the company that changed lately. */
	seen: QuickBooksInvoice[];
	/** As the deal's invoices say it should be. */
	built: DealPropertiesBuilt;
}

async function readBoth(
	plan: CreateInvoicePlan,
	written: Written,
	{ hubspot, quickbooks }: FlowContext,
): Promise<BothSides> {
	const [seen, deal] = await Promise.all([
		readLately(plan, quickbooks),
		hubspot.readObject('deals', plan.source.deal.id, {
			properties: [...hubspot.names.deal],
			associations: ['invoices'],
		}),
	]);
	const { attachedIds, otherCompanies } = await readNewRecords(plan, deal, written.recordId, {
		hubspot,
		quickbooks,
	});
	const rows = uniqueById([
		...plan.dealInvoices,
		...(written.invoice ? [written.invoice] : []),
		...seen,
	]);
	const others = await findByIds(
		quickbooks,
		'Invoice',
		attachedIds.filter((id) => !rows.some(({ Id }) => Id === id)),
	);
	const now = { attachedIds, otherCompanies };
	return { deal, seen, built: build(hubspot.names, plan, [...rows, ...others], now) };
}

/** What others have put on the deal since it was read. */
interface NewOnDeal {
	/** Of QuickBooks. */
	attachedIds: readonly string[];
	/** Invoices in other QuickBooks companies. */
	otherCompanies: readonly DealInvoice[];
}

async function readNewRecords(
	{ source }: CreateInvoicePlan,
	deal: HubSpotRecord,
	recordId: string | undefined,
	{ hubspot, quickbooks: { realmId } }: Pick<FlowContext, 'hubspot' | 'quickbooks'>,
): Promise<NewOnDeal> {
	const known = new Set([...source.records.map(({ id }) => id), recordId]);
	const records = await readInvoiceRecords(
		hubspot,
		realmId,
		(deal.associations.invoices ?? []).filter((id) => !known.has(id)),
	);
	const others = await readOtherCompanies(hubspot, realmId, records);
	return {
		attachedIds: asAttached(hubspot.names, records, realmId).map(({ invoiceId }) => invoiceId),
		otherCompanies: [...others.values()],
	};
}

/**
 * The company's invoices that were made or changed since this run could not see what others did.
 */
export async function readLately(
	{ readAt }: CreateInvoicePlan,
	quickbooks: FlowContext['quickbooks'],
): Promise<QuickBooksInvoice[]> {
	const since = readAt - AT_ONCE_MS;
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'MetaData.LastUpdatedTime', operator: '>=', value: new Date(since).toISOString() },
		],
	});
}

/** @param more what others have put on the deal since it was read */
function build(
	names: PropertyNames,
	{ source, rules }: CreateInvoicePlan,
	candidates: readonly QuickBooksInvoice[],
	more: NewOnDeal = { attachedIds: [], otherCompanies: source.otherCompanies },
): DealPropertiesBuilt {
	const recordedInvoiceIds = [...source.recordedInvoiceIds, ...more.attachedIds];
	return buildDealProperties(
		names,
		dealInvoicesOf(uniqueById(candidates), { ...source, recordedInvoiceIds }),
		source.currency,
		rules.homeCurrency,
		source.today,
		more.otherCompanies,
	);
}
