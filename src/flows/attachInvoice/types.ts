import type { InvoiceRef } from '../../core/invoice/attach/attachChoice';
import type { InvoiceSearch } from '../../core/invoice/attach/search';
import type { CreateInvoiceResult } from '../createInvoice/types';

export type TargetType = 'contacts' | 'companies' | 'deals';

export interface TargetRef {
	objectType: TargetType;
	id: string;
}

/**
 * Invoices named one by one, or found: among all of QuickBooks to be attached, among those attached
 * to be detached.
 */
export type InvoiceSelection =
	{ kind: 'chosen'; refs: InvoiceRef[] } | { kind: 'search'; search: InvoiceSearch };

export interface AttachInvoiceInput {
	target: TargetRef;
	invoices: InvoiceSelection;
	dryRun: boolean;
}

export interface ListInvoicesInput {
	target: TargetRef;
	search: InvoiceSearch;
}

/**
 * One for each invoice; `changes` of a deal's own properties stand in the last one, those of
 * invoice records begin with `invoice.`
 */
export type AttachInvoiceResult = Omit<CreateInvoiceResult, 'pdf'>;
