import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { nodeKey, type NodeInWorkflow } from './nodeKey';

/**
 * Invoices as webhooks showed them since the last poll, by node. Only polls keep a state. Without
 * these, a poll that never saw an invoice paid would not report it as reopened.
 */
const received = new Map<string, QuickBooksInvoice[]>();
const MOST = 1000;

/** Keeps invoices that a webhook showed for the next poll. */
export function keepWebhookInvoices(
	context: NodeInWorkflow,
	invoices: readonly QuickBooksInvoice[],
): void {
	received.set(nodeKey(context), [...webhookInvoices(context), ...invoices].slice(-MOST));
}

/** The invoices that webhooks showed since the last poll. */
export function webhookInvoices(context: NodeInWorkflow): readonly QuickBooksInvoice[] {
	return received.get(nodeKey(context)) ?? [];
}

/** Removes the invoices that a poll took into its state. */
export function forgetWebhookInvoices(
	context: NodeInWorkflow,
	taken: readonly QuickBooksInvoice[],
): void {
	received.set(
		nodeKey(context),
		webhookInvoices(context).filter((invoice) => !taken.includes(invoice)),
	);
}
