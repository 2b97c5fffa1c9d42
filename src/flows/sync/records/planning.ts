import type { Match } from '../../../core/sync/plan/match';
import { readLink } from '../../../core/hubspot/link';
import {
	planArchived,
	planDeleted,
	planInactive,
	planMerged,
	planRestored,
	withoutMark,
} from '../../../core/sync/plan/deletion';
import {
	planHubSpotRecord,
	planQuickBooksRecord,
	untouched,
	type SyncPlan,
} from '../../../core/sync/plan/plan';
import type { Side, SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { Deleted, Deletions } from '../engine/deletions';
import type { Lookup } from './lookup';
import type { Namesakes } from './names/namesakes';
import type { PreparedSync } from './prepare';
import { Unanswered } from './names/unconfirmedNames';
import { failedWork, type Work } from './work';

/** Finds the counterparts of records and decides what to do about each. */
export class Planning {
	/**
	 * Records whose counterpart was deleted: what follows from that is done in this run, and no new
	 * counterpart is made at once.
	 */
	private readonly bereft: Record<Side, Set<string>> = {
		hubSpot: new Set(),
		quickBooks: new Set(),
	};
	readonly unanswered = new Unanswered();

	constructor(
		private readonly kind: SyncKind,
		private readonly prepared: PreparedSync,
		private readonly lookup: Lookup,
		private readonly namesakes: Namesakes,
		private readonly deletions: Deletions,
		private readonly realmId: string,
	) {}

	/** Whether records may be made in HubSpot. */
	get mayCreate(): boolean {
		const { direction, createAndUpdate } = this.prepared.plan.policy;
		return (
			direction !== 'hubSpotToQuickBooks' &&
			(createAndUpdate === 'both' || createAndUpdate === 'createOnly')
		);
	}

	async fromQuickBooks(records: readonly SyncedRecord[], thorough = false): Promise<Work[]> {
		const taking = records.filter((record) => this.kind.leftOut(record) === undefined);
		const matches = await this.lookup.forQuickBooks(taking, thorough);
		const namesakes = this.mayCreate
			? await this.namesakes.of(
					taking.filter(({ Id, Active }) => Active && isNobodys(matches.get(Id))),
				)
			: new Map<string, HubSpotRecord>();
		const works = records.flatMap((record): Work[] => {
			const source = {
				side: 'quickBooks' as const,
				id: record.Id,
				changedAt: record.MetaData.LastUpdatedTime,
			};
			const reason = this.kind.leftOut(record);
			if (reason !== undefined)
				return [{ source, plan: untouched('skipped', reason, { quickBooks: record }) }];
			const match = matches.get(record.Id) ?? { kind: 'none' as const };
			if (isNobodys(match) && this.unanswered.has(record))
				return [
					{
						source,
						plan: untouched(
							'skipped',
							`It may be the new ${this.kind.words.quickBooks} of a HubSpot record that this run could not sync.`,
							{ quickBooks: record },
						),
						later: true,
					},
				];
			if (match.kind === 'none' && this.bereft.quickBooks.has(record.Id))
				return [
					{
						source,
						plan: untouched('skipped', `The ${this.kind.words.hubSpot} was deleted in HubSpot.`, {
							quickBooks: record,
						}),
						deletion: this.deletionOf('hubSpot', record.Id),
					},
				];
			const namesake = namesakes.get(record.Id);
			if (namesake)
				return [
					{
						source,
						plan: untouched(
							'conflict',
							`It was created within the last minute and has the name of the HubSpot ${this.kind.words.hubSpot} ${namesake.id}, and another run may be about to link the two. The next run decides.`,
							{ quickBooks: record },
						),
					},
				];
			return planned(source, { quickBooks: record }, () => this.planOne(record, match)).map(
				(work) => this.withInactive(work),
			);
		});
		return await this.withoutDeleted(works);
	}

	/** Nothing is made anew in HubSpot for a record whose counterpart was deleted there. */
	private async withoutDeleted(works: Work[]): Promise<Work[]> {
		const creating = works.filter(
			({ plan }) => plan.action === 'created' && plan.writeHubSpot && !plan.hubSpot,
		);
		if (creating.length === 0) return works;
		const deleted = await this.deletions.of(creating.map(({ source }) => source.id));
		return works.map((work) => {
			const found = creating.includes(work) ? deleted.get(work.source.id) : undefined;
			return found && work.plan.quickBooks
				? this.asDeleted(work, work.plan.quickBooks, found)
				: work;
		});
	}

	private asDeleted(
		work: Work,
		quickBooks: SyncedRecord,
		{ record, survivor, told }: Deleted,
	): Work {
		const { source } = work;
		const { plan } = this.prepared;
		if (!record || !survivor)
			return {
				source,
				plan: planDeleted(quickBooks, record, plan),
				deletion: { side: 'hubSpot', quickBooksId: quickBooks.Id, told },
			};
		return (
			planned(source, { quickBooks, hubSpot: survivor }, () =>
				planMerged(quickBooks, record, survivor, plan),
			)[0] ?? work
		);
	}

	private deletionOf(side: Side, quickBooksId: string): NonNullable<Work['deletion']> {
		return { side, quickBooksId, told: this.deletions.isTold(side, quickBooksId) };
	}

	/**
	 * Notes on the work that its QuickBooks record is inactive; that both are there is noted with the
	 * deletions.
	 */
	private withInactive(work: Work): Work {
		const { hubSpot, quickBooks } = work.plan;
		if (!hubSpot || !quickBooks || work.error !== undefined) return work;
		// What was changed meanwhile follows once both are there.
		if (work.plan.writeQuickBooks?.['Active'] === true) return { ...work, later: true };
		if (!quickBooks.Active)
			return { ...work, deletion: this.deletionOf('quickBooks', quickBooks.Id) };
		if (work.plan.action !== 'conflict') this.deletions.forget(quickBooks.Id, hubSpot.id);
		return work;
	}

	/**
	 * A pair whose QuickBooks record is inactive: that is a deletion, or follows from one in HubSpot
	 * that was taken back.
	 */
	private planPairOfInactive(quickBooks: SyncedRecord, hubSpot: HubSpotRecord): SyncPlan {
		const { plan } = this.prepared;
		const isBack =
			this.deletions.isFollowed('hubSpot', quickBooks.Id) &&
			plan.policy.direction !== 'quickBooksToHubSpot';
		return isBack
			? planRestored(quickBooks, hubSpot, plan)
			: planInactive(quickBooks, hubSpot, plan);
	}

	private planOne(record: SyncedRecord, match: Match<HubSpotRecord>): SyncPlan {
		const { plan } = this.prepared;
		if (record.Active || match.kind === 'conflict')
			return withoutMark(planQuickBooksRecord(record, match, plan), plan);
		if (match.kind === 'pair') this.bereft.hubSpot.add(match.record.id);
		return match.kind === 'pair'
			? this.planPairOfInactive(record, match.record)
			: untouched('skipped', `The ${this.kind.words.quickBooks} is inactive in QuickBooks.`, {
					quickBooks: record,
				});
	}

	async fromHubSpot(records: readonly HubSpotRecord[]): Promise<Work[]> {
		const matches = await this.lookup.forHubSpot(records);
		const { plan } = this.prepared;
		return records.flatMap((record) => {
			const match = matches.get(record.id) ?? { kind: 'none' as const };
			const source = { side: 'hubSpot' as const, id: record.id, changedAt: record.updatedAt };
			const reason = match.kind === 'pair' ? this.kind.leftOut(match.record) : undefined;
			if (reason !== undefined && match.kind === 'pair')
				return [
					{
						source,
						plan: untouched('skipped', reason, { hubSpot: record, quickBooks: match.record }),
					},
				];
			if (match.kind === 'none' && this.bereft.hubSpot.has(record.id))
				return [
					{
						source,
						plan: untouched(
							'skipped',
							`The ${this.kind.words.quickBooks} was made inactive in QuickBooks.`,
							{ hubSpot: record },
						),
					},
				];
			if (match.kind === 'none' && this.deletions.isUnlinked(record.id))
				return [this.unlinkedWork(source, record)];
			const works = planned(source, { hubSpot: record }, () =>
				match.kind === 'pair' && !match.record.Active
					? this.planPairOfInactive(match.record, record)
					: withoutMark(planHubSpotRecord(record, match, plan), plan),
			);
			const inactive = match.kind === 'inactive' ? match.record.Id : undefined;
			return works.map((work): Work =>
				inactive === undefined
					? this.withInactive(work)
					: { ...work, deletion: this.deletionOf('quickBooks', inactive) },
			);
		});
	}

	/** What it was linked with is inactive, and nobody asked for another one. */
	private unlinkedWork(source: Work['source'], record: HubSpotRecord): Work {
		const { quickBooks } = this.kind.words;
		const reason = `Its ${quickBooks} was made inactive in QuickBooks and unlinked, so no new one is created. Create the ${quickBooks} in QuickBooks, or make the former one active again.`;
		return {
			source,
			plan: untouched('skipped', reason, { hubSpot: record }),
			deletion: { side: 'quickBooks', quickBooksId: '', told: true },
		};
	}

	/** The QuickBooks record that a HubSpot record says it is linked with. */
	linkOf(record: HubSpotRecord): string {
		return (
			readLink(record.properties[this.prepared.plan.names.link(this.realmId)], this.realmId) ?? ''
		);
	}

	/**
	 * HubSpot records that were put into the recycle bin.
	 * @param counterparts what they are linked with
	 */
	async fromArchived(
		records: readonly HubSpotRecord[],
		counterparts: readonly SyncedRecord[],
	): Promise<Work[]> {
		const [taken, companys] = await Promise.all([
			this.lookup.forQuickBooks(counterparts, true),
			this.lookup.companysAmong(counterparts),
		]);
		return records.flatMap((record): Work[] => {
			const quickBooks = counterparts.find(({ Id }) => Id === this.linkOf(record));
			if (!quickBooks || isLinkedAnew(taken.get(quickBooks.Id))) return [];
			this.bereft.quickBooks.add(quickBooks.Id);
			const reason = companys.get(quickBooks.Id);
			const plan =
				reason === undefined
					? planArchived(record, quickBooks, this.prepared.plan)
					: untouched('skipped', reason, { hubSpot: record, quickBooks }, true);
			return [
				{
					source: {
						side: 'hubSpot',
						id: record.id,
						changedAt: record.archivedAt ?? record.updatedAt,
					},
					plan,
					deletion: { side: 'hubSpot', quickBooksId: quickBooks.Id, told: false },
				},
			];
		});
	}
}

function isNobodys(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'none' && match.leftOut === undefined;
}

function isLinkedAnew(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'pair' && match.by === 'link';
}

function planned(
	source: Work['source'],
	sides: Pick<SyncPlan, 'hubSpot' | 'quickBooks'>,
	plan: () => SyncPlan,
): Work[] {
	try {
		return [{ source, plan: plan() }];
	} catch (error) {
		return [failedWork(source, error, sides)];
	}
}
