import { linkPropertyName, readLink } from '../core/hubspot/link';
import { fingerprint } from '../core/sync/base';
import { advance, freshState, readState, withSeen, type FailedRecord, type SyncState } from '../core/sync/state';
import type { SyncedRecord, Side, SyncKind } from '../core/sync/types';
import type { HubSpotRecord } from '../core/records/hubspot';
import { archivedInHubSpot, changedInHubSpot } from './sync/hubSpotSource';
import { prepareSync, propertiesToRead } from './sync/prepare';
import { Processor } from './sync/process';
import { changedInQuickBooks, inAnyState } from './sync/quickBooksSource';
import type { Part, SyncContext, SyncInput, SyncRun } from './sync/types';

/**
 * Brings contacts or products of both sides together: reads what was changed in pages, finds the counterparts in batches,
 * decides, writes in batches, and moves the time on. A record that fails leaves the rest as it is.
 *
 * @param stored what an earlier run remembered
 * @throws Declined when the mapping names what does not exist
 * @throws GatewayError when nothing can go on; what was done until then is behind the state that `onState` was told
 */
export async function syncRecords(kind: SyncKind, input: SyncInput, stored: unknown, context: SyncContext): Promise<SyncRun> {
	const run = new Run(kind, input, stored, context);
	if (input.scope.kind === 'records') await run.named(input.scope.side, input.scope.ids);
	else await run.changed(input.scope.kind === 'all');
	return { state: run.state, warnings: run.warnings };
}

class Run {
	state: SyncState;
	readonly warnings: string[] = [];
	private processor: Promise<Processor> | undefined;

	constructor(
		private readonly kind: SyncKind,
		private readonly input: SyncInput,
		stored: unknown,
		private readonly context: SyncContext,
	) {
		const { state, warning } = readState(stored, context.quickbooks.realmId);
		this.state = state;
		if (warning) this.warnings.push(warning);
	}

	async named(side: Side, ids: readonly string[]): Promise<void> {
		const valid = [...new Set(ids)].filter((id) => /^\d+$/.test(id));
		const processor = await this.prepared();
		for (let start = 0; start < valid.length; start += 500) await processor.process(side, await this.readByIds(side, valid.slice(start, start + 500), processor), valid.slice(start, start + 500));
		for (const id of ids.filter((one) => !/^\d+$/.test(one))) processor.report(side, id);
	}

	async changed(everything: boolean): Promise<void> {
		const { connection } = this.context;
		if (this.state.portalId !== undefined && connection !== undefined && this.state.connection !== connection) this.checkPortal((await this.context.hubspot.readAccount()).portalId);
		try {
			await this.bothSides(everything);
		} catch (error) {
			if (!(error instanceof OtherPortal)) throw error;
			await this.bothSides(true);
		}
	}

	private async bothSides(everything: boolean): Promise<void> {
		const { direction } = this.input.policy;
		if (direction !== 'hubSpotToQuickBooks') await this.sideOf('quickBooks', everything);
		if (direction !== 'quickBooksToHubSpot') await this.sideOf('hubSpot', everything);
	}

	/** A time of another portal says nothing about this one. @returns whether the state stays */
	private checkPortal(portalId: string): boolean {
		const { connection, quickbooks } = this.context;
		const stays = this.state.portalId === undefined || this.state.portalId === portalId;
		if (!stays) this.warnings.push('The HubSpot credential now opens another account; all records are looked at again.');
		this.state = { ...(stays ? this.state : freshState(quickbooks.realmId)), portalId, ...(connection !== undefined && { connection }) };
		return stays;
	}

	private async sideOf(side: Side, everything: boolean): Promise<void> {
		const since = everything ? undefined : this.state.since[side];
		const before = this.state.since[side];
		await this.again(side);
		if (side === 'hubSpot' && this.input.policy.onDelete !== 'nothing' && before !== undefined) await this.archivedSince(before);
		for await (const part of this.partsOf(side, since)) await this.part(side, part);
	}

	private partsOf(side: Side, since: string | undefined): AsyncGenerator<Part<SyncedRecord | HubSpotRecord>> {
		const { hubspot, quickbooks, now } = this.context;
		const { kind } = this;
		if (side === 'quickBooks') return changedInQuickBooks(quickbooks, kind.entity, since, now());
		return changedInHubSpot(hubspot, kind.hubSpotType, kind.modifiedProperty, propertiesToRead(kind, this.input, quickbooks.realmId), since, now());
	}

	private async part(side: Side, { records, since }: Part<SyncedRecord | HubSpotRecord>): Promise<void> {
		this.context.signal?.throwIfAborted();
		const known = new Set(this.input.scope.kind === 'changed' ? this.state.seen[side] : []);
		const marks = records.map((record) => fingerprint(JSON.stringify(record)));
		const fresh = records.filter((_record, index) => !known.has(marks[index] ?? ''));
		const failed = fresh.length > 0 ? await (await this.prepared()).process(side, fresh, []) : [];
		const recent = records.flatMap((record, index) => (since !== undefined && Date.parse(changedAt(record)) >= Date.parse(since) ? [marks[index] ?? ''] : []));
		this.state = withSeen(this.state, side, recent);
		this.remember(side, since, fresh.map(idOf), failed);
	}

	/** What failed before is tried again, apart from the rest. */
	private async again(side: Side): Promise<void> {
		const ids = this.state.retry[side];
		if (ids.length === 0) return;
		const processor = await this.prepared();
		const failed = await processor.process(side, await this.readByIds(side, ids, processor), []);
		this.remember(side, undefined, ids, failed);
	}

	private async archivedSince(since: string): Promise<void> {
		const { hubspot, quickbooks } = this.context;
		const link = linkPropertyName(quickbooks.realmId);
		const properties = propertiesToRead(this.kind, this.input, quickbooks.realmId);
		for await (const records of archivedInHubSpot(hubspot, this.kind.hubSpotType, properties, since)) {
			const linked = records.filter((record) => readLink(record.properties[link], quickbooks.realmId) !== undefined);
			if (linked.length > 0) await (await this.prepared()).archived(linked);
		}
	}

	private async readByIds(side: Side, ids: readonly string[], processor: Processor): Promise<Array<SyncedRecord | HubSpotRecord>> {
		const { hubspot, quickbooks } = this.context;
		if (side === 'hubSpot') return await hubspot.readObjects(this.kind.hubSpotType, [...ids], { properties: processor.properties });
		return await quickbooks.find(this.kind.entity, { where: [{ field: 'Id', operator: 'IN', value: [...ids] }, ...inAnyState(this.kind.entity)] });
	}

	private remember(side: Side, since: string | undefined, tried: readonly string[], failed: readonly FailedRecord[]): void {
		if (this.input.dryRun) return;
		this.state = advance(this.state, side, since, tried, failed);
		this.context.onState(this.state);
	}

	/** Both accounts are asked about themselves only when there is something to do. */
	private async prepared(): Promise<Processor> {
		this.processor ??= prepareSync(this.kind, this.input, this.context).then((prepared) => {
			if (!this.checkPortal(prepared.account.portalId) && this.input.scope.kind !== 'records') {
				this.processor = undefined;
				throw new OtherPortal();
			}
			return new Processor(this.kind, this.input, prepared, this.context);
		});
		return await this.processor;
	}
}

function idOf(record: SyncedRecord | HubSpotRecord): string {
	return 'Id' in record ? record.Id : record.id;
}

function changedAt(record: SyncedRecord | HubSpotRecord): string {
	return 'Id' in record ? record.MetaData.LastUpdatedTime : record.updatedAt;
}

/** The state belonged to another portal; the run begins anew. */
class OtherPortal extends Error {}
