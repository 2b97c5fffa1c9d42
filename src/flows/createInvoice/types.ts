import type { NamePolicy } from '../../core/contact/build';
import type { InvoiceDetails } from '../../core/invoice/billing/details';
import type { IfInvoiced } from '../../core/invoice/alreadyBilled/decideBilling';
import type { CountAttached } from '../../core/invoice/alreadyBilled/besides';
import type { GivenLine } from '../../core/invoice/lines/givenLines';
import type { LaterLines } from '../../core/invoice/lines/laterLines';
import type { Share } from '../../core/invoice/billing/share';
import type { InvoiceSummary } from '../../core/invoice/record/summary';
import type { TaxSettings } from '../../core/invoice/lines/amounts/taxes';
import type { Action, Change, HubSpotSide, PlannedRequest, QuickBooksSide } from '../../core/plan';

/**
 * What is billed: the deal's line items, lines typed in, or one of the deal's quotes (the latest
 * when none is named).
 */
export type InvoiceSource =
	{ kind: 'deal' } | { kind: 'lines'; lines: GivenLine[] } | { kind: 'quote'; quoteId?: string };

export type BillingParty = 'auto' | 'contact' | 'company';

export type CustomerChoice =
	| {
			kind: 'auto';
			party: BillingParty;
			ifNone: 'create' | 'fail';
			nameTaken: NamePolicy;
			underCompany: boolean;
			reactivate: boolean;
	  }
	| { kind: 'specific'; id: string };

export type ItemChoice =
	| { ifNone: 'create'; incomeAccountId?: string }
	| { ifNone: 'default'; itemId: string }
	| { ifNone: 'fail' };

/** How HubSpot's line items are read. */
export interface LinesAsked {
	/** The property of line items that names a QuickBooks class. */
	classProperty?: string;
	/** Lines whose billing starts later are billed unless said otherwise. */
	laterLines?: LaterLines;
}

/** One invoice to make, as a person asked for it. */
export interface CreateInvoiceInput extends LinesAsked {
	dealId: string;
	source: InvoiceSource;
	customer: CustomerChoice;
	items: ItemChoice;
	taxes: TaxSettings;
	details: InvoiceDetails;
	share: Share;
	ifInvoiced: IfInvoiced;
	/** Names a deliberate repeat; needed where `ifInvoiced` is `another`. */
	reference?: string;
	/** Whether invoices that were attached to the deal by hand count as billed. */
	countAttached: CountAttached;
	/** What happens when the lines do not add up to the deal's amount. */
	ifTotalsDiffer: 'fail' | 'warn';
	send: 'no' | 'now';
	pdf: boolean;
	dryRun: boolean;
}

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
