import { summarizeInvoice } from '../../../core/invoice/record/summary';
import type { InvoicePlan } from '../../../core/invoice/record/syncPlan';
import type { HubSpotProperties, HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { Action, Change, PlannedRequest } from '../../../core/plan';
import { hubSpotUrl, quickBooksUrl } from '../../../core/urls';
import type { InvoicePrepared } from './prepare';
import type { SyncContext, SyncInput, SyncResult } from '../engine/types';

/** One invoice on its way from plan to result. */
export interface InvoiceWork {
	id: string;
	invoice?: QuickBooksInvoice | undefined;
	record?: HubSpotRecord | undefined;
	plan?: InvoicePlan & { archive?: true };
	recordId?: string;
	/** Lines that the record has. */
	lineIds?: readonly string[];
	/** Lines that it is to have. */
	lines?: HubSpotProperties[];
	/** Those of them that it lacks, where it has some. */
	missing?: HubSpotProperties[];
	/**
	 * The lines that the record has are not those of the invoice any more; others take their place.
	 */
	outdated?: true;
	/** The deals that it belongs to. */
	dealIds?: readonly string[];
	/** What these did not say about their invoices yet. */
	dealChanges?: Change[];
	/** Of a dry run: how they would have been told. */
	dealRequests?: PlannedRequest[];
	/** The record was deleted in HubSpot; whether a person knows of it. */
	deletion?: { told: boolean };
	/** Why it is not certain whether a record that others made is of this invoice. */
	unclear?: string;
	warnings: string[];
	error?: unknown;
}

const WRITTEN = new Set(['created', 'updated', 'archived', 'unlinked']);

export function toInvoiceResult(
	work: InvoiceWork,
	{ dryRun }: SyncInput,
	prepared: InvoicePrepared,
	{ hubspot, quickbooks }: SyncContext,
): SyncResult {
	const {
		id,
		invoice,
		record,
		plan,
		recordId = record?.id,
		dealChanges = [],
		warnings,
		error,
	} = work;
	const { account, today, homeCurrency } = prepared;
	const done = actionOf(work);
	const isPlanned = dryRun && error === undefined && WRITTEN.has(done);
	return {
		action: isPlanned ? 'planned' : done,
		reason: isPlanned ? `It would be ${done}.` : (plan?.reason ?? ''),
		changes: [...(plan?.changes ?? []), ...dealChanges],
		hubspot:
			recordId === undefined
				? null
				: {
						objectType: 'invoices',
						id: recordId,
						url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', recordId),
					},
		quickbooks: {
			entity: 'Invoice',
			id,
			...(invoice?.DocNumber && { docNumber: invoice.DocNumber }),
			realmId: quickbooks.realmId,
			url: quickBooksUrl(quickbooks.environment, 'Invoice', id),
		},
		environment: quickbooks.environment,
		warnings,
		...(invoice && { invoice: summarizeInvoice(invoice, today, homeCurrency) }),
		...(isPlanned && {
			plan: [
				...prepared.plannedSchemas.splice(0),
				...plannedRequests(work, hubspot.names.link(quickbooks.realmId)),
			],
		}),
		...(error !== undefined && { error }),
		source: { side: 'quickBooks', id },
	};
}

/**
 * An invoice whose deals were told of something is updated, though its own record has stayed as it
 * was.
 */
function actionOf({ plan, dealChanges = [], error }: InvoiceWork): Action {
	if (error !== undefined) return 'failed';
	const action = plan?.action ?? 'unchanged';
	return dealChanges.length > 0 && !WRITTEN.has(action) ? 'updated' : action;
}

/** Every request that would have been sent for one invoice. */
function plannedRequests(work: InvoiceWork, linkProperty: string): PlannedRequest[] {
	return [...plannedRecord(work, linkProperty), ...(work.dealRequests ?? [])];
}

function plannedRecord(
	{ invoice, record, plan, outdated, lineIds, lines, missing = lines }: InvoiceWork,
	linkProperty: string,
): PlannedRequest[] {
	if (!plan || !WRITTEN.has(plan.action)) return [];
	const target = record ? `invoices/${record.id}` : 'invoices';
	if (plan.archive) return [{ system: 'HubSpot', operation: 'archive', target, payload: {} }];
	const isWithLines = invoice && (!record || outdated || plan.lacksLines);
	return [
		...(outdated && lineIds?.length
			? [
					{
						system: 'HubSpot' as const,
						operation: 'archive',
						target: 'line_items',
						payload: { ids: lineIds },
					},
				]
			: []),
		{
			system: 'HubSpot',
			operation: record ? 'update' : 'create',
			target,
			payload: {
				idProperty: linkProperty,
				properties: plan.properties,
				associations: plan.associations,
				...(isWithLines && { lines: missing }),
			},
		},
	];
}
