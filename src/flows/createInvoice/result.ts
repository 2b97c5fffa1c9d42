import { cameBack } from '../../core/invoice/mail';
import { invoiceNameAtStart } from '../../core/invoice/name';
import type { CreateInvoicePlan } from '../../core/invoice/plan/plan';
import { toPlannedRequests } from '../../core/invoice/plan/plannedRequests';
import { replyWarnings } from '../../core/invoice/plan/replyWarnings';
import { summarizeInvoice } from '../../core/invoice/record/summary';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { FlowContext } from '../accounts/context';
import type { PlanApplied } from './apply/applyPlan';
import type { CreateInvoiceResult } from './types';

/** What a run did. */
export function appliedResult(
	plan: CreateInvoicePlan,
	done: PlanApplied,
	{ quickbooks }: FlowContext,
): CreateInvoiceResult {
	const { account } = plan.source;
	const { invoice, isMaker, written, told, pdf } = done;
	return {
		action: isMaker ? 'created' : 'existing',
		reason: `${invoiceNameAtStart(invoice)} ${reasonOf(plan, done)}`,
		changes: told.changes,
		hubspot:
			written.recordId === undefined
				? null
				: {
						objectType: 'invoices',
						id: written.recordId,
						url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', written.recordId),
					},
		...quickBooksSide(plan, invoice, quickbooks),
		environment: quickbooks.environment,
		warnings: [
			...plan.warnings,
			...replyWarnings(plan, invoice),
			...done.warnings,
			...told.warnings,
			...written.warnings,
		],
		...(pdf && { pdf }),
	};
}

/** The plan itself, for a person to read. */
export function dryRunResult(
	plan: CreateInvoicePlan,
	{ hubspot, quickbooks }: FlowContext,
): CreateInvoiceResult {
	const found = plan.invoice.kind === 'found' ? plan.invoice.invoice : undefined;
	return {
		action: 'planned',
		reason: found
			? `${invoiceNameAtStart(found)} already exists and would be returned.`
			: 'Nothing was written, because this is a dry run.',
		changes: [],
		hubspot: null,
		...(found ? quickBooksSide(plan, found, quickbooks) : { quickbooks: null, invoice: null }),
		environment: quickbooks.environment,
		warnings: [...plan.warnings],
		plan: toPlannedRequests(plan, { names: hubspot.names, realmId: quickbooks.realmId }),
	};
}

function quickBooksSide(
	{ source, rules }: CreateInvoicePlan,
	invoice: QuickBooksInvoice,
	{ environment, realmId }: FlowContext['quickbooks'],
): Pick<CreateInvoiceResult, 'quickbooks' | 'invoice'> {
	return {
		quickbooks: {
			entity: 'Invoice' as const,
			id: invoice.Id,
			...(invoice.DocNumber && { docNumber: invoice.DocNumber }),
			realmId,
			url: quickBooksUrl(environment, 'Invoice', invoice.Id),
		},
		invoice: summarizeInvoice(invoice, source.today, rules.homeCurrency),
	};
}

function reasonOf(
	{ invoice: planned }: CreateInvoicePlan,
	{ invoice, isMaker, wasSent, written, told }: PlanApplied,
): string {
	if (isMaker) return 'was created.';
	if (planned.kind === 'create')
		return wasSent
			? 'was made by another run at the same moment, and was sent now.'
			: 'was made by another run at the same moment.';
	const completed = written.completed || told.changes.length > 0;
	if (wasSent && cameBack(planned.invoice))
		return `existed. Its e-mail to ${planned.invoice.BillEmail?.Address ?? 'the customer'} was not delivered, so it was sent to ${invoice.BillEmail?.Address ?? 'another address'} now.`;
	if (wasSent)
		return completed
			? 'existed and was sent now. What was missing was added.'
			: 'existed and was sent now.';
	return completed ? 'existed. What was missing was added.' : 'existed, and nothing was missing.';
}
