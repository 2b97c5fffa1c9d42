import { readLink } from '../../../core/hubspot/link';
import type { HubSpotObjectType, HubSpotRecord } from '../../../core/records/hubspot';
import { byAskedId } from '../../../core/records/merged';
import type { HubSpotPort } from '../../../gateways/ports';
import { archivedInHubSpot } from '../records/hubSpotSource';

/** 10,000 records. */
const MOST_PAGES = 100;
const BEGINNING = '1970-01-01T00:00:00Z';

/** A HubSpot record that was linked with a QuickBooks record. */
export interface Binned {
	/** As it is in the recycle bin. */
	record: HubSpotRecord;
	/** The record that answers to its id by now: it was merged into that one, or restored. */
	survivor?: HubSpotRecord;
}

/**
 * Deleted HubSpot records of one type. HubSpot keeps them for 90 days, links and all; the bin is
 * read once in a run.
 */
export class RecycleBin {
	private known: Promise<Map<string, HubSpotRecord>> | undefined;

	constructor(
		private readonly hubspot: HubSpotPort,
		private readonly type: HubSpotObjectType,
		private readonly realmId: string,
		private readonly properties: readonly string[],
	) {}

	/** Ids of QuickBooks records with a link in the bin. */
	async ids(): Promise<string[]> {
		return [...(await this.read()).keys()];
	}

	/** Deleted records by the QuickBooks id that they are linked with. */
	async of(ids: readonly string[]): Promise<Map<string, Binned>> {
		const known = await this.read();
		const found = ids.flatMap((id) => {
			const record = known.get(id);
			return record ? [[id, record] as const] : [];
		});
		if (found.length === 0) return new Map();
		const alive = byAskedId(
			await this.hubspot.readObjects(
				this.type,
				found.map(([, { id }]) => id),
				{ properties: [...this.properties] },
			),
		);
		return new Map(
			found.map(([id, record]) => {
				const survivor = alive.get(record.id);
				return [id, { record, ...(survivor && { survivor }) }];
			}),
		);
	}

	private async read(): Promise<Map<string, HubSpotRecord>> {
		this.known ??= this.readAll();
		return await this.known;
	}

	/** Of several that were linked with one QuickBooks record, the one deleted last. */
	private async readAll(): Promise<Map<string, HubSpotRecord>> {
		const link = this.hubspot.names.link(this.realmId);
		const known = new Map<string, HubSpotRecord>();
		const timeOf = (record: HubSpotRecord | undefined) => Date.parse(record?.archivedAt ?? '') || 0;
		for await (const records of archivedInHubSpot(
			this.hubspot,
			this.type,
			[link],
			BEGINNING,
			MOST_PAGES,
		)) {
			for (const record of records) {
				const id = readLink(record.properties[link], this.realmId);
				if (id !== undefined && timeOf(record) >= timeOf(known.get(id))) known.set(id, record);
			}
		}
		return known;
	}
}
