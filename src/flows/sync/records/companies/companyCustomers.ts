import { linkValue, readLink } from '../../../../core/hubspot/link';
import { GatewayError } from '../../../../gateways/errors';
import type { HubSpotPort } from '../../../../gateways/ports';
import { findByLink, type LinkProperty } from '../../../accounts/links';

/**
 * Customers that stand for companies in HubSpot, which Create QuickBooks Invoice links with them.
 * They are no contacts, though
 * they may have a contact's address.
 */
export class CompanyCustomers {
	private link: Promise<LinkProperty | undefined> | undefined;

	constructor(
		private readonly hubspot: HubSpotPort,
		private readonly realmId: string,
	) {}

	/** @returns the id of the company by that of its customer */
	async of(customerIds: readonly string[]): Promise<Map<string, string>> {
		if (customerIds.length === 0) return new Map();
		const name = this.hubspot.names.link(this.realmId);
		this.link ??= this.readLinkProperty(name);
		const found = await findByLink(
			this.hubspot,
			'companies',
			await this.link,
			customerIds.map((id) => linkValue(this.realmId, id)),
			[],
		);
		return new Map(
			found.flatMap(({ id, properties }) => [
				[readLink(properties[name], this.realmId) ?? '', id] as const,
			]),
		);
	}

	/** Whoever may not see companies has linked none. */
	private async readLinkProperty(name: string): Promise<LinkProperty | undefined> {
		try {
			const definition = (await this.hubspot.readProperties('companies')).find(
				(property) => property.name === name,
			);
			return definition && { name, unique: definition.hasUniqueValue === true };
		} catch (error) {
			if (error instanceof GatewayError && error.kind === 'forbidden') return undefined;
			throw error;
		}
	}
}
