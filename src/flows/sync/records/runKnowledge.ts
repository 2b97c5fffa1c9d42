import type { SyncDecision } from '../../../core/sync/plan/decision';
import type { DeletedCounterpart, KnownToRun } from '../../../core/sync/plan/known';
import type { SyncState } from '../../../core/sync/state';
import type { Side, SyncedRecord } from '../../../core/sync/types';
import type { Deletions } from '../engine/deletions';
import type { RecordOutcome } from './apply/outcome';
import { UnconfirmedNames } from './names/unconfirmedNames';

/** What a run learns on its way and plans by: deletions, and names that it could not confirm. */
export class RunKnowledge implements KnownToRun {
	private readonly unconfirmed = new UnconfirmedNames();
	/**
	 * Records whose counterpart was deleted. What follows from that is done in this run, and no new
	 * counterpart is created at once.
	 */
	private readonly counterpartDeleted: Record<Side, Set<string>> = {
		hubSpot: new Set(),
		quickBooks: new Set(),
	};

	constructor(private readonly deletions: Deletions) {}

	isReported(side: Side, quickBooksId: string): boolean {
		return this.deletions.isReported(side, quickBooksId);
	}

	isFollowed(side: Side, quickBooksId: string): boolean {
		return this.deletions.isFollowed(side, quickBooksId);
	}

	isUnlinked(hubSpotId: string): boolean {
		return this.deletions.isUnlinked(hubSpotId);
	}

	isCounterpartDeleted(side: Side, id: string): boolean {
		return this.counterpartDeleted[side].has(id);
	}

	isUnconfirmed(record: SyncedRecord): boolean {
		return this.unconfirmed.has(record);
	}

	/** Notes what is in HubSpot's recycle bin, once in a while. @throws GatewayError */
	async readBin(): Promise<void> {
		await this.deletions.readBin();
	}

	/** @throws GatewayError */
	async findDeleted(quickBooksIds: readonly string[]): Promise<Map<string, DeletedCounterpart>> {
		return await this.deletions.findDeleted(quickBooksIds);
	}

	notedIn(state: SyncState): SyncState {
		return this.deletions.noted(state);
	}

	/** Learns from decisions about records that changed. */
	noteDecisions(decisions: readonly SyncDecision[]): void {
		for (const { source, plan, error, deletion } of decisions) {
			const { hubSpot, quickBooks } = plan;
			if (!hubSpot || !quickBooks) continue;
			if (!quickBooks.Active && source.side === 'quickBooks')
				this.counterpartDeleted.hubSpot.add(hubSpot.id);
			const areBothThere = quickBooks.Active && !deletion && error === undefined;
			if (areBothThere && plan.action !== 'conflict')
				this.deletions.forgetPair(quickBooks.Id, hubSpot.id);
		}
	}

	/** Learns from decisions about records that were archived in HubSpot. */
	noteArchived(decisions: readonly SyncDecision[]): void {
		for (const { plan } of decisions)
			if (plan.quickBooks) this.counterpartDeleted.quickBooks.add(plan.quickBooks.Id);
	}

	/** Learns what was written. */
	noteWritten(outcomes: readonly RecordOutcome[]): void {
		this.unconfirmed.note(outcomes);
	}

	/** Learns which deletions were reported and followed. */
	noteReported(outcomes: readonly RecordOutcome[]): void {
		for (const { decision, action, hubSpot, quickBooks, error } of outcomes) {
			if (error !== undefined) continue;
			const isActiveAgain = decision.plan.writeQuickBooks?.['Active'] === true;
			if (quickBooks && (action === 'created' || isActiveAgain))
				this.deletions.forgetPair(quickBooks.Id);
			const { deletion } = decision;
			if (!deletion || deletion.quickBooksId === '') continue;
			const { side, quickBooksId } = deletion;
			this.deletions.noteReported(side, quickBooksId);
			if (action === 'archived') this.deletions.noteFollowed(side, quickBooksId);
			if (action === 'unlinked' && side === 'quickBooks' && hubSpot)
				this.deletions.noteUnlinked(hubSpot.id);
		}
	}
}
