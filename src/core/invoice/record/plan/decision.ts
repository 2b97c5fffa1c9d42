import type { Action, Change, Immutable } from '../../../plan';
import type {
	HubSpotAssociation,
	HubSpotProperties,
	HubSpotRecord,
} from '../../../records/hubspot';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import type { LinesToWrite } from './planLines';

/** What HubSpot's record of an invoice is to become. Applying it leaves it as it is. */
export type InvoicePlan = Immutable<{
	/** What it will be called once done. */
	action: Action;
	reason: string;
	changes: Change[];
	/** Properties to write; none when there is nothing to change. */
	properties: HubSpotProperties;
	/** Associations that the record lacks. */
	associations: HubSpotAssociation[];
	warnings: string[];
	/** Absent where the lines stay as they are. */
	lines?: LinesToWrite;
	/**
	 * Line items that have to be read before it is certain that they are still those of the invoice.
	 */
	uncomparedLineIds?: string[];
	archive?: true;
	/** The record stays, and its deals no longer count the invoice. */
	isGone?: true;
	/** The record stays as it is, since none may be updated. */
	isKept?: true;
}>;

/** What was decided about one invoice. Applying it leaves it as it is. */
export type InvoiceDecision = Immutable<{
	/** The QuickBooks id. */
	id: string;
	/** Absent where it was deleted. */
	invoice?: QuickBooksInvoice | undefined;
	record?: HubSpotRecord | undefined;
	plan: InvoicePlan;
	/** Deals that sum up the invoice. */
	dealIds: string[];
	/** The record was deleted in HubSpot; whether an earlier run reported it. */
	deletion?: { isReported: boolean };
	/** Why no plan could be made. */
	error?: unknown;
}>;

/** A plan that writes nothing, and why. */
export function untouchedInvoice(
	action: 'skipped' | 'conflict' | 'failed',
	reason: string,
): InvoicePlan {
	return { action, reason, changes: [], properties: {}, associations: [], warnings: [] };
}

/** An invoice that could not be planned. */
export function failedInvoice(
	invoice: Pick<InvoiceDecision, 'id' | 'invoice' | 'record'>,
	error: unknown,
): InvoiceDecision {
	return { ...invoice, plan: untouchedInvoice('failed', ''), dealIds: [], error };
}

/** An invoice that others may have made a record of, which is not certain. */
export function planUnclear(reason: string): InvoicePlan {
	return untouchedInvoice('conflict', reason);
}
