import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { SyncKind } from '../../../core/sync/types';
import type { HubSpotPort } from '../../../gateways/ports';
import type { SyncSetup } from './prepare';

/**
 * From this many records on it pays to read all of HubSpot's first; products cannot be read in
 * batches by SKU or name.
 */
const SURVEY_FROM = { contacts: 600, products: 50 };
const LISTED = 100;
/**
 * Pages that are kept in memory at the most; contacts, which HubSpot finds by e-mail, are not worth
 * a second one.
 */
const MOST_PAGES = { contacts: 1, products: 100 };

/** HubSpot's records as a whole where they are few, so that each need not be looked for. */
export class HubSpotSurvey {
	private records: Map<string, HubSpotRecord> | undefined;
	private isDone = false;
	/** Whether no HubSpot record is linked with QuickBooks. */
	isNobodyLinked = false;

	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		private readonly setup: SyncSetup,
		private readonly link: string,
	) {}

	/** All of HubSpot's records; undefined where there are too many. */
	get all(): HubSpotRecord[] | undefined {
		return this.records && [...this.records.values()];
	}

	/** Reads HubSpot's records once there are enough records to look for. @throws GatewayError */
	async readFor(count: number): Promise<void> {
		if (this.isDone || count < SURVEY_FROM[this.kind.hubSpotType]) return;
		this.isDone = true;
		const records = await this.readPages();
		if (records) this.records = records;
		// A search may lag behind; where links are unique, writing by link then finds what it missed.
		else if (this.setup.linkIsUnique) this.isNobodyLinked = await this.isNoneLinked();
	}

	/** @returns undefined when there are more than are kept in memory */
	private async readPages(): Promise<Map<string, HubSpotRecord> | undefined> {
		const known = new Map<string, HubSpotRecord>();
		let after: string | undefined;
		for (let page = 0; page < MOST_PAGES[this.kind.hubSpotType]; page += 1) {
			const listed = await this.hubspot.listObjects(this.kind.hubSpotType, {
				properties: this.setup.properties,
				limit: LISTED,
				...(after !== undefined && { after }),
			});
			listed.records.forEach((record) => known.set(record.id, record));
			after = listed.after;
			if (after === undefined) return known;
		}
		return undefined;
	}

	private async isNoneLinked(): Promise<boolean> {
		const { total } = await this.hubspot.searchObjects(this.kind.hubSpotType, {
			filterGroups: [[{ property: this.link, operator: 'HAS_PROPERTY' }]],
			properties: [this.link],
			limit: 1,
		});
		return total === 0;
	}

	/** Keeps what is in memory as HubSpot has it now. */
	note(record: HubSpotRecord): void {
		const before = this.records?.get(record.id);
		if (!this.records || (!before && this.kind.hubSpotType !== 'products')) return;
		const properties = { ...before?.properties, ...record.properties };
		this.records.set(record.id, { ...record, properties });
	}

	forget(id: string): void {
		this.records?.delete(id);
	}
}
