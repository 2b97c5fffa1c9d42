import { runManually } from '../n8n/workflows';
import { DEAL, DEAL_PROPERTIES, INVOICE_NODE, TRIGGER } from './demo';
import { readDeal, readInvoice } from './sandbox';
import type { Stack } from './stack';

/** What `npm start -- --once` prints last. */
export interface OnceReport {
	n8n: string;
	executionId: string;
	invoice: { docNumber: string; total: number; currency: string; status: string };
	deal: { id: string; properties: Record<string, string> };
	elapsedMs: number;
}

/** The part of the node's output that is needed to find the records again. */
interface InvoiceItem {
	quickbooks?: { id?: string };
	invoice?: { status?: string };
}

/**
 * Runs the demo workflow once, then asks both systems themselves, not the node, what came of it.
 * @throws Error when the run failed, QuickBooks has no such invoice, or the deal lacks one of its
 * properties
 */
export async function runOnce(stack: Stack, startedAt: number): Promise<OnceReport> {
	const execution = await runManually(stack.session, stack.workflow.id, TRIGGER);
	const item = execution.items(INVOICE_NODE)[0]?.json as InvoiceItem | undefined;
	if (execution.status !== 'success' || !item?.quickbooks?.id) {
		const reason = [execution.error?.message, execution.error?.description]
			.filter(Boolean)
			.join(' ');
		throw new Error(
			`The workflow ended with "${execution.status}" and no invoice: ${reason || JSON.stringify(item)}`,
		);
	}
	const invoice = await readInvoice(stack.sandbox, stack.realmId, item.quickbooks.id);
	const properties = await readDeal(stack.sandbox, DEAL, DEAL_PROPERTIES);
	const missing = DEAL_PROPERTIES.filter((name) => !(name in properties));
	if (missing.length > 0) throw new Error(`The deal lacks ${missing.join(', ')}`);
	if (properties.quickbooks_invoice_number !== invoice.DocNumber)
		throw new Error(
			`The deal names invoice ${properties.quickbooks_invoice_number}, QuickBooks ${invoice.DocNumber}`,
		);
	return {
		n8n: await stack.session.version(),
		executionId: execution.id,
		invoice: {
			docNumber: invoice.DocNumber,
			total: invoice.TotalAmt,
			currency: invoice.CurrencyRef.value,
			status: properties.quickbooks_invoice_status ?? item.invoice?.status ?? '',
		},
		deal: { id: DEAL, properties },
		elapsedMs: Date.now() - startedAt,
	};
}
