import type { Match } from '../../core/sync/match';
import { readLink } from '../../core/hubspot/link';
import { planArchived, planInactive, withoutMark } from '../../core/sync/deletion';
import { planHubSpotRecord, planQuickBooksRecord, untouched, type SyncPlan } from '../../core/sync/plan';
import type { Side, SyncKind, SyncedRecord } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { Lookup } from './lookup';
import type { Namesakes } from './namesakes';
import type { Prepared } from './prepare';
import { Unanswered } from './unanswered';
import { failedWork, type Work } from './work';

/** Finds the counterparts of records and decides what to do about each. */
export class Planning {
	/** Records whose counterpart was deleted: what follows from that is done in this run, and no new counterpart is made at once. */
	private readonly bereft: Record<Side, Set<string>> = { hubSpot: new Set(), quickBooks: new Set() };
	readonly unanswered = new Unanswered();

	constructor(
		private readonly kind: SyncKind,
		private readonly prepared: Prepared,
		private readonly lookup: Lookup,
		private readonly namesakes: Namesakes,
		private readonly realmId: string,
	) {}

	private get mayCreate(): boolean {
		const { direction, createAndUpdate } = this.prepared.plan.policy;
		return direction !== 'hubSpotToQuickBooks' && (createAndUpdate === 'both' || createAndUpdate === 'createOnly');
	}

	async fromQuickBooks(records: readonly SyncedRecord[], thorough = false): Promise<Work[]> {
		const taking = records.filter((record) => this.kind.leftOut(record) === undefined);
		const matches = await this.lookup.forQuickBooks(taking, thorough);
		const namesakes = this.mayCreate ? await this.namesakes.of(taking.filter(({ Id, Active }) => Active && isNobodys(matches.get(Id)))) : new Map<string, HubSpotRecord>();
		return records.flatMap((record): Work[] => {
			const source = { side: 'quickBooks' as const, id: record.Id, changedAt: record.MetaData.LastUpdatedTime };
			const reason = this.kind.leftOut(record);
			if (reason !== undefined) return [{ source, plan: untouched('skipped', reason, { quickBooks: record }) }];
			const match = matches.get(record.Id) ?? { kind: 'none' as const };
			if (isNobodys(match) && this.unanswered.has(record)) return [{ source, plan: untouched('skipped', `It may be the new ${this.kind.words.quickBooks} of a HubSpot record that could not be synced in this run.`, { quickBooks: record }), later: true }];
			const namesake = namesakes.get(record.Id);
			if (namesake) return [{ source, plan: untouched('conflict', `It was made within the last minute and bears the name of the HubSpot ${this.kind.words.hubSpot} ${namesake.id}, which another run may be about to link with it. The next run decides.`, { quickBooks: record }) }];
			return planned(source, { quickBooks: record }, () => this.planOne(record, match));
		});
	}

	private planOne(record: SyncedRecord, match: Match<HubSpotRecord>): SyncPlan {
		const { plan } = this.prepared;
		if (match.kind === 'none' && this.bereft.quickBooks.has(record.Id)) return untouched('skipped', `The ${this.kind.words.hubSpot} was deleted in HubSpot.`, { quickBooks: record });
		if (record.Active || match.kind === 'conflict') return withoutMark(planQuickBooksRecord(record, match, plan), plan);
		if (match.kind === 'pair') this.bereft.hubSpot.add(match.record.id);
		return match.kind === 'pair' ? planInactive(record, match.record, plan) : untouched('skipped', `The ${this.kind.words.quickBooks} is inactive in QuickBooks.`, { quickBooks: record });
	}

	async fromHubSpot(records: readonly HubSpotRecord[]): Promise<Work[]> {
		const matches = await this.lookup.forHubSpot(records);
		const { plan } = this.prepared;
		return records.flatMap((record) => {
			const match = matches.get(record.id) ?? { kind: 'none' as const };
			const source = { side: 'hubSpot' as const, id: record.id, changedAt: record.updatedAt };
			const reason = match.kind === 'pair' ? this.kind.leftOut(match.record) : undefined;
			if (reason !== undefined && match.kind === 'pair') return [{ source, plan: untouched('skipped', reason, { hubSpot: record, quickBooks: match.record }) }];
			if (match.kind === 'none' && this.bereft.hubSpot.has(record.id)) return [{ source, plan: untouched('skipped', `The ${this.kind.words.quickBooks} was made inactive in QuickBooks.`, { hubSpot: record }) }];
			return planned(source, { hubSpot: record }, () => (match.kind === 'pair' && !match.record.Active ? planInactive(match.record, record, plan) : withoutMark(planHubSpotRecord(record, match, plan), plan)));
		});
	}

	/** The QuickBooks record that a HubSpot record says it is linked with. */
	linkOf(record: HubSpotRecord): string {
		return readLink(record.properties[this.prepared.plan.names.link(this.realmId)], this.realmId) ?? '';
	}

	/**
	 * HubSpot records that were put into the recycle bin.
	 * @param counterparts what they are linked with
	 */
	async fromArchived(records: readonly HubSpotRecord[], counterparts: readonly SyncedRecord[]): Promise<Work[]> {
		const [taken, companys] = await Promise.all([this.lookup.forQuickBooks(counterparts, true), this.lookup.companysAmong(counterparts)]);
		return records.flatMap((record): Work[] => {
			const quickBooks = counterparts.find(({ Id }) => Id === this.linkOf(record));
			if (!quickBooks || isLinkedAnew(taken.get(quickBooks.Id))) return [];
			this.bereft.quickBooks.add(quickBooks.Id);
			const reason = companys.get(quickBooks.Id);
			const plan = reason === undefined ? planArchived(record, quickBooks, this.prepared.plan) : untouched('skipped', reason, { hubSpot: record, quickBooks }, true);
			return [{ source: { side: 'hubSpot', id: record.id, changedAt: record.archivedAt ?? record.updatedAt }, plan }];
		});
	}
}

function isNobodys(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'none' && match.leftOut === undefined;
}

function isLinkedAnew(match: Match<HubSpotRecord> | undefined): boolean {
	return match?.kind === 'pair' && match.by === 'link';
}

function planned(source: Work['source'], sides: Pick<SyncPlan, 'hubSpot' | 'quickBooks'>, plan: () => SyncPlan): Work[] {
	try {
		return [{ source, plan: plan() }];
	} catch (error) {
		return [failedWork(source, error, sides)];
	}
}
