import { attachedAs } from '../../core/invoice/attach/attachment';
import { attachedName, type AttachedInvoice } from '../../core/invoice/attach/attachedInvoices';
import type { DealTotals } from '../../core/invoice/attach/dealTotals';
import type { AttachInvoicesPlan } from '../../core/invoice/attach/planAttachInvoices';
import type { DetachInvoicesPlan } from '../../core/invoice/attach/planDetachInvoices';
import type {
	InvoicingCompany,
	TargetAndCompany,
	TargetRecord,
} from '../../core/invoice/attach/target';
import { summarizeInvoice } from '../../core/invoice/record/summary';
import type { Action, Change, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../core/plan';
import { byId } from '../../core/records/byId';
import type { PropertyNames } from '../../core/records/names';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { AttachmentOutcome } from './applyAttach';
import type { AttachInvoiceResult } from './types';

/**
 * One result for each invoice that was to be attached.
 *
 * @param outcomes in the order of the plan's attachments; none of a dry run
 * @param invoices those of the plan
 */
export function attachedResults(
	{ attachments }: AttachInvoicesPlan,
	outcomes: readonly AttachmentOutcome[],
	invoices: readonly QuickBooksInvoice[],
	to: TargetAndCompany,
): AttachInvoiceResult[] {
	const found = byId(invoices);
	return attachments.map((plan, index) => {
		const outcome = outcomes[index];
		return toAttachResult(
			{
				invoiceId: plan.invoiceId,
				invoice: found.get(plan.invoiceId),
				recordId: outcome?.ok ? outcome.value.id : plan.recordId,
				...attachedAs(plan, to.target),
				changes: plan.changes,
				warnings: outcome?.ok ? outcome.value.warnings : [],
			},
			to,
		);
	});
}

/** One result for each invoice that was to be detached, whether it was attached or not. */
export function detachedResults(
	{ detachments, notAttached }: DetachInvoicesPlan,
	invoices: readonly QuickBooksInvoice[],
	from: TargetAndCompany,
): AttachInvoiceResult[] {
	const { label } = from.target;
	const found = byId(invoices);
	const detached = detachments.map(({ invoiceId, recordId, name }) => ({
		invoiceId,
		invoice: found.get(invoiceId),
		recordId,
		action: 'unlinked' as const,
		reason: `${name} was detached from ${label}.`,
	}));
	const others = notAttached.map(({ invoiceId, name }) => ({
		invoiceId,
		invoice: found.get(invoiceId),
		recordId: undefined,
		action: 'unchanged' as const,
		reason: `${name} was not attached to ${label}.`,
	}));
	return [...detached, ...others].map((outcome) => toAttachResult(outcome, from));
}

/** One result for each attached invoice. */
export function listedResults(
	attached: readonly AttachedInvoice[],
	of: TargetAndCompany,
	names: PropertyNames,
): AttachInvoiceResult[] {
	return attached.map((one) => {
		const name = attachedName(one, names);
		return toAttachResult(
			{
				invoiceId: one.invoiceId,
				invoice: one.invoice,
				recordId: one.record.id,
				action: 'unchanged',
				reason: `${name} is attached to ${of.target.label}.`,
				warnings: one.invoice ? [] : [`${name} is no longer in QuickBooks.`],
			},
			of,
		);
	});
}

/** What became of one invoice. */
interface InvoiceOutcome {
	/** The QuickBooks id. */
	invoiceId: string;
	/** Undefined when QuickBooks no longer has the invoice. */
	invoice: QuickBooksInvoice | undefined;
	/** HubSpot's record; undefined when there is none. */
	recordId: string | undefined;
	action: Action;
	reason: string;
	/** Of the record. */
	changes?: readonly Change[];
	warnings?: readonly string[];
}

function toAttachResult(
	outcome: InvoiceOutcome,
	{ target, company }: TargetAndCompany,
): AttachInvoiceResult {
	const { invoice, recordId, action, reason, changes = [], warnings = [] } = outcome;
	return {
		action,
		reason,
		changes: changes.map(({ field, from, to }) => ({ field: `invoice.${field}`, from, to })),
		hubspot: recordId === undefined ? null : recordSide(target, recordId),
		quickbooks: invoiceSide(outcome, company),
		environment: company.environment,
		warnings: [...warnings],
		invoice: invoice ? summarizeInvoice(invoice, company.today, company.homeCurrency) : null,
	};
}

function recordSide({ account }: TargetRecord, id: string): HubSpotSide {
	return {
		objectType: 'invoices',
		id,
		url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', id),
	};
}

function invoiceSide(
	{ invoiceId, invoice }: InvoiceOutcome,
	{ realmId, environment }: InvoicingCompany,
): QuickBooksSide {
	return {
		entity: 'Invoice',
		id: invoiceId,
		...(invoice?.DocNumber && { docNumber: invoice.DocNumber }),
		realmId,
		url: quickBooksUrl(environment, 'Invoice', invoiceId),
	};
}

/**
 * A deal is brought up to date after all its invoices, so its changes and warnings stand in the
 * result of the last one.
 *
 * @param warnings about the selection of invoices
 */
export function withDealTotals(
	results: readonly AttachInvoiceResult[],
	totals: Pick<DealTotals, 'changes' | 'warnings'>,
	warnings: readonly string[],
): AttachInvoiceResult[] {
	const last = results.at(-1);
	if (!last) return [];
	const isUpdated = totals.changes.length > 0 && last.action === 'unchanged';
	return [
		...results.slice(0, -1),
		{
			...last,
			...(isUpdated && {
				action: 'updated',
				reason: `${last.reason} The deal's invoice properties were updated.`,
			}),
			changes: [...last.changes, ...totals.changes],
			warnings: [...last.warnings, ...warnings, ...totals.warnings],
		},
	];
}

/** The results of a dry run: what would become of each invoice, and the requests of the plan. */
export function plannedResults(
	results: readonly AttachInvoiceResult[],
	requests: readonly PlannedRequest[][],
): AttachInvoiceResult[] {
	return results.map((result, index) => ({
		...result,
		action: 'planned',
		reason: `Nothing was written, because this is a dry run. Otherwise the invoice would be ${result.action}.`,
		plan: requests[index] ?? [],
	}));
}
