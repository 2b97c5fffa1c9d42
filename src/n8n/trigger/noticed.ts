import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { nodeKey, type NodeInWorkflow } from './nodeKey';

/**
 * Invoices as webhooks showed them since the last poll, by node. Only polls keep a state, and what
 * they never saw paid they would
 * not tell as reopened.
 */
const noticed = new Map<string, QuickBooksInvoice[]>();
const MOST = 1000;

export function notice(context: NodeInWorkflow, invoices: readonly QuickBooksInvoice[]): void {
	noticed.set(nodeKey(context), [...noticedInvoices(context), ...invoices].slice(-MOST));
}

export function noticedInvoices(context: NodeInWorkflow): readonly QuickBooksInvoice[] {
	return noticed.get(nodeKey(context)) ?? [];
}

/** Drops what a poll has taken into its state. */
export function forgetNoticed(context: NodeInWorkflow, taken: readonly QuickBooksInvoice[]): void {
	noticed.set(
		nodeKey(context),
		noticedInvoices(context).filter((invoice) => !taken.includes(invoice)),
	);
}
