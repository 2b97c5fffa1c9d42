import { linkValue, readLink } from '../../../core/hubspot/link';
import { readOrigin } from '../../../core/invoice/billing/billing';
import type { RecordParties } from '../../../core/invoice/record/record';
import type { HubSpotObjectType } from '../../../core/records/hubspot';
import { byAskedId } from '../../../core/records/merged';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findByLink, type LinkProperty } from '../../accounts/links';
import { ContactsByEmail } from './contactsByEmail';

type LinkedType = 'contacts' | 'companies' | 'products';

/** Ids kept of one type; a run over very many invoices asks again for those seen long ago. */
const MOST_KEPT = 20_000;

/** HubSpot's contacts, companies, products and deals of many invoices, each asked for once. */
export class RelatedRecords {
	private readonly known = {
		contacts: new Map<string, string | undefined>(),
		companies: new Map<string, string | undefined>(),
		products: new Map<string, string | undefined>(),
	};
	private readonly links = new Map<LinkedType, LinkProperty | undefined>();
	/** The company of a contact: the only one, else the primary one. */
	private readonly employers = new Map<string, string | undefined>();
	private readonly realmId: string;
	private readonly byEmail: ContactsByEmail;
	/** Customers of the invoices since these were taken last. */
	private customers = { found: new Set<string>(), missing: new Set<string>() };

	constructor(
		private readonly hubspot: HubSpotPort,
		quickbooks: QuickBooksPort,
		private readonly portalId: string,
	) {
		this.realmId = quickbooks.realmId;
		this.byEmail = new ContactsByEmail(hubspot, quickbooks);
	}

	/**
	 * Parties by invoice id: the company is the customer's own, else its contact's only or primary
	 * one. A deal is named by the memo of an invoice that was made for it.
	 *
	 * @throws GatewayError
	 */
	async findParties(invoices: readonly QuickBooksInvoice[]): Promise<Map<string, RecordParties>> {
		const customers = invoices.map(({ CustomerRef }) => CustomerRef.value);
		const [contacts, companies, deals] = await Promise.all([
			this.findContacts(customers),
			this.findLinkedIds('companies', customers),
			this.findDeals(invoices),
		]);
		const employers = await this.findEmployers(
			customers.flatMap((customer) =>
				companies.get(customer) ? [] : (contacts.get(customer) ?? []),
			),
		);
		return new Map(
			invoices.map((invoice) => {
				const contact = contacts.get(invoice.CustomerRef.value);
				const company =
					companies.get(invoice.CustomerRef.value) ?? (contact && employers.get(contact));
				const deal = this.dealOf(invoice);
				return [
					invoice.Id,
					{
						contactIds: contact ? [contact] : [],
						companyIds: company ? [company] : [],
						dealIds: deals.get(deal ?? '') ?? [],
					},
				];
			}),
		);
	}

	/** Customers with a contact and without one, since this was asked last. */
	takeCustomers(): { found: ReadonlySet<string>; missing: ReadonlySet<string> } {
		const { customers } = this;
		this.customers = { found: new Set(), missing: new Set() };
		return customers;
	}

	/** By link, else by e-mail address. */
	private async findContacts(
		customers: readonly string[],
	): Promise<ReadonlyMap<string, string | undefined>> {
		const linked = await this.findLinkedIds('contacts', customers);
		const byEmail = await this.byEmail.findContacts(
			customers.filter((customer) => !linked.get(customer)),
		);
		const contacts = new Map(
			customers.map((customer) => [customer, linked.get(customer) ?? byEmail.get(customer)]),
		);
		for (const [customer, contact] of contacts) {
			if (contact) this.customers.found.add(customer);
			else if (this.byEmail.mayGetContact(customer)) this.customers.missing.add(customer);
		}
		return contacts;
	}

	private async findEmployers(
		contactIds: readonly string[],
	): Promise<ReadonlyMap<string, string | undefined>> {
		const unknown = [...new Set(contactIds)].filter((id) => !this.employers.has(id));
		if (unknown.length === 0) return this.employers;
		if (this.employers.size > MOST_KEPT) this.employers.clear();
		const found = await this.hubspot.readAssociations('contacts', 'companies', unknown);
		const several = unknown.filter((id) => (found.get(id)?.length ?? 0) > 1);
		const primary =
			several.length > 0
				? await this.hubspot.readPrimaryCompanies('contacts', several)
				: new Map<string, string>();
		for (const id of unknown)
			this.employers.set(
				id,
				primary.get(id) ?? (found.get(id)?.length === 1 ? found.get(id)?.[0] : undefined),
			);
		return this.employers;
	}

	/** HubSpot products, by QuickBooks item. @throws GatewayError */
	async findProducts(invoices: readonly QuickBooksInvoice[]): Promise<Map<string, string>> {
		const lines = invoices.flatMap(({ Line }) =>
			Line.flatMap((line) => [line, ...(line.GroupLineDetail?.Line ?? [])]),
		);
		const products = await this.findLinkedIds(
			'products',
			lines.flatMap(({ SalesItemLineDetail }) => SalesItemLineDetail?.ItemRef?.value ?? []),
		);
		return new Map(
			[...products].flatMap(([item, product]) => (product ? [[item, product] as const] : [])),
		);
	}

	private async findLinkedIds(
		type: LinkedType,
		ids: readonly string[],
	): Promise<ReadonlyMap<string, string | undefined>> {
		const known = this.known[type];
		const unknown = [...new Set(ids)].filter((id) => /^\d+$/.test(id) && !known.has(id));
		if (unknown.length === 0) return known;
		const property = this.hubspot.names.link(this.realmId);
		const link = await this.readLinkProperty(type);
		const found = await findByLink(
			this.hubspot,
			type,
			link,
			unknown.map((id) => linkValue(this.realmId, id)),
			[],
		);
		const byId = new Map(
			found.map((record) => [readLink(record.properties[property], this.realmId) ?? '', record.id]),
		);
		if (known.size > MOST_KEPT) known.clear();
		for (const id of unknown) known.set(id, byId.get(id));
		return known;
	}

	/**
	 * Whether anything of a type is linked at all is found out once: where nothing is, nothing has to
	 * be looked for.
	 */
	private async readLinkProperty(type: LinkedType): Promise<LinkProperty | undefined> {
		if (!this.links.has(type)) {
			const name = this.hubspot.names.link(this.realmId);
			const definition = (await this.hubspot.readProperties(type)).find(
				(property) => property.name === name,
			);
			this.links.set(type, definition && { name, unique: definition.hasUniqueValue === true });
		}
		return this.links.get(type);
	}

	/** Deals by the id in the memo; of one that was merged meanwhile the survivor. */
	private async findDeals(invoices: readonly QuickBooksInvoice[]): Promise<Map<string, string[]>> {
		const ids = [...new Set(invoices.flatMap((invoice) => this.dealOf(invoice) ?? []))];
		if (ids.length === 0) return new Map();
		const found = await this.hubspot.readObjects('deals' satisfies HubSpotObjectType, ids, {
			properties: ['dealname'],
		});
		return new Map([...byAskedId(found)].map(([asked, { id }]) => [asked, [id]]));
	}

	/** An invoice of another portal's deal names an id that means something else here. */
	private dealOf(invoice: QuickBooksInvoice): string | undefined {
		const origin = readOrigin(invoice);
		return origin?.portalId === this.portalId ? origin.dealId : undefined;
	}
}
