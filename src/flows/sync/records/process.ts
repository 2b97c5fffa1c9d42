import { withSeen, type FailedRecord, type SyncState } from '../../../core/sync/state';
import type { Side, SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { absorbedIds, byAskedId } from '../../../core/records/merged';
import { GatewayError } from '../../../gateways/errors';
import { writeToHubSpot } from './applyHubSpot';
import { foreseeTakenNames, writeToQuickBooks } from './applyQuickBooks';
import { Companies } from './companies/companies';
import { Deletions } from '../engine/deletions';
import { Lookup } from './lookup';
import { inShares, keysOf } from '../engine/batches';
import { Shelf } from '../engine/offHeap';
import { Namesakes } from './names/namesakes';
import { Planning } from './planning';
import type { PreparedSync } from './prepare';
import { findByIds } from '../../accounts/quickBooksRecords';
import type { Before, Row, Worker } from '../engine/job';
import { archivedMark, writtenMark } from '../engine/marks';
import { RecycleBin } from '../engine/recycleBin';
import { Report } from './report';
import type { SyncContext, SyncInput } from '../engine/types';
import type { Work } from './work';

/** Writes of one part that are recognised when they show up as changes. */
const MOST_NOTED = 100;
/**
 * Records on their way at one time: whole requests of HubSpot, and few enough to be forgotten soon.
 */
const SHARE = 400;

/** Takes many records of one side through matching, deciding and writing. */
export class Processor implements Worker {
	private readonly lookup: Lookup;
	private readonly planning: Planning;
	private readonly shelf = new Shelf();
	private readonly reports: Report;
	private readonly companies: Companies;
	private readonly deletions: Deletions;
	/** Records that failed before: what came after their writing may be undone yet. */
	private isAgain = false;

	constructor(
		private readonly kind: SyncKind,
		private readonly input: SyncInput,
		private readonly prepared: PreparedSync,
		private readonly context: SyncContext,
		state: SyncState,
	) {
		this.lookup = new Lookup(kind, context.hubspot, context.quickbooks, prepared);
		const { hubspot, quickbooks, now } = context;
		const namesakes = new Namesakes(
			kind,
			hubspot,
			prepared,
			quickbooks.realmId,
			() => quickbooks.answeredAt?.() ?? now().getTime(),
		);
		this.deletions = new Deletions(
			state,
			new RecycleBin(hubspot, kind.hubSpotType, quickbooks.realmId, prepared.properties),
			prepared.linkIsNew,
			now,
		);
		this.planning = new Planning(
			kind,
			prepared,
			this.lookup,
			namesakes,
			this.deletions,
			quickbooks.realmId,
		);
		this.reports = new Report(input, prepared, context);
		this.companies = new Companies(hubspot);
	}

	private written: Record<Side, string[]> = { hubSpot: [], quickBooks: [] };
	private readonly lookedAt: Record<Side, number> = { hubSpot: 0, quickBooks: 0 };

	get portalId(): string {
		return this.prepared.account.portalId;
	}

	async process(
		side: Side,
		records: Row[],
		_deletedIds: readonly string[],
		asked: readonly string[],
	): Promise<FailedRecord[]> {
		if (side === 'quickBooks') await this.lookup.expect(records.length);
		if (this.planning.mayCreate && records.length > 0) await this.deletions.look();
		this.lookedAt[side] += records.length;
		const known = new Set(asked.length > 0 ? records.flatMap(idsOf) : []);
		asked.filter((id) => !known.has(id)).forEach((id) => this.report(side, id));
		const failed: FailedRecord[] = [];
		for (const share of inShares(
			(await this.whole(side, records)) as Array<SyncedRecord | HubSpotRecord>,
			(record) => keysOf(record, this.kind),
			SHARE,
			this.shelf,
		)) {
			this.context.signal?.throwIfAborted();
			const works =
				side === 'quickBooks'
					? await this.planning.fromQuickBooks(share as SyncedRecord[])
					: await this.planning.fromHubSpot(share as HubSpotRecord[]);
			failed.push(...this.finish(await this.apply(works)));
		}
		this.context.onProgress(`${this.lookedAt[side]} ${this.kind.words[side]} records looked at`);
		return failed;
	}

	/** HubSpot's records with properties that were not known to matter when the changes were read. */
	private async whole(side: Side, records: Row[]): Promise<Row[]> {
		if (side === 'quickBooks' || !this.prepared.readsMore || records.length === 0) return records;
		return await this.readByIds(
			'hubSpot',
			records.splice(0).map((record) => ('id' in record ? record.id : record.Id)),
		);
	}

	private finish(works: readonly Work[]): FailedRecord[] {
		const failed = this.reports.finish(works);
		for (const { plan, error, deletion } of works) {
			if (error !== undefined) continue;
			if (
				plan.quickBooks &&
				(plan.action === 'created' || plan.writeQuickBooks?.['Active'] === true)
			)
				this.deletions.forget(plan.quickBooks.Id);
			if (!deletion || deletion.quickBooksId === '') continue;
			this.deletions.tell(deletion.side, deletion.quickBooksId);
			if (plan.action === 'archived') this.deletions.follow(deletion.side, deletion.quickBooksId);
			if (plan.action === 'unlinked' && deletion.side === 'quickBooks' && plan.hubSpot)
				this.deletions.unlink(plan.hubSpot.id);
		}
		return failed;
	}

	noted(state: SyncState): SyncState {
		return this.deletions.noted(state);
	}

	takeWritten(): Record<Side, string[]> {
		const { written } = this;
		this.written = { hubSpot: [], quickBooks: [] };
		return written;
	}

	async readByIds(
		side: Side,
		ids: readonly string[],
	): Promise<Array<SyncedRecord | HubSpotRecord>> {
		const { hubspot, quickbooks } = this.context;
		if (side === 'hubSpot')
			return await hubspot.readObjects(this.kind.hubSpotType, [...ids], {
				properties: this.prepared.properties,
			});
		return await findByIds(quickbooks, this.kind.entity, ids);
	}

	/**
	 * A HubSpot record that is gone may have been archived, with what followed from it undone yet.
	 */
	async again(side: Side, ids: readonly string[]): Promise<FailedRecord[]> {
		const records = await this.readByIds(side, ids);
		this.isAgain = true;
		const failed = await this.process(side, records, [], []);
		this.isAgain = false;
		if (side === 'quickBooks' || this.input.policy.onDelete === 'nothing') return failed;
		const found = byAskedId(records as HubSpotRecord[]);
		const gone = await Promise.all(
			ids.filter((id) => !found.has(id)).map(async (id) => await this.readArchived(id)),
		);
		return [...failed, ...(await this.archived(gone.flat()))];
	}

	private async readArchived(id: string): Promise<HubSpotRecord[]> {
		try {
			return [
				await this.context.hubspot.readObject(this.kind.hubSpotType, id, {
					properties: this.prepared.properties,
					archived: true,
				}),
			];
		} catch (error) {
			if (error instanceof GatewayError && error.kind === 'notFound') return [];
			throw error;
		}
	}

	async before(_side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		const records = found as HubSpotRecord[];
		// Those that an earlier run has told of are only kept in mind.
		const told = records
			.filter((record) => state.seen.hubSpot.includes(archivedMark(record)))
			.map(({ id }) => id);
		const failed = await this.archived(records, told);
		const done = records.filter((record) => !failed.some(({ id }) => id === record.id));
		return { failed, state: withSeen(state, 'hubSpot', done.map(archivedMark)) };
	}

	private async archived(
		archived: readonly HubSpotRecord[],
		told: readonly string[] = [],
	): Promise<FailedRecord[]> {
		const { planning } = this;
		// Those that a sync has put there, since their QuickBooks record was inactive, are no deletions
		// in HubSpot.
		const records = archived.filter(
			(record) =>
				planning.linkOf(record) !== '' &&
				!this.deletions.isFollowed('quickBooks', planning.linkOf(record)),
		);
		if (records.length === 0) return [];
		const counterparts = await findByIds(
			this.context.quickbooks,
			this.kind.entity,
			records.map((record) => planning.linkOf(record)),
		);
		const works = await planning.fromArchived(records, counterparts);
		return this.finish(await this.apply(works.filter(({ source }) => !told.includes(source.id))));
	}

	report(side: Side, id: string): void {
		this.reports.notFound(side, id);
	}

	private async apply(works: readonly Work[]): Promise<readonly Work[]> {
		if (this.input.dryRun) return await this.foresee(works);
		await this.write(works);
		const again = works.filter((work) => work.again);
		if (again.length === 0) return works;
		const renewed = await this.planAnew(again);
		await this.write(renewed);
		return [...works.filter((work) => !work.again), ...renewed];
	}

	/** What only shows when it is done, as far as it can be known before. */
	private async foresee(works: readonly Work[]): Promise<readonly Work[]> {
		const { input, prepared, context, lookup } = this;
		await foreseeTakenNames(works, input, prepared, context, lookup);
		if (this.withCompanies) await this.companies.foresee(works, this.isThorough);
		return works;
	}

	private get withCompanies(): boolean {
		return this.input.companies && this.kind.hubSpotType === 'contacts';
	}

	private get isThorough(): boolean {
		return this.isAgain || this.input.scope.kind !== 'changed';
	}

	private async write(works: readonly Work[]): Promise<void> {
		const { input, prepared, context, lookup } = this;
		await writeToQuickBooks(works, input, prepared, context, lookup);
		await writeToHubSpot(works, prepared, context, lookup);
		this.noteWritten(works);
		this.planning.unanswered.note(works);
		if (this.withCompanies) await this.companies.associate(works, this.isThorough);
	}

	/** More than the state holds is read again in the next run. */
	private noteWritten(works: readonly Work[]): void {
		for (const { plan, error } of works.slice(-MOST_NOTED)) {
			if (error === undefined && plan.writeQuickBooks && plan.quickBooks)
				this.written.quickBooks.push(writtenMark(plan.quickBooks));
			if (error === undefined && plan.writeHubSpot && plan.hubSpot)
				this.written.hubSpot.push(writtenMark(plan.hubSpot));
		}
	}

	/**
	 * Somebody else wrote in between, or a search had lagged behind: read, decide and write once
	 * more.
	 */
	private async planAnew(works: readonly Work[]): Promise<Work[]> {
		const { hubspot, quickbooks } = this.context;
		const { entity, hubSpotType } = this.kind;
		const idsOf = (side: Side) =>
			works.filter(({ source }) => source.side === side).map(({ source }) => source.id);
		const [theirs, ours] = [idsOf('quickBooks'), idsOf('hubSpot')];
		const [records, contacts] = await Promise.all([
			findByIds(quickbooks, entity, theirs),
			ours.length > 0
				? hubspot.readObjects(hubSpotType, ours, { properties: this.prepared.properties })
				: [],
		]);
		return [
			...(await this.planning.fromQuickBooks(records, true)),
			...(await this.planning.fromHubSpot(contacts)),
		];
	}
}

/** A merged contact answers to the ids of those it was made of, too. */
function idsOf(record: Row): string[] {
	return 'Id' in record
		? [record.Id]
		: [record.id, ...(record.askedIds ?? []), ...absorbedIds(record)];
}
