import { changesOf } from '../../hubspot/changes';
import { association } from '../../hubspot/associations';
import type { PropertyNames } from '../../records/names';
import type { Action, Change, Immutable } from '../../plan';
import type { HubSpotAssociation, HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { invoiceNameAtStart } from '../name';
import { isKeptByHubSpot, writableTo } from '../record/foreign';
import type { AttachTarget } from './target';

/** A QuickBooks invoice and what HubSpot knows about it. */
export interface KnownInvoice {
	invoice: QuickBooksInvoice;
	/** HubSpot's record of the invoice. */
	record: HubSpotRecord | undefined;
	/** Whether the record has line items. */
	hasLines: boolean;
	/** Whether the record is linked with the target. */
	isAttached: boolean;
}

/** What is written for one invoice. */
export type AttachmentPlan = Immutable<{
	/** The QuickBooks id. */
	invoiceId: string;
	/** As a sentence begins with it: `Invoice 1042`. */
	name: string;
	/** HubSpot's record of the invoice; undefined where it is created. */
	recordId: string | undefined;
	hasLines: boolean;
	/** Whether the record was linked with the target before. */
	isAttached: boolean;
	/** What is out of date on the record; nothing on one that does not exist yet. */
	changes: Change[];
	/** All values of the record when some are out of date, else none. */
	properties: HubSpotProperties;
	associations: HubSpotAssociation[];
	lines: HubSpotProperties[];
}>;

/**
 * Decides what is missing for an invoice to be attached: its record, the record's current values,
 * its lines, the link. An up-to-date record is known by this package's own properties, since
 * HubSpot computes some of its own.
 *
 * @param values what the record should say, as far as HubSpot lets it be written
 * @param lines what the record gets when it has no lines
 */
export function planAttachment(
	names: PropertyNames,
	{ invoice, record, hasLines, isAttached }: KnownInvoice,
	target: AttachTarget,
	values: HubSpotProperties,
	lines: HubSpotProperties[],
): AttachmentPlan {
	const isKept = record !== undefined && isKeptByHubSpot(record.properties);
	const own = Object.fromEntries(
		Object.entries(values).filter(([name]) => names.invoice.includes(name) || names.isLink(name)),
	);
	const changes = record ? changesOf(record, own) : [];
	return {
		invoiceId: invoice.Id,
		name: invoiceNameAtStart(invoice),
		recordId: record?.id,
		hasLines,
		isAttached,
		changes,
		properties: record && changes.length === 0 ? {} : writableTo(record, values),
		associations: isAttached ? [] : [association('invoices', target.objectType, target.id)],
		lines: hasLines || isKept ? [] : lines,
	};
}

/** Whether there is nothing to do. */
export function isInPlace({ recordId, changes, associations, lines }: AttachmentPlan): boolean {
	return (
		recordId !== undefined &&
		changes.length === 0 &&
		associations.length === 0 &&
		lines.length === 0
	);
}

/** What attaching an invoice comes to. */
export function attachedAs(
	plan: AttachmentPlan,
	{ label }: Pick<AttachTarget, 'label'>,
): { action: Action; reason: string } {
	if (!plan.isAttached)
		return { action: 'linked', reason: `${plan.name} was attached to ${label}.` };
	if (!isInPlace(plan))
		return {
			action: 'updated',
			reason: `${plan.name} was already attached to ${label}. Its record in HubSpot was updated.`,
		};
	return {
		action: 'unchanged',
		reason: `${plan.name} was already attached to ${label}, and nothing was missing.`,
	};
}
