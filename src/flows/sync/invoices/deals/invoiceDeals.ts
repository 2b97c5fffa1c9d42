import { planDeal, type DealPlan } from '../../../../core/invoice/record/plan/planDeal';
import { missingOutcome, toGatewayError } from '../../../accounts/outcomes';
import { prepareSchemas } from '../../records/prepare';
import type { SyncContext, SyncInput } from '../../engine/types';
import type { InvoiceOutcome } from '../apply/outcome';
import type { InvoiceSetup } from '../setup';
import { askAboutDeals } from './dealsAnswer';
import { DealsSeen } from './dealsSeen';
import { readDeals, type InvoicesByDeal } from './readDeals';

/** Looks at a deal that others write, too; each correction is followed by another look. */
const LOOKS = 6;

type DealPlans = ReadonlyMap<string, DealPlan>;

/** Keeps the properties of deals current whose invoices are synced. */
export class InvoiceDeals {
	private schemas: Promise<unknown> | undefined;

	constructor(
		private readonly input: SyncInput,
		private readonly setup: InvoiceSetup,
		private readonly context: SyncContext,
	) {}

	/**
	 * Brings the deals of invoices up to date, or plans it in a dry run.
	 *
	 * @returns the outcomes with what became of their deals
	 * @throws GatewayError when the whole run has to stop
	 */
	async followInvoices(outcomes: readonly InvoiceOutcome[]): Promise<InvoiceOutcome[]> {
		const byDeal = groupByDeal(outcomes);
		if (byDeal.size === 0) return [...outcomes];
		const seen = new DealsSeen();
		const answer = await askAboutDeals(async () => {
			await this.ensureProperties();
			await this.bringUpToDate(byDeal, seen);
		});
		return seen.addTo(outcomes, byDeal, answer);
	}

	/**
	 * HubSpot has no condition on a write, so another run may have written older totals over these:
	 * what was written is looked at again until it is right.
	 */
	private async bringUpToDate(byDeal: InvoicesByDeal, seen: DealsSeen): Promise<void> {
		const before = new Map<string, string>();
		let ids = [...byDeal.keys()];
		for (let look = 1; look <= LOOKS && ids.length > 0; look += 1) {
			const plans = await this.readAndPlan(ids, byDeal, look === 1);
			seen.notePlans(plans, look === 1);
			if (this.input.dryRun) return;
			// HubSpot may keep a value in its own way, whatever is written.
			const wrong = [...plans].filter(
				([id, { changes }]) => changes.length > 0 && before.get(id) !== JSON.stringify(changes),
			);
			for (const [id, { changes }] of wrong) before.set(id, JSON.stringify(changes));
			ids = await this.apply(new Map(wrong), seen);
		}
	}

	private async readAndPlan(
		ids: readonly string[],
		byDeal: InvoicesByDeal,
		isFirst: boolean,
	): Promise<DealPlans> {
		const { hubspot, quickbooks } = this.context;
		const { account, plan } = this.setup;
		const read = await readDeals(ids, isFirst, { hubspot, quickbooks, byDeal });
		const context = { ...plan, companyCurrency: account.companyCurrency };
		return new Map([...read].map(([id, one]) => [id, planDeal(one, context)]));
	}

	/** @returns the deals that were written */
	private async apply(plans: DealPlans, seen: DealsSeen): Promise<string[]> {
		if (plans.size === 0) return [];
		const outcomes = await this.context.hubspot.updateObjects(
			'deals',
			[...plans.values()].map(({ id, properties }) => ({ id, properties })),
		);
		return [...plans].flatMap(([asked, { id }], index) => {
			const outcome = outcomes[index];
			if (outcome?.ok) return [asked];
			const reason = outcome?.error ?? missingOutcome('HubSpot', `the deal ${id}`);
			const message = outcome
				? `The deal ${id} could not be updated with its invoices: ${reason.message}`
				: reason.message;
			seen.noteRefused(asked, toGatewayError('HubSpot', { ...reason, message }));
			return [];
		});
	}

	/** Only whoever has an invoice of a deal needs the properties of deals. */
	private async ensureProperties(): Promise<void> {
		const policy = {
			...this.input.policy,
			direction: 'quickBooksToHubSpot' as const,
			onDelete: 'nothing' as const,
		};
		const input = { policy, dryRun: this.input.dryRun };
		this.schemas ??= prepareSchemas('deals', input, this.context).then(({ planned }) =>
			this.setup.plannedSchemas.push(...planned),
		);
		try {
			await this.schemas;
		} catch (error) {
			this.schemas = undefined;
			throw error;
		}
	}
}

function groupByDeal(outcomes: readonly InvoiceOutcome[]): InvoicesByDeal {
	const byDeal = new Map<string, InvoiceOutcome[]>();
	for (const outcome of outcomes)
		if (outcome.error === undefined)
			for (const id of outcome.decision.dealIds) {
				const group = byDeal.get(id);
				if (group) group.push(outcome);
				else byDeal.set(id, [outcome]);
			}
	return byDeal;
}
