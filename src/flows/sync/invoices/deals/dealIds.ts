import type { InvoiceDecision } from '../../../../core/invoice/record/plan/decision';
import { concernsDeals, plannedDealIds } from '../../../../core/invoice/record/plan/invoiceDeals';
import type { HubSpotPort } from '../../../../gateways/ports';
import { askAboutDeals, type DealsAnswer } from './dealsAnswer';

/**
 * The decisions with the deals of their invoices, which a record that is archived loses.
 *
 * @throws GatewayError when the whole run has to stop
 */
export async function withDealIds(
	decisions: readonly InvoiceDecision[],
	hubspot: HubSpotPort,
): Promise<InvoiceDecision[]> {
	const concerned = new Set(decisions.filter(concernsDeals));
	const recordIds = [...concerned].flatMap(({ record }) => record?.id ?? []);
	const answer = await askAboutDeals(async () =>
		recordIds.length > 0
			? await hubspot.readAssociations('invoices', 'deals', recordIds)
			: new Map<string, string[]>(),
	);
	return decisions.map((decision) =>
		concerned.has(decision) ? withDealIdsOf(decision, answer) : decision,
	);
}

function withDealIdsOf(
	decision: InvoiceDecision,
	answer: DealsAnswer<ReadonlyMap<string, readonly string[]>>,
): InvoiceDecision {
	const { record, plan } = decision;
	const planned = plannedDealIds(decision);
	if (!record) return { ...decision, dealIds: planned };
	if ('error' in answer) return { ...decision, dealIds: planned, error: answer.error };
	if ('warning' in answer)
		return {
			...decision,
			dealIds: planned,
			plan: { ...plan, warnings: [...plan.warnings, answer.warning] },
		};
	const present = answer.value.get(record.id) ?? [];
	return { ...decision, dealIds: [...new Set([...present, ...planned])] };
}
