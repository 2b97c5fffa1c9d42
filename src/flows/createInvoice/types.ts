import type { InvoiceSummary } from '../../core/invoice/record/summary';
import type { Action, Change, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../core/plan';

export interface CreateInvoiceResult {
	action: Action;
	reason: string;
	changes: Change[];
	hubspot: HubSpotSide | null;
	quickbooks: QuickBooksSide | null;
	environment: 'production' | 'sandbox' | 'custom';
	warnings: string[];
	invoice: InvoiceSummary | null;
	/** Only of a dry run: every request it would have sent. */
	plan?: PlannedRequest[];
	pdf?: { data: Buffer; fileName: string };
}
