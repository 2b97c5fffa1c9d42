import type { DealTotals } from '../../core/invoice/attach/dealTotals';
import type {
	DetachInvoicesPlan,
	DetachReading,
} from '../../core/invoice/attach/planDetachInvoices';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import type { FlowContext } from '../accounts/context';
import { withSchemas } from '../accounts/schemas';
import { applyDealTotals } from './dealTotals';
import { createPlannedSchemas, schemaOwner } from './schemas';

/**
 * Writes what a plan says: it ends links, then brings the deal up to date.
 *
 * @param schemas HubSpot's properties as they are; undefined when nothing was attached
 * @returns what the deal says in the end
 */
export async function applyDetachInvoices(
	plan: DetachInvoicesPlan,
	reading: DetachReading,
	schemas: KnownSchemas | undefined,
	context: FlowContext,
): Promise<DealTotals> {
	const { target } = reading;
	const links = plan.detachments.map(({ recordId }) => ({ fromId: recordId, toId: target.id }));
	if (links.length > 0) await context.hubspot.dissociate('invoices', target.objectType, links);
	const applyTotals = async () =>
		await applyDealTotals(
			reading,
			plan.totals,
			{ added: new Map(), removed: plan.detachments.map(({ invoiceId }) => invoiceId) },
			reading.attached.flatMap(({ invoice }) => invoice ?? []),
			context,
		);
	if (!schemas) return await applyTotals();
	const created = await createPlannedSchemas(reading, schemas, context);
	return await withSchemas(context, schemaOwner(reading), applyTotals, created);
}
