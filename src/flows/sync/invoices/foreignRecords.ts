import type { RecordParties } from '../../../core/invoice/record/record';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import {
	lookForForeign,
	propertiesOfForeign,
	type Looked,
	type Recorded,
} from '../../invoiceRecord/foreign';
import type { SyncContext } from '../engine/types';
import type { InvoiceRecords } from './invoiceRecords';
import type { InvoiceSetup } from './setup';

/**
 * From this many invoices on, HubSpot is first asked whether it has any record that is not ours.
 */
const SURVEY_FROM = 100;
/**
 * HubSpot's app may have made the record of a new invoice seconds ago, which a search does not
 * show.
 */
const NEW_MS = 600_000;

/** Of one group of a search. */
const MOST_FILTERS = 6;

/** Records that others than this package made of invoices. */
export class ForeignRecords {
	private any: Promise<boolean> | undefined;

	constructor(
		private readonly records: InvoiceRecords,
		private readonly setup: InvoiceSetup,
		private readonly context: Pick<SyncContext, 'hubspot' | 'quickbooks' | 'now'>,
	) {}

	/**
	 * What is to become of them, and which stand beside records that invoices have, by invoice id.
	 *
	 * @param wanted invoices without a record
	 * @param recorded those with one
	 * @throws GatewayError
	 */
	async find(
		wanted: readonly QuickBooksInvoice[],
		recorded: ReadonlyArray<Pick<Recorded, 'invoice' | 'recordId'>>,
		parties: ReadonlyMap<string, RecordParties>,
	): Promise<Looked> {
		const many = wanted.length + recorded.length;
		if (many === 0 || (many >= SURVEY_FROM && !(await this.hasAny())))
			return { adoptions: new Map(), beside: new Map() };
		const { properties, plan } = this.setup;
		const { realmId, homeCurrency, definitions } = plan;
		const payerIds = ({ Id }: QuickBooksInvoice) => [
			...(parties.get(Id)?.contactIds ?? []),
			...(parties.get(Id)?.companyIds ?? []),
		];
		const context = {
			realmId,
			homeCurrency,
			definitions: definitions.keys(),
			properties,
			beside: await this.readUnsearchable(wanted, parties),
		};
		return await lookForForeign(
			this.context.hubspot,
			wanted.map((invoice) => ({ invoice, payerIds: payerIds(invoice) })),
			recorded.map((one) => ({ ...one, payerIds: payerIds(one.invoice) })),
			context,
		);
	}

	/**
	 * Records of new invoices, which a search may not show yet; the associations of the customer's
	 * contact, company or deal do not lag behind.
	 */
	private async readUnsearchable(
		invoices: readonly QuickBooksInvoice[],
		parties: ReadonlyMap<string, RecordParties>,
	): Promise<HubSpotRecord[]> {
		const young = invoices.filter(
			({ DocNumber, MetaData }) =>
				DocNumber && this.context.now().getTime() - Date.parse(MetaData.CreateTime) < NEW_MS,
		);
		const { properties, plan } = this.setup;
		return await this.records.readOfParties(
			young.flatMap(({ Id }) => parties.get(Id) ?? []),
			propertiesOfForeign(this.context.hubspot.names, plan.definitions.keys(), properties),
		);
	}

	private async hasAny(): Promise<boolean> {
		const links = [...this.setup.plan.definitions.keys()]
			.filter((name) => this.context.hubspot.names.isLink(name))
			.slice(0, MOST_FILTERS);
		const filters = links.map((property) => ({ property, operator: 'NOT_HAS_PROPERTY' as const }));
		this.any ??= this.context.hubspot
			.searchObjects('invoices', {
				filterGroups: filters.length > 0 ? [filters] : [],
				properties: [],
				limit: 1,
			})
			.then(({ records }) => records.length > 0);
		return await this.any;
	}
}
