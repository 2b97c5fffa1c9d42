import type { RecordSource, SyncDecision } from '../../../../core/sync/plan/decision';
import type { Side } from '../../../../core/sync/types';
import { writtenMark } from '../../engine/marks';
import { Companies } from '../companies/companies';
import type { RunKnowledge } from '../runKnowledge';
import { applyRecords } from './applyRecords';
import type { ApplyContext } from './context';
import { planNamesOfDryRun } from './nameHolders';
import { outcomeOf, type RecordOutcome } from './outcome';

/** Writes of one part that are recognised when they show up as changes. */
const MOST_NOTED = 100;
/** Applies decisions, then gives contacts their companies; a dry run reports the same plans. */
export class RecordApplier {
	private readonly companies: Companies;
	private written: Record<Side, string[]> = { hubSpot: [], quickBooks: [] };

	constructor(
		private readonly context: ApplyContext,
		private readonly known: RunKnowledge,
		private readonly withCompanies: boolean,
		/** Reads records and decides about them once more. */
		private readonly decideAgain: (sources: readonly RecordSource[]) => Promise<SyncDecision[]>,
	) {
		this.companies = new Companies(context.hubspot);
	}

	/** What a dry run reports: the same plans, and nothing is written. @throws GatewayError */
	async planOnly(
		decisions: readonly SyncDecision[],
		isThorough: boolean,
	): Promise<RecordOutcome[]> {
		const named = await planNamesOfDryRun(decisions, this.context);
		const outcomes = named.map((decision) => outcomeOf(decision));
		return this.withCompanies ? await this.companies.planOnly(outcomes, isThorough) : outcomes;
	}

	/** What is outdated by the time it is written is read, decided and written once more. */
	async applyAll(
		decisions: readonly SyncDecision[],
		isThorough: boolean,
	): Promise<RecordOutcome[]> {
		const outcomes = await this.applyOnce(decisions, isThorough);
		const outdated = outcomes.filter((outcome) => outcome.isOutdated);
		if (outdated.length === 0) return outcomes;
		const current = outcomes.filter((outcome) => !outcome.isOutdated);
		const again = await this.decideAgain(outdated.map(({ decision }) => decision.source));
		return [...current, ...(await this.applyOnce(again, isThorough))];
	}

	private async applyOnce(
		decisions: readonly SyncDecision[],
		isThorough: boolean,
	): Promise<RecordOutcome[]> {
		const outcomes = await applyRecords(decisions, this.context);
		this.noteWritten(outcomes);
		this.known.noteWritten(outcomes);
		return this.withCompanies ? await this.companies.associate(outcomes, isThorough) : outcomes;
	}

	/** More than the state holds is read again in the next run. */
	private noteWritten(outcomes: readonly RecordOutcome[]): void {
		for (const { decision, toHubSpot, hubSpot, quickBooks, error } of outcomes.slice(-MOST_NOTED)) {
			if (error !== undefined) continue;
			if (decision.plan.writeQuickBooks && quickBooks)
				this.written.quickBooks.push(writtenMark(quickBooks));
			if (toHubSpot && hubSpot) this.written.hubSpot.push(writtenMark(hubSpot));
		}
	}

	/** Marks of what was written since they were taken last, by side. */
	takeWritten(): Record<Side, string[]> {
		const { written } = this;
		this.written = { hubSpot: [], quickBooks: [] };
		return written;
	}
}
