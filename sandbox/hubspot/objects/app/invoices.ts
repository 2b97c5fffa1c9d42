import { z } from 'zod';
import type { StoredObject } from '../../records';
import { APP } from './writes';
import type { Writer } from '../write';

/** The details of an invoice that HubSpot's own QuickBooks app writes. */
export const appInvoiceSchema = z
	.object({
		number: z.string(),
		total: z.string(),
		currency: z.string().default('USD'),
		status: z.enum(['draft', 'open', 'paid', 'voided']).default('open'),
		contactIds: z.array(z.string()).default([]),
		companyIds: z.array(z.string()).default([]),
	})
	.strict();

/**
 * Creates an invoice as HubSpot's own app for QuickBooks does. Only its source is known. Which other
 * properties the app sets besides number, dates, amount, contact and company is not documented.
 * https://knowledge.hubspot.com/integrations/set-up-two-way-invoice-sync-quickbooks-online
 */
export function makeAppInvoice(
	writer: Writer,
	{ number, total, currency, status, contactIds, companyIds }: z.output<typeof appInvoiceSchema>,
): StoredObject {
	const { links, records, switches } = writer.parts;
	const { appInvoiceSource, appInvoiceBillable } = switches();
	const item = writer.create('line_items', { name: 'QuickBooks', quantity: '1', price: total });
	const { id } = writer.create('invoices', { hs_currency: currency });
	for (const [type, ids] of [
		['line_items', [item.id]],
		['contacts', contactIds],
		['companies', companyIds],
	] as const) {
		const kind = links.kinds.findPlain('invoices', type);
		for (const to of ids) if (kind) links.add('invoices', id, to, [kind]);
	}
	const entry = records.find('invoices', id);
	if (!entry) throw new RangeError('The invoice was not created.');
	return writer.pay(entry, {
		hs_number: number,
		hs_amount_billed: total,
		hs_invoice_billable: String(appInvoiceBillable),
		hs_invoice_source: appInvoiceSource,
		hs_invoice_status: status,
		hs_object_source: APP,
		hs_object_source_label: APP,
	});
}
