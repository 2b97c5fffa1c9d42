import { dealChanges, dealRequest } from '../../../core/invoice/record/plan/planDeal';
import { isWritten, recordRequests } from '../../../core/invoice/record/plan/requests';
import { summarizeInvoice } from '../../../core/invoice/record/summary';
import type { Action, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../../core/plan';
import { hubSpotUrl, quickBooksUrl } from '../../../core/urls';
import type { SyncResult } from '../engine/types';
import type { InvoiceOutcome } from './apply/outcome';
import type { InvoiceSetup } from './setup';

/** What became of one invoice, as the node reports it. */
export function toInvoiceResult(outcome: InvoiceOutcome, setup: InvoiceSetup): SyncResult {
	const { decision, done, deals, warnings, error } = outcome;
	const { id, invoice } = decision;
	const { environment, today, homeCurrency } = setup.plan;
	return {
		action: actionOf(outcome),
		reason: done.reason,
		changes: [...done.changes, ...deals.flatMap(dealChanges)],
		hubspot: hubSpotSide(outcome, setup),
		quickbooks: quickBooksSide(outcome, setup),
		environment,
		warnings: [...warnings],
		...(invoice && { invoice: summarizeInvoice(invoice, today, homeCurrency) }),
		...(error !== undefined && { error }),
		source: { side: 'quickBooks', id },
	};
}

/**
 * What a dry run reports: the plan itself, and every request that it consists of. Properties that
 * are missing are created before the first write, so they come with the first result.
 */
export function toPlannedResult(outcome: InvoiceOutcome, setup: InvoiceSetup): SyncResult {
	const result = toInvoiceResult(outcome, setup);
	if (!isWritten(result.action)) return result;
	return {
		...result,
		action: 'planned',
		reason: `It would be ${result.action}.`,
		plan: [...setup.plannedSchemas.splice(0), ...requestsOfOutcome(outcome, setup)],
	};
}

function requestsOfOutcome(
	{ decision, deals }: InvoiceOutcome,
	{ plan: { names, realmId } }: InvoiceSetup,
): PlannedRequest[] {
	return [...recordRequests(decision, names.link(realmId)), ...deals.map(dealRequest)];
}

/**
 * An invoice is updated if one of its deals was, though its own record has stayed as it was.
 */
function actionOf({ done, deals, error }: InvoiceOutcome): Action {
	if (error !== undefined) return 'failed';
	return deals.length > 0 && !isWritten(done.action) ? 'updated' : done.action;
}

function hubSpotSide(
	{ recordId }: InvoiceOutcome,
	{ account: { uiDomain, portalId } }: InvoiceSetup,
): HubSpotSide | null {
	if (recordId === undefined) return null;
	const url = hubSpotUrl(uiDomain, portalId, 'invoices', recordId);
	return { objectType: 'invoices', id: recordId, url };
}

function quickBooksSide(
	{ decision: { id, invoice } }: InvoiceOutcome,
	{ plan: { realmId, environment } }: InvoiceSetup,
): QuickBooksSide {
	return {
		entity: 'Invoice',
		id,
		...(invoice?.DocNumber && { docNumber: invoice.DocNumber }),
		realmId,
		url: quickBooksUrl(environment, 'Invoice', id),
	};
}
