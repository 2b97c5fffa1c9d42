import type { DealPlan } from '../../../../core/invoice/record/plan/planDeal';
import type { InvoiceDecision, InvoicePlan } from '../../../../core/invoice/record/plan/decision';

/** What became of a decision so far. Each step of applying returns outcomes of its own. */
export interface InvoiceOutcome {
	readonly decision: InvoiceDecision;
	/** What became of the plan: HubSpot may refuse a record that it keeps itself. */
	readonly done: Pick<InvoicePlan, 'action' | 'reason' | 'changes'>;
	/** The record that the invoice has by now. */
	readonly recordId: string | undefined;
	readonly warnings: readonly string[];
	/** What the deals of the invoice did not say yet. */
	readonly deals: readonly DealPlan[];
	readonly error?: unknown;
}

/** A decision that nobody has applied yet, which is also what a dry run reports. */
export function outcomeOfInvoice(decision: InvoiceDecision): InvoiceOutcome {
	const { record, plan, error } = decision;
	return {
		decision,
		done: plan,
		recordId: record?.id,
		warnings: plan.warnings,
		deals: [],
		...(error !== undefined && { error }),
	};
}

/** The outcomes with what became of some of them, in the same order. */
export function withLater(
	outcomes: readonly InvoiceOutcome[],
	later: readonly InvoiceOutcome[],
): InvoiceOutcome[] {
	const byDecision = new Map(later.map((outcome) => [outcome.decision, outcome]));
	return outcomes.map((outcome) => byDecision.get(outcome.decision) ?? outcome);
}
