import { contactKind } from '../../../core/contact/fields';
import { emailsOf } from '../../../core/contact/match';
import { addressesOf } from '../../../core/sync/fields/addresses';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { GatewayError } from '../../../gateways/errors';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
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

	/**
	 * By customer, the only contact with one of its addresses. Where two fit, neither is taken.
	 *
	 * @throws GatewayError
	 */
	async findContacts(
		customerIds: readonly string[],
	): Promise<ReadonlyMap<string, string | undefined>> {
		const unknown = [...new Set(customerIds)].filter(
			(id) => /^\d+$/.test(id) && !this.known.has(id),
		);
		if (unknown.length === 0) return this.known;
		const customers = await findByIds(this.quickbooks, 'Customer', unknown);
		const addresses = [...new Set(customers.flatMap(emailsOf))];
		const contacts = await this.findByAddress(addresses);
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

	/** Whether a customer without a contact may get one. */
	mayGetContact(customerId: string): boolean {
		return this.eligible.has(customerId);
	}

	/** Contact ids by address. An address that HubSpot refuses is nobody's. */
	private async findByAddress(addresses: readonly string[]): Promise<Map<string, string[]>> {
		const found = new Map<string, string[]>();
		if (addresses.length === 0) return found;
		const records = await this.readContacts(addresses);
		for (const { id, properties } of new Map(
			records.map((record) => [record.id, record]),
		).values()) {
			for (const address of addressesOf(ADDRESSES.map((name) => properties[name] ?? '').join(';')))
				found.set(address, [...(found.get(address) ?? []), id]);
		}
		return found;
	}

	/** @returns none where HubSpot takes none of the addresses */
	private async readContacts(addresses: readonly string[]): Promise<HubSpotRecord[]> {
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
