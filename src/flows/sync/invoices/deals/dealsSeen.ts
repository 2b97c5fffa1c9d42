import type { DealPlan } from '../../../../core/invoice/record/plan/planDeal';
import type { GatewayError } from '../../../../gateways/errors';
import type { InvoiceOutcome } from '../apply/outcome';
import type { DealsAnswer } from './dealsAnswer';
import type { InvoicesByDeal } from './readDeals';

/** What a run has learned about the deals of its invoices, look by look. */
export class DealsSeen {
	private readonly seen: Array<{ dealId: string; plan: DealPlan; isFirst: boolean }> = [];
	private readonly refused = new Map<string, GatewayError>();

	notePlans(plans: ReadonlyMap<string, DealPlan>, isFirst: boolean): void {
		for (const [dealId, plan] of plans) this.seen.push({ dealId, plan, isFirst });
	}

	noteRefused(dealId: string, error: GatewayError): void {
		this.refused.set(dealId, error);
	}

	/** The outcomes with what became of their deals. */
	addTo(
		outcomes: readonly InvoiceOutcome[],
		byDeal: InvoicesByDeal,
		answer: DealsAnswer<unknown>,
	): InvoiceOutcome[] {
		const concerned = new Set([...byDeal.values()].flat());
		return outcomes.map((outcome) => {
			if (!concerned.has(outcome)) return outcome;
			const followed = this.withRefusal(this.withNews(outcome, byDeal));
			if ('error' in answer) return { ...followed, error: answer.error };
			return 'warning' in answer
				? { ...followed, warnings: [...followed.warnings, answer.warning] }
				: followed;
		});
	}

	/** What is different in a deal is shown with the first of its invoices. */
	private withNews(outcome: InvoiceOutcome, byDeal: InvoicesByDeal): InvoiceOutcome {
		const news = this.seen.filter(({ dealId }) => byDeal.get(dealId)?.[0] === outcome);
		if (news.length === 0) return outcome;
		const warnings = news.flatMap(({ plan }) => plan.warnings);
		const deals = news.filter(({ plan, isFirst }) => isFirst && plan.changes.length > 0);
		return {
			...outcome,
			warnings: [...new Set([...outcome.warnings, ...warnings])],
			deals: deals.map(({ plan }) => plan),
		};
	}

	private withRefusal(outcome: InvoiceOutcome): InvoiceOutcome {
		const errors = outcome.decision.dealIds.flatMap((id) => this.refused.get(id) ?? []);
		const error = errors.at(-1);
		return error ? { ...outcome, error } : outcome;
	}
}
