import { changesOf } from '../../hubspot/changes';
import { association } from '../../hubspot/associations';
import type { PropertyNames } from '../../records/names';
import type { Action, Change } from '../../plan';
import type { HubSpotAssociation, HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { invoiceNameAtStart } from '../name';
import { isKeptByHubSpot, writableTo } from '../record/foreign';

/** What invoices are attached to. */
export interface AttachTarget {
	objectType: 'contacts' | 'companies' | 'deals';
	id: string;
	/** How messages name it: `the deal "Spring planting"`. */
	label: string;
}

/** A QuickBooks invoice and what HubSpot knows about it. */
export interface KnownInvoice {
	invoice: QuickBooksInvoice;
	/** HubSpot's record of the invoice. */
	record: HubSpotRecord | undefined;
	/** Whether the record has line items. */
	hasLines: boolean;
	/** Whether the record is linked with the target. */
	attached: boolean;
}

export interface AttachmentPlan extends KnownInvoice {
	/** What is out of date on the record; nothing on one that does not exist yet. */
	changes: Change[];
	/** All values of the record when some are out of date, else none. */
	properties: HubSpotProperties;
	associations: HubSpotAssociation[];
	lines: HubSpotProperties[];
}

/**
 * Decides what is missing for an invoice to be attached: its record, the record's current values,
 * its lines, the link.
 * An up-to-date record is known by this package's own properties, since HubSpot computes some of
 * its own.
 *
 * @param values what the record should say, as far as HubSpot lets it be written
 * @param lines what the record gets when it has no lines
 */
export function planAttachment(
	names: PropertyNames,
	known: KnownInvoice,
	target: AttachTarget,
	values: HubSpotProperties,
	lines: HubSpotProperties[],
): AttachmentPlan {
	const isKept = known.record !== undefined && isKeptByHubSpot(known.record.properties);
	const own = Object.fromEntries(
		Object.entries(values).filter(([name]) => names.invoice.includes(name) || names.isLink(name)),
	);
	const changes = known.record ? changesOf(known.record, own) : [];
	return {
		...known,
		changes,
		properties: known.record && changes.length === 0 ? {} : writableTo(known.record, values),
		associations: known.attached ? [] : [association('invoices', target.objectType, target.id)],
		lines: known.hasLines || isKept ? [] : lines,
	};
}

/** Whether there is nothing to do. */
export function isInPlace({ record, changes, associations, lines }: AttachmentPlan): boolean {
	return (
		record !== undefined && changes.length === 0 && associations.length === 0 && lines.length === 0
	);
}

/** What attaching an invoice came to. */
export function attachedAs(
	plan: AttachmentPlan,
	target: AttachTarget,
): { action: Action; reason: string } {
	const name = invoiceNameAtStart(plan.invoice);
	if (!plan.attached)
		return { action: 'linked', reason: `${name} was attached to ${target.label}.` };
	if (!isInPlace(plan))
		return {
			action: 'updated',
			reason: `${name} was already attached to ${target.label}. Its record in HubSpot was updated.`,
		};
	return {
		action: 'unchanged',
		reason: `${name} was already attached to ${target.label}, and nothing was missing.`,
	};
}
