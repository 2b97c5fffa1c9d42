import { summarizeInvoice } from '../../core/invoice/record/summary';
import type { Action, Change, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../core/plan';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { QuickBooksPort } from '../../gateways/ports';
import type { RollUp } from './rollUp';
import type { Target } from './target';
import type { AttachInvoiceResult } from './types';

/** What became of one invoice. */
interface Told {
	/** The QuickBooks id. */
	invoiceId: string;
	/** Undefined when QuickBooks has the invoice no more. */
	invoice: QuickBooksInvoice | undefined;
	/** HubSpot's record; undefined when there is none. */
	recordId: string | undefined;
	action: Action;
	reason: string;
	/** Of the record. */
	changes?: Change[];
	warnings?: string[];
}

export function toAttachResult(
	told: Told,
	target: Target,
	homeCurrency: string,
	quickbooks: QuickBooksPort,
): AttachInvoiceResult {
	const { invoice, recordId, action, reason, changes = [], warnings = [] } = told;
	return {
		action,
		reason,
		changes: changes.map(({ field, from, to }) => ({ field: `invoice.${field}`, from, to })),
		hubspot: recordId === undefined ? null : recordSide(target, recordId),
		quickbooks: invoiceSide(told, quickbooks),
		environment: quickbooks.environment,
		warnings,
		invoice: invoice ? summarizeInvoice(invoice, target.today, homeCurrency) : null,
	};
}

function recordSide({ account }: Target, id: string): HubSpotSide {
	return {
		objectType: 'invoices',
		id,
		url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', id),
	};
}

function invoiceSide(
	{ invoiceId, invoice }: Told,
	{ realmId, environment }: QuickBooksPort,
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
 * The deal follows once all its invoices are done, so its changes and warnings are told with the
 * last one.
 */
export function withRollUp(
	results: AttachInvoiceResult[],
	{ changes, warnings }: RollUp,
): AttachInvoiceResult[] {
	const last = results.at(-1);
	if (!last || (changes.length === 0 && warnings.length === 0)) return results;
	const told =
		changes.length > 0 && last.action === 'unchanged'
			? {
					action: 'updated' as const,
					reason: `${last.reason} The deal's invoice properties were updated.`,
				}
			: {};
	return [
		...results.slice(0, -1),
		{
			...last,
			...told,
			changes: [...last.changes, ...changes],
			warnings: [...last.warnings, ...warnings],
		},
	];
}

/**
 * The same for a dry run: requests stand with the invoice they are for, the deal's own with the
 * last.
 */
export function asPlanned(
	results: AttachInvoiceResult[],
	before: PlannedRequest[],
	requests: PlannedRequest[][],
	{ objectType, id }: Target,
	{ properties }: RollUp,
): AttachInvoiceResult[] {
	const after: PlannedRequest[] =
		Object.keys(properties).length > 0
			? [
					{
						system: 'HubSpot',
						operation: 'update',
						target: `${objectType}/${id}`,
						payload: { properties },
					},
				]
			: [];
	return results.map((result, index) => ({
		...result,
		action: 'planned',
		reason: `Nothing was written, because this is a dry run. Otherwise the invoice would be ${result.action}.`,
		plan: [
			...(index === 0 ? before : []),
			...(requests[index] ?? []),
			...(index === results.length - 1 ? after : []),
		],
	}));
}
