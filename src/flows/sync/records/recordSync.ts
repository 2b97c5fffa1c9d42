import { absorbedIds, byAskedId } from '../../../core/records/merged';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { RecordSource, SyncDecision } from '../../../core/sync/plan/decision';
import { withSeen, type FailedRecord, type SyncState } from '../../../core/sync/state';
import type { Side, SyncKind, SyncedRecord } from '../../../core/sync/types';
import { GatewayError } from '../../../gateways/errors';
import { findByIds } from '../../accounts/quickBooksRecords';
import { inBatches, keysOf } from '../engine/batches';
import { Deletions } from '../engine/deletions';
import type { Before, Row, Worker } from '../engine/job';
import { archivedMark } from '../engine/marks';
import { OffHeap } from '../engine/offHeap';
import { RecycleBin } from '../engine/recycleBin';
import type { SyncContext, SyncInput } from '../engine/types';
import { RecordApplier } from './apply/recordApplier';
import { Counterparts } from './counterparts';
import { readAndPlanArchived, readAndPlanHubSpot, readAndPlanQuickBooks } from './decisions';
import { Namesakes } from './names/namesakes';
import type { SyncSetup } from './prepare';
import { Report } from './report';
import { RunKnowledge } from './runKnowledge';

/**
 * Records that are worked on at one time: whole requests of HubSpot, and few enough to be forgotten
 * soon.
 */
const BATCH = 400;

/** The story of contacts and products: read their counterparts, decide, write, report. */
export class RecordSync implements Worker {
	private readonly counterparts: Counterparts;
	private readonly namesakes: Namesakes;
	private readonly known: RunKnowledge;
	private readonly report: Report;
	private readonly applier: RecordApplier;
	private readonly waiting = new OffHeap();
	private readonly lookedAt: Record<Side, number> = { hubSpot: 0, quickBooks: 0 };
	/** Whether these records failed before: what comes after writing may not be done yet. */
	private isRetry = false;

	constructor(
		private readonly kind: SyncKind,
		private readonly input: SyncInput,
		private readonly setup: SyncSetup,
		private readonly context: SyncContext,
		state: SyncState,
	) {
		const { hubspot, quickbooks, now } = context;
		const { realmId } = quickbooks;
		this.counterparts = new Counterparts(kind, hubspot, quickbooks, setup);
		const bookTime = () => quickbooks.answeredAt?.() ?? now().getTime();
		this.namesakes = new Namesakes(kind, hubspot, setup, realmId, bookTime);
		const bin = new RecycleBin(hubspot, kind.hubSpotType, realmId, setup.properties);
		this.known = new RunKnowledge(new Deletions(state, bin, setup.linkIsNew, now));
		this.report = new Report(input, setup, context);
		this.applier = new RecordApplier(
			{
				setup,
				hubspot,
				quickbooks,
				link: hubspot.names.link(realmId),
				nameTaken: input.nameTaken,
				counterparts: this.counterparts,
			},
			this.known,
			input.companies && kind.hubSpotType === 'contacts',
			async (sources) => await this.decideAgain(sources),
		);
	}

	get portalId(): string {
		return this.setup.account.portalId;
	}

	async process(
		side: Side,
		records: Row[],
		_deletedIds: readonly string[],
		asked: readonly string[],
	): Promise<FailedRecord[]> {
		if (side === 'quickBooks') await this.counterparts.prepareFor(records.length);
		if (this.mayCreateInHubSpot && records.length > 0) await this.known.readBin();
		this.lookedAt[side] += records.length;
		const found = new Set(asked.length > 0 ? records.flatMap(idsOf) : []);
		asked.filter((id) => !found.has(id)).forEach((id) => this.reportMissing(side, id));
		const failed: FailedRecord[] = [];
		const whole = (await this.withAllProperties(side, records)) as Array<
			SyncedRecord | HubSpotRecord
		>;
		for (const batch of inBatches(whole, (one) => keysOf(one, this.kind), BATCH, this.waiting)) {
			this.context.signal?.throwIfAborted();
			failed.push(...(await this.processDecisions(await this.decide(side, batch))));
		}
		this.context.onProgress(`${this.lookedAt[side]} ${this.kind.words[side]} records looked at`);
		return failed;
	}

	private get mayCreateInHubSpot(): boolean {
		const { direction, createAndUpdate } = this.input.policy;
		const mayCreate = createAndUpdate === 'both' || createAndUpdate === 'createOnly';
		return direction !== 'hubSpotToQuickBooks' && mayCreate;
	}

	/** HubSpot's records with properties that were not known to matter when the changes were read. */
	private async withAllProperties(side: Side, records: Row[]): Promise<Row[]> {
		if (side === 'quickBooks' || !this.setup.readsMore || records.length === 0) return records;
		const ids = records.splice(0).map((record) => ('id' in record ? record.id : record.Id));
		return await this.readByIds('hubSpot', ids);
	}

	private async decide(
		side: Side,
		records: ReadonlyArray<SyncedRecord | HubSpotRecord>,
		thorough = false,
	): Promise<SyncDecision[]> {
		const { counterparts, known, namesakes } = this;
		const sources = { counterparts, known, namesakes, context: this.setup.plan };
		const decisions =
			side === 'quickBooks'
				? await readAndPlanQuickBooks(records as SyncedRecord[], sources, {
						thorough,
						mayCreate: this.mayCreateInHubSpot,
					})
				: await readAndPlanHubSpot(records as HubSpotRecord[], sources);
		this.known.noteDecisions(decisions);
		return decisions;
	}

	/** Applies decisions, or prints them in a dry run, and reports. @returns what is tried again */
	private async processDecisions(decisions: readonly SyncDecision[]): Promise<FailedRecord[]> {
		const { input, isRetry, applier } = this;
		const isThorough = isRetry || input.scope.kind !== 'changed';
		const outcomes = input.dryRun
			? await applier.planOnly(decisions, isThorough)
			: await applier.applyAll(decisions, isThorough);
		const failed = this.report.reportOutcomes(outcomes);
		this.known.noteReported(outcomes);
		return failed;
	}

	private async decideAgain(sources: readonly RecordSource[]): Promise<SyncDecision[]> {
		const idsOn = (side: Side) => sources.filter((one) => one.side === side).map(({ id }) => id);
		const [customers, contacts] = await Promise.all([
			this.readByIds('quickBooks', idsOn('quickBooks')),
			this.readByIds('hubSpot', idsOn('hubSpot')),
		]);
		return [
			...(await this.decide('quickBooks', customers, true)),
			...(await this.decide('hubSpot', contacts)),
		];
	}

	noted(state: SyncState): SyncState {
		return this.known.notedIn(state);
	}

	takeWritten(): Record<Side, string[]> {
		return this.applier.takeWritten();
	}

	async readByIds(
		side: Side,
		ids: readonly string[],
	): Promise<Array<SyncedRecord | HubSpotRecord>> {
		if (ids.length === 0) return [];
		const { hubspot, quickbooks } = this.context;
		if (side === 'quickBooks') return await findByIds(quickbooks, this.kind.entity, ids);
		const { properties } = this.setup;
		return await hubspot.readObjects(this.kind.hubSpotType, [...ids], { properties });
	}

	/**
	 * A HubSpot record that is gone may have been archived, and what follows from that may not be
	 * done yet.
	 */
	async retryFailed(side: Side, ids: readonly string[]): Promise<FailedRecord[]> {
		const records = await this.readByIds(side, ids);
		this.isRetry = true;
		const failed = await this.process(side, records, [], []);
		this.isRetry = false;
		if (side === 'quickBooks' || this.input.policy.onDelete === 'nothing') return failed;
		const found = byAskedId(records as HubSpotRecord[]);
		const gone = await Promise.all(
			ids.filter((id) => !found.has(id)).map(async (id) => await this.readArchived(id)),
		);
		return [...failed, ...(await this.processArchived(gone.flat(), []))];
	}

	private async readArchived(id: string): Promise<HubSpotRecord[]> {
		const { properties } = this.setup;
		try {
			const options = { properties, archived: true };
			return [await this.context.hubspot.readObject(this.kind.hubSpotType, id, options)];
		} catch (error) {
			if (error instanceof GatewayError && error.kind === 'notFound') return [];
			throw error;
		}
	}

	/** Processes HubSpot records that were archived; those that were reported are only noted. */
	async processFound(_side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		const records = found as HubSpotRecord[];
		const reported = records.filter((record) => state.seen.hubSpot.includes(archivedMark(record)));
		const failed = await this.processArchived(
			records,
			reported.map(({ id }) => id),
		);
		const done = records.filter((record) => !failed.some(({ id }) => id === record.id));
		return { failed, state: withSeen(state, 'hubSpot', done.map(archivedMark)) };
	}

	private async processArchived(
		records: readonly HubSpotRecord[],
		reported: readonly string[],
	): Promise<FailedRecord[]> {
		const { quickbooks } = this.context;
		const decisions = await readAndPlanArchived(records, quickbooks, {
			counterparts: this.counterparts,
			known: this.known,
			context: this.setup.plan,
		});
		this.known.noteArchived(decisions);
		return await this.processDecisions(
			decisions.filter(({ source }) => !reported.includes(source.id)),
		);
	}

	reportMissing(side: Side, id: string): void {
		this.report.reportNotFound(side, id);
	}
}

/** A merged contact answers to the ids of those it was made of, too. */
function idsOf(record: Row): string[] {
	return 'Id' in record
		? [record.Id]
		: [record.id, ...(record.askedIds ?? []), ...absorbedIds(record)];
}
