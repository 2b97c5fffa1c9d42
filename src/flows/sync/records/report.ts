import type { SyncPlan } from '../../../core/sync/plan/plan';
import { failedDecision } from '../../../core/sync/plan/decision';
import { requestsOf } from '../../../core/sync/plan/requests';
import type { FailedRecord } from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import { GatewayError } from '../../../gateways/errors';
import type { SyncContext, SyncInput, SyncResult } from '../engine/types';
import { outcomeOf, type RecordOutcome } from './apply/outcome';
import type { SyncSetup } from './prepare';
import { toSyncResult } from './results';

/** Reports what became of each record, each pair once in a run. */
export class Report {
	/** Pairs that this run has reported on. */
	private readonly reported = new Set<string>();

	constructor(
		private readonly input: SyncInput,
		private readonly setup: SyncSetup,
		private readonly context: SyncContext,
	) {}

	/** Reports that a record that was asked for does not exist. */
	reportNotFound(side: Side, id: string): void {
		const system = side === 'hubSpot' ? 'HubSpot' : 'QuickBooks';
		const error = new GatewayError({
			system,
			kind: 'notFound',
			message: `there is no ${this.setup.plan.kind.words[side]} with the id "${id.slice(0, 50)}"`,
		});
		const failed = outcomeOf(failedDecision({ side, id, changedAt: '' }, error, {}));
		this.context.onResult(toSyncResult(failed, this.setup, this.context));
	}

	/** @returns what is to be tried again */
	reportOutcomes(outcomes: readonly RecordOutcome[]): FailedRecord[] {
		const unreported = new Set<RecordOutcome>();
		for (const outcome of outcomes.filter((one) => !this.wasReported(one))) {
			const result = toSyncResult(outcome, this.setup, this.context);
			if (this.isPlanned(outcome)) this.reportPlan(outcome, result);
			else if (!this.isQuiet(outcome, result)) this.context.onResult(result);
			else if (result.warnings.length > 0) unreported.add(outcome);
		}
		const unsettled = outcomes.filter(
			({ action, error }) => error !== undefined || action === 'conflict',
		);
		for (const outcome of this.meetsAgain ? outcomes : unsettled)
			if (!unreported.has(outcome)) this.reported.add(pairName(outcome));
		return outcomes
			.filter((outcome) => outcome.decision.isForNextRun || unsettled.includes(outcome))
			.map(({ decision }) => decision.source);
	}

	/**
	 * A run over everything meets what it has written, since that moves to the end of the changes.
	 */
	private get meetsAgain(): boolean {
		return this.input.policy.direction === 'twoWay' || this.input.scope.kind === 'all';
	}

	/**
	 * A run meets a record again from the other side, when its own write shows up as a change, or
	 * among changes after it was tried again.
	 */
	private wasReported(outcome: RecordOutcome): boolean {
		const { action, error } = outcome;
		return (
			this.reported.has(pairName(outcome)) &&
			(this.input.dryRun ||
				error !== undefined ||
				action === 'unchanged' ||
				action === 'skipped' ||
				action === 'conflict')
		);
	}

	private isPlanned({ decision, action, error }: RecordOutcome): boolean {
		if (!this.input.dryRun || error !== undefined || action === 'skipped') return false;
		return action !== 'conflict' || this.requestsOf(decision.plan).length > 0;
	}

	private requestsOf(plan: SyncPlan) {
		return requestsOf(plan, this.setup.plan.kind);
	}

	/** Properties that are missing are created before the first write. */
	private reportPlan(outcome: RecordOutcome, result: SyncResult): void {
		const { decision, furtherRequests = [] } = outcome;
		const writes = [...this.requestsOf(decision.plan), ...furtherRequests];
		const requests = writes.length > 0 ? [...this.setup.plannedSchemas.splice(0), ...writes] : [];
		// Fields that are no conflict are written all the same.
		const isPlanned = requests.length > 0 && result.action !== 'conflict';
		this.context.onResult({
			...result,
			...(isPlanned && {
				action: 'planned' as const,
				reason: `It would be ${result.action}. ${result.reason}`.trim(),
			}),
			plan: requests,
		});
	}

	/**
	 * A run over changes does not report records in which nothing that is synced has changed, unless
	 * a value of QuickBooks was left out, nor a deletion that was reported before.
	 */
	private isQuiet(outcome: RecordOutcome, { action, warnings, source }: SyncResult): boolean {
		if (this.input.scope.kind !== 'changed') return false;
		const { decision, hubSpot, quickBooks } = outcome;
		const isKnown =
			decision.deletion?.isReported === true || (!hubSpot && quickBooks?.Active === false);
		return (
			(action === 'unchanged' && (warnings.length === 0 || source.side === 'hubSpot')) ||
			(action === 'skipped' && isKnown)
		);
	}
}

/** A pair is known by its QuickBooks record. */
function pairName({ hubSpot, quickBooks }: RecordOutcome): string {
	return quickBooks ? `QuickBooks ${quickBooks.Id}` : `HubSpot ${hubSpot?.id ?? ''}`;
}
