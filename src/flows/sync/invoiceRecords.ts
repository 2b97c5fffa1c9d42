import { linkPropertyName, linkValue, readLink } from '../../core/hubspot/link';
import type { RecordParties } from '../../core/invoice/record';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import { findByLink } from '../invoiceRecord/link';
import type { InvoicePrepared } from './invoicePrepare';

/** From this many invoices on it pays to look at HubSpot as a whole first. */
const SURVEY_FROM = 600;
const LISTED = 100;

/** Whom a record is associated with, and its lines. */
export interface Present extends RecordParties {
	lineIds: readonly string[];
}

/** Finds HubSpot's records of many invoices, and what these are associated with. */
export class InvoiceRecords {
	private surveyed = false;
	private nobodyLinked = false;

	constructor(
		private readonly hubspot: HubSpotPort,
		private readonly realmId: string,
		private readonly prepared: InvoicePrepared,
	) {}

	/** By invoice id. */
	async of(invoiceIds: readonly string[]): Promise<Map<string, HubSpotRecord>> {
		if (!this.surveyed && invoiceIds.length >= SURVEY_FROM) await this.survey();
		if (this.nobodyLinked || invoiceIds.length === 0) return new Map();
		const found = await findByLink(this.hubspot, 'invoices', this.prepared.link, invoiceIds.map((id) => linkValue(this.realmId, id)), this.prepared.properties);
		return new Map(found.map((record) => [readLink(record.properties[linkPropertyName(this.realmId)], this.realmId) ?? '', record]));
	}

	/** What records that exist are associated with, by record id. */
	async present(records: readonly HubSpotRecord[]): Promise<Map<string, Present>> {
		const ids = records.map(({ id }) => id);
		if (ids.length === 0) return new Map();
		const [contacts, companies, lines] = await Promise.all((['contacts', 'companies', 'line_items'] as const).map(async (type) => await this.hubspot.readAssociations('invoices', type, ids)));
		return new Map(ids.map((id) => [id, { contactIds: contacts?.get(id) ?? [], companyIds: companies?.get(id) ?? [], lineIds: lines?.get(id) ?? [] }]));
	}

	/** Whether any record is linked at all. The list does not lag behind, as a search would; where it is long, a unique link guards. */
	private async survey(): Promise<void> {
		this.surveyed = true;
		const name = linkPropertyName(this.realmId);
		const { records, after } = await this.hubspot.listObjects('invoices', { properties: [name], limit: LISTED });
		const linked = records.some((record) => readLink(record.properties[name], this.realmId) !== undefined);
		if (linked || !this.prepared.link) return;
		if (after === undefined) this.nobodyLinked = true;
		else if (this.prepared.link.unique) this.nobodyLinked = (await this.hubspot.searchObjects('invoices', { filterGroups: [[{ property: name, operator: 'HAS_PROPERTY' }]], properties: [name], limit: 1 })).total === 0;
	}
}
