import { linkPropertyName } from '../../core/hubspot/link';
import { summarizeInvoice } from '../../core/invoice/summary';
import type { InvoicePlan } from '../../core/invoice/syncPlan';
import type { HubSpotProperties, HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { PlannedRequest } from '../../core/plan';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { InvoicePrepared } from './invoicePrepare';
import type { SyncContext, SyncInput, SyncResult } from './types';

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
	/** The lines that the record has are not those of the invoice any more; others take their place. */
	outdated?: true;
	warnings: string[];
	error?: unknown;
}

const WRITTEN = new Set(['created', 'updated', 'archived', 'unlinked']);

export function toInvoiceResult(work: InvoiceWork, { dryRun }: SyncInput, prepared: InvoicePrepared, { quickbooks }: SyncContext): SyncResult {
	const { id, invoice, record, plan, recordId = record?.id, warnings, error } = work;
	const { account, today, homeCurrency } = prepared;
	const isPlanned = dryRun && error === undefined && plan !== undefined && WRITTEN.has(plan.action);
	return {
		action: error !== undefined ? 'failed' : isPlanned ? 'planned' : (plan?.action ?? 'unchanged'),
		reason: isPlanned ? `It would be ${plan.action}.` : (plan?.reason ?? ''),
		changes: plan?.changes ?? [],
		hubspot: recordId === undefined ? null : { objectType: 'invoices', id: recordId, url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', recordId) },
		quickbooks: { entity: 'Invoice', id, ...(invoice?.DocNumber && { docNumber: invoice.DocNumber }), realmId: quickbooks.realmId, url: quickBooksUrl(quickbooks.environment, 'Invoice', id) },
		environment: quickbooks.environment,
		warnings,
		...(invoice && { invoice: summarizeInvoice(invoice, today, homeCurrency) }),
		...(isPlanned && { plan: [...prepared.plannedSchemas.splice(0), ...plannedRequests(work, quickbooks.realmId)] }),
		...(error !== undefined && { error }),
		source: { side: 'quickBooks', id },
	};
}

/** Every request that would have been sent for one invoice. */
function plannedRequests({ invoice, record, plan, outdated, lineIds, lines, missing = lines }: InvoiceWork, realmId: string): PlannedRequest[] {
	if (!plan) return [];
	const target = record ? `invoices/${record.id}` : 'invoices';
	if (plan.archive) return [{ system: 'HubSpot', operation: 'archive', target, payload: {} }];
	const isWithLines = invoice && (!record || outdated || plan.lacksLines);
	return [
		...(outdated && lineIds?.length ? [{ system: 'HubSpot' as const, operation: 'archive', target: 'line_items', payload: { ids: lineIds } }] : []),
		{ system: 'HubSpot', operation: record ? 'update' : 'create', target, payload: { idProperty: linkPropertyName(realmId), properties: plan.properties, associations: plan.associations, ...(isWithLines && { lines: missing }) } },
	];
}
