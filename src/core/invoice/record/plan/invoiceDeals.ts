import type { InvoiceDecision } from './decision';

/** What becomes of records whose deals have to be looked at. */
const CONCERNED: ReadonlySet<string> = new Set([
	'created',
	'updated',
	'unchanged',
	'archived',
	'unlinked',
]);

/** Whether the deals of an invoice have to sum it up again. */
export function concernsDeals({ plan, error }: InvoiceDecision): boolean {
	return error === undefined && (CONCERNED.has(plan.action) || plan.isGone === true);
}

/** Deals that the record of an invoice is to be associated with. */
export function plannedDealIds({ plan }: Pick<InvoiceDecision, 'plan'>): string[] {
	return plan.associations.filter(({ to }) => to.objectType === 'deals').map(({ to }) => to.id);
}
