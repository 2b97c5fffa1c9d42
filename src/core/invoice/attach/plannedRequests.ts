import { linkValue } from '../../hubspot/link';
import { plannedSchemas } from '../../hubspot/missingSchemas';
import type { PlannedRequest } from '../../plan';
import type { PropertyNames } from '../../records/names';
import type { AttachmentPlan } from './attachment';
import type { DealTotals } from './dealTotals';
import type { AttachInvoicesPlan } from './planAttachInvoices';
import type { DetachInvoicesPlan } from './planDetachInvoices';
import type { AttachTarget } from './target';

/** The requests of a plan, with the invoice that each of them stands with. */
type RequestsByInvoice = PlannedRequest[][];

/**
 * The requests that attaching sends, for each invoice. Those for properties stand with the first
 * invoice, the deal's own with the last.
 */
export function attachRequests(
	{ schemas, attachments, totals }: AttachInvoicesPlan,
	target: AttachTarget,
	names: PropertyNames,
	realmId: string,
): RequestsByInvoice {
	const requests = attachments.map((plan) => attachmentRequests(plan, names, realmId));
	return withSharedRequests(requests, plannedSchemas(schemas), totalsRequests(totals, target));
}

/**
 * The requests that detaching sends, for each invoice, those that are not attached included. The
 * deal's own stand with the last.
 */
export function detachRequests(
	{ detachments, notAttached, schemas, totals }: DetachInvoicesPlan,
	target: AttachTarget,
): RequestsByInvoice {
	const requests = detachments.map(({ recordId }): PlannedRequest[] => [
		{
			system: 'HubSpot',
			operation: 'dissociate',
			target: `invoices/${recordId}`,
			payload: { to: `${target.objectType}/${target.id}` },
		},
	]);
	const last = [...plannedSchemas(schemas), ...totalsRequests(totals, target)];
	return withSharedRequests([...requests, ...notAttached.map(() => [])], [], last);
}

function withSharedRequests(
	requests: RequestsByInvoice,
	first: readonly PlannedRequest[],
	last: readonly PlannedRequest[],
): RequestsByInvoice {
	return requests.map((own, index) => [
		...(index === 0 ? first : []),
		...own,
		...(index === requests.length - 1 ? last : []),
	]);
}

function attachmentRequests(
	{ invoiceId, recordId, properties, associations, lines }: AttachmentPlan,
	names: PropertyNames,
	realmId: string,
): PlannedRequest[] {
	const system = 'HubSpot';
	const requests: PlannedRequest[] = [];
	if (recordId === undefined) {
		const payload = {
			idProperty: names.link(realmId),
			id: linkValue(realmId, invoiceId),
			properties,
		};
		requests.push({ system, operation: 'create', target: 'invoices', payload });
	} else if (Object.keys(properties).length > 0)
		requests.push({
			system,
			operation: 'update',
			target: `invoices/${recordId}`,
			payload: { properties },
		});
	for (const { to, typeId } of associations)
		requests.push({
			system,
			operation: 'associate',
			target: recordId === undefined ? 'invoices' : `invoices/${recordId}`,
			payload: { to: `${to.objectType}/${to.id}`, typeId },
		});
	if (lines.length > 0)
		requests.push({ system, operation: 'create', target: 'line_items', payload: lines });
	return requests;
}

function totalsRequests({ properties }: DealTotals, target: AttachTarget): PlannedRequest[] {
	if (Object.keys(properties).length === 0) return [];
	return [
		{
			system: 'HubSpot',
			operation: 'update',
			target: `${target.objectType}/${target.id}`,
			payload: { properties },
		},
	];
}
