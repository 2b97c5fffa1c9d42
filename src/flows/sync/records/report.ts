import type { SyncPlan } from '../../../core/sync/plan/plan';
import type { FailedRecord } from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import { GatewayError } from '../../../gateways/errors';
import type { PreparedSync } from './prepare';
import type { SyncContext, SyncInput, SyncResult } from '../engine/types';
import { failedWork, plannedRequests, toSyncResult, type Work } from './work';

/** Tells what became of each record, each pair once in a run. */
export class Report {
	/** Pairs that this run has reported on. */
	private readonly told = new Set<string>();

	constructor(
		private readonly input: SyncInput,
		private readonly prepared: PreparedSync,
		private readonly context: SyncContext,
	) {}

	/** Tells that a record that was asked for is not there. */
	notFound(side: Side, id: string): void {
		const system = side === 'hubSpot' ? 'HubSpot' : 'QuickBooks';
		const error = new GatewayError({
			system,
			kind: 'notFound',
			message: `there is no ${this.prepared.plan.kind.words[side]} with the id "${id.slice(0, 50)}"`,
		});
		this.context.onResult(
			toSyncResult(failedWork({ side, id, changedAt: '' }, error, {}), this.prepared, this.context),
		);
	}

	/** @returns what is to be tried again */
	finish(works: readonly Work[]): FailedRecord[] {
		const untold = new Set<Work>();
		for (const work of works.filter((one) => !this.isTold(one))) {
			const result = toSyncResult(work, this.prepared, this.context);
			if (this.isPlanned(work)) this.reportPlan(work, result);
			else if (!this.isQuiet(work, result)) this.context.onResult(result);
			else if (result.warnings.length > 0) untold.add(work);
		}
		const unsettled = works.filter(
			({ plan, error }) => error !== undefined || plan.action === 'conflict',
		);
		for (const work of this.meetsAgain ? works : unsettled)
			if (!untold.has(work)) this.told.add(nameOf(work.plan));
		return works
			.filter((work) => work.later || unsettled.includes(work))
			.map(({ source }) => source);
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
	private isTold({ plan, error }: Work): boolean {
		return (
			this.told.has(nameOf(plan)) &&
			(this.input.dryRun ||
				error !== undefined ||
				plan.action === 'unchanged' ||
				plan.action === 'skipped' ||
				plan.action === 'conflict')
		);
	}

	private isPlanned({ plan, error }: Work): boolean {
		return (
			this.input.dryRun &&
			error === undefined &&
			plan.action !== 'skipped' &&
			(plan.action !== 'conflict' || plannedRequests(plan, this.prepared).length > 0)
		);
	}

	/** Properties that are missing are created before the first write. */
	private reportPlan({ plan, after = [] }: Work, result: SyncResult): void {
		const writes = [...plannedRequests(plan, this.prepared), ...after];
		const requests =
			writes.length > 0 ? [...this.prepared.plannedSchemas.splice(0), ...writes] : [];
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
	 * A run over changes says nothing of records in which nothing that is synced has changed, unless
	 * a value of QuickBooks was left out, nor of a deletion that was told before.
	 */
	private isQuiet({ plan, deletion }: Work, { action, warnings, source }: SyncResult): boolean {
		if (this.input.scope.kind !== 'changed') return false;
		const isKnown = deletion?.told === true || (!plan.hubSpot && plan.quickBooks?.Active === false);
		return (
			(action === 'unchanged' && (warnings.length === 0 || source.side === 'hubSpot')) ||
			(action === 'skipped' && isKnown)
		);
	}
}

/** A pair is known by its QuickBooks record. */
function nameOf({ hubSpot, quickBooks }: SyncPlan): string {
	return quickBooks ? `QuickBooks ${quickBooks.Id}` : `HubSpot ${hubSpot?.id ?? ''}`;
}
