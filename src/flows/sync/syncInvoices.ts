import { changedInQuickBooks } from '../accounts/changes';
import { findMissingInvoices } from './invoices/missingInvoices';
import { InvoiceSync } from './invoices/invoiceSync';
import { setUpInvoiceSync } from './invoices/setup';
import { findInvoicesOfLinked, isNewDay } from './invoices/unchangedInvoices';
import { runJob } from './engine/run';
import type { SyncContext, SyncInput, SyncRun } from './engine/types';

/**
 * Brings QuickBooks' invoices into HubSpot as records with lines, contact, company and deal.
 * HubSpot's side is never the source.
 *
 * @param stored what an earlier run remembered
 * @throws Declined when the mapping names what does not exist
 * @throws GatewayError when nothing can go on; what was done until then is behind the state that
 * `onState` was told
 */
export async function syncInvoices(
	input: SyncInput,
	stored: unknown,
	context: SyncContext,
): Promise<SyncRun> {
	const { hubspot, quickbooks, now } = context;
	return await runJob(
		{
			sides: ['quickBooks'],
			changed: (_side, since) => changedInQuickBooks(quickbooks, 'Invoice', since, now()),
			// Nobody touches an invoice on the day it becomes overdue, nor when its customer is linked
			// with a contact.
			findFurther: async (side, since, state, worker) => {
				if (since === undefined) return undefined;
				const linked = await findInvoicesOfLinked(hubspot, quickbooks, state.withoutContact ?? []);
				return linked.length > 0 || isNewDay(state.day, now())
					? await (await worker()).processFound(side, linked, state)
					: undefined;
			},
			...(input.policy.onDelete !== 'nothing' && {
				missing: () => findMissingInvoices(hubspot, quickbooks, now()),
			}),
			prepare: async (state) =>
				new InvoiceSync(input, await setUpInvoiceSync(input, context), context, state),
		},
		input,
		stored,
		context,
	);
}
