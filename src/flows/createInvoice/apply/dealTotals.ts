import { changesOf } from '../../../core/hubspot/changes';
import type { PropertyNames } from '../../../core/records/names';
import { AT_ONCE_MS } from '../../../core/invoice/concurrent/concurrentRuns';
import {
	buildDealProperties,
	type DealPropertiesBuilt,
} from '../../../core/invoice/record/dealProperties';
import type { Change } from '../../../core/plan';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { asAttached } from '../../../core/invoice/record/linkedRecords';
import { readInvoiceRecords } from '../../invoiceRecord/readRecords';
import { readOtherCompanies } from '../../invoiceRecord/otherCompanies';
import { findByIds } from '../../accounts/quickBooksRecords';
import { dealInvoicesOf } from '../../../core/invoice/request/source';
import type { Prepared } from '../prepare';
import type { FlowContext } from '../../accounts/context';
import { uniqueById } from '../../../core/records/byId';

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
export async function tellDeal(
	prepared: Prepared,
	invoice: QuickBooksInvoice,
	isChanged: boolean,
	written: Promise<Written>,
	context: FlowContext,
): Promise<DealTold> {
	const { source } = prepared;
	const built = build(context.hubspot.names, prepared, [...prepared.dealInvoices, invoice]);
	const changes = changesOf(source.deal, built.properties);
	// Others may have written the deal since it was read, so what this run has changed is told as a
	// whole.
	const wanted = isChanged
		? built.properties
		: Object.fromEntries(changes.map(({ field, to }) => [field, String(to)]));
	if (Object.keys(wanted).length === 0) return { changes, warnings: built.warnings, seen: [] };
	await context.hubspot.updateObject('deals', source.deal.id, wanted);
	return await keepRight(prepared, await written, context);
}

/**
 * HubSpot has no condition on a write, so a run that was slower may write older totals over newer
 * ones. Whoever has changed an
 * invoice or written totals therefore looks at both sides afterwards and corrects what does not
 * agree, until it does: the last
 * one to write sees everything that was done before.
 */
export async function keepRight(
	prepared: Prepared,
	written: Written,
	context: FlowContext,
): Promise<DealTold> {
	const { source } = prepared;
	let before = '';
	for (let look = 1; ; look += 1) {
		const { deal, seen, built } = await readBoth(prepared, written, context);
		const wrong = changesOf(deal, built.properties);
		// HubSpot may keep a value in its own way, whatever is written.
		const isKept = JSON.stringify(wrong) === before;
		before = JSON.stringify(wrong);
		if (wrong.length === 0 || isKept || look === LOOKS)
			return { changes: changesOf(source.deal, built.properties), warnings: built.warnings, seen };
		await context.hubspot.updateObject('deals', source.deal.id, built.properties);
	}
}

/** The deal as HubSpot has it, and as its invoices say it should be. */
async function readBoth(
	prepared: Prepared,
	{ invoice, recordId }: Written,
	{ hubspot, quickbooks }: FlowContext,
): Promise<{ deal: HubSpotRecord; seen: QuickBooksInvoice[]; built: DealPropertiesBuilt }> {
	const { source, dealInvoices } = prepared;
	const [seen, deal] = await Promise.all([
		readLately(prepared, quickbooks),
		hubspot.readObject('deals', source.deal.id, {
			properties: [...hubspot.names.deal],
			associations: ['invoices'],
		}),
	]);
	const known = new Set([...source.records.map(({ id }) => id), recordId]);
	const unknown = await readInvoiceRecords(
		hubspot,
		quickbooks.realmId,
		(deal.associations.invoices ?? []).filter((id) => !known.has(id)),
	);
	const otherCompanies = [
		...(await readOtherCompanies(hubspot, quickbooks.realmId, unknown)).values(),
	];
	const newIds = asAttached(hubspot.names, unknown, quickbooks.realmId).map(
		({ invoiceId }) => invoiceId,
	);
	const rows = new Map(
		[...dealInvoices, ...(invoice ? [invoice] : []), ...seen].map((row) => [row.Id, row]),
	);
	const others = await findByIds(
		quickbooks,
		'Invoice',
		newIds.filter((id) => !rows.has(id)),
	);
	return {
		deal,
		seen,
		built: build(
			hubspot.names,
			{ ...prepared, source: { ...source, otherCompanies } },
			[...rows.values(), ...others],
			newIds,
		),
	};
}

/**
 * The company's invoices that were made or changed since this run could not see what others did.
 */
export async function readLately(
	{ readAt }: Prepared,
	quickbooks: FlowContext['quickbooks'],
): Promise<QuickBooksInvoice[]> {
	const since = readAt - AT_ONCE_MS;
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'MetaData.LastUpdatedTime', operator: '>=', value: new Date(since).toISOString() },
		],
	});
}

/** @param attachedIds QuickBooks ids of what others have put on the deal since it was read */
function build(
	names: PropertyNames,
	{ source, rules }: Prepared,
	candidates: readonly QuickBooksInvoice[],
	attachedIds: readonly string[] = [],
): DealPropertiesBuilt {
	const now = { ...source, recordedInvoiceIds: [...source.recordedInvoiceIds, ...attachedIds] };
	const latest = uniqueById(candidates);
	return buildDealProperties(
		names,
		dealInvoicesOf(latest, now),
		source.currency,
		rules.homeCurrency,
		source.today,
		source.otherCompanies,
	);
}
