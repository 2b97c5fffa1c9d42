import {
	advance,
	freshState,
	MOST_RETRIES,
	MOST_SEEN,
	readState,
	withSeen,
	type FailedRecord,
	type SyncState,
} from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import type { Row, SyncJob, Worker } from './job';
import { changedAt, deletionMark, idOf, readMark, writtenMark } from './marks';
import type { SyncContext, SyncInput, SyncRun } from './types';
import type { Part } from '../../accounts/changes';

/** Ids in one go. */
const MANY = 500;

/** Runs a job over what was changed, everything, or named records, and keeps the state. */
export async function runJob(
	job: SyncJob,
	input: SyncInput,
	stored: unknown,
	context: SyncContext,
): Promise<SyncRun> {
	const run = new Run(job, input, stored, context);
	if (input.scope.kind === 'records') await run.named(input.scope.side, input.scope.ids);
	else await run.changed(input.scope.kind === 'all');
	return { state: run.state, warnings: run.warnings };
}

class Run {
	state: SyncState;
	readonly warnings: string[] = [];
	private worker: Promise<Worker> | undefined;
	private ready: Worker | undefined;
	/**
	 * Times that this run may not move past, since failures of then are more than the state
	 * remembers.
	 */
	private readonly held: Partial<Record<Side, string>> = {};

	constructor(
		private readonly job: SyncJob,
		private readonly input: SyncInput,
		stored: unknown,
		private readonly context: SyncContext,
	) {
		const { state, warning } = readState(
			stored,
			context.quickbooks.realmId,
			context.hubspot.names.prefix,
		);
		this.state = state;
		if (warning) this.warnings.push(warning);
	}

	async named(side: Side, ids: readonly string[]): Promise<void> {
		const valid = [...new Set(ids)].filter((id) => /^\d+$/.test(id));
		const worker = await this.prepared();
		for (let start = 0; start < valid.length; start += MANY) {
			const some = valid.slice(start, start + MANY);
			await worker.process(side, await worker.readByIds(side, some), [], some);
		}
		for (const id of ids.filter((one) => !/^\d+$/.test(one))) worker.reportMissing(side, id);
	}

	async changed(everything: boolean): Promise<void> {
		const { connection } = this.context;
		if (
			this.state.portalId !== undefined &&
			connection !== undefined &&
			this.state.connection !== connection
		)
			this.checkPortal((await this.context.hubspot.readAccount()).portalId);
		try {
			await this.allSides(everything);
		} catch (error) {
			if (!(error instanceof OtherPortal)) throw error;
			await this.allSides(true);
		}
	}

	private async allSides(everything: boolean): Promise<void> {
		const { since: before } = this.state;
		for (const side of this.job.sides) await this.processFurther(side, before[side]);
		for (const side of this.job.sides) {
			const since = this.state.since[side];
			await this.retryFailed(side);
			for await (const part of this.job.changed(side, everything ? undefined : since))
				await this.part(side, part);
		}
		if (this.state.deletionsUnknown || everything) await this.missing();
	}

	/** Deletions that no answer told of. */
	private async missing(): Promise<void> {
		if (this.job.missing) {
			// Only with both accounts known is it certain that there are properties to look for.
			const worker = await this.prepared();
			for await (const ids of this.job.missing()) {
				this.context.signal?.throwIfAborted();
				if (ids.length > 0)
					this.remember(
						'quickBooks',
						undefined,
						ids,
						await worker.process('quickBooks', [], ids, []),
					);
			}
		}
		const { deletionsUnknown: _done, ...state } = this.state;
		// Of deletions that failed there may be more than the state remembers.
		this.state =
			state.retry.quickBooks.length < MOST_RETRIES ? state : { ...state, deletionsUnknown: true };
		this.remember('quickBooks', undefined, [], []);
	}

	/** A time of another portal says nothing about this one. @returns whether the state stays */
	private checkPortal(portalId: string): boolean {
		const { connection, hubspot, quickbooks } = this.context;
		const stays = this.state.portalId === undefined || this.state.portalId === portalId;
		if (!stays)
			this.warnings.push(
				'The HubSpot credential now belongs to another account, so all records are checked again.',
			);
		this.state = {
			...(stays ? this.state : freshState(quickbooks.realmId, hubspot.names.prefix)),
			portalId,
			...(connection !== undefined && { connection }),
		};
		return stays;
	}

	private async part(
		side: Side,
		{ records, deletedIds, since, deletionsUnknown }: Part<Row>,
	): Promise<void> {
		this.context.signal?.throwIfAborted();
		if (deletionsUnknown) this.state = { ...this.state, deletionsUnknown };
		const known = new Set(this.input.scope.kind === 'changed' ? this.state.seen[side] : []);
		const fresh = records.filter(
			(record) =>
				known.size === 0 || (!known.has(readMark(record)) && !known.has(writtenMark(record))),
		);
		const gone = deletedIds.filter((id) => !known.has(deletionMark(id)));
		const recent = records
			.filter((record) => since !== undefined && Date.parse(changedAt(record)) >= Date.parse(since))
			.slice(0, MOST_SEEN)
			.map((record) => ({ id: idOf(record), mark: readMark(record) }));
		const tried = [...fresh.map(idOf), ...gone];
		records.length = 0;
		const failed =
			tried.length > 0 ? await (await this.prepared()).process(side, fresh, gone, []) : [];
		this.remember(side, since, tried, failed, [
			...recent,
			...deletedIds.map((id) => ({ id, mark: deletionMark(id) })),
		]);
	}

	/** What failed before is tried again, apart from the rest. */
	private async retryFailed(side: Side): Promise<void> {
		const ids = this.state.retry[side];
		if (ids.length === 0) return;
		this.remember(side, undefined, ids, await (await this.prepared()).retryFailed(side, ids));
	}

	private async processFurther(side: Side, since: string | undefined): Promise<void> {
		const done = await this.job.findFurther(
			side,
			since,
			this.state,
			async () => await this.prepared(),
		);
		if (!done) return;
		this.state = done.state;
		this.remember(side, undefined, [], done.failed);
	}

	private remember(
		side: Side,
		since: string | undefined,
		tried: readonly string[],
		failed: readonly FailedRecord[],
		read: ReadonlyArray<{ id: string; mark: string }> = [],
	): void {
		if (this.input.dryRun) return;
		this.rememberWritten();
		this.state = this.ready?.noted?.(this.state) ?? this.state;
		const { state, held } = advance(this.state, side, since, tried, failed, this.held[side]);
		// A failure that is left out is to be read anew.
		const leftOut = new Set(
			failed.map(({ id }) => id).filter((id) => !state.retry[side].includes(id)),
		);
		this.state = withSeen(
			state,
			side,
			read.filter(({ id }) => !leftOut.has(id)).map(({ mark }) => mark),
		);
		if (held !== undefined) this.held[side] = held;
		this.context.onState(this.state);
	}

	private rememberWritten(): void {
		const written = this.ready?.takeWritten();
		for (const side of this.job.sides)
			if (written && written[side].length > 0)
				this.state = withSeen(this.state, side, written[side]);
	}

	/** Both accounts are asked about themselves only when there is something to do. */
	private async prepared(): Promise<Worker> {
		this.worker ??= this.job.prepare(this.state).then((worker) => {
			if (!this.checkPortal(worker.portalId) && this.input.scope.kind !== 'records')
				throw new OtherPortal();
			if (worker.day !== undefined) this.state = { day: worker.day, ...this.state };
			this.ready = worker;
			return worker;
		});
		try {
			return await this.worker;
		} catch (error) {
			this.worker = undefined;
			throw error;
		}
	}
}

/** The state belonged to another portal; the run begins anew. */
class OtherPortal extends Error {}
