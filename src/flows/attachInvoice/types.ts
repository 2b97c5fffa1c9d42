import type { InvoiceSelection } from '../../core/invoice/attach/chooseInvoices';
import type { InvoiceSearch } from '../../core/invoice/attach/search';
import type { TargetType } from '../../core/invoice/attach/target';
import type { InvoiceSummary } from '../../core/invoice/record/summary';
import type { Action, Change, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../core/plan';

export interface TargetRef {
	objectType: TargetType;
	id: string;
}

export interface AttachInvoiceInput {
	target: TargetRef;
	invoices: InvoiceSelection;
	dryRun: boolean;
}

export interface ListInvoicesInput {
	target: TargetRef;
	search: InvoiceSearch;
}

/** What became of one invoice. */
export interface AttachInvoiceResult {
	action: Action;
	reason: string;
	/**
	 * Those of the invoice's record begin with `invoice.`; a deal's own stand in the result of the
	 * last invoice.
	 */
	changes: Change[];
	hubspot: HubSpotSide | null;
	quickbooks: QuickBooksSide | null;
	environment: 'production' | 'sandbox' | 'custom';
	warnings: string[];
	/** Null when QuickBooks no longer has the invoice. */
	invoice: InvoiceSummary | null;
	/** Only of a dry run: every request it would have sent. */
	plan?: PlannedRequest[];
}
