import { contactKind } from '../../../core/contact/fields';
import { emailsOf } from '../../../core/contact/match';
import { linkValue, readLink } from '../../../core/hubspot/link';
import { addressesOf } from '../../../core/sync/fields/addresses';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { GatewayError } from '../../../gateways/errors';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findLinked } from '../../accounts/links';
import { askApart } from '../../accounts/batches';
import { findByIds } from '../../accounts/quickBooksRecords';

/** Customers kept; a run over very many invoices asks again for those seen long ago. */
const MOST_KEPT = 20_000;
const ADDRESSES = ['email', 'hs_additional_emails'];

/** Contacts of customers that are not linked with one, each customer asked for once. */
export class ContactsByEmail {
	private readonly known = new Map<string, string | undefined>();
	/** Customers that Sync Contact would make a contact of. */
	private readonly eligible = new Set<string>();

	constructor(
		private readonly hubspot: HubSpotPort,
		private readonly quickbooks: QuickBooksPort,
	) {}

	/** By customer: the only contact with one of its addresses. Two that fit are nobody. */
	async of(customerIds: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
		const unknown = [...new Set(customerIds)].filter(
			(id) => /^\d+$/.test(id) && !this.known.has(id),
		);
		if (unknown.length === 0) return this.known;
		const customers = await findByIds(this.quickbooks, 'Customer', unknown);
		const addresses = [...new Set(customers.flatMap(emailsOf))];
		const contacts = await this.withAddress(addresses);
		if (this.known.size > MOST_KEPT) {
			this.known.clear();
			this.eligible.clear();
		}
		for (const id of unknown) this.known.set(id, undefined);
		for (const customer of customers) {
			if (contactKind.leftOut(customer) === undefined) this.eligible.add(customer.Id);
			const fitting = new Set(emailsOf(customer).flatMap((address) => contacts.get(address) ?? []));
			if (fitting.size === 1) this.known.set(customer.Id, [...fitting][0]);
		}
		return this.known;
	}

	/** Whether a customer without a contact may have one some day. */
	mayFollow(customerId: string): boolean {
		return this.eligible.has(customerId);
	}

	/** Contact ids by address. An address that HubSpot refuses is nobody's. */
	private async withAddress(addresses: readonly string[]): Promise<Map<string, string[]>> {
		const found = new Map<string, string[]>();
		if (addresses.length === 0) return found;
		const records = await this.contactsWith(addresses);
		for (const { id, properties } of new Map(
			records.map((record) => [record.id, record]),
		).values()) {
			for (const address of addressesOf(ADDRESSES.map((name) => properties[name] ?? '').join(';')))
				found.set(address, [...(found.get(address) ?? []), id]);
		}
		return found;
	}

	/** @returns none where HubSpot takes none of the addresses */
	private async contactsWith(addresses: readonly string[]): Promise<HubSpotRecord[]> {
		try {
			return (
				await askApart(
					addresses,
					async (some) =>
						await this.hubspot.readObjects('contacts', [...some], {
							properties: ADDRESSES,
							idProperty: 'email',
						}),
				)
			).records;
		} catch (error) {
			if (!(error instanceof GatewayError) || error.kind !== 'invalid') throw error;
			return [];
		}
	}
}

/**
 * Invoices of those of the customers that are linked with a contact by now; one request where none
 * is.
 */
export async function invoicesOfLinked(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	customerIds: readonly string[],
): Promise<QuickBooksInvoice[]> {
	if (customerIds.length === 0) return [];
	const { realmId } = quickbooks;
	const name = hubspot.names.link(realmId);
	const contacts = await findLinked(
		hubspot,
		'contacts',
		name,
		customerIds.map((id) => linkValue(realmId, id)),
	);
	const linked = contacts.flatMap(({ properties }) => readLink(properties[name], realmId) ?? []);
	return linked.length === 0
		? []
		: await quickbooks.find('Invoice', {
				where: [{ field: 'CustomerRef', operator: 'IN', value: [...new Set(linked)] }],
			});
}
