import { linkPropertyName, readLink } from '../../core/hubspot/link';
import { planArchived, planInactive, withoutMark } from '../../core/sync/deletion';
import type { Match } from '../../core/sync/match';
import { planHubSpotRecord, planQuickBooksRecord, untouched, type SyncPlan } from '../../core/sync/plan';
import type { FailedRecord, SyncState } from '../../core/sync/state';
import type { Side, SyncKind, SyncedRecord } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import { writeToHubSpot } from './applyHubSpot';
import { writeToQuickBooks } from './applyQuickBooks';
import { associateCompanies } from './companies';
import { Lookup } from './lookup';
import { inShares, keysOf } from './shares';
import { Shelf } from './shelf';
import type { Prepared } from './prepare';
import { inAnyState } from './quickBooksSource';
import { Unanswered } from './unanswered';
import type { Before, Row, Worker } from './job';
import { writtenMark } from './marks';
import type { SyncContext, SyncInput, SyncResult } from './types';
import { failedWork, plannedRequests, toResult, type Work } from './work';

/** Writes of one part that are recognised when they show up as changes. */
const MOST_NOTED = 100;
/** Records on their way at one time: whole requests of HubSpot, and few enough to be forgotten soon. */
const SHARE = 200;

/** Takes many records of one side through matching, deciding and writing. */
export class Processor implements Worker {
	private readonly lookup: Lookup;
	private readonly shelf = new Shelf();
	/** Records that this run has reported on. */
	private readonly told = new Set<string>();
	/** Records whose counterpart was deleted: what follows from that is done in this run, and no new counterpart is made at once. */
	private readonly bereft: Record<Side, Set<string>> = { hubSpot: new Set(), quickBooks: new Set() };
	private readonly unanswered = new Unanswered();

	constructor(
		private readonly kind: SyncKind,
		private readonly input: SyncInput,
		private readonly prepared: Prepared,
		private readonly context: SyncContext,
	) {
		this.lookup = new Lookup(kind, context.hubspot, context.quickbooks, prepared);
	}

	private written: Record<Side, string[]> = { hubSpot: [], quickBooks: [] };
	private readonly lookedAt: Record<Side, number> = { hubSpot: 0, quickBooks: 0 };

	get portalId(): string {
		return this.prepared.account.portalId;
	}

	async process(side: Side, records: Row[], _deletedIds: readonly string[], asked: readonly string[]): Promise<FailedRecord[]> {
		if (side === 'quickBooks') await this.lookup.expect(records.length);
		this.lookedAt[side] += records.length;
		const known = new Set(asked.length > 0 ? records.map((record) => ('Id' in record ? record.Id : record.id)) : []);
		asked.filter((id) => !known.has(id)).forEach((id) => this.report(side, id));
		const failed: FailedRecord[] = [];
		for (const share of inShares(records as Array<SyncedRecord | HubSpotRecord>, (record) => keysOf(record, this.kind), SHARE, this.shelf)) {
			this.context.signal?.throwIfAborted();
			const works = side === 'quickBooks' ? await this.planFromQuickBooks(share as SyncedRecord[]) : await this.planFromHubSpot(share as HubSpotRecord[]);
			failed.push(...this.finish(await this.apply(works)));
		}
		this.context.onProgress(`${this.lookedAt[side]} ${this.kind.words[side]} records looked at`);
		return failed;
	}

	takeWritten(): Record<Side, string[]> {
		const { written } = this;
		this.written = { hubSpot: [], quickBooks: [] };
		return written;
	}

	async readByIds(side: Side, ids: readonly string[]): Promise<Array<SyncedRecord | HubSpotRecord>> {
		const { hubspot, quickbooks } = this.context;
		if (side === 'hubSpot') return await hubspot.readObjects(this.kind.hubSpotType, [...ids], { properties: this.prepared.properties });
		return await quickbooks.find(this.kind.entity, { where: [{ field: 'Id', operator: 'IN', value: [...ids] }, ...inAnyState(this.kind.entity)] });
	}

	/** A HubSpot record that is gone may have been archived, with what followed from it undone yet. */
	async again(side: Side, ids: readonly string[]): Promise<FailedRecord[]> {
		const records = await this.readByIds(side, ids);
		const failed = await this.process(side, records, [], []);
		if (side === 'quickBooks' || this.input.policy.onDelete === 'nothing') return failed;
		const found = new Set((records as HubSpotRecord[]).map(({ id }) => id));
		const gone = await Promise.all(ids.filter((id) => !found.has(id)).map(async (id) => await this.readArchived(id)));
		return [...failed, ...(await this.archived(gone.flat()))];
	}

	private async readArchived(id: string): Promise<HubSpotRecord[]> {
		try {
			return [await this.context.hubspot.readObject(this.kind.hubSpotType, id, { properties: this.prepared.properties, archived: true })];
		} catch (error) {
			if (error instanceof GatewayError && error.kind === 'notFound') return [];
			throw error;
		}
	}

	async before(_side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		return { failed: await this.archived(found as HubSpotRecord[]), state };
	}

	/** HubSpot records that were put into the recycle bin. */
	private async archived(archived: readonly HubSpotRecord[]): Promise<FailedRecord[]> {
		const { quickbooks } = this.context;
		const idOf = (record: HubSpotRecord) => readLink(record.properties[linkPropertyName(quickbooks.realmId)], quickbooks.realmId) ?? '';
		const records = archived.filter((record) => idOf(record) !== '');
		if (records.length === 0) return [];
		const counterparts = await quickbooks.find(this.kind.entity, { where: [{ field: 'Id', operator: 'IN', value: [...new Set(records.map(idOf))] }, ...inAnyState(this.kind.entity)] });
		const taken = await this.lookup.forQuickBooks(counterparts, true);
		const works = records.flatMap((record): Work[] => {
			const quickBooks = counterparts.find(({ Id }) => Id === idOf(record));
			if (!quickBooks || isLinkedAnew(taken.get(quickBooks.Id))) return [];
			this.bereft.quickBooks.add(quickBooks.Id);
			return [{ source: { side: 'hubSpot', id: record.id, changedAt: record.archivedAt ?? record.updatedAt }, plan: planArchived(record, quickBooks, this.prepared.plan) }];
		});
		return this.finish(await this.apply(works));
	}

	/** Tells that a record that was asked for is not there. */
	report(side: Side, id: string): void {
		const system = side === 'hubSpot' ? 'HubSpot' : 'QuickBooks';
		const error = new GatewayError({ system, kind: 'notFound', message: `there is no ${this.kind.words[side]} with the id "${id.slice(0, 50)}"` });
		this.context.onResult(toResult(failedWork({ side, id, changedAt: '' }, error, {}), this.prepared, this.context));
	}

	private async planFromQuickBooks(records: readonly SyncedRecord[], thorough = false): Promise<Work[]> {
		const taking = records.filter((record) => this.kind.leftOut(record) === undefined);
		const matches = await this.lookup.forQuickBooks(taking, thorough);
		return records.flatMap((record): Work[] => {
			const source = { side: 'quickBooks' as const, id: record.Id, changedAt: record.MetaData.LastUpdatedTime };
			const reason = this.kind.leftOut(record);
			if (reason !== undefined) return [{ source, plan: untouched('skipped', reason, { quickBooks: record }) }];
			const match = matches.get(record.Id) ?? { kind: 'none' as const };
			if (match.kind === 'none' && this.unanswered.has(record)) return [{ source, plan: untouched('skipped', `It may be the new ${this.kind.words.quickBooks} of a HubSpot record that could not be synced in this run.`, { quickBooks: record }), later: true }];
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

	private async planFromHubSpot(records: readonly HubSpotRecord[]): Promise<Work[]> {
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

	private async apply(works: readonly Work[]): Promise<readonly Work[]> {
		if (this.input.dryRun) return works;
		await this.write(works);
		const again = works.filter((work) => work.again);
		if (again.length === 0) return works;
		const renewed = await this.planAnew(again);
		await this.write(renewed);
		return [...works.filter((work) => !work.again), ...renewed];
	}

	private async write(works: readonly Work[]): Promise<void> {
		const { input, prepared, context, lookup } = this;
		await writeToQuickBooks(works, input, prepared, context, lookup);
		await writeToHubSpot(works, prepared, context, lookup);
		this.noteWritten(works);
		this.unanswered.note(works);
		if (input.companies && this.kind.hubSpotType === 'contacts') await associateCompanies(works, context);
	}

	/** More than the state holds is read again in the next run. */
	private noteWritten(works: readonly Work[]): void {
		for (const { plan, error } of works.slice(-MOST_NOTED)) {
			if (error === undefined && plan.writeQuickBooks && plan.quickBooks) this.written.quickBooks.push(writtenMark(plan.quickBooks));
			if (error === undefined && plan.writeHubSpot && plan.hubSpot) this.written.hubSpot.push(writtenMark(plan.hubSpot));
		}
	}

	/** Somebody else wrote in between, or a search had lagged behind: read, decide and write once more. */
	private async planAnew(works: readonly Work[]): Promise<Work[]> {
		const { hubspot, quickbooks } = this.context;
		const { entity, hubSpotType } = this.kind;
		const idsOf = (side: Side) => works.filter(({ source }) => source.side === side).map(({ source }) => source.id);
		const [theirs, ours] = [idsOf('quickBooks'), idsOf('hubSpot')];
		const [records, contacts] = await Promise.all([
			theirs.length > 0 ? quickbooks.find(entity, { where: [{ field: 'Id', operator: 'IN', value: theirs }, ...inAnyState(entity)] }) : [],
			ours.length > 0 ? hubspot.readObjects(hubSpotType, ours, { properties: this.prepared.properties }) : [],
		]);
		return [...(await this.planFromQuickBooks(records, true)), ...(await this.planFromHubSpot(contacts))];
	}

	/** Reports what became of each record. @returns what is to be tried again */
	private finish(works: readonly Work[]): FailedRecord[] {
		for (const work of works.filter((one) => !this.isTold(one))) {
			const result = toResult(work, this.prepared, this.context);
			if (this.isPlanned(work)) this.reportPlan(work, result);
			else if (!this.isQuiet(work, result)) this.context.onResult(result);
		}
		const unsettled = works.filter(({ plan, error }) => error !== undefined || plan.action === 'conflict');
		for (const { plan } of this.input.policy.direction === 'twoWay' ? works : unsettled) this.told.add(nameOf(plan));
		return works.filter((work) => work.later || unsettled.includes(work)).map(({ source }) => source);
	}

	/** A run meets a record again from the other side, when its own write shows up as a change, or among changes after it was tried again. */
	private isTold({ plan, error }: Work): boolean {
		return this.told.has(nameOf(plan)) && (this.input.dryRun || error !== undefined || plan.action === 'unchanged' || plan.action === 'skipped' || plan.action === 'conflict');
	}

	private isPlanned({ plan, error }: Work): boolean {
		return this.input.dryRun && error === undefined && plan.action !== 'skipped' && plan.action !== 'conflict';
	}

	/** Properties that are missing are created before the first write. */
	private reportPlan({ plan }: Work, result: SyncResult): void {
		const writes = plannedRequests(plan, this.prepared);
		const requests = writes.length > 0 ? [...this.prepared.plannedSchemas.splice(0), ...writes] : [];
		const isPlanned = requests.length > 0;
		this.context.onResult({ ...result, ...(isPlanned && { action: 'planned' as const, reason: `It would be ${result.action}. ${result.reason}`.trim() }), plan: requests });
	}

	/** A run over changes says nothing of records in which nothing that is synced has changed. */
	private isQuiet({ plan }: Work, { action }: SyncResult): boolean {
		return this.input.scope.kind === 'changed' && (action === 'unchanged' || (action === 'skipped' && !plan.hubSpot && plan.quickBooks?.Active === false));
	}
}

/** A pair is known by its QuickBooks record. */
function nameOf({ hubSpot, quickBooks }: SyncPlan): string {
	return quickBooks ? `QuickBooks ${quickBooks.Id}` : `HubSpot ${hubSpot?.id ?? ''}`;
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
