import { linkValue, readLink } from '../../../core/hubspot/link';
import type { Billing } from '../../../core/invoice/billing/billing';
import { declineUnmarked, unmarkedLike } from '../../../core/invoice/alreadyBilled/unmarked';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import { findByLink, linkPropertyOf } from '../../accounts/links';
import type { CreateJob } from '../apply/job';
import type { FlowContext } from '../../accounts/context';

/**
 * Makes sure that no invoice of which nothing tells any more whose it is could be the one that is
 * to be created.
 *
 * @param candidates of the company, since the deal was created or since the request was sent
 * @param customerId undefined for a customer that is still to be created, who has no invoices yet
 * @throws Declined naming them, also where another invoice was asked for: its own first run may
 * have broken off
 */
export async function checkUnmarked(
	candidates: readonly QuickBooksInvoice[],
	customerId: string | undefined,
	{ plan, invoice, known, context }: CreateJob,
	billing: Billing = invoice.billing,
): Promise<void> {
	if (customerId === undefined) return;
	const alike = unmarkedLike(candidates, {
		dealId: billing.dealId,
		customerId,
		...invoice.look,
	}).filter(({ Id }) => !plan.source.recordedInvoiceIds.includes(Id));
	if (alike.length > 0) declineUnmarked(await withoutDeal(alike, known, context), billing);
}

/** HubSpot keeps the mark, too, and knows which deals invoices are on. */
async function withoutDeal(
	invoices: readonly QuickBooksInvoice[],
	known: KnownSchemas,
	{ hubspot, quickbooks: { realmId } }: FlowContext,
): Promise<QuickBooksInvoice[]> {
	const [name, origin] = [hubspot.names.link(realmId), hubspot.names.of('invoice_origin')];
	const records = await findByLink(
		hubspot,
		'invoices',
		linkPropertyOf(known, 'invoices', name),
		invoices.map(({ Id }) => linkValue(realmId, Id)),
		[origin],
	);
	const deals =
		records.length > 0
			? await hubspot.readAssociations(
					'invoices',
					'deals',
					records.map(({ id }) => id),
				)
			: new Map<string, string[]>();
	const explained = new Set(
		records
			.filter(({ id, properties }) => properties[origin] || (deals.get(id) ?? []).length > 0)
			.map(({ properties }) => readLink(properties[name], realmId)),
	);
	return invoices.filter(({ Id }) => !explained.has(Id));
}
