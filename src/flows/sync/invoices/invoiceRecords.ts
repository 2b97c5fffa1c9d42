import { linkValue, readLink } from '../../../core/hubspot/link';
import type { RecordAssociations } from '../../../core/invoice/record/plan/planInvoices';
import type { RecordParties } from '../../../core/invoice/record/record';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort } from '../../../gateways/ports';
import { findByLink } from '../../accounts/links';
import type { InvoiceSetup } from './setup';

/** From this many invoices on it pays to look at HubSpot as a whole first. */
const SURVEY_FROM = 600;
const LISTED = 100;

/** Finds HubSpot's records of many invoices, and what these are associated with. */
export class InvoiceRecords {
	private surveyed = false;
	private nobodyLinked = false;

	constructor(
		private readonly hubspot: HubSpotPort,
		private readonly realmId: string,
		private readonly setup: InvoiceSetup,
	) {}

	/** The records that are linked with invoices, by invoice id. @throws GatewayError */
	async findLinked(invoiceIds: readonly string[]): Promise<Map<string, HubSpotRecord>> {
		if (!this.surveyed && invoiceIds.length >= SURVEY_FROM) await this.surveyLinks();
		if (this.nobodyLinked || invoiceIds.length === 0) return new Map();
		const found = await findByLink(
			this.hubspot,
			'invoices',
			this.setup.link,
			invoiceIds.map((id) => linkValue(this.realmId, id)),
			this.setup.properties,
		);
		return new Map(
			found.map((record) => [
				readLink(record.properties[this.hubspot.names.link(this.realmId)], this.realmId) ?? '',
				record,
			]),
		);
	}

	/**
	 * The records found, with those that a search does not find yet. Where HubSpot keeps no links
	 * unique, a record that another
	 * process wrote seconds ago is known by the deal, contact or company it is associated with.
	 */
	async withRecent(
		found: ReadonlyMap<string, HubSpotRecord>,
		invoiceIds: readonly string[],
		partiesRead: Promise<ReadonlyMap<string, RecordParties>>,
	): Promise<ReadonlyMap<string, HubSpotRecord>> {
		const { link, properties } = this.setup;
		const missing = invoiceIds.filter((id) => !found.has(id));
		if (!link || link.unique || missing.length === 0) return found;
		const parties = await partiesRead;
		const known = new Set([...found.values()].map(({ id }) => id));
		const records = await this.readOfParties(
			missing.flatMap((id) => parties.get(id) ?? []),
			properties,
			known,
		);
		const wanted = new Set(missing);
		const recent = records
			.map(
				(record) => [readLink(record.properties[link.name], this.realmId) ?? '', record] as const,
			)
			.filter(([id]) => wanted.has(id));
		return new Map([...found, ...recent]);
	}

	/** Records that are associated with deals, contacts or companies. @throws GatewayError */
	async readOfParties(
		parties: readonly RecordParties[],
		properties: string[],
		known: ReadonlySet<string> = new Set(),
	): Promise<HubSpotRecord[]> {
		const ids = (await this.idsOfParties(parties)).filter((id) => !known.has(id));
		return ids.length === 0 ? [] : await this.hubspot.readObjects('invoices', ids, { properties });
	}

	private async idsOfParties(parties: readonly RecordParties[]): Promise<string[]> {
		const idsOf = {
			deals: parties.flatMap(({ dealIds = [] }) => dealIds),
			contacts: parties.flatMap(({ contactIds = [] }) => contactIds),
			companies: parties.flatMap(({ companyIds = [] }) => companyIds),
		};
		const linked = await Promise.all(
			(['deals', 'contacts', 'companies'] as const).map(async (type) => {
				const ids = [...new Set(idsOf[type])];
				return ids.length === 0
					? []
					: [...(await this.hubspot.readAssociations(type, 'invoices', ids)).values()].flat();
			}),
		);
		return [...new Set(linked.flat())];
	}

	/** What records are associated with, by record id. @throws GatewayError */
	async readAssociations(
		records: readonly HubSpotRecord[],
	): Promise<Map<string, RecordAssociations>> {
		const ids = records.map(({ id }) => id);
		if (ids.length === 0) return new Map();
		const [contacts, companies, lines] = await Promise.all(
			(['contacts', 'companies', 'line_items'] as const).map(
				async (type) => await this.hubspot.readAssociations('invoices', type, ids),
			),
		);
		return new Map(
			ids.map((id) => [
				id,
				{
					contactIds: contacts?.get(id) ?? [],
					companyIds: companies?.get(id) ?? [],
					lineIds: lines?.get(id) ?? [],
				},
			]),
		);
	}

	/**
	 * Whether any record is linked at all. The list does not lag behind, as a search would; where it
	 * is long, a unique link guards.
	 */
	private async surveyLinks(): Promise<void> {
		this.surveyed = true;
		const name = this.hubspot.names.link(this.realmId);
		const { records, after } = await this.hubspot.listObjects('invoices', {
			properties: [name],
			limit: LISTED,
		});
		const linked = records.some(
			(record) => readLink(record.properties[name], this.realmId) !== undefined,
		);
		if (linked || !this.setup.link) return;
		if (after === undefined) this.nobodyLinked = true;
		else if (this.setup.link.unique)
			this.nobodyLinked =
				(
					await this.hubspot.searchObjects('invoices', {
						filterGroups: [[{ property: name, operator: 'HAS_PROPERTY' }]],
						properties: [name],
						limit: 1,
					})
				).total === 0;
	}
}
